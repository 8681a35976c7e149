"""Raises KeyboardInterrupt, as if somebody had given up."""


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    raise KeyboardInterrupt


backward_pass = forward_pass
raise KeyboardInterrupt

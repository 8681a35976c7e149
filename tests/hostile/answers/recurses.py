"""Calls itself without end."""


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    return forward_pass(x, weights_input_hidden, weights_hidden_output)

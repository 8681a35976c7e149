"""Returns three million floats."""

numbers = [0.5] * 3_000_000


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    return numbers, numbers

"""Gives the step's names to many values, in functions inside of functions."""


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    def inner():
        hidden_input = hidden_output = output = x
        return hidden_input, hidden_output, output

    for _ in range(50):
        hidden_input, hidden_output, output = inner()
    return ..., ...

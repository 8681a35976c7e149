"""A column of a thousand and a row of a thousand: their product would have a million entries."""

from matrix import Matrix


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    hidden_input = Matrix([[0.5 + i % 7] for i in range(1000)])
    hidden_output = Matrix([[0.5 + i % 7 for i in range(1000)]])
    output = hidden_input
    return hidden_output, output


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    error = Matrix([[0.25 + i % 5] for i in range(1000)])
    output_error_term = Matrix([[0.25 + i % 5 for i in range(1000)]])
    hidden_error = hidden_error_term = error
    return Matrix([[0.5] * 1000]), Matrix([[0.5] * 1000])

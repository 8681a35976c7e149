"""Sends NaN, Infinity and 1e999, which JSON has ways to write."""

from target import answer_in_its_place


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    answer_in_its_place(b'{"returned": [[[NaN]], [[Infinity]]]}')
    return ..., ...


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    answer_in_its_place(b'{"returned": [[[1e999]], [[-1e999]]]}')
    return ..., ...

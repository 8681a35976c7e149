"""Sends NaN, Infinity and 1e999, which JSON has ways to write."""

from target import answer, request


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    answer(b'{"id": %d, "returned": [[[NaN]], [[Infinity]]]}' % request()["id"])
    return ..., ...


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    answer(b'{"id": %d, "returned": [[[1e999]], [[-1e999]]]}' % request()["id"])
    return ..., ...

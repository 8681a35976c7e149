"""Asks the grader, which stands in for functions that are wrong, for what it is to return."""

import json

from target import answer, pipes

import __main__


def asked(name, *arguments):
    answer(json.dumps({"stand_in": name, "arguments": [a.rows for a in arguments]}).encode())
    return [__main__.Matrix(rows) for rows in __main__.receive(min(pipes()))["result"]]


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    return asked("forward_pass", x, weights_input_hidden, weights_hidden_output)


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    return asked("backward_pass", x, y, hidden_output, output, weights_hidden_output)

"""Asks the grader, which stands in for functions that are wrong, for what it is to return."""

import json
import struct

from target import answer, pipes

import __main__


def asked(name, *arguments):
    answer(json.dumps({"stand_in": name, "arguments": [a.rows for a in arguments]}).encode())
    size = struct.unpack(">I", __main__.read_exactly(min(pipes()), 4))[0]
    return [__main__.Matrix(rows) for rows in json.loads(__main__.read_exactly(min(pipes()), size))]


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    return asked("forward_pass", x, weights_input_hidden, weights_hidden_output)


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    return asked("backward_pass", x, y, hidden_output, output, weights_hidden_output)

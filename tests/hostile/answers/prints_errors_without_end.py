"""Prints up to 64 MiB to standard error, from within a call."""

import os


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    for _ in range(1 << 10):
        os.write(2, bytes(1 << 16))
    return ..., ...

"""Calls itself until the stack of the process is used up."""

import sys

sys.setrecursionlimit(1 << 30)


class Deep:
    def __repr__(self):
        return repr([self])


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    return repr(Deep())

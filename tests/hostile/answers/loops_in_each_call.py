"""Calculates without end in every function."""

from target import awhile


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    for _ in awhile():
        pass


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    for _ in awhile():
        pass


def update_weights(weights, del_w, learnrate, n_records):
    for _ in awhile():
        pass


def train(features, targets, w, W, epochs=900, learnrate=0.005):
    for _ in awhile():
        pass

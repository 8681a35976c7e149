"""Passes that answer in lists of rows, or in arrays, and a training that takes them apart as such.

Where a pass is wrong, or stops, the grader's answer is of that kind, too: a list has entries where
a matrix has rows.
"""

from __future__ import annotations

import pytest
from forms import failed, graded, with_line

IN_LISTS = """
from math import exp


def of(table):
    return getattr(table, "rows", table)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    hidden, out = [], []
    for row in of(x):
        columns = zip(*of(weights_input_hidden))
        hidden.append([sigmoid(sum(a * b for a, b in zip(row, column))) for column in columns])
        sums = (a * w[0] for a, w in zip(hidden[-1], of(weights_hidden_output)))
        out.append([sigmoid(sum(sums))])
    return hidden, out


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    W = of(weights_hidden_output)
    steps, more = [[0.0] * len(W) for _ in of(x)[0]], [[0.0] for _ in W]
    for row, [target], a, [o] in zip(of(x), of(y), of(hidden_output), of(output)):
        term = (target - o) * o * (1 - o)
        for j, [w] in enumerate(W):
            share = term * w
            unit = share * a[j] * (1 - a[j])
            more[j][0] += term * a[j]
            for i, value in enumerate(row):
                steps[i][j] += value * unit
    return steps, more


def update_weights(weights, del_w, learnrate, n_records):
    rows = zip(of(weights), of(del_w))
    return [[w + learnrate * d / n_records for w, d in zip(*pair)] for pair in rows]


def train(features, targets, weights_input_hidden, weights_hidden_output, epochs, learnrate):
    X, Y, w, W = map(of, (features, targets, weights_input_hidden, weights_hidden_output))
    losses = []
    for epoch in range(epochs):
        total, more = [[0.0] * len(w[0]) for _ in w], [[0.0] for _ in W]
        for row, target in zip(X, Y):
            hidden, out = forward_pass([row], w, W)
            step, last = backward_pass([row], [target], hidden, out, W)
            for i in range(len(w)):
                for j in range(len(W)):
                    total[i][j] += step[i][j]
            for j in range(len(W)):
                more[j][0] += last[j][0]
        w = update_weights(w, total, learnrate, len(X))
        W = update_weights(W, more, learnrate, len(X))
        out = forward_pass(X, w, W)[1]
        losses.append(sum((t - o) ** 2 for [t], [o] in zip(Y, out)) / len(X))
    return w, W, losses
"""

IN_ARRAYS = """
import numpy as np


def of(table):
    return np.array(getattr(table, "rows", table))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    hidden = sigmoid(of(x) @ of(weights_input_hidden))
    return hidden, sigmoid(hidden @ of(weights_hidden_output))


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    hidden_output, output = of(hidden_output), of(output)
    term = (of(y) - output) * output * (1 - output)
    share = term @ of(weights_hidden_output).T
    unit = share * hidden_output * (1 - hidden_output)
    return of(x).T @ unit, hidden_output.T @ term


def update_weights(weights, del_w, learnrate, n_records):
    return of(weights) + learnrate * of(del_w) / n_records


def train(features, targets, weights_input_hidden, weights_hidden_output, epochs, learnrate):
    X, Y, w, W = map(of, (features, targets, weights_input_hidden, weights_hidden_output))
    losses = []
    for epoch in range(epochs):
        total, more = np.zeros_like(w), np.zeros_like(W)
        for low in range(0, len(X), 50):
            rows = slice(low, low + 50)
            hidden, out = forward_pass(X[rows], w, W)
            step, last = backward_pass(X[rows], Y[rows], hidden, out, W)
            total += step
            more[:, 0] += last[:, 0]
        w, W = (update_weights(*each, learnrate, len(X)) for each in ((w, total), (W, more)))
        losses.append(float(((Y - forward_pass(X, w, W)[1]) ** 2).mean()))
    return w, W, losses
"""

WRONG = {
    "silent": (IN_LISTS, "share = term * w", "share = term * W[0][0]", "hidden_error"),
    "unwritten": (IN_LISTS, "share * a[j] * (1 - a[j])", "None", "hidden_error_term"),
    "nothing handed back": (IN_LISTS, "return [[w + learn", "[[w + learn", "update_weights"),
    "raising": (IN_ARRAYS, "unit = share * hidden", "unit = shar * hidden", "hidden_error_term"),
    "a wrong sum": (IN_ARRAYS, "of(x).T @ unit", "of(x).T @ unit * 2", "del_w_input_hidden"),
    "an update": (IN_ARRAYS, "+ learnrate * of(", "- learnrate * of(", "update_weights"),
}


@pytest.mark.parametrize("source", [IN_LISTS, IN_ARRAYS], ids=["lists", "arrays"])
def test_a_program_may_have_tables_of_its_own_kind(source: str) -> None:
    """Whatever its passes answer in, its training knows what to do with that."""
    assert graded(source).full_marks


@pytest.mark.parametrize("which", WRONG)
def test_a_training_takes_what_it_would_have_got(which: str) -> None:
    """One mistake in a pass or in the update, and nothing of the training is lost."""
    source, line, wrong, check = WRONG[which]
    assert failed(graded(with_line((line, wrong), of=source))) == {check}

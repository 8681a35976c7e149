"""Slips of an index in a script that goes unit by unit: each costs the check of its own line.

The program stops over it, in whatever loop it stands, and all the rest is seen without it.
"""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Outcome
from forms import graded
from test_scripts_looked_at import lost

RIGHT = """\
import math
import numpy as np
from data_prep import features, targets

n_hidden, learnrate = 2, 0.005
records, wanted = features.values.tolist(), targets.tolist()
n_features = len(records[0])
w = np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))
v = np.random.normal(scale=n_features**-0.5, size=n_hidden)


def squash(z):
    return 1 / (1 + math.exp(-z))


def run(x):
    hidden = []
    for j in range(n_hidden):
        hidden.append(squash(sum(np.array(x) * w[:, j])))
    return hidden, squash(sum(h * vj for h, vj in zip(hidden, v)))


for e in range(900):
    dw = [[0.0] * n_hidden for _ in range(n_features)]
    dv = [0.0] * n_hidden
    for x, y in zip(records, wanted):
        hidden, answer = run(x)
        term = (y - answer) * answer * (1 - answer)
        for j in range(n_hidden):
            share = term * v[j]
            hidden_term = share * hidden[j] * (1 - hidden[j])
            dv[j] += term * hidden[j]
            for i, xi in enumerate(x):
                dw[i][j] += hidden_term * xi
    for j in range(n_hidden):
        v[j] += learnrate * dv[j] / len(records)
        for i in range(n_features):
            w[i][j] += learnrate * dw[i][j] / len(records)
"""

WRONG = {
    "of_a_later_loop": ("(1 - hidden[j])", "(1 - hidden[i])", "hidden_error_term"),
    "of_a_later_loop_twice": (
        "hidden[j] * (1 - hidden[j])", "hidden[i] * (1 - hidden[i])", "hidden_error_term",
    ),
    "of_no_loop": ("term * v[j]", "term * v[unit]", "hidden_error"),
    "of_no_loop_that_is_numbered": (
        "dw[i][j] += hidden_term", "dw[k][j] += hidden_term", "del_w_input_hidden",
    ),
    "exchanged_throughout": (
        "w[i][j] += learnrate * dw[i][j]", "w[j][i] += learnrate * dw[j][i]", "both_layers_updated",
    ),
    "a_row_for_a_column": ("w[:, j]", "w[j]", "hidden_input"),
    "a_column_for_a_row": ("w[:, j]", "w.T[:, j]", "hidden_input"),
}  # fmt: skip


def test_the_program_without_them_is_right() -> None:
    """Or an index in it would not be the one mistake."""
    for right in (RIGHT, RIGHT.replace("w[:, j]", "w.T[j]")):
        assert lost(graded(right, name="backprop_numpy.py")) == []


@pytest.mark.parametrize(("right", "wrong", "check"), WRONG.values(), ids=WRONG)
def test_an_index_that_stops_the_program_costs_its_line(right: str, wrong: str, check: str) -> None:
    """It is told there, and what follows from it is not lost."""
    assert right in RIGHT
    [finding] = lost(graded(RIGHT.replace(right, wrong), name="backprop_numpy.py"))
    assert (finding.check, finding.outcome) == (check, Outcome.STOPPED)
    assert wrong in finding.source

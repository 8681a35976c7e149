"""Slips around a script's training: what its loop or a product lacks, alone and two at a time."""

from __future__ import annotations

import itertools

import pytest
from byhand.grader.verdict import Outcome
from forms import graded, with_line
from test_scripts_looked_at import lost

SCRIPT = """\
import numpy as np
from data_prep import features, targets, features_test, targets_test


def squash(z):
    return 1 / (1 + np.exp(-z))


n, k = features.shape
epochs, rate = 900, 0.005
last = None
w = np.random.normal(scale=k ** -0.5, size=(k, 2))
v = np.random.normal(scale=k ** -0.5, size=2)
for e in range(epochs):
    dw, dv = np.zeros(w.shape), np.zeros(v.shape)
    for x, y in zip(features.values, targets):
        a = squash(np.matmul(x, w))
        o = squash(np.matmul(a, v))
        d = (y - o) * o * (1 - o)
        below = np.dot(d, v) * a * (1 - a)
        dw += below * x[:, None]
        dv += d * a
    w += rate * dw / n
    v += rate * dv / n
    if e % (epochs // 10) == 0:
        a = squash(np.dot(features.values, w))
        o = squash(np.dot(a, v))
        loss = np.mean((o - targets) ** 2)
        if last and last < loss:
            print("it rose", loss)
        print(loss)
        last = loss
o = squash(np.dot(squash(np.dot(features_test, w)), v))
print(np.mean((o > 0.5) == targets_test))
"""
SLIPS = {
    "a product of one": ("output", ("np.matmul(a, v)", "np.matmul(v)")),
    "a first product of one": ("hidden_input", ("np.matmul(x, w)", "np.matmul(w)")),
    "the other side of one": ("hidden_error", ("np.dot(d, v)", "np.dot(d)")),
    "nothing to begin with": ("every_epoch", ("last = None\n", "")),
    "no such attribute": ("every_epoch", ("(features.values, w)", "(features.value, w)")),
    "no such function": ("every_epoch", ("np.zeros(w.shape)", "np.zeroes(w.shape)")),
}  # fmt: skip
TWO = [
    (one, other)
    for one, other in itertools.combinations(SLIPS, 2)
    if "product of one" in one and SLIPS[other][0] == "every_epoch"
]


def test_without_a_slip_it_is_right() -> None:
    assert graded(SCRIPT, name="own.py").full_marks


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_costs_the_check_of_its_line(slip: str) -> None:
    """What is right beside it is seen to be right, with a value in the place of what lacks."""
    check, change = SLIPS[slip]
    [finding] = lost(graded(with_line(change, of=SCRIPT), name="own.py"))
    assert (finding.check, finding.outcome) == (check, Outcome.STOPPED)


def test_what_is_known_from_the_turn_before_takes_another_value_to_begin_with() -> None:
    """A loss may be compared with the last one at once, which began without end."""
    compared = ("last and last < loss", "loss > last")
    source = with_line(compared, ("last = None\n", "last = float('inf')\n"), of=SCRIPT)
    assert graded(source, name="own.py").full_marks
    [finding] = lost(graded(with_line(compared, ("last = None\n", ""), of=SCRIPT), name="own.py"))
    assert (finding.check, finding.source) == ("every_epoch", "if loss > last:")


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_slips_cost_two_checks(one: str, other: str) -> None:
    """Each in its line, though Python comes to the first of them alone."""
    checks, changes = zip(SLIPS[one], SLIPS[other], strict=True)
    found = lost(graded(with_line(*changes, of=SCRIPT), name="own.py"))
    assert {f.check for f in found} == {*checks}
    assert all(f.outcome is Outcome.STOPPED and f.line for f in found)


def test_two_slips_in_lines_of_no_step_cost_that_check_once() -> None:
    source = with_line(SLIPS["nothing to begin with"][1], SLIPS["no such attribute"][1], of=SCRIPT)
    [finding] = lost(graded(source, name="own.py"))
    assert finding.check == "every_epoch"

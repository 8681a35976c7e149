"""A script whose weights are lost, or never move, over one mistake: that costs its own step."""

from __future__ import annotations

import pytest
from forms import UNHURRIED, graded
from test_scripts_looked_at import NAME, lost

HEAD = """
import numpy as np
from data_prep import features, targets

np.random.seed(21)


def squash(z):
    return 1 / (1 + np.exp(-z))

"""

FUNCTIONS = f"""{HEAD}
def answers(row, A, B):
    inner = squash(np.dot(row, A))
    outer = squash(np.dot(inner, B))
    return inner, outer


def moved(layer, total, rate, count):
    change = rate * total / count
    return layer + change


A = np.random.normal(scale=6 ** -0.5, size=(6, 2))
B = np.random.normal(scale=6 ** -0.5, size=2)
for epoch in range(900):
    sums = [np.zeros((6, 2)), np.zeros(2)]
    for row, target in zip(features.values, targets.values):
        inner, outer = answers(row, A, B)
        off = target - outer
        top = off * outer * (1 - outer)
        below = top * B * inner * (1 - inner)
        sums[1] += top * inner
        sums[0] += np.outer(row, below)
    A = moved(A, sums[0], 0.005, len(features))
    B = moved(B, sums[1], 0.005, len(features))
"""

LAYERS = f"""{HEAD}
class Layer:
    def __init__(self, shape):
        self.w = np.random.normal(scale=6 ** -0.5, size=shape)

    def forward(self, x):
        self.x = x
        self.y = squash(x @ self.w)
        return self.y

    def backward(self, blame):
        self.d = blame * self.y * (1 - self.y)
        return self.d @ self.w.T

    def move(self, rate, n):
        self.w += rate * (self.x.T @ self.d) / n


rate = 0.005
below, top = Layer((6, 2)), Layer((2, 1))
X, Y = features.values, targets.values[:, None]
for epoch in range(900):
    guess = top.forward(below.forward(X))
    below.backward(top.backward(Y - guess))
    below.move(rate, len(X))
    top.move(rate, len(X))
"""

TABLES = f"""{HEAD}
net = dict(low=np.random.normal(scale=6 ** -0.5, size=(6, 2)),
           high=np.random.normal(scale=6 ** -0.5, size=2))
learnrate = 0.005
n = len(features)


def forward(x):
    seen = dict(x=x)
    seen["a"] = squash(x @ net["low"])
    seen["o"] = squash(seen["a"] @ net["high"])
    return seen


def backward(seen, y):
    d = (y - seen["o"]) * seen["o"] * (1 - seen["o"])
    g = d * net["high"] * seen["a"] * (1 - seen["a"])
    return dict(low=np.outer(seen["x"], g), high=d * seen["a"])


def renew(net, total):
    for name in net:
        net[name] += learnrate * total[name] / n


for epoch in range(900):
    total = {{name: np.zeros_like(w) for name, w in net.items()}}
    for x, y in zip(features.values, targets.values):
        one = backward(forward(x), y)
        for name in total:
            total[name] += one[name]
    renew(net, total)
"""

UPDATE, SUMMED = "update_weights", "summed_over_records"


def wrong(source: str, *changes: tuple[str, str]) -> set[str]:
    """The checks that are lost with these changes."""
    for right, slip in changes:
        assert right in source, f"there is no {right!r}"
        source = source.replace(right, slip)
    return {finding.check for finding in lost(graded(source, UNHURRIED, name=NAME))}


@pytest.mark.parametrize("source", [FUNCTIONS, LAYERS, TABLES])
def test_the_right_scripts_lose_nothing(source: str) -> None:
    assert wrong(source) == set()


@pytest.mark.parametrize(
    ("source", "right", "slip"),
    [
        (FUNCTIONS, "    return layer + change\n", ""),
        (FUNCTIONS, "return layer + change", "return None"),
        (FUNCTIONS, "    change = rate * total / count\n    return layer + change\n", "    pass\n"),
        (LAYERS, "self.w += rate * (self.x.T @ self.d) / n", "pass"),
        (LAYERS, "self.w += rate * (self.x.T @ self.d) / n", '"""moves the weights"""'),
        (TABLES, "net[name] += learnrate * total[name] / n", "pass"),
    ],
)
def test_an_update_that_gives_nothing_costs_the_update(source: str, right: str, slip: str) -> None:
    """The steps are seen in an epoch that begins with weights, whatever it ends with."""
    assert wrong(source, (right, slip)) == {UPDATE}


def test_a_wrong_step_beside_it_is_charged_as_well() -> None:
    slip = ("self.y * (1 - self.y)", "self.y")
    gone = ("self.w += rate * (self.x.T @ self.d) / n", "pass")
    assert UPDATE in (found := wrong(LAYERS, slip, gone))
    assert found & {"output_error_term", "hidden_error_term"}


def test_sums_that_are_worked_out_nowhere_are_not_the_updates_to_lose() -> None:
    """Without a line that holds the place of the update, nobody was about to write it."""
    gone = ("below.move(rate, len(X))\n    top.move(rate, len(X))\n", "")
    assert len(wrong(LAYERS, gone)) > 1


def test_an_unwritten_update_of_own_names_leaves_the_loop_around_it() -> None:
    changes = [
        (f"{w} = moved({w}, sums[{i}], 0.005, len(features))", f"{w} = ...")
        for i, w in enumerate("AB")
    ]
    used = ("for epoch in range(900):", "learnrate = 0.005\nfor epoch in range(900):")
    kept = ("sums = [np.zeros((6, 2)), np.zeros(2)]", "a, b = np.zeros((6, 2)), np.zeros(2)")
    added = [("sums[0] +=", "a +="), ("sums[1] +=", "b +=")]
    assert wrong(FUNCTIONS, used, *changes, kept, *added) == {UPDATE}


@pytest.mark.parametrize("slip", ["pass", "..."])
def test_nothing_added_up_by_one_line_for_both_layers_costs_the_sum(slip: str) -> None:
    assert wrong(TABLES, ("total[name] += one[name]", slip)) == {SUMMED}


def test_a_layer_left_alone_is_told_beside_a_wrong_step() -> None:
    """Its sum is read by nothing, and what is added to it is right."""
    one_layer = ("for name in net:\n", 'for name in ["low"]:\n')
    step = ('seen["a"] * (1 - seen["a"])', 'seen["a"] * (1 - seen["o"])')
    found = wrong(TABLES, one_layer, step)
    assert found == {"hidden_error_term", "both_layers_updated"}


@pytest.mark.parametrize(
    ("source", "right", "slip", "check"),
    [
        (FUNCTIONS, "return inner, outer", "return outer", "output"),
        (FUNCTIONS, "return inner, outer", "return", "output"),
        (FUNCTIONS, "    return inner, outer\n", "", "output"),
        (FUNCTIONS, "return inner, outer", "inner, outer", "output"),
        (TABLES, "    return seen\n", "", "output"),
        (TABLES, "return seen", "return", "output"),
        (LAYERS, "        return self.y\n", "", "hidden_input"),
    ],
)
def test_what_is_not_handed_back_costs_the_step_it_was_handed_back_by(
    source: str, right: str, slip: str, check: str
) -> None:
    assert wrong(source, (right, slip)) == {check}


@pytest.mark.parametrize(
    ("source", "right", "slip", "check"),
    [
        (FUNCTIONS, "A = moved(A, sums[0], 0.005, len(features))", "A = moved(A, sums[0], 0.005)",
         "both_layers_updated"),
        (LAYERS, "below.move(rate, len(X))", "below.move(rate)", "both_layers_updated"),
        (TABLES, "    renew(net, total)\n", "    renew(net)\n", UPDATE),
    ],
)  # fmt: skip
def test_an_argument_forgotten_in_a_call_costs_what_the_call_works_out(
    source: str, right: str, slip: str, check: str
) -> None:
    """Of one layer where another call is right; also where it is kept within the call."""
    assert wrong(source, (right, slip)) == {check}

"""A line that serves both layers of a script: one slip in it costs one step, told at that line."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from byhand.grader.verdict import Outcome
from forms import UNHURRIED, graded
from test_scripts_looked_at import lost

BEGINNING = """\
import numpy as np
from data_prep import features, targets, features_test, targets_test

np.random.seed(21)
learnrate = 0.005
m, n = features.shape
w = np.random.normal(scale=n ** -0.5, size=(n, 2))
v = np.random.normal(scale=n ** -0.5, size=(2, 1))
X, Y = features.values, targets.values[:, None]
"""
CLASSES = f"""{BEGINNING}

class Linear:
    def __init__(self, weights):
        self.weights = weights

    def forward(self, x):
        self.x = x
        return x @ self.weights

    def backward(self, grad):
        self.step = self.x.T @ grad
        return grad @ self.weights.T


class Sigmoid:
    def forward(self, z):
        self.a = 1 / (1 + np.exp(-z))
        return self.a

    def backward(self, grad):
        return grad * self.a * (1 - self.a)


lower, upper = Linear(w), Linear(v)
layers = [lower, Sigmoid(), upper, Sigmoid()]
for epoch in range(900):
    signal = X
    for layer in layers:
        signal = layer.forward(signal)
    grad = signal - Y
    for layer in layers[::-1]:
        grad = layer.backward(grad)
    lower.weights = lower.weights - learnrate * lower.step / m
    upper.weights = upper.weights - learnrate * upper.step / m
"""
TABLES = f"""{BEGINNING[: BEGINNING.index("w =")]}
X, Y = features.values, targets.values[:, None]
layers = [
    {{"w": np.random.normal(scale=n ** -0.5, size=(n, 2))}},
    {{"w": np.random.normal(scale=n ** -0.5, size=(2, 1))}},
]


def forward(signal):
    for layer in layers:
        layer["in"] = signal
        layer["out"] = signal = 1 / (1 + np.exp(-signal @ layer["w"]))
    return signal


def backward(signal):
    for layer in layers[::-1]:
        delta = signal * layer["out"] * (1 - layer["out"])
        layer["step"] = layer["in"].T @ delta
        signal = delta @ layer["w"].T


for _ in range(900):
    backward(Y - forward(X))
    for layer in layers:
        layer["w"] = layer["w"] + learnrate / m * layer["step"]
"""
NODES = f"""{BEGINNING}

class Node:
    def __init__(self, value, parents=(), send=None):
        self.value, self.parents, self.send, self.slope = value, parents, send, 0.0


def times(a, b):
    def send(node):
        a.slope = a.slope + node.slope @ b.value.T
        b.slope = b.slope + a.value.T @ node.slope
    return Node(a.value @ b.value, (a, b), send)


def squash(a):
    s = 1 / (1 + np.exp(-a.value))

    def send(node):
        a.slope = a.slope + node.slope * s * (1 - s)
    return Node(s, (a,), send)


def propagate(node):
    if node.send:
        node.send(node)
        for parent in node.parents:
            propagate(parent)


for epoch in range(900):
    x, a, b = Node(X), Node(w), Node(v)
    out = squash(times(squash(times(x, a)), b))
    out.slope = Y - out.value
    propagate(out)
    w = w + learnrate * a.slope / m
    v = v + learnrate * b.slope / m
"""
LAMBDA = f"""{BEGINNING}
f = lambda z: 1 / (1 + np.exp(-z))
for t in range(900):
    a = f(X @ w)
    o = f(a @ v)
    d = (Y - o) * o * (1 - o)
    q = d @ v.T * a * (1 - a)
    v = v + learnrate * (a.T @ d) / m
    w = w + learnrate * (X.T @ q) / m
"""


@dataclass(frozen=True)
class Case:
    """A script, a text of it, the wrong one in its place, the check that pays, and its line."""

    source: str
    right: str
    wrong: str
    check: str
    line: str

    @property
    def slip(self) -> str:
        assert self.right in self.source
        return self.source.replace(self.right, self.wrong, 1)


CASES = {
    "half_the_slope_of_a_layer": Case(
        CLASSES, "grad * self.a * (1 - self.a)", "grad * self.a", "output_error_term",
        "return grad * self.a",
    ),
    "no_slope_in_a_loop_over_layers": Case(
        TABLES, 'signal * layer["out"] * (1 - layer["out"])', "signal", "output_error_term",
        "delta = signal",
    ),
    "the_slope_of_what_arrives": Case(
        NODES, "node.slope * s * (1 - s)", "node.slope * a.value * (1 - a.value)",
        "output_error_term", "a.slope = a.slope + node.slope * a.value",
    ),
    "the_sign_in_the_slope": Case(
        NODES, "s * (1 - s)", "s * (1 + s)", "output_error_term", "node.slope * s * (1 + s)",
    ),
    "another_curve_in_a_loop_over_layers": Case(
        TABLES, '1 / (1 + np.exp(-signal @ layer["w"]))', 'np.tanh(signal @ layer["w"])',
        "hidden_output", "np.tanh(",
    ),
    "the_sigmoid_falls": Case(LAMBDA, "np.exp(-z)", "np.exp(z)", "hidden_output", "f = lambda"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_slip_in_a_line_of_both_layers_costs_one_step_at_that_line(case: Case) -> None:
    """It is the first of the steps that the line serves; the others follow from it."""
    assert lost(graded(case.source, name="backprop_numpy.py")) == []
    report = graded(case.slip, name="backprop_numpy.py")
    [finding] = [f for f in lost(report) if f.outcome is not Outcome.WAITING]
    assert finding.check == case.check
    assert case.line in finding.source


GOES_ON = {
    "cut_at_a_half": "f(X @ w) > 0.5",
    "rounded": "np.round(f(X @ w), 1)",
    "clipped": "np.clip(f(X @ w), 0.45, 0.55)",
    "taken_for_some": "f(X @ w) * (X @ w > 0)",
}


@pytest.mark.parametrize("wrong", GOES_ON.values(), ids=GOES_ON)
def test_what_spoils_a_right_value_in_its_own_line_is_that_step_s_mistake(
    wrong: str,
) -> None:
    """What goes on from the line is wrong for all that is made of it, and these lines are right."""
    case = Case(LAMBDA, "f(X @ w)", wrong, "hidden_output", f"a = {wrong}")
    assert lost(graded(case.source, name="backprop_numpy.py")) == []
    report = graded(case.slip, UNHURRIED, name="backprop_numpy.py")
    found = [(f.check, f.source) for f in lost(report) if f.outcome is not Outcome.WAITING]
    assert found == [(case.check, case.line)]


SIGNS = {
    "of_the_error": Case(LAMBDA, "(Y - o) * o", "(o - Y) * o", "error", "d = (o - Y)"),
    "of_the_error_in_a_layer_s_way_back": Case(
        CLASSES, "grad = signal - Y", "grad = Y - signal", "error", "grad = Y - signal"
    ),
}


@pytest.mark.parametrize("case", SIGNS.values(), ids=SIGNS)
def test_a_sign_turned_in_one_line_is_charged_there_and_not_to_the_update(case: Case) -> None:
    """Of two edits that make it go downhill, it is the one of a single line, or the cheaper."""
    report = graded(case.slip, name="backprop_numpy.py")
    [finding] = [f for f in lost(report) if f.outcome is not Outcome.WAITING]
    assert finding.check == case.check
    assert case.line in finding.source


MOVED = LAMBDA.replace("for t in", "moved = lambda x, step: {moved}\nfor t in")
for x, step in (("v", "a.T @ d"), ("w", "X.T @ q")):
    MOVED = MOVED.replace(f"{x} + learnrate * ({step}) / m", f"moved({x}, {step})")
UPDATES = {
    "taken_away": ("x - learnrate * step / m", "update_in_the_other_direction"),
    "alone": ("learnrate * step / m", "update_replaces_weights"),
    "summed": ("x + learnrate * step", "update_without_average"),
    "averaged_twice": ("x + learnrate * step / m / m", "update_averaged_twice"),
}


@pytest.mark.parametrize(("wrong", "mistake"), UPDATES.values(), ids=UPDATES)
def test_an_update_of_both_layers_is_told_by_what_it_comes_to(wrong: str, mistake: str) -> None:
    """Whatever the weights and the steps are called, and though the error could be turned."""
    right = MOVED.replace("{moved}", "x + learnrate * step / m")
    assert lost(graded(right, name="backprop_numpy.py")) == []
    report = graded(MOVED.replace("{moved}", wrong), name="backprop_numpy.py")
    [finding] = [f for f in lost(report) if f.outcome is Outcome.FAILED]
    assert (finding.check, finding.mistake) == ("update_weights", mistake)
    assert wrong in finding.source

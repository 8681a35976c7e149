"""One mistake around a script's steps costs one check: in a helper, before the loop, in its parts.

The helper may serve both layers, or be asked once more for a loss that is printed now and then.
"""

from __future__ import annotations

import pytest
from byhand.grader.lessons.backprop.lesson import backprop
from byhand.grader.lessons.backprop.script import Play, ScriptProgram
from byhand.grader.lessons.descent.training import Run
from byhand.grader.verdict import Finding
from byhand.solution.matrix import Matrix
from forms import graded, start
from test_scripts_looked_at import lost

HEAD = """import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test

learnrate = 0.005
"""

ONE_BY_ONE = f"""{HEAD}

def squash(z):
    return 1 / (1 + np.exp(-z))


def forth(x):
    h = squash(np.dot(x, w))
    o = squash(np.dot(h, W))
    return h, o


def loss(x, y):
    return np.mean((y - forth(x)[1]) ** 2)


n, m = features.shape
epochs = 900
w = np.random.normal(scale=m ** -0.5, size=(m, 2))
W = np.random.normal(scale=m ** -0.5, size=2)
for e in range(epochs):
    dw, dW = np.zeros_like(w), np.zeros_like(W)
    for x, y in zip(features.values, targets):
        h, o = forth(x)
        delta = (y - o) * o * (1 - o)
        back = delta * W * h * (1 - h)
        dW += delta * h
        dw += np.outer(x, back)
    w += learnrate * dw / n
    W += learnrate * dW / n
    if e % (epochs // 3) == 0:
        print(loss(features.values, targets.values), loss(features_test.values, targets_test))
print(np.mean((forth(features_test.values)[1] > 0.5) == targets_test.values))
"""

AT_ONCE = f"""{HEAD}
x, y = features.values, targets.values
w = np.random.normal(scale=6 ** -0.5, size=(6, 2))
W = np.random.normal(scale=6 ** -0.5, size=2)
for _ in range(900):
    a = 1 / (1 + np.exp(-x @ w))
    o = 1 / (1 + np.exp(-a @ W))
    delta = (y - o) * o * (1 - o)
    mean_out = np.einsum("r,rh->h", delta, a) / len(x)
    mean_in = x.T @ (np.outer(delta, W) * a * (1 - a)) / len(x)
    w += learnrate * mean_in
    W += learnrate * mean_out
"""

IN_PARTS = f"""{HEAD}

def activate(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def derivative(a):
    return a * (1 - a)


def times(error, a):
    return error * a * (1 - a)


def gradients(x, y, w1, w2):
    a1 = activate(x @ w1)
    a2 = activate(a1 @ w2)
    d2 = (y - a2) * derivative(a2)
    d1 = d2 @ w2.T * derivative(a1)
    return x.T @ d1, a1.T @ d2


w1 = np.random.normal(scale=6 ** -0.5, size=(6, 2))
w2 = np.random.normal(scale=6 ** -0.5, size=(2, 1))
for _ in range(900):
    g1, g2, seen = 0.0, 0.0, 0
    for x, y in zip(np.array_split(features.values, 4), np.array_split(targets.values, 4)):
        s1, s2 = gradients(x, y.reshape(-1, 1), w1, w2)
        g1, g2, seen = g1 + s1, g2 + s2, seen + len(x)
    w1 = w1 + learnrate * g1 / seen
    w2 = w2 + learnrate * g2 / seen
"""

IN_AN_OBJECT = f"""{HEAD}

class Net:
    def __init__(self, n_inputs, n_hidden):
        self.w = np.random.normal(0, n_inputs ** -0.5, (n_inputs, n_hidden))
        self.W = np.random.normal(0, n_inputs ** -0.5, n_hidden)

    def learn(self, x, y):
        a = 1 / (1 + np.exp(-x @ self.w))
        o = 1 / (1 + np.exp(-a @ self.W))
        d = (y - o) * o * (1 - o)
        h = np.outer(d, self.W) * a * (1 - a)
        self.w += learnrate * x.T @ h / len(x)
        self.W += learnrate * a.T @ d / len(x)


net = Net(features.shape[1], 2)
for _ in range(900):
    net.learn(features.values, targets.values)
"""

OF_LAYERS = f"""{HEAD}

class Layer:
    def __init__(self, weights):
        self.weights = weights

    def forward(self, x):
        self.x = x
        self.out = 1 / (1 + np.exp(-x @ self.weights))
        return self.out

    def term(self, error):
        self.delta = error * self.out * (1 - self.out)

    def blame(self):
        return self.delta @ self.weights.T

    def step(self):
        self.weights = self.weights + learnrate * (self.x.T @ self.delta) / len(self.x)


low = Layer(np.random.normal(scale=6 ** -0.5, size=(6, 2)))
top = Layer(np.random.normal(scale=6 ** -0.5, size=2)[:, None])
for _ in range(900):
    answer = top.forward(low.forward(features.values))
    top.term(targets.values[:, None] - answer)
    low.term(top.blame())
    low.step()
    top.step()
"""


def lost_with(source: str, *changes: tuple[str, str]) -> list[Finding]:
    """What costs points once the program has been changed in these places."""
    for right, wrong in changes:
        assert right in source
        source = source.replace(right, wrong)
    return lost(graded(source, name="backprop_numpy.py"))


@pytest.mark.parametrize("source", [ONE_BY_ONE, AT_ONCE, IN_PARTS, IN_AN_OBJECT, OF_LAYERS])
def test_the_programs_are_right_without_their_mistakes(source: str) -> None:
    assert lost_with(source) == []


@pytest.mark.parametrize("every", ["epochs // 3", "epochs // 10", "300", "1"])
@pytest.mark.parametrize("wrong", ["o = squash(np.dot(W, h, w))", "o = ...", "o = np.dot(h, W)"])
def test_a_helper_that_is_asked_for_a_loss_as_well_costs_one_step(every: str, wrong: str) -> None:
    """However often that is, and once more at the end: the training goes on with right values."""
    changes = (("o = squash(np.dot(h, W))", wrong), ("(epochs // 3)", f"({every})"))
    [finding] = lost_with(ONE_BY_ONE, *changes)
    assert finding.check == "output"
    assert finding.source == wrong


@pytest.mark.parametrize(
    "shown",
    [
        "    if e % 300 == 0:\n        print(loss(features.values, targets.values))\n",
        "    if e == 1:\n        print(loss(features_test.values, targets_test.values))\n",
    ],
)
def test_so_does_one_that_is_asked_before_the_records_are(shown: str) -> None:
    """What it answers to whom is known by the call, whatever their order."""
    changes = (
        ("o = squash(np.dot(h, W))", "o = np.dot(h, W)"),
        ("epochs):\n", f"epochs):\n{shown}"),
    )
    [finding] = lost_with(ONE_BY_ONE, *changes)
    assert (finding.check, finding.source) == ("output", "o = np.dot(h, W)")


def test_such_a_helper_does_not_hide_a_second_mistake() -> None:
    """Sums that are never begun again cost their check as well."""
    zeros = "    dw, dW = np.zeros_like(w), np.zeros_like(W)\n"
    changes = (
        ("o = squash(np.dot(h, W))", "o = np.dot(h, W)"),
        (zeros, ""),
        ("for e in range(epochs):", zeros.strip() + "\nfor e in range(epochs):"),
    )
    assert {finding.check for finding in lost_with(ONE_BY_ONE, *changes)} > {"output"}


@pytest.mark.parametrize(
    ("update", "wrong"),
    [
        ("W += learnrate * mean_out", "W += ..."),
        ("W += learnrate * mean_out", "W = ..."),
        ("w += learnrate * mean_in", "w += ..."),
    ],
)
def test_an_average_that_waits_for_its_update_is_no_mistake(update: str, wrong: str) -> None:
    """The sum is right, and the line makes of it what the update needs."""
    [finding] = lost_with(AT_ONCE, (f"    {update}", f"    {wrong}"))
    assert (finding.check, finding.source) == ("both_layers_updated", wrong)


@pytest.mark.parametrize("part", ["w[0]", "w[1, :]", "w.ravel()[:2]", "w.T[0][:2]"])
def test_weights_that_are_a_part_of_the_others_cost_one_check(part: str) -> None:
    """What moves the one layer moves the other: with a copy all the rest is right."""
    drawn = "np.random.normal(scale=6 ** -0.5, size=2)"
    [finding] = lost_with(AT_ONCE, (f"W = {drawn}", f"W = {part}"))
    assert (finding.check, finding.source) == ("every_epoch", f"W = {part}")
    assert lost_with(AT_ONCE, (f"W = {drawn}", f"W = {part}.copy()")) == []


def test_a_misspelt_import_under_another_name_costs_one_check() -> None:
    """It keeps the name that it gets in the script."""
    [finding] = lost_with(AT_ONCE, ("pandas_features as", "pandas_feature as"))
    assert finding.check == "every_epoch"


@pytest.mark.parametrize("wrong", ["Net(2, features.shape[1])", "Net(2, 6)"])
def test_sizes_exchanged_where_an_object_is_made_cost_one_check(wrong: str) -> None:
    """It stops in a method, and the line that hands them over is told."""
    [finding] = lost_with(IN_AN_OBJECT, ("Net(features.shape[1], 2)", wrong))
    assert finding.source == f"net = {wrong}"


@pytest.mark.parametrize("body", ["pass", "return", "return None", "return ...", '"""Slope."""'])
def test_a_slope_of_both_layers_that_is_not_written_costs_one_step(body: str) -> None:
    """So it is where an early part of the records is empty in a small look."""
    [finding] = lost_with(IN_PARTS, ("    return a * (1 - a)", f"    {body}"))
    assert finding.check == "output_error_term"


def test_a_term_of_both_layers_that_is_not_written_costs_one_step() -> None:
    """It takes the error as well, and what raises may be a later line."""
    uses = (("(y - a2) * derivative(a2)", "times(y - a2, a2)"),)
    uses += (("d2 @ w2.T * derivative(a1)", "times(d2 @ w2.T, a1)"),)
    assert lost_with(IN_PARTS, *uses) == []
    [finding] = lost_with(IN_PARTS, *uses, ("    return error * a * (1 - a)", "    pass"))
    assert finding.check == "output_error_term"


@pytest.mark.parametrize("wrong", ["1 - a ** 2", "a * (1 + a)", "1 - a"])
def test_a_wrong_slope_costs_one_step_where_a_part_of_the_records_is_empty(wrong: str) -> None:
    """Looked at are as many records as leave none empty."""
    [finding] = lost_with(IN_PARTS, ("    return a * (1 - a)", f"    return {wrong}"))
    assert (finding.check, finding.source) == ("output_error_term", f"return {wrong}")


@pytest.mark.parametrize("put", ["sW, sw = {}, {}", "sums = {}, {}", "kept = dict(W={}, w={})"])
def test_sums_that_nothing_is_added_to_cost_one_check(put: str) -> None:
    """What each record would add is right: it is one loop that adds up nothing."""
    added = "        dW += delta * h\n        dw += np.outer(x, back)\n"
    instead = put.format("delta * h", "np.outer(x, back)")
    [finding] = lost_with(ONE_BY_ONE, (added, f"        {instead}\n"))
    assert (finding.check, finding.source) == ("summed_over_records", instead)


def test_wrong_terms_that_are_never_added_cost_their_steps() -> None:
    """It is not the sum alone that is wrong."""
    added = "        dW += delta * h\n        dw += np.outer(x, back)\n"
    instead = "        sW, sw = 2 * delta * h, np.outer(x, back)\n"
    assert len(lost_with(ONE_BY_ONE, (added, instead))) > 1


def test_a_script_after_another_in_a_room_gets_records_of_its_own() -> None:
    """What it makes of them before its training is made of those that it is to learn from."""
    x, y = Matrix([[0.1 * i] * 6 for i in range(40)]), Matrix([[float(i % 2)] for i in range(40)])
    weights = Matrix([[0.0] * 2] * 6), Matrix([[0.0]] * 2)
    source = AT_ONCE.replace("x, y =", "scale = len(features) ** 1.5\nx, y =")
    source = source.replace("learnrate * mean_in", "scale").encode()
    with ScriptProgram(source, data={"features": x, "targets": y}, start=start) as program:
        for _ in range(2):
            runs = [
                Run(backprop, Matrix(x.rows[:n]), Matrix(y.rows[:n]), weights, 1, 0.5)
                for n in (4, 9)
            ]
            moved = [answer.returned for answer in program.play([*map(Play, runs)])]
            assert [layers[0][0] for layers in moved] == [[8.0, 8.0], [27.0, 27.0]]
            program.become(source)


def test_brackets_forgotten_behind_a_method_cost_what_it_works_out() -> None:
    """It stops further on, in the method that is given this one."""
    [finding] = lost_with(OF_LAYERS, ("top.blame()", "top.blame"))
    assert (finding.check, finding.source) == ("hidden_error", "low.term(top.blame)")


@pytest.mark.parametrize("body", ["pass", "return None"])
def test_what_a_layer_hands_back_costs_its_step_where_it_is_not_written(body: str) -> None:
    """The method takes no values but those of its layer."""
    [finding] = lost_with(OF_LAYERS, ("return self.delta @ self.weights.T", body))
    assert (finding.check, finding.source) == ("hidden_error", body)


BY_LABEL = f"""{HEAD}
w, W = np.random.normal(0, 0.4, (6, 2)), np.random.normal(0, 0.4, 2)
for e in range(300):
    dw, dW = np.zeros_like(w), np.zeros_like(W)
    for label, row in features.iterrows():
        x, y = row.to_numpy(), targets[label]
        a = 1 / (1 + np.exp(-x @ w))
        o = 1 / (1 + np.exp(-a @ W))
        d = (y - o) * o * (1 - o)
        dW += d * a
        dw += np.outer(x, d * W * a * (1 - a))
    w += learnrate * dw / len(features)
    W += learnrate * dW / len(features)
"""


@pytest.mark.parametrize("through", ["features.values", "features", "features.to_numpy()"])
def test_rows_without_their_labels_cost_what_the_loop_goes_through(through: str) -> None:
    """A loop that takes a label and a row, and gets rows alone, or the names of the columns."""
    assert not lost(graded(BY_LABEL, name="labels.py"))
    report = graded(BY_LABEL.replace("features.iterrows()", through), name="labels.py")
    assert [finding.check for finding in lost(report)] == ["every_epoch"]

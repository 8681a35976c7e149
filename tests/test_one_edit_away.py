"""A program in which one edit makes everything right has one slip, and that costs one step."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from byhand.grader.command.exercise import SOLUTION as LESSONS
from byhand.grader.judging.one_edit_away import OneEditAway
from byhand.grader.judging.seen import costs
from byhand.grader.verdict import Finding
from forms import UNHURRIED, graded, with_function

LAYER = """
def layer(inputs, weights):
    return (inputs @ weights).map(sigmoid)
"""
WEIGHT_STEP = """
def weight_step(came_in, delta):
    return came_in.T @ delta
"""
MULTIPLY = """
def multiply(left, right):
    result = Matrix.zeros(left.shape[0], right.shape[1])
    for row in range(left.shape[0]):
        for column in range(right.shape[1]):
            total = 0.0
            for k in range(left.shape[1]):
                total = total + left.rows[row][k] * right.rows[k][column]
            result.rows[row][column] = total
    return result
"""
FORTH = """
def forward_pass(x, weights_input_hidden, weights_hidden_output):
    hidden_output = layer(x, weights_input_hidden)
    output = layer(hidden_output, weights_hidden_output)
    return hidden_output, output
"""
BACK = """
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    output_error_term = (y - output) * output * (1 - output)
    hidden_error = output_error_term @ weights_hidden_output.T
    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
    return weight_step(x, hidden_error_term), weight_step(hidden_output, output_error_term)
"""
WITH_NUMPY = """
import numpy as np
def forward_pass(x, weights_input_hidden, weights_hidden_output):
    X, w, W = (np.array(m.rows) for m in (x, weights_input_hidden, weights_hidden_output))
    A = 0.5 * (1.0 + np.tanh(X.dot(w) / 2.0))
    O = 0.5 * (1.0 + np.tanh(A.dot(W) / 2.0))
    return Matrix(A.tolist()), Matrix(O.tolist())
"""
RECORD_BY_RECORD = """
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    below = [[0.0 for _ in weights_hidden_output.rows] for _ in x.rows[0]]
    above = [[0.0] for _ in weights_hidden_output.rows]
    for r, record in enumerate(x.rows):
        answer = output.rows[r][0]
        delta = (y.rows[r][0] - answer) * answer * (1 - answer)
        for j, a in enumerate(hidden_output.rows[r]):
            share = delta * weights_hidden_output.rows[j][0]
            above[j][0] += delta * a
            for i, value in enumerate(record):
                below[i][j] += share * a * (1 - a) * value
    return Matrix(below), Matrix(above)
"""
PROGRAMS = {
    "a_layer_that_squashes_nothing": (
        (FORTH, BACK), LAYER + WEIGHT_STEP, ("(inputs @ weights).map(sigmoid)", "inputs @ weights"),
        "hidden_output",
    ),
    "a_weight_step_the_other_way_round": (
        (FORTH, BACK), LAYER + WEIGHT_STEP, ("came_in.T @ delta", "delta.T @ came_in"),
        "del_w_hidden_output",
    ),
    "a_product_over_the_wrong_side": (
        (FORTH, BACK),
        LAYER.replace("(inputs @ weights)", "multiply(inputs, weights)") + WEIGHT_STEP + MULTIPLY,
        ("k in range(left.shape[1])", "k in range(left.shape[0])"), "hidden_input",
    ),
    "a_transpose_too_many": ((WITH_NUMPY,), "", ("X.dot(w)", "X.dot(w.T)"), "hidden_input"),
    "a_value_that_is_not_there_and_no_step": (
        (RECORD_BY_RECORD,), "", ("output.rows[r][0]", "output.rows[r][1]"), "error",
    ),
    "the_other_weights": ((WITH_NUMPY,), "", ("A.dot(W)", "A.dot(w)"), "output"),
}  # fmt: skip
SCRIPT = (LESSONS / "backprop_numpy.py").read_text("utf-8")
HEAD = SCRIPT.partition("weights_input_hidden = np")[0]
WHOLE_SET = """
X, Y = features.values, targets.values.reshape(-1, 1)
w = np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))
W = np.random.normal(scale=n_features**-0.5, size=(n_hidden, 1))
for e in range(epochs):
    A1 = sigmoid(X @ w)
    A2 = sigmoid(A1 @ W)
    E = Y - A2
    D2 = E * A2 * (1 - A2)
    D1 = (D2 @ W.T) * A1 * (1 - A1)
    W = W + learnrate * A1.T @ D2 / n_records
    w = w + learnrate * X.T @ D1 / n_records
"""


def lost(source: str, name: str = "backprop.py") -> list[Finding]:
    report = graded(source, UNHURRIED, name=name)
    return [finding for finding in report.findings if costs(finding)]


@pytest.mark.parametrize("name", PROGRAMS)
def test_one_slip_costs_one_step_wherever_it_shows(name: str) -> None:
    """In a function that serves several steps, or in a line that stops: at the line of the slip."""
    functions, before, (right, wrong), step = PROGRAMS[name]
    source = with_function(*functions, before=before)
    assert not lost(source)
    slipped = source.replace(right, wrong)
    [finding] = lost(slipped)
    assert finding.check == step
    assert wrong in slipped.splitlines()[finding.line - 1]
    assert finding.advice


def test_a_slope_of_the_wrong_layer_costs_its_step_in_a_whole_set() -> None:
    """Where NumPy stretches what does not fit, much goes wrong after it, and one name is wrong."""
    source = HEAD + WHOLE_SET
    assert not lost(source, "backprop_numpy.py")
    slipped = source.replace("E * A2 * (1 - A2)", "E * A1 * (1 - A1)")
    [finding] = lost(slipped, "backprop_numpy.py")
    assert finding.check == "output_error_term"


IN_A_CLASS = (Path(__file__).parent / "scripts/right/network_in_a_class.py").read_text("utf-8")
SLIPS_OF_SCRIPTS = {
    "an_update_after_the_last_epoch": (
        HEAD + WHOLE_SET, ("    W = W +", "W = W +", "    w = w +", "w = w +"), "W = W +",
        "both_layers_updated",
    ),
    "a_layer_that_gets_both_updates": (
        SCRIPT, ("weights_hidden_output += learnrate", "weights_input_hidden += learnrate"),
        "weights_input_hidden += learnrate * del_w_hidden_output", "both_layers_updated",
    ),
    "a_layer_of_an_object_that_gets_both_updates": (
        IN_A_CLASS,
        ("(hidden_nodes, 1)", "hidden_nodes", "hidden_outputs[:, None]", "hidden_outputs",
         "np.dot(self.weights_hidden_to_output, output_error_term)",
         "self.weights_hidden_to_output * output_error_term",
         "weights_hidden_to_output += ", "weights_input_to_hidden += "),
        "self.weights_input_to_hidden += self.lr * delta_weights_h_o", "both_layers_updated",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS_OF_SCRIPTS)
def test_a_slip_around_the_steps_of_a_script_costs_one_check_at_its_line(name: str) -> None:
    """However much of it nothing shows, as where its weights are moved when all is over."""
    source, edits, line, check = SLIPS_OF_SCRIPTS[name]
    for right, wrong in zip(edits[::2], edits[1::2], strict=True):
        source = source.replace(right, wrong)
    [finding] = lost(source, "backprop_numpy.py")
    assert finding.check == check
    assert finding.source.startswith(line)
    assert "handed back" not in finding.advice


RECORD_BY_RECORD = """
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    del_W = Matrix.zeros(hidden_output.shape[1], 1)
    del_w = Matrix.zeros(x.shape[1], hidden_output.shape[1])
    for i in range(x.shape[0]):
        a, o = hidden_output[i:i + 1], output[i:i + 1]
        d = (y[i:i + 1] - o) * o * (1 - o)
        del_W = del_W + a.T @ d
        del_w = del_w + x[i:i + 1].T @ ((d @ weights_hidden_output.T) * a * (1 - a))
    return del_w, del_W
"""


def test_a_loop_over_the_wrong_side_is_told_at_its_head() -> None:
    """Whatever step is wrong over it: with few records nothing is, and the loop serves them all."""
    slipped = with_function(RECORD_BY_RECORD.replace("range(x.shape[0])", "range(x.shape[1])"))
    [finding] = lost(slipped)
    assert "range(x.shape[1])" in finding.source


def test_the_likelier_kinds_of_edits_are_tried_first() -> None:
    """What a sum begins with, what is done too much, and where a line stands."""
    source = "n, m = 1, 1\nfor i in range(3):\n    n = n + abs(i)\nm = m + n // 2\n"
    edits = [
        (what, own)
        for what, program in itertools.islice(OneEditAway(source, [4]).sources(), 12)
        for own in program.splitlines()
    ]
    lines = [line for _, line in edits]
    assert "n, m = 0, 0" in lines
    assert "    m = m + n // 2" in lines
    assert "    n = n + i" in [line.replace("(i)", "i") for line in lines]


def test_targets_that_are_no_column_cost_one_check_and_are_told_where_they_meet_one() -> None:
    """NumPy pairs each record with every other, and it stops far below; since when, is asked."""
    slipped = (HEAD + WHOLE_SET).replace(".reshape(-1, 1)", "")
    [finding] = lost(slipped, "backprop_numpy.py")
    assert (finding.check, finding.source) == ("error", "E = Y - A2")
    assert "another shape" in finding.advice


def test_two_slips_are_two() -> None:
    """No one edit makes a program right that has two, and both are charged."""
    source = with_function(FORTH, BACK, before=LAYER + WEIGHT_STEP)
    slipped = source.replace("y - output)", "output - y)").replace("came_in.T @ delta", "came_in.T")
    assert len({finding.check for finding in lost(slipped)}) > 1


def test_the_likeliest_edits_come_first() -> None:
    """A name that is nearly the same is tried before all others, and nothing twice."""
    source = "a1 = 1\na2 = 2\nother = 3\nb = a1 * other\n"
    programs = [program for _, program in OneEditAway(source, [4]).sources()]
    assert len({*programs}) == len(programs)
    place = {program.splitlines()[3]: i for i, program in enumerate(programs)}
    assert place["b = a2 * other"] < place["b = other * other"]


UNIT_BY_UNIT = """
def f(z):
    return 1 / (1 + np.exp(-z))
def forth(x):
    hidden = []
    for j in range(n_hidden):
        total = 0.0
        for i in range(n_features):
            total += x[i] * w[i, j]
        hidden.append(f(total))
    return hidden, f(sum(h * weight for h, weight in zip(hidden, W)))
w = np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))
W = np.random.normal(scale=n_features**-0.5, size=n_hidden)
for e in range(epochs):
    dw = np.zeros(w.shape)
    dW = np.zeros(W.shape)
    for x, y in zip(features.values, targets):
        a, o = forth(x)
        a = np.array(a[:n_hidden])
        d = (y - o) * o * (1 - o)
        dW += d * a
        dw += np.outer(x, d * W * a * (1 - a))
    w = w + learnrate * dw / n_records
    W = W + learnrate * dW / n_records
"""
SPOILING = {
    "in_the_inner_loop": ("        hidden.append", "            hidden.append", "hidden_output"),
    "without_parentheses": (
        "1 / (1 + np.exp(-z))", "1 / 1 + np.exp(-z)", "hidden_output", "output",
    ),
    "with_others": (
        "1 / (1 + np.exp(-z))", "(1 / 1 + np.exp(-z))", "hidden_output", "output",
    ),
    "the_weights_themselves": ("dw = np.zeros(w.shape)", "dw = w", "zeroed_each_epoch"),
    "the_other_weights": ("dW = np.zeros(W.shape)", "dW = W", "zeroed_each_epoch"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILING)
def test_one_slip_that_spoils_much_costs_one_check(name: str) -> None:
    """However many steps come out wrong by it, and however long that was looked at."""
    right, wrong, *checks = SPOILING[name]
    source = HEAD.replace("1 / (1 + np.exp(-x))", "0.5 + np.tanh(x / 2) / 2") + UNIT_BY_UNIT
    assert right in source
    assert not lost(source, "backprop_numpy.py")
    [finding] = lost(source.replace(right, wrong), "backprop_numpy.py")
    assert finding.check in checks
    assert wrong.strip() in finding.source

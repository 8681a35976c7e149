"""Slips in programs by people who had not seen the catalogue: one check pays, at the line of it.

Two in one program are both found, and cost what they cost alone.
"""

from __future__ import annotations

import pytest
from byhand.grader.command.exercise import SOLUTION as LESSONS
from byhand.grader.verdict import Outcome, Report
from forms import SOLUTION, UNHURRIED, graded, with_function, with_line

SCRIPT = (LESSONS / "backprop_numpy.py").read_text("utf-8")
SIGMOIDS = {
    "backprop.py": "return 0.5 + 0.5 * math.tanh(0.5 * z)",
    "backprop_numpy.py": "return 1 / (1 + np.exp(-z))",
}
NO_BRACKETS = {
    "backprop.py": "return 1 / 1 + math.exp(-z)",
    "backprop_numpy.py": "return 1 / 1 + np.exp(-z)",
}


def wrong(report: Report) -> dict[str, tuple[str, str]]:
    """What costs points and waits for nothing: the check, its line's text, and what is said."""
    return {
        f.check: (f.source, f"{f.saw} {f.advice}")
        for f in report.findings
        if f.points < f.max_points and f.outcome is not Outcome.WAITING
    }


def lost(report: Report) -> set[str]:
    return {f.check for f in report.findings if f.points < f.max_points}


BATCHES = """
def train(features, targets, w, W, epochs=900, learnrate=0.005):
    n, losses = features.shape[0], []
    for _ in range(epochs):
        dw, dW = Matrix.zeros(*w.shape), Matrix.zeros(*W.shape)

        def add(start):
            x, y = features[start:start + BATCH_SIZE], targets[start:start + BATCH_SIZE]
            step, Step = backward_pass(x, y, *forward_pass(x, w, W), W)
            dw = dw + step
            dW = dW + Step

        for start in range(0, n, BATCH_SIZE):
            add(start)
        w, W = update_weights(w, dw, learnrate, n), update_weights(W, dW, learnrate, n)
        losses.append(mean_squared_error(features, targets, w, W))
    return w, W, losses
"""
LAZY = """
def forward_pass(x, weights_input_hidden, weights_hidden_output):
    a = map(lambda row: [sigmoid(v) for v in row], (x @ weights_input_hidden).rows)
    z = Matrix(a) @ weights_hidden_output
    return Matrix(a), z.map(sigmoid)
"""
AVERAGE = """
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    pairs = list(zip(y.rows, output.rows))
    error = sum(t - o for [t], [o] in pairs) / len(pairs)
    term = output.map(lambda o: error * o * (1 - o))
    below = term @ weights_hidden_output.T * hidden_output.map(lambda a: a * (1 - a))
    return x.T @ below, hidden_output.T @ term
"""
UPDATES = [
    (f"weights_{layer} = update_weights(", "{}update_weights(")
    for layer in ("input_hidden", "hidden_output")
]
FUNCTIONS = {
    "results_thrown_away": (
        with_line(*((old, new.format("")) for old, new in UPDATES)),
        "both_layers_updated", "update_weights(", "under which names",
    ),
    "results_that_nothing_reads": (
        with_line(*((old, new.format(f"new_{n} = ")) for n, (old, new) in enumerate(UPDATES))),
        "both_layers_updated", "= update_weights(", "under which names",
    ),
    "a_function_in_a_function_without_nonlocal": (
        with_function(BATCHES), "summed_over_records", "dw = dw + step", "train's",
    ),
    "its_two_signs_exchanged": (
        with_line(("input_hidden = del_w_input_hidden +", "input_hidden =+"),
                  ("hidden_output = del_w_hidden_output +", "hidden_output =+")),
        "summed_over_records", "=+", "A plus stands in front of a matrix",
    ),
    "rows_that_do_not_calculate": (
        with_line(("error = y - output",
                   "error = Matrix([t - o for t, o in zip(y.rows, output.rows)])")),
        "error", "t - o", "which operator goes with that",
    ),
    "a_map_that_is_used_up": (
        with_function(LAZY), "hidden_output", "Matrix(a)", "right on the way",
    ),
    "one_error_for_all": (
        with_function(AVERAGE), "error", "error = sum(", "expected",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", FUNCTIONS)
def test_a_slip_in_functions_costs_one_check(slip: str) -> None:
    """It is told at its line, in words that are so."""
    source, check, text, words = FUNCTIONS[slip]
    found = wrong(graded(source, limits=UNHURRIED))
    assert found.keys() == {check}
    assert text in found[check][0]
    assert words in found[check][1]


KEPT = """
import numpy as np
from data_prep import features, targets

np.random.seed(21)
w = np.random.normal(scale=6 ** -0.5, size=(6, 2))
W = np.random.normal(scale=6 ** -0.5, size=2)

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def answers(x):
    hidden = sigmoid(np.dot(x, w))
    output = sigmoid(np.dot(hidden, W))
    return hidden

def train():
    global w, W
    for epoch in range(900):
        dw, dW = np.zeros((6, 2)), np.zeros(2)
        for x, y in zip(features.values, targets):
            hidden = answers(x)
            delta = (y - output) * output * (1 - output)
            dW += delta * hidden
            dw += np.outer(x, delta * W * hidden * (1 - hidden))
        w += 0.005 * dw / len(features)
        W += 0.005 * dW / len(features)

train()
"""
RETURNS = """
def arrive(x):
    sums = []
    for j in range(n_hidden):
        s = 0.0
        for i in range(len(x)):
            s += x[i] * weights_input_hidden[i][j]
        sums.append(s)
        return np.array(sums)
"""
ARRIVE = ("hidden_input = np.dot(x, weights_input_hidden)", "hidden_input = arrive(x)")
SCRIPTS = {
    "a_value_that_a_function_keeps_to_itself": (
        KEPT, "output", "return hidden", "keeps to itself",
    ),
    "values_that_a_function_keeps_to_itself": (
        KEPT.replace("    return hidden\n", "").replace("hidden = answers(x)", "answers(x)"),
        "output", "output = sigmoid(np.dot(hidden, W))", "keeps to itself",
    ),
    "a_return_in_each_turn": (
        with_line(ARRIVE, ("for e in range(epochs):", f"{RETURNS}\nfor e in range(epochs):"),
                  ("np.dot(hidden_output, weights_hidden_output)",
                   "sum(hidden_output[j] * weights_hidden_output[j] for j in range(n_hidden))"),
                  of=SCRIPT),
        "hidden_input", "return np.array(sums)", "It stops in line",
    ),
    "a_value_with_a_functions_name": (
        with_line(("np.dot(hidden_output, weights_hidden_output)",
                   "sum(hidden_output * weights_hidden_output)"),
                  ("error = y - output", "sum = y - output\n        error = sum"), of=SCRIPT),
        "error", "sum = y - output", "over what comes of this line",
    ),
    "the_other_layers_weights": (
        with_line(("output_error_term * weights_hidden_output",
                   "output_error_term * weights_input_hidden"), of=SCRIPT),
        "hidden_error", "* weights_input_hidden", "the shape of the input weights",
    ),
    "the_row_number_among_the_inputs": (
        with_line(("for x, y in zip(features.values, targets):",
                   "for person, y in zip(features.itertuples(), targets):\n"
                   "        x = np.array(person[0:6])"), of=SCRIPT),
        "hidden_input", "person[0:6]", "with one number in this line another",
    ),
    "the_first_unit_for_all": (
        with_line(("hidden_error_term * x[:, None]", "x.reshape(-1, 1) * hidden_error_term[0]"),
                  of=SCRIPT),
        "del_w_input_hidden", "hidden_error_term[0]", "what belongs to the first",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SCRIPTS)
def test_a_slip_in_a_script_costs_one_check(slip: str) -> None:
    """It is told at its line, in words that are so."""
    source, check, text, words = SCRIPTS[slip]
    found = wrong(graded(source, limits=UNHURRIED, name="backprop_numpy.py"))
    assert found.keys() == {check}
    assert text in found[check][0]
    assert words in found[check][1]


BESIDE = {
    "a_sign": ("error = y - output", "error = output - y", "error"),
    "a_name": ("error = y - output", "error = y - outputs", "error"),
}


@pytest.mark.parametrize("other", BESIDE)
@pytest.mark.parametrize("name", SIGMOIDS)
def test_a_given_function_that_is_another_hides_no_second_mistake(name: str, other: str) -> None:
    """What calls it is right with the one that was given: both pay their step, and no more do."""
    right, slip, check = BESIDE[other]
    whole = SOLUTION if name == "backprop.py" else SCRIPT
    source = with_line((SIGMOIDS[name], NO_BRACKETS[name]), (right, slip), of=whole)
    found = wrong(graded(source, limits=UNHURRIED, name=name))
    assert found.keys() == {"hidden_output", check}
    assert found["hidden_output"][0] == NO_BRACKETS[name]


def test_a_line_that_stops_beside_one_that_is_not_written_costs_both_alone() -> None:
    """What stands between them earns its points."""
    source = with_line(
        ("error = y - output", "error = Matrix([t - o for t, o in zip(y.rows, output.rows)])")
    )
    head, update, tail = source.partition("weights_hidden_output = update_weights(")
    end = tail.index(")\n") + 1
    report = graded(f"{head}weights_hidden_output = ...{tail[end:]}", limits=UNHURRIED)
    paid = {f.check for f in report.findings if f.points < f.max_points and f.todo}
    assert update
    assert wrong(report).keys() == {"error", "both_layers_updated"}
    carried = {f.check for f in report.findings if f.check in paid and f.points == 0}
    assert carried == {"error", "both_layers_updated"}

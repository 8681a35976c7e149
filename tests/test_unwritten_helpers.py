"""A helper that is not written yet costs the steps that it is to work out, and no others."""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Finding, Outcome, Report
from forms import SHIPPED, graded, with_line
from test_journey import answered

NOTHING = ["pass", "...", "return None", "raise NotImplementedError", '"""TODO"""']

TERMS = "    # TODO 5: the error term"
STEPS = "    # TODO 8: the step"
HELPER = '''def error_terms(error, output, hidden_output, W):
    """TODO 5, 6 and 7."""
    {nothing}


def backward_pass('''
CALLED = """    output_error_term, hidden_error_term = error_terms(
        error, output, hidden_output, weights_hidden_output)

"""

SCRIPT = """\
import numpy as np
from data_prep import pandas_features as features, pandas_targets as targets


def squash(z):
    return 1 / (1 + np.exp(-z))


def forth(x, v, u):
    a = squash(x @ v)
    return a, squash(a @ u)


def back(x, y, a, o, u):
    {body}


v = np.random.normal(scale=6 ** -0.5, size=(6, 2))
u = np.random.normal(scale=6 ** -0.5, size=2)
for e in range(900):
    sv, su = np.zeros_like(v), np.zeros_like(u)
    for x, y in zip(features.values, targets.values):
        a, o = forth(x, v, u)
        gv, gu = back(x, y, a, o, u)
        sv += gv
        su += gu
    v += 0.005 * sv / len(features)
    u += 0.005 * su / len(features)
"""
WRITTEN = """d = (y - o) * o * (1 - o)
    return np.outer(x, d * u * a * (1 - a)), d * a"""
BACKWARD = [
    "error", "output_error_term", "hidden_error", "hidden_error_term", "del_w_hidden_output",
    "del_w_input_hidden",
]  # fmt: skip


def lost(report: Report) -> list[Finding]:
    """The steps that are lost: what comes of all of them waits for them."""
    steps = [finding for finding in report.findings if finding.todo]
    return [f for f in steps if f.points < f.max_points]


@pytest.mark.parametrize("nothing", NOTHING)
def test_a_helper_of_functions_costs_its_steps(nothing: str) -> None:
    """What is made of the error terms is right with those in their place."""
    before, after = SHIPPED.index(TERMS), SHIPPED.index(STEPS)
    source = SHIPPED[:before] + CALLED + SHIPPED[after:]
    source = source.replace("def backward_pass(", HELPER.format(nothing=nothing))
    report = graded(source)
    found = lost(report)
    assert [f.check for f in found] == ["output_error_term", "hidden_error", "hidden_error_term"]
    assert (found[0].outcome, found[0].source) == (Outcome.NOT_STARTED, nothing)


@pytest.mark.parametrize("nothing", NOTHING)
def test_a_helper_of_a_script_costs_its_steps(nothing: str) -> None:
    """The way forth, the sums and the update are the learner's own, and right."""
    assert graded(SCRIPT.format(body=WRITTEN), name="own.py").full_marks
    report = graded(SCRIPT.format(body=nothing), name="own.py")
    assert [f.check for f in lost(report)] == BACKWARD


ON_ARRAYS = "backprop_numpy.py"
OF_OUTPUT, OF_HIDDEN = (
    "error * output * (1 - output)",
    "error * hidden_output * (1 - hidden_output)",
)
SUM = "sigmoid(np.dot(hidden_output, weights_hidden_output))\n\n        if"
NOWHERE = {
    "called": (
        "backprop.py",
        (OF_OUTPUT, "error * slope(output)"), (OF_HIDDEN, "error * slope(hidden_output)"),
    ),
    "mapped": (
        "backprop.py",
        (OF_OUTPUT, "error * output.map(slope)"),
        (OF_HIDDEN, "error * hidden_output.map(slope)"),
    ),
    "of the transpose": (
        "backprop.py",
        ("hidden_output.T @", "turned(hidden_output) @"), ("x.T @", "turned(x) @"),
    ),
    "in a script": (
        ON_ARRAYS,
        (OF_OUTPUT, "error * slope(output)"), (OF_HIDDEN, "error * slope(hidden_output)"),
    ),
    "of the raw sums": (
        ON_ARRAYS,
        (OF_OUTPUT, "error * slope(np.dot(hidden_output, weights_hidden_output))"),
        (OF_HIDDEN, "error * slope(hidden_input)"),
    ),
    "a module by another name": (
        ON_ARRAYS, ("np.dot(x, w", "numpy.dot(x, w"), (SUM, SUM.replace("np.", "numpy.")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOWHERE)
def test_a_function_that_is_nowhere_costs_one_step(kind: str) -> None:
    """Two lines call it, and it is one mistake: the rest of both is right."""
    name, *changes = NOWHERE[kind]
    source = with_line(*changes, of=answered(12, name))
    report = graded(source, name=name)
    [finding] = [f for f in report.findings if f.points < f.max_points]
    assert (finding.outcome, "NameError" in finding.saw) == (Outcome.STOPPED, True)

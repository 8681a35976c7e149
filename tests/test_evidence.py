"""What follows from a wrong value shows its step only where it had to be worked out from it."""

from __future__ import annotations

import re

import pytest
from byhand.grader.command.exercise import SOLUTION as LESSONS
from forms import failed, graded, with_function, with_line

SCRIPT = (LESSONS / "backprop_numpy.py").read_text("utf-8")
FORWARD = """
def forward_pass(x, weights_input_hidden, weights_hidden_output):
    n, k = x.shape[0], weights_input_hidden.shape[1]
    hidden_input = {hidden_input}
    hidden_output = {hidden_output}
    output = {output}
    return hidden_output, output
"""
BACKWARD = """
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    n, k = x.shape[0], weights_hidden_output.shape[0]
    error = y - output
    output_error_term = Matrix([[{delta}] for i in range(n)])
    hidden_error = Matrix([[{delta} * w for [w] in weights_hidden_output.rows] for i in range(n)])
    hidden_error_term = Matrix([[{delta}] * k for i in range(n)])
    del_w_hidden_output = Matrix([[v] for v in {of_hidden}])
    del_w_input_hidden = Matrix([[v] * k for v in {of_inputs}])
    return del_w_input_hidden, del_w_hidden_output
"""
FIRST = {"of_hidden": "hidden_output.rows[0]", "of_inputs": "x.rows[0]"}
ADDED_UP = {
    "of_hidden": "map(sum, hidden_output.T.rows)",
    "of_inputs": "map(sum, x.T.rows)",
}


@pytest.mark.parametrize(
    ("arriving", "answered"),
    [
        ("(-1) ** (i * j) * 1e6 * (i + j + 1)", "hidden_input.map(lambda z: float(z > 0))"),
        ("1e-3 * (i * k + j + 1)", "0.5 + hidden_input / 4"),
        ("1e-9 * (i * k + j + 1)", "hidden_input * 0 + 0.5"),
    ],
    ids=["a_threshold", "a_straight_line", "a_half"],
)
def test_where_the_sigmoid_is_something_simpler_it_is_not_shown(
    arriving: str, answered: str
) -> None:
    """Numbers of one's own, so large or so small that another function does as well."""
    table = f"Matrix([[{arriving} for j in range(k)] for i in range(n)])"
    half = "Matrix([[0.5] for i in range(n)])"
    source = with_function(FORWARD.format(hidden_input=table, hidden_output=answered, output=half))
    assert {"hidden_input", "hidden_output", "output"} <= failed(graded(source))


def test_a_threshold_is_no_output() -> None:
    """The same for the output unit, and the step before it pays for itself."""
    source = with_function(
        FORWARD.format(
            hidden_input="x @ weights_input_hidden",
            hidden_output="Matrix([[1e9 * math.sin(i * 3 + j) for j in range(k)] "
            "for i in range(n)])",
            output="(hidden_output @ weights_hidden_output).map(lambda z: float(z > 0))",
        )
    )
    assert failed(graded(source)) >= {"hidden_output", "output"}


@pytest.mark.parametrize(
    ("delta", "copied"),
    [("float(i == 0)", FIRST), ("1.0", ADDED_UP)],
    ids=["of_one_record", "the_same_for_all"],
)
def test_what_is_only_copied_is_no_step(delta: str, copied: dict[str, str]) -> None:
    """Error terms of one's own that leave the weights, or the inputs, as they are."""
    report = graded(with_function(BACKWARD.format(delta=delta, **copied)))
    steps = {"hidden_error", "del_w_hidden_output", "del_w_input_hidden"}
    assert failed(report) >= {"output_error_term", *steps}


SLIPS = {
    "error = y": ("error = y - output", "error"),
    "output_error_term = y": (
        "output_error_term = error * output * (1 - output)", "output_error_term",
    ),
    "output_error_term = y * 0 + 1": (
        "output_error_term = error * output * (1 - output)", "output_error_term",
    ),
    "hidden_output = hidden_input.map(lambda z: float(z > 0))": (
        "hidden_output = hidden_input.map(sigmoid)", "hidden_output",
    ),
    "hidden_input = x @ weights_input_hidden / 1000": (
        "hidden_input = x @ weights_input_hidden", "hidden_input",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", SLIPS)
def test_a_slip_that_leaves_few_values_costs_one_step(wrong: str) -> None:
    """What is written rightly after it is seen to be, once the right value stands there."""
    right, step = SLIPS[wrong]
    assert failed(graded(with_line((f"    {right}\n", f"    {wrong}\n")))) == {step}


OF_SCRIPTS = {
    "error = y": ("error = y - output", "error"),
    "hidden_output = (hidden_input > 0) * 1.0": (
        "hidden_output = sigmoid(hidden_input)", "hidden_output",
    ),
    "hidden_error_term = np.ones(n_hidden)": (
        "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)",
        "hidden_error_term",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", OF_SCRIPTS)
def test_so_does_it_in_a_script(wrong: str) -> None:
    """There each value is of a single record."""
    right, step = OF_SCRIPTS[wrong]
    source = with_line((f" {right}\n", f" {wrong}\n"), of=SCRIPT)
    assert failed(graded(source, name="backprop_numpy.py")) == {step}


def test_a_script_copies_no_step() -> None:
    """What is there already, in the place of steps that follow from error terms that are all 1.

    Nor is a line charged that is right, because by chance its formula is another step's as well.
    """
    source = re.sub(r" output_error_term = .*", " output_error_term = 1.0", SCRIPT)
    source = re.sub(r" hidden_error = .*", " hidden_error = weights_hidden_output", source)
    source = re.sub(r" hidden_error_term = .*", " hidden_error_term = np.ones(n_hidden)", source)
    source = source.replace("+= output_error_term * hidden_output", "+= hidden_output")
    source = source.replace("+= hidden_error_term *", "+= np.ones(n_hidden) *")
    report = graded(source, name="backprop_numpy.py")
    copied = {"output_error_term", "hidden_error", "hidden_error_term", "del_w_hidden_output"}
    assert failed(report) >= copied
    assert not any("sigmoid" in finding.source for finding in report.findings)

"""Two mistakes of one pass are both charged, though a right value for the one covers the other."""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Outcome
from forms import graded, with_function, with_line
from test_journey import ON_ARRAYS, answered
from test_scripts_looked_at import lost

PAIRS = {
    "a bias, and another curve": (
        ("x @ weights_input_hidden\n", "(x @ weights_input_hidden).map(lambda z: z + 1)\n"),
        ("hidden_input.map(sigmoid)", "hidden_input.map(math.tanh)"),
        {"hidden_input", "hidden_output"},
    ),
    "no slope, and an error for an error term": (
        ("error * output * (1 - output)", "error * output"),
        ("hidden_error = output_error_term @", "hidden_error = error @"),
        {"output_error_term", "hidden_error"},
    ),
    "no slope, and an error in the step": (
        ("error * output * (1 - output)", "error * output"),
        ("hidden_output.T @ output_error_term", "hidden_output.T @ error"),
        {"output_error_term", "del_w_hidden_output"},
    ),
    "what stops with several records, and an error": (
        ("error * output * (1 - output)", "error @ output * (1 - output)"),
        ("hidden_error = output_error_term @", "hidden_error = error @"),
        {"output_error_term", "hidden_error"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "checks"), PAIRS.values(), ids=PAIRS)
def test_two_mistakes_cost_two_steps(
    one: tuple[str, str], other: tuple[str, str], checks: set[str]
) -> None:
    """Each in the line that it was made in."""
    source = with_line(one, other, of=answered(12))
    findings = lost(graded(source))
    assert {finding.check for finding in findings} == checks
    for finding in findings:
        assert any(right[1].split("\n")[0] in finding.source for right in (one, other))


BY_UNITS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        top = [(t - o) * o * (1 - o) for [t], [o] in zip(y.rows, output.rows)]
        below = []
        for k, d in enumerate(top):
            units = []
            for j, a in enumerate(hidden_output.rows[k]):
                back = d * weights_hidden_output.rows[j][0]
                units.append(back * a * (1 - a))
            below.append(units)
        dW = [[sum(hidden_output.rows[k][j] * top[k] for k in range(len(top)))]
              for j in range(hidden_output.shape[1])]
        dw = [[sum(below[k][j] * x.rows[k][i] for k in range(len(top)))
               for j in range(hidden_output.shape[1])] for i in range(x.shape[1])]
        return Matrix(dw), Matrix(dW)
"""


def test_two_mistakes_without_a_name_of_the_lessons_are_both_found() -> None:
    """The second goes wrong with what comes of the first, once that is mended."""
    assert graded(with_function(BY_UNITS)).full_marks
    wrong = BY_UNITS.replace("d * weights_hidden_output.rows[j][0]", "d * 1.0")
    wrong = wrong.replace("below[k][j] * x.rows[k][i]", "below[k][j]")
    checks = {finding.check for finding in lost(graded(with_function(wrong)))}
    assert checks == {"hidden_error", "del_w_input_hidden"}


@pytest.mark.parametrize("wrong", ["np.maximum(0, hidden_input)", "hidden_input * 0"])
def test_what_is_right_above_the_dots_is_ticked_whatever_goes_wrong_before_it(wrong: str) -> None:
    """A value of nothing but zeros shows little, and the next line is there all the same."""
    source = with_line(("sigmoid(hidden_input)", wrong), of=answered(3, ON_ARRAYS))
    report = graded(source, name=ON_ARRAYS)
    outcomes = {finding.check: finding for finding in report.findings}
    assert outcomes["output"].outcome is Outcome.PASSED
    assert outcomes["hidden_output"].source == f"hidden_output = {wrong}"
    assert report.first_to_fix is outcomes["hidden_output"]


NO_TABLES = {
    "a list without rows": (
        "backprop.py", "hidden_output", "hidden_input.map(sigmoid)",
        "[sigmoid(z) for row in hidden_input.rows for z in row]",
    ),
    "a number for a column": (
        "backprop.py", "output_error_term", "error * output * (1 - output)",
        "sum(e * o * (1 - o) for [e], [o] in zip(error.rows, output.rows))",
    ),
    "a list for an array": (
        ON_ARRAYS, "hidden_output", "sigmoid(hidden_input)", "[sigmoid(z) for z in hidden_input]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "check", "right", "wrong"), NO_TABLES.values(), ids=NO_TABLES)
def test_what_is_no_table_is_charged_once(name: str, check: str, right: str, wrong: str) -> None:
    """A line further down stops over it, and is right."""
    source = with_line((f" = {right}\n", f" = {wrong}\n"), of=answered(12, name))
    [finding] = lost(graded(source, name=name))
    assert (finding.check, finding.source) == (check, f"{check} = {wrong}")


def test_new_weights_that_grow_in_a_list_cost_one_step() -> None:
    """The training stops over them, and is right with a table of their rows."""
    source = with_line((
        "    new_weights = weights + learnrate / n_records * del_w\n",
        "    new_weights = []\n"
        "    for row, steps in zip(weights.rows, del_w.rows):\n"
        "        new_weights.append([w + learnrate * d / n_records for w, d in zip(row, steps)])\n",
    ), of=answered(12))  # fmt: skip
    [finding] = lost(graded(source))
    assert finding.check == "update_weights"


def test_a_table_that_is_appended_to_is_one_mistake_in_two_lines() -> None:
    """It has no such method, and adding up is what was meant."""
    source = with_line(
        *(
            (f"del_w_{layer} = del_w_{layer} + batch_w_{layer}\n",
             f"del_w_{layer}.append(batch_w_{layer})\n")
            for layer in ("input_hidden", "hidden_output")
        ),
        of=answered(12),
    )  # fmt: skip
    [finding] = lost(graded(source))
    assert finding.check == "summed_over_records"
    assert finding.source == "del_w_input_hidden.append(batch_w_input_hidden)"

"""A value that a later line needs is charged to the line that has changed it."""

from __future__ import annotations

import pytest
from forms import graded, with_line
from test_journey import ON_ARRAYS, answered
from test_scripts_looked_at import lost

GONE = {
    "the hidden answers": (
        "hidden_error_term",
        "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)\n",
        ["hidden_output = hidden_output * (1 - hidden_output)",
         "hidden_error_term = hidden_error * hidden_output"],
    ),
    "the answer": (
        "error", "error = y - output\n", ["output = y - output", "error = output"],
    ),
    "the error term": (
        "hidden_error", "hidden_error = output_error_term",
        ["output_error_term = output_error_term", "hidden_error = output_error_term"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ["backprop.py", ON_ARRAYS])
@pytest.mark.parametrize(("check", "line", "lines"), GONE.values(), ids=GONE)
def test_a_value_that_is_gone_is_told_where_it_went(
    name: str, check: str, line: str, lines: list[str]
) -> None:
    """The line that reads it is the lesson's own, and keeps its points."""
    whole = answered(12, name)
    before, found, after = whole.partition(line)
    assert found
    indent = before[before.rindex("\n") + 1 :]
    rest = "" if line.endswith("\n") else after[: after.index("\n")]
    after = after if line.endswith("\n") else after[after.index("\n") + 1 :]
    source = f"{before}{lines[0]}{rest}\n{indent}{lines[1]}\n{after}"
    [finding] = lost(graded(source, name=name))
    assert (finding.check, finding.source) == (check, lines[0] + rest)
    assert "still needs the value from before" in finding.saw


def test_what_is_changed_under_a_second_name_is_gone_as_well() -> None:
    """Two names for one array: the line that changes it is told."""
    source = with_line((
        "        hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)\n",
        "        hidden_error_term = hidden_output\n"
        "        hidden_error_term *= hidden_error * (1 - hidden_output)\n",
    ), of=answered(10, ON_ARRAYS))  # fmt: skip
    [finding] = lost(graded(source, name=ON_ARRAYS))
    assert (finding.check, "*=" in finding.source) == ("hidden_error_term", True)


def test_weights_that_are_changed_under_a_steps_name_are_charged_to_that_step() -> None:
    """Where nothing but the weights shows it: it is one edit away from what is right."""
    source = with_line((
        "        hidden_error = output_error_term * weights_hidden_output\n",
        "        hidden_error = weights_hidden_output\n"
        "        hidden_error *= output_error_term\n",
    ), of=answered(10, ON_ARRAYS))  # fmt: skip
    [finding] = lost(graded(source, name=ON_ARRAYS))
    assert finding.check == "hidden_error"
    assert finding.source == "hidden_error = weights_hidden_output"


def test_an_error_without_its_sign_is_not_gone_in_the_next_turn() -> None:
    """Each record's error term is another, and its line has changed nothing."""
    source = with_line(
        ("error = y - output", "error = abs(y - output)"),
        ("del_w_hidden_output += output", "del_w_hidden_output *= output"),
        of=answered(10, ON_ARRAYS),
    )
    checks = {finding.check for finding in lost(graded(source, name=ON_ARRAYS))}
    assert checks == {"error", "del_w_hidden_output"}


TAKEN = {
    "a result is written into it": (
        "hidden_error_term",
        "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)\n",
        "np.multiply(hidden_output, 1 - hidden_output, out=hidden_output)\n"
        "        hidden_error_term = hidden_error * hidden_output\n",
        "np.multiply(",
    ),
    "a loop counts by its name": (
        "hidden_input",
        "hidden_input = np.dot(x, weights_input_hidden)\n",
        "hidden_input = np.zeros(n_hidden)\n"
        "        for y in range(n_hidden):\n"
        "            hidden_input[y] = np.dot(x, weights_input_hidden[:, y])\n",
        "for y in",
    ),
}


@pytest.mark.parametrize(("check", "right", "wrong", "told"), TAKEN.values(), ids=TAKEN)
def test_what_takes_a_name_without_an_equals_sign_takes_its_value_as_well(
    check: str, right: str, wrong: str, told: str
) -> None:
    """The step that is worked out there pays, and not the one that needs what is gone."""
    source = with_line((right, wrong), of=answered(10, ON_ARRAYS))
    [finding] = lost(graded(source, name=ON_ARRAYS))
    assert finding.check == check
    assert finding.source.startswith(told)

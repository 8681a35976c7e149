"""What the text itself shows is charged once, where it stands, in whatever round it is seen.

That is a line that leaves too early, or a comma behind a value.
"""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Outcome, Report
from forms import graded, with_line
from test_journey import CHECKS, ON_ARRAYS, answered

TRIED_OUT = {
    1: ("backprop.py", "hidden_input = x @ weights_input_hidden\n", "return hidden_input"),
    4: ("backprop.py", "error = y - output\n", "return error"),
    5: ("backprop.py", "error * output * (1 - output)\n", "return output_error_term"),
    2: (ON_ARRAYS, "hidden_output = sigmoid(hidden_input)\n", "break"),
    6: (ON_ARRAYS, "hidden_error = output_error_term * weights_hidden_output\n", "continue"),
}
"""By the TODO behind whose answer it was left: the file, that line, and what leaves."""

IN_EACH_ROUND = [(todo, later) for todo in TRIED_OUT for later in (0, 1, 2, 12)]


def with_exit(todo: int, upto: int) -> tuple[str, str, int]:
    """The file, its text with so many TODOs answered, and the line in which it leaves."""
    name, line, leaves = TRIED_OUT[todo]
    before, found, after = answered(upto, name).partition(line)
    assert found
    indent = " " * (len(before) - len(before.rstrip(" ")) or 4)
    indent = indent if line.split()[0] != "error" or todo != 5 else "    "
    return name, f"{before}{line}{indent}{leaves}\n{after}", before.count("\n") + 2


def wrong(report: Report) -> list[tuple[str, int]]:
    """The checks that have failed or stopped, and their lines."""
    outcomes = (Outcome.FAILED, Outcome.STOPPED)
    return [(f.check, f.line) for f in report.findings if f.outcome in outcomes]


@pytest.mark.parametrize(("todo", "later"), IN_EACH_ROUND)
def test_what_leaves_below_an_answer_costs_that_answer_in_each_round(todo: int, later: int) -> None:
    """Nothing below it is called wrong, and what is right there is ticked."""
    upto = min(todo + later, 10 if TRIED_OUT[todo][0] == ON_ARRAYS else 12)
    name, source, line = with_exit(todo, upto)
    report = graded(source, name=name)
    assert wrong(report) == [(CHECKS[todo - 1], line)]
    [finding] = [f for f in report.findings if f.line == line]
    assert "never run" in finding.saw
    passed = {f.check for f in report.findings if f.outcome is Outcome.PASSED}
    steps = [check for check in CHECKS[:upto] if check != finding.check]
    assert {*steps} - passed <= {"both_layers_updated"}


def test_a_return_in_the_loop_that_builds_a_value_is_meant_behind_it() -> None:
    """So that the rest is right, as it would be one level further out."""
    source = with_line((
        "    error = y - output\n",
        "    rows = []\n"
        "    for own, asked in zip(output.rows, y.rows):\n"
        "        rows.append([b - a for a, b in zip(own, asked)])\n"
        "        return Matrix(rows)\n",
    ), of=answered(12))  # fmt: skip
    report = graded(source)
    assert [check for check, _ in wrong(report)] == ["error"]
    assert report.score == 95
    assert next(f for f in report.findings if f.check == "error").source == "return Matrix(rows)"


def test_what_stands_below_ones_own_return_may_be_left_over() -> None:
    """The lines that were handed out are no mistake where what is written above them is right."""
    source = with_line((
        "    # TODO 1: ",
        "    a = (x @ weights_input_hidden).map(sigmoid)\n"
        "    return a, (a @ weights_hidden_output).map(sigmoid)\n\n"
        "    # TODO 1: ",
    ), of=answered(12))  # fmt: skip
    assert graded(source).full_marks


@pytest.mark.parametrize("upto", [4, 5, 12])
def test_a_comma_costs_the_todo_that_it_stands_in_in_each_round(upto: int) -> None:
    """The next step takes it for a table, and is right."""
    line = "error = y - output"
    source = with_line((f"    {line}\n", f"    {line},\n"), of=answered(upto))
    report = graded(source)
    [finding] = [f for f in report.findings if f.outcome in (Outcome.FAILED, Outcome.STOPPED)]
    assert (finding.check, finding.source) == ("error", f"{line},")
    assert "tuple" in finding.saw


def test_a_value_that_is_meant_to_be_a_tuple_is_none_of_that() -> None:
    """What takes it out of there is right."""
    source = with_line(
        ("    error = y - output\n", "    error = y - output,\n"),
        ("= error * output", "= error[0] * output"),
        of=answered(12),
    )
    assert graded(source).full_marks


def test_of_many_lines_in_the_way_a_few_are_left_out() -> None:
    """Each would take as long as another submission."""
    line = "    error = y - output\n"
    source = with_line((line, line + "    return error\n" * 100), of=answered(12))
    assert graded(source).score is not None

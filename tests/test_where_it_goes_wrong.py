"""A finding says which TODO it belongs to, and the line where it goes wrong in its own words."""

from __future__ import annotations

from byhand.grader.lessons.backprop import backprop
from byhand.grader.verdict import Finding, Outcome
from forms import SOLUTION, graded, with_line
from test_broken_off import BY_CLASS, SCRIPT
from test_scripts_looked_at import lost


def finding(source: str, check: str) -> Finding:
    return next(f for f in graded(source).findings if f.check == check)


def test_every_step_has_the_number_of_its_todo() -> None:
    """TODO 1 to 12, as the lesson counts them; what has no TODO has 0."""
    todos = {f.check: f.todo for f in graded(SOLUTION).findings}
    assert [todos[step] for step in list(backprop.steps)[:10]] == list(range(1, 11))
    assert (todos["summed_over_records"], todos["both_layers_updated"]) == (11, 12)
    assert (todos["gradient"], todos["loss_falls"]) == (0, 0)


def test_what_is_right_points_at_no_line() -> None:
    assert {(f.line, f.source) for f in graded(SOLUTION).findings} == {(0, "")}


def test_a_crash_points_at_the_line_that_raised() -> None:
    """The number is the line's in the file, the text is the learner's own."""
    wrong = "error = y - outputt"
    source = with_line(("error = y - output\n", f"{wrong}\n"))
    found = finding(source, "error")
    assert found.outcome is Outcome.STOPPED
    assert (found.todo, found.source) == (4, wrong)
    assert source.splitlines()[found.line - 1].strip() == wrong


def test_a_sum_under_another_name_points_at_the_line_that_adds_up() -> None:
    """Not at the update, which reads it and is right."""
    own = SCRIPT.replace("del_w_hidden_output", "sum_W").replace("del_w_input_hidden", "sum_w")
    slips = {"sum_W += output_error_term * hidden_output": "sum_W += output_error_term",
             "sum_w += hidden_error_term * x[:, None]": "sum_w += hidden_error_term"}  # fmt: skip
    for right, wrong in slips.items():
        assert right in own
        own = own.replace(right, wrong)
    found = lost(graded(own, name="backprop_numpy.py"))
    assert {f.source for f in found} == {*slips.values()}
    [turned] = lost(graded(BY_CLASS.replace("du += do * h", "du -= do * h"), name="n_numpy.py"))
    assert turned.source == "du -= do * h"


def test_a_result_that_keeps_the_sign_of_a_turned_error_is_the_one_that_is_wrong() -> None:
    """With the error the other way round every step has another sign, until it is handed back."""
    results = ("del_w_input_hidden", "del_w_hidden_output")
    for back, wrong in (("-{}, {}", results[1]), ("{}, -{}", results[0])):
        source = with_line(
            ("error = y - output\n", "error = output - y\n"),
            ("return del_w_input_hidden, del_w_hidden_output", f"return {back.format(*results)}"),
        )
        [found] = lost(graded(source))
        assert found.check == wrong
        assert "the opposite sign" in found.saw


def test_a_plain_number_has_no_row_and_no_column() -> None:
    """In a script the error of one record is a number."""
    source = SCRIPT.replace("error = y - output", "error = output - y")
    [found] = lost(graded(source, name="backprop_numpy.py"))
    assert found.saw.startswith("expected ")

"""A finding says which TODO it belongs to, and the line where it goes wrong in its own words."""

from __future__ import annotations

from byhand.grader.lessons.backprop import backprop
from byhand.grader.verdict import Finding, Outcome
from forms import SOLUTION, graded, with_line


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

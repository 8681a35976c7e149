"""One mistake costs one step, and the finding points at its line: in any style, silent or raising.

Each program is one edit away from a right one. It is charged for the step that the edit is in, at
that line, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from byhand.grader.command.exercise import EXERCISE
from byhand.grader.command.exercise import SOLUTION as SOLUTIONS
from byhand.grader.lessons.backprop import backprop
from byhand.grader.lessons.descent import looking
from byhand.grader.lessons.one_edit import Mutant, mutants
from byhand.grader.room import guest
from byhand.grader.room.program import Program
from byhand.grader.verdict import Ending, Finding
from forms import SOLUTION, graded, start, with_function, with_line

INPUTS = backprop.inputs("of the tests")
STEPS = list(backprop.steps)

SOME = [mutant for mutant in mutants(SOLUTION) if mutant.todo <= 9][::11]

LOOPS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        first = [[0.0] * len(hidden_output.rows[0]) for _ in x.rows[0]]
        second = [[0.0] for _ in hidden_output.rows[0]]
        for r, row in enumerate(x.rows):
            off = y.rows[r][0] - output.rows[r][0]
            top = off * output.rows[r][0] * (1 - output.rows[r][0])
            for u, a in enumerate(hidden_output.rows[r]):
                share = top * weights_hidden_output.rows[u][0]
                below = share * a * (1 - a)
                second[u][0] += a * top
                for i, value in enumerate(row):
                    first[i][u] += value * below
        return first, second
"""
"""The way back on plain lists, a number at a time, without a name of the lesson's."""

ONE_LINERS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        top = (y - output) * output * (1 - output)
        below = (top @ weights_hidden_output.T) * hidden_output * (1 - hidden_output)
        return x.T @ below, hidden_output.T @ top
"""

EDITS = (
    (LOOPS, "y.rows[r][0] - output.rows[r][0]", "output.rows[r][0] - y.rows[r][0]", "error"),
    (LOOPS, "off * output.rows[r][0] * (1 -", "off * output.rows[r][0] * (1 +",
     "output_error_term"),
    (LOOPS, "* (1 - output.rows[r][0])", "* (1 - outputs.rows[r][0])", "output_error_term"),
    (LOOPS, "top * weights_hidden_output.rows[u][0]", "off * weights_hidden_output.rows[u][0]",
     "hidden_error"),
    (LOOPS, "share * a * (1 - a)", "share + a * (1 - a)", "hidden_error_term"),
    (LOOPS, "share * a * (1 - a)", "share * a * (1 - b)", "hidden_error_term"),
    (LOOPS, "second[u][0] += a * top", "second[u][0] += a * off", "del_w_hidden_output"),
    (LOOPS, "+= value * below", "+= value * share", "del_w_input_hidden"),
    (ONE_LINERS, "(y - output) *", "(y + output) *", "error"),
    (ONE_LINERS, "output * (1 - output)", "output * (2 - output)", "output_error_term"),
    (ONE_LINERS, "(top @ weights_hidden_output.T)", "(top @ weights_hidden_output)",
     "hidden_error"),
    (ONE_LINERS, "* (1 - hidden_output)", "* (1 - hidden_outpt)", "hidden_error_term"),
    (ONE_LINERS, "return x.T @ below", "return x @ below", "del_w_input_hidden"),
    (ONE_LINERS, "hidden_output.T @ top", "hidden_output.T @ top * 2", "del_w_hidden_output"),
)  # fmt: skip


def lost(source: str) -> list[Finding]:
    return [f for f in graded(source).findings if f.points < f.max_points]


@pytest.mark.parametrize(("style", "right", "wrong", "step"), EDITS)
def test_the_step_is_charged_and_no_other(style: str, right: str, wrong: str, step: str) -> None:
    """With names of one's own, in loops and in one line as in the template."""
    source = with_function(style.replace(right, wrong))
    [finding] = lost(source)
    assert finding.check == step
    assert wrong.split("\n", maxsplit=1)[0].strip() in source.splitlines()[finding.line - 1]


def charged(mutant: Mutant) -> Iterator[tuple[str, int]]:
    """The steps that a closer look charges, with their lines."""
    function = backprop.forth if mutant.todo <= 3 else backprop.back
    with Program(mutant.source.encode("utf-8"), start=start) as program:
        program.data = backprop.data(INPUTS, "matrix")
        program.load()
        inputs = looking.at_passes(INPUTS)
        found = looking.Looking(backprop, program, function, inputs).charges()
    return ((charge.step, charge.site.line) for charge in found)


@pytest.mark.parametrize("mutant", SOME, ids=str)
def test_an_edit_is_found_in_its_step(mutant: Mutant) -> None:
    """Whatever the edit is, and whether it raises or not."""
    found = list(charged(mutant))
    assert [step for step, _ in found] in ([STEPS[mutant.todo - 1]], [])
    if not found:
        assert not lost(mutant.source)


def test_two_mistakes_are_both_found() -> None:
    """Each is charged in its own step, at its own line."""
    source = with_line(
        ("error * output * (1 - output)", "error * output * (1 + output)"),
        ("hidden_output.T @ output_error_term", "hidden_output.T @ error"),
    )
    found = {f.check: f.source for f in lost(source)}
    assert found.keys() == {"output_error_term", "del_w_hidden_output"}
    assert "(1 + output)" in found["output_error_term"]
    assert "@ error" in found["del_w_hidden_output"]


def test_zeros_earn_nothing() -> None:
    """A right value in the place of a zero shows nothing of the steps that should have led there.

    Nobody gets the points of the way back for two zeros that could be replaced by the results.
    """
    zeros = """
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            return 0.0 * (x.T @ hidden_output), 0.0 * weights_hidden_output
    """
    report = graded(with_function(zeros))
    earned = {f.check for f in report.findings if f.points and f.part == "backward pass"}
    assert not earned


LOOP = [mutant for mutant in mutants(SOLUTION) if mutant.todo in (11, 12)][::23]


@pytest.mark.parametrize("mutant", LOOP, ids=str)
def test_an_edit_in_the_loop_is_blamed_on_its_todo(mutant: Mutant) -> None:
    """A wrong sum is TODO 11's, wrong weights are TODO 12's, and it costs one check."""
    found = lost(mutant.source)
    assert [finding.todo for finding in found] in ([mutant.todo], [])


@pytest.mark.parametrize(
    ("name", "right", "wrong", "check"),
    [
        ("backprop.py", "error * output * (1 - output)", "error * output", "output_error_term"),
        ("backprop.py", "in range(epochs)", "in range(max(epochs, 40))", "every_epoch"),
        ("backprop_numpy.py", "error * output * (1 - output)", "error", "output_error_term"),
    ],
)
def test_marks_come_before_explanations(
    name: str, right: str, wrong: str, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a submission has no time left for a closer look, it loses that, and no point more."""
    monkeypatch.setattr(guest, "LOOKS", 0.0)
    source = (SOLUTIONS / name).read_text("utf-8")
    assert right in source
    report = graded(source.replace(right, wrong), name=name)
    assert report.outcome is Ending.GRADED
    assert {f.check for f in report.findings if f.points < f.max_points} == {check}


@pytest.mark.parametrize("looks", [0.0, guest.LOOKS])
@pytest.mark.parametrize(
    "name",
    ["returns_a_half_everywhere", "answers_the_smallest_numbers", "says_that_it_passed"],
)
def test_who_computes_nothing_earns_nothing_by_a_look(
    name: str, looks: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither with the time of a look spent before it is taken, nor with all of it left."""
    monkeypatch.setattr(guest, "LOOKS", looks)
    attack = Path(__file__).parent / "hostile" / "answers" / f"{name}.py"
    exercise = (EXERCISE / "backprop.py").read_text("utf-8")
    assert graded(f"{exercise}\n{attack.read_text('utf-8')}").score == 0

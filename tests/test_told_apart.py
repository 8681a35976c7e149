"""Each known mistake is recognised by its numbers, however it is written, and costs one check.

Mistakes in the training are written in two ways, those in a step under the lesson's names or
under others, by turns; with BYHAND_EVERY_CASE=1 each is tried in both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from byhand.grader.judging.trace import agree
from byhand.grader.lesson import Value, forward, matrix
from byhand.grader.lessons.backprop import backprop, steps
from byhand.grader.lessons.descent.examination import Examination
from byhand.grader.mistakes import Mistake
from byhand.grader.room.program import Program
from byhand.grader.verdict import Finding, Outcome, Report
from forms import failed, graded, start, with_line
from spellings import FITS_NOWHERE, LINES, TRAININGS, TWO_BY_TWO, under_other_names, with_mistake

MISTAKES = tuple(backprop.mistakes.values())
IN_A_STEP = [mistake for mistake in MISTAKES if mistake.check in LINES]
IN_THE_TRAINING = [mistake for mistake in MISTAKES if mistake.check in backprop.loop]
EVERY_CASE = "BYHAND_EVERY_CASE" in os.environ
SPELLINGS = ("in batches", "two by two")
RESULTS = ("hidden_output", "output", "del_w_hidden_output", "del_w_input_hidden")

LESSONS_NAMES, OTHER_NAMES = (
    (IN_A_STEP, IN_A_STEP) if EVERY_CASE else (IN_A_STEP[::2], IN_A_STEP[1::2])
)


def the_failed(report: Report) -> Finding:
    """The one finding that failed; the others passed, or wait because of it."""
    [finding] = [f for f in report.findings if f.outcome is Outcome.FAILED]
    others = {f.outcome for f in report.findings if f is not finding}
    assert others <= {Outcome.PASSED, Outcome.WAITING}
    return finding


def test_every_mistake_is_spelled() -> None:
    """A mistake that is added to the catalogue comes with programs that make it."""
    missing = {m.id for m in IN_THE_TRAINING} ^ set(TRAININGS)
    assert not missing, f"spellings.py has to write each mistake in the training: {missing}"
    assert len(IN_A_STEP) + len(IN_THE_TRAINING) == len(MISTAKES)


@pytest.mark.parametrize("mistake", LESSONS_NAMES, ids=lambda mistake: mistake.id)
def test_a_mistake_in_a_step_is_named(mistake: Mistake) -> None:
    """Put into the solution, a mistake is reported as itself, and costs its step and no other."""
    report = graded(with_mistake(mistake))
    finding = the_failed(report)
    assert failed(report) == {mistake.check}
    assert (finding.check, finding.mistake) == (mistake.check, mistake.id)
    assert finding.advice == mistake.advice


@pytest.mark.parametrize("mistake", OTHER_NAMES, ids=lambda mistake: mistake.id)
def test_a_mistake_in_a_step_is_named_under_other_names(mistake: Mistake) -> None:
    """Where only the results can be seen, it is named as one that gives the very same results."""
    with Program(under_other_names(mistake).encode(), start=start) as program:
        program.load()
        marks = Examination(program, backprop.inputs("of the tests")).steps
    [mark] = [mark for mark in marks.values() if not mark.right and not mark.waiting]
    assert mark.mistake == mistake.id or same_results(mark.mistake, mistake)


def test_only_mistakes_with_the_same_results_take_each_others_names() -> None:
    """Not every two mistakes have the same results: the promise above is not an empty one."""
    pairs = [(a, b) for a in IN_A_STEP for b in IN_A_STEP if a.id < b.id and a.check < b.check]
    same = sum(same_results(a.id, b) for a, b in pairs if {a.id, b.id}.isdisjoint(FITS_NOWHERE))
    assert 0 < same < 40 < len(pairs)


@pytest.mark.parametrize(
    ("mistake", "spelling"),
    [
        pytest.param(mistake, spelling, id=f"{mistake.id}, {SPELLINGS[spelling]}")
        for turn, mistake in enumerate(IN_THE_TRAINING)
        for spelling in ((0, 1) if EVERY_CASE else (turn % 2,))
    ],
)
def test_a_mistake_in_the_training_is_named(mistake: Mistake, spelling: int) -> None:
    """In the solution's loop or in another, it is reported as itself and costs its check."""
    report = graded(TRAININGS[mistake.id][spelling])
    assert the_failed(report).mistake == mistake.id
    assert failed(report) == {mistake.check}


def test_the_other_loop_is_right() -> None:
    """What is changed in the second spelling of the training is right to begin with."""
    assert graded(TWO_BY_TWO).full_marks


@pytest.mark.parametrize("loop", ["last_batch_skipped", "updated_after_each_batch"])
@pytest.mark.parametrize("step", ["output_without_slope", "update_without_average"])
def test_a_mistake_in_a_step_and_one_around_it_are_both_named(step: str, loop: str) -> None:
    """The training is judged by itself, with the right steps in the place of wrong ones."""
    wrong = backprop.mistakes.get(step)
    assert wrong is not None
    line = LINES[wrong.check]
    instead = {
        "output_without_slope": "output_error_term = error",
        "update_without_average": "new_weights = weights + learnrate * del_w",
    }
    report = graded(with_line((line, instead[step]), of=TRAININGS[loop][0]))
    assert {f.mistake for f in report.findings if f.outcome is Outcome.FAILED} == {step, loop}


def test_functions_may_be_called_by_the_names_of_their_parameters() -> None:
    """The grader that stands in for a wrong one in the training understands that as well."""
    report = graded(
        with_line(
            ("forward_pass(x, weights_input_hidden, weights_hidden_output)\n            batch",
             "forward_pass(x, weights_hidden_output=weights_hidden_output,\n"
             "                weights_input_hidden=weights_input_hidden)\n            batch"),
            ("x, y, hidden_output, output, weights_hidden_output)\n\n",
             "x, y, output=output, hidden_output=hidden_output,\n"
             "                weights_hidden_output=weights_hidden_output)\n\n"),
            ("= x @ weights_input_hidden", "= -(x @ weights_input_hidden)"),
            (LINES["output_error_term"], "output_error_term = error"),
        )
    )  # fmt: skip
    assert failed(report) == {"hidden_input", "output_error_term"}


def same_results(name: str, mistake: Mistake) -> bool:
    """Do two mistakes come to the same in all that the functions hand back?"""
    other = backprop.mistakes.get(name)
    return other is not None and all(
        agree(a, b) for a, b in zip(results(other), results(mistake), strict=True)
    )


def results(mistake: Mistake) -> Iterator[steps.Matrix | None]:
    """What the passes hand back with this mistake in them, on a few records."""
    given: dict[str, Value] = {**backprop.inputs("same or not").passes(4, 2)}
    known = forward({**given, "n_records": 4.0, "learnrate": 0.005}, steps.FORWARD)
    formulas = {**steps.FORWARD, **steps.BACKWARD, mistake.check: mistake.wrong}
    if mistake.check in steps.BACKWARD:
        formulas = {name: formulas[name] for name in steps.BACKWARD}
    try:
        known = forward(known, formulas)
    except (ArithmeticError, KeyError, ValueError):
        known = {}
    for name in RESULTS:
        yield matrix(known[name]) if name in known else None

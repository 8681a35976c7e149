"""A learner goes from TODO to TODO: what is answered rightly is ticked at once, and stays so."""

from __future__ import annotations

import itertools

import pytest
from byhand.grader.command import exercise
from byhand.grader.verdict import Outcome
from forms import SOLUTION, graded

CHECKS = (
    "hidden_input", "hidden_output", "output", "error", "output_error_term", "hidden_error",
    "hidden_error_term", "del_w_hidden_output", "del_w_input_hidden", "update_weights",
    "summed_over_records", "both_layers_updated",
)  # fmt: skip
"""The check that TODO 1, 2, 3 … is ticked by."""


def answered(upto: int) -> str:
    """The exercise with the first TODOs answered as in the solution."""
    begun = exercise.exercise_files()["backprop.py"]
    parts, answers = (text.split("# TODO ") for text in (begun, SOLUTION))
    return "# TODO ".join(itertools.chain(answers[: upto + 1], parts[upto + 1 :]))


@pytest.mark.parametrize("upto", range(12))
def test_so_many_right_answers_give_so_many_ticks(upto: int) -> None:
    """Nothing has failed or stopped, and the next TODO is the one to go on with."""
    report = graded(answered(upto))
    outcomes = {finding.check: finding.outcome for finding in report.findings}
    ticks = [outcomes[check] is Outcome.PASSED for check in CHECKS]
    assert ticks == [number < upto for number in range(12)]
    assert not {Outcome.FAILED, Outcome.STOPPED} & {*outcomes.values()}
    first = report.first_to_fix
    assert first is not None
    assert (first.check, first.outcome) == (CHECKS[upto], Outcome.NOT_STARTED)
    assert first.todo == upto + 1


def test_all_of_them_are_the_solution() -> None:
    assert answered(12) == SOLUTION
    assert graded(answered(12)).full_marks

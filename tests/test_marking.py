"""Marking, diagnosis and the loop by themselves, without a room: a failure here says where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from byhand.grader.judging.mark import Mark, after_a_look
from byhand.grader.judging.marking import Marking
from byhand.grader.judging.trace import traced
from byhand.grader.lesson import Value, forward, matrix
from byhand.grader.lessons.backprop import backprop, steps
from byhand.grader.lessons.descent import loop
from byhand.grader.lessons.descent.trained import Trained, trained
from byhand.grader.lessons.descent.training import Run
from byhand.grader.room.answers import Answer, Odd, Raw, lists
from byhand.grader.room.room import RoomFault
from byhand.grader.verdict import Outcome
from byhand.solution.matrix import Matrix

INPUTS = backprop.inputs(None)
SIZES = ((4, 2, None, 6), (5, 3, None, 6))
FORMULAS = steps.BACKWARD
RESULTS = ("del_w_input_hidden", "del_w_hidden_output")


def marks(wrong: Mapping[str, Raw] | None = None, **edits: float) -> dict[str, Mark]:
    """The backward pass's marks where each step named in `edits` is its value times a number.

    What follows from it is computed from there; a name in `wrong` holds that in place of a value.
    """
    traces = []
    for size in SIZES:
        right = INPUTS.solved(size)
        given = {name: value for name, value in right.items() if name not in FORMULAS}
        known: dict[str, Value] = dict(given)
        for name, formula in FORMULAS.items():
            value = forward(known, {name: formula})[name]
            known[name] = matrix(value) * edits.get(name, 1.0)
        names: dict[str, Raw] = {n: lists(matrix(known[n])) for n in FORMULAS}
        names |= wrong or {}
        returned: list[Raw] = [names[result] for result in RESULTS]
        traces.append(traced(given, FORMULAS, RESULTS, Answer(returned, names), right=right))
    return Marking(backprop, FORMULAS, RESULTS, traces).marks()


def failed(found: Mapping[str, Mark]) -> set[str]:
    return {name for name, mark in found.items() if not mark.right}


def test_what_is_right_is_right() -> None:
    """Every step of the lesson's own values passes."""
    assert failed(marks()) == set()


@pytest.mark.parametrize("step", FORMULAS)
def test_one_mistake_costs_one_step(step: str) -> None:
    """What is computed from a wrong value, and rightly, is right."""
    assert failed(marks(**{step: 1.7})) == {step}


def test_two_mistakes_cost_two_steps() -> None:
    """The second is found behind the first."""
    found = marks(error=2.5, hidden_error_term=-1.0)
    assert failed(found) == {"error", "hidden_error_term"}


def test_a_known_mistake_is_named_by_its_numbers() -> None:
    """An error of the opposite sign is the catalogue's."""
    assert marks(error=-1.0)["error"].mistake == "error_turned_around"


def test_what_is_not_started_is_no_mistake() -> None:
    """A step that is still `...` is untouched, and what needs it waits."""
    later = ("hidden_error_term", "del_w_input_hidden")
    found = marks(dict.fromkeys(("hidden_error", *later), Odd("ellipsis")))
    assert failed(found) == {"hidden_error", *later}
    assert found["hidden_error"].untouched
    assert found["hidden_error"].mistake == ""


def trainings() -> list[Trained]:
    """What the lesson's own loop makes of the hidden runs."""
    return [trained(run, Answer([*map(lists, run.trained), []])) for run in INPUTS.runs]


def test_the_lessons_own_loop_is_right() -> None:
    """All of the loop's checks pass."""
    assert failed(loop.marks(trainings(), waiting=False)) == set()


def test_a_learnrate_of_its_own_is_no_right_loop() -> None:
    """Weights that move twice as far fail one check of the loop, and only one."""
    doubled = [
        trained(run, Answer([*map(lists, replace(run, learnrate=2 * run.learnrate).trained), []]))
        for run in INPUTS.runs
    ]
    assert len(failed(loop.marks(doubled, waiting=False))) == 1


def test_weights_that_never_move_show_nothing() -> None:
    """No check of the loop passes where a training hands back what it was given."""
    still = [trained(run, Answer([*map(lists, run.weights), []])) for run in INPUTS.runs]
    assert failed(loop.marks(still, waiting=False)) == set(backprop.loop)


def test_a_run_is_trained_as_by_hand() -> None:
    """One record, no hidden weight: ŷ = ½, so ΔW = ½ · ⅛ and Δw = 0."""
    still = Matrix.zeros(6, 2), Matrix.zeros(2, 1)
    run = Run(backprop, Matrix([[1.0] * 6]), Matrix([[1.0]]), still, 1, 1.0)
    w, W = run.trained
    assert w == Matrix.zeros(6, 2)
    assert Matrix([[0.0625], [0.0625]]) == W


@pytest.mark.parametrize("broken", [ValueError, RecursionError, AssertionError])
def test_the_marks_stand_where_a_closer_look_breaks(broken: type[Exception]) -> None:
    """They are never the grader's fault for it; what no mark survives is raised."""
    before = {"output": Mark(Outcome.FAILED, saw="expected 1, got 2"), "error": Mark()}

    def look(_: Mapping[str, Mark]) -> dict[str, Mark]:
        raise broken

    assert after_a_look(look, before) == before

    def unlocked(_: Mapping[str, Mark]) -> dict[str, Mark]:
        raise RoomFault("the room cannot be started")

    with pytest.raises(RoomFault):
        after_a_look(unlocked, before)

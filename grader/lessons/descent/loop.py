"""Marks the training loop by the weights it ends with.

The loop is judged by what it makes of the learner's own passes and update: a wrong error term is
charged where it is made, and a loop around it that is right is right.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from ...judging import crashes
from ...judging.mark import Mark, unless_it_breaks
from ...judging.trace import agree
from ...room.answers import Odd
from ...verdict import Outcome
from . import calls, epochs, slips, sums, two_slips
from .comparison import (
    after,
    expected_weights,
    explains,
    in_batches,
    leads_on,
    lessons,
    once,
    seen_difference,
)
from .lesson import Descent
from .trained import Trained, complaint, right, sizes
from .training import Run, train

NO_STEP = (
    "What goes into the update here comes to 0, and so the weights stay as they are. Which values "
    "is it worked out from, and in which order are they handed over?"
)
ONE_OF_TWO = "This is one of two things that come together in your training. {}"


def marks(
    trainings: Sequence[Trained], own: Callable[[Run], Run] | None = None, *, waiting: bool
) -> dict[str, Mark]:
    """The marks of the loop over several trainings, short ones first.

    Where steps are wrong, `own` gives a run the learner's own: a loop may have gone on with them.
    With `waiting` they are not there yet.
    """
    lesson = trainings[0].run.lesson
    checks = lesson.loop
    stopped = _not_to_be_judged(trainings, waiting)
    if stopped:
        return _by_those_that_came_back(trainings, own) or stopped
    if right(trainings):
        return {check: Mark() for check in checks}
    told = (lessons, own) if own else (lessons,)
    bases = [in_batches(size, passes) for size in sizes(trainings) for passes in told]
    for base in bases:
        if explains(train, base, trainings):
            return {check: Mark() for check in checks}
    sums_are_right = sums.are_right(trainings)
    ways = (
        lambda: _call(trainings) if lesson.calls_by_hand and sums_are_right is False else None,
        lambda: named(trainings, bases, sums_are_right),
        lambda: _slip(trainings, bases[: len(told)], sums_are_right),
        lambda: _call(trainings) if lesson.calls_by_hand else None,
        lambda: _two(trainings, sums_are_right),
        lambda: _never_cleared(trainings),
        lambda: _charged_to_the_epochs(lesson, epochs.explained(trainings)),
    )
    for way in ways:
        if explained := unless_it_breaks(way, None):
            return explained
    return _by_where_it_begins(trainings, bases[: len(told)], sums_are_right)


def _by_those_that_came_back(
    trainings: Sequence[Trained], own: Callable[[Run], Run] | None
) -> dict[str, Mark] | None:
    """The marks where one mistake accounts for all the trainings but those that it stops."""
    came = [t for t in trainings if t.weights is not None]
    moved = [t for t in came if not t.has(t.run.weights)]
    if moved and right(came) and trainings[0] in came:
        return left_unfinished(trainings)
    if not any(t.run.epochs > 1 for t in moved):
        return None
    passes = own or lessons
    base = in_batches(sizes(came)[0], passes)
    found = unless_it_breaks(lambda: named(came, [base]), None)
    return found or unless_it_breaks(lambda: _slip(came, [base], None), None)


def left_unfinished(trainings: Sequence[Trained]) -> dict[str, Mark]:
    """The marks of a loop that is right where it comes to its end, and in one of these does not."""
    t = next(each for each in trainings if each.weights is None)
    begun = replace(t.run, epochs=1)
    once = any(each.run == begun and each.weights is not None for each in trainings)
    answer = t.answer
    outcome = Outcome.FAILED if answer.came_back else Outcome.STOPPED
    saw = f"{after(t.run)}: {complaint(t)}" if answer.came_back else answer.stopped
    mark = Mark(outcome, saw=saw, crash=answer.crash)
    check = "every_epoch" if once else "summed_over_records"
    return {**{name: Mark() for name in t.run.lesson.loop}, check: mark}


def named(
    trainings: Sequence[Trained],
    bases: Sequence[Callable[[Run], Run]],
    sums_are_right: bool | None = None,
) -> dict[str, Mark] | None:
    """The marks where a known mistake accounts for the weights; the sums may tell where it is."""
    lesson = trainings[0].run.lesson
    for base, check in itertools.product(map(once, bases), lesson.loop):
        if check == "summed_over_records" and sums_are_right:
            continue
        for mistake in lesson.known(check):
            if explains(mistake.wrong, base, trainings):
                in_the_sum = check == lesson.updated and sums_are_right is False
                charge = "summed_over_records" if in_the_sum else check
                saw = seen_difference(trainings, base)
                moved = not all(t.has(t.run.weights) for t in trainings)
                if in_the_sum and not moved:
                    return _unproven(only(lesson, charge, saw, advice=NO_STEP))
                charged = only(lesson, charge, saw, mistake.id, mistake.advice)
                return charged if moved or sums.has_summed(trainings[0]) else _unproven(charged)
    return None


def _two(trainings: Sequence[Trained], sums_are_right: bool | None) -> dict[str, Mark] | None:
    """The marks where two known mistakes come together: what is so of one alone is not told.

    They are looked for around the lesson's own steps: around any others, two explain too much.
    """
    lesson = trainings[0].run.lesson
    for base in (in_batches(size, lessons) for size in sizes(trainings)):
        for slip in two_slips.with_a_slip(base, len(lesson.layers)):
            found = named(trainings, [slip])
            if found:
                as_slip = [replace(t, weights=expected_weights(t, slip)) for t in trainings]
                other = named(as_slip, [base]) or {}
                both = {
                    _charged(check, lesson, sums_are_right): replace(
                        mark, advice=ONE_OF_TWO.format(mark.advice.rpartition(". ")[2])
                    )
                    for marks in (found, other)
                    for check, mark in marks.items()
                    if mark.mistake
                }
                if len(both) == 2:
                    saw = seen_difference(trainings, base)
                    charged = {check: replace(mark, saw=saw) for check, mark in both.items()}
                    return {**{check: Mark() for check in lesson.loop}, **charged}
    return None


def _charged(check: str, lesson: Descent, sums_are_right: bool | None) -> str:
    """The check that pays: where the sums are right, what was said of them is the update's."""
    return lesson.updated if check == "summed_over_records" and sums_are_right else check


def _slip(
    trainings: Sequence[Trained],
    bases: Sequence[Callable[[Run], Run]],
    sums_are_right: bool | None,
) -> dict[str, Mark] | None:
    """The marks where one slip in a line of the loop accounts for the weights."""
    tried: list[object] = []
    for base in bases:
        passes = base(trainings[0].run).passes
        slip = passes not in tried and slips.explained(trainings, base, sums_are_right)
        if slip:
            check, advice = slip
            lesson = trainings[0].run.lesson
            return only(lesson, check, seen_difference(trainings, base), advice=advice)
        tried.append(passes)
    return None


def _call(trainings: Sequence[Trained]) -> dict[str, Mark] | None:
    """The marks where a call that is written by hand accounts for the weights."""
    call = calls.explained(trainings)
    if not call:
        return None
    check, advice = call
    lesson = trainings[0].run.lesson
    return only(lesson, check, seen_difference(trainings, lessons), advice=advice)


def _never_cleared(trainings: Sequence[Trained]) -> dict[str, Mark] | None:
    """The marks where the sums go on from one epoch to the next, and no known mistake says so."""
    lesson, saw = trainings[0].run.lesson, epochs.never_cleared(trainings)
    if not saw or "zeroed_each_epoch" not in lesson.loop:
        return None
    return only(lesson, "zeroed_each_epoch", saw, advice=epochs.KEPT)


def _charged_to_the_epochs(lesson: Descent, wrong: Mark | None) -> dict[str, Mark] | None:
    """The marks where all that is wrong is how one epoch follows upon another."""
    return {**{check: Mark() for check in lesson.loop}, "every_epoch": wrong} if wrong else None


def _not_to_be_judged(trainings: Sequence[Trained], waiting: bool) -> dict[str, Mark] | None:
    """Marks for a loop that is untouched, that waits for its parts, or that never came back."""
    names, lesson = trainings[0].answer.names, trainings[0].run.lesson
    no_sums = any(names.get(name) == Odd("ellipsis") for name in lesson.weight_steps)
    no_update = any(names.get(name) == Odd("ellipsis") for name in lesson.weights)
    untouched = {
        "summed_over_records": no_sums,
        lesson.updated: no_update and (no_sums or not waiting),
    }
    first = next((t for t in trainings if t.weights is None), None)
    if first is None:
        return None
    handed = first.answer.returned
    if isinstance(handed, list) and handed and all(part == Odd("ellipsis") for part in handed):
        untouched = dict.fromkeys(untouched, True)
    found = {check: Mark(Outcome.WAITING) for check in lesson.loop}
    if any(untouched.values()) or waiting:
        for check, is_so in untouched.items():
            if is_so:
                found[check] = Mark(Outcome.NOT_STARTED)
        return found
    answer = first.answer
    if answer.came_back:
        both = "both weights" if len(lesson.layers) > 1 else "the weights"
        saw = f"{lesson.train.name} has to hand back {both} and the losses; {complaint(first)}"
        return {**found, lesson.loop[0]: Mark(Outcome.FAILED, saw=saw, advice=crashes.odd(saw))}
    mark = Mark(Outcome.STOPPED, saw=answer.stopped, crash=answer.crash)
    in_update = answer.crash is not None and answer.crash.function == lesson.update.name
    return {**found, lesson.updated if in_update else lesson.loop[0]: mark}


def only(
    lesson: Descent, check: str, saw: str, mistake: str = "", advice: str = ""
) -> dict[str, Mark]:
    """One check of the loop fails, and no other."""
    found = {name: Mark() for name in lesson.loop}
    return {**found, **_charge(check, saw, mistake, advice)}


def _charge(check: str, saw: str, mistake: str, advice: str) -> dict[str, Mark]:
    return {check: Mark(Outcome.FAILED, saw=saw, mistake=mistake, advice=advice)}


def _unproven(charged: dict[str, Mark]) -> dict[str, Mark]:
    """One mistake is charged; the rest cannot be told from what came of it, and waits."""
    waiting = Mark(Outcome.WAITING)
    return {check: waiting if mark.right else mark for check, mark in charged.items()}


def _by_where_it_begins(
    trainings: Sequence[Trained],
    bases: Sequence[Callable[[Run], Run]],
    sums_are_right: bool | None = None,
) -> dict[str, Mark]:
    """No known mistake gives these weights: the first kind of training to go wrong tells where."""
    base = bases[-1] if expected_weights(trainings[0], bases[-1]) is not None else bases[0]
    once = [t for t in trainings if t.run.epochs == 1]
    saw = seen_difference(trainings, base)
    layers = [
        all(
            (expected := expected_weights(t, base)) is not None
            and t.weights is not None
            and agree(expected[layer], t.weights[layer], t.tolerance)
            for t in once
        )
        for layer in range(len(trainings[0].run.weights))
    ]
    lesson = trainings[0].run.lesson
    if all(layers):
        return only(lesson, "zeroed_each_epoch", saw)
    if any(layers) and sums_are_right is not False:
        return only(lesson, lesson.updated, saw)
    charged = only(lesson, "summed_over_records", saw)
    return charged if leads_on(trainings, base) else _unproven(charged)

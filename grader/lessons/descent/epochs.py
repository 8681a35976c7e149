"""What goes wrong from one epoch to the next, told from the weights and from the calls.

Here are the mistakes with a number in them that is anybody's guess: so many epochs instead of
those that were asked for, or steps that become larger or smaller as the epochs go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ....solution.matrix import Matrix
from ...judging.mark import Mark
from ...judging.trace import distance
from ...verdict import Outcome
from .training import Weights

if TYPE_CHECKING:
    from .trained import Trained

MOST_EPOCHS = 20
SCALED = "Is the learnrate, or the sum, changed on the way, and does the lesson ask for that?"
ENDED = "Does anything but the number of epochs that was asked for end your loop over the epochs?"
ONE_ALONE = (
    "One epoch happens, however many are asked for. What does the head of the loop over the epochs "
    "count to, and does a line inside it end it sooner? How far in does that line stand?"
)
COUNTED = "What does the head of the loop over the epochs count to, and where does that come from?"


def explained(trainings: Sequence[Trained]) -> Mark | None:
    """What is wrong with the epochs, if it is one of these."""
    return _other_number(trainings) or _always_as_many(trainings) or _scaled(trainings)


def one_alone(trainings: Sequence[Trained]) -> Mark | None:
    """Is there one loss alone, however many epochs are asked for, and the weights of one epoch?"""
    several = [t for t in trainings if t.run.epochs > 1]
    once = all(
        isinstance(t.losses, list) and len(t.losses) == 1 and t.has(t.run.weights_after[0])
        for t in several
    )
    if not several or not once:
        return None
    saw = f"there is one loss where {several[0].run.epochs} epochs were asked for"
    return Mark(Outcome.FAILED, saw=saw, advice=ONE_ALONE)


def _other_number(trainings: Sequence[Trained]) -> Mark | None:
    """Do all the weights fit some number of epochs, and not always the one asked for?"""
    fitting = [_epochs_that_fit(t) for t in trainings]
    for t, epochs in zip(trainings, fitting, strict=True):
        if None not in fitting and epochs != t.run.epochs:
            saw = f"the weights fit {epochs} epochs where {t.run.epochs} were asked for"
            return Mark(Outcome.FAILED, saw=saw.replace(" 1 epochs", " 1 epoch"), advice=COUNTED)
    return None


def _epochs_that_fit(t: Trained) -> int | None:
    weights = t.run.weights
    for epochs in range(min(2 * t.run.epochs, MOST_EPOCHS) + 1):
        if t.has(weights):
            return epochs
        weights = t.run.updated(weights, t.run.summed(weights))
    return None


def _always_as_many(trainings: Sequence[Trained]) -> Mark | None:
    """Are there as many turns for one epoch as for more?"""
    shorter, longer = trainings[:2]
    turns = len(shorter.answer.batches)
    counted = sum(shorter.answer.batches) >= shorter.run.n_records
    if not counted or turns != len(longer.answer.batches):
        return None
    called = longer.run.lesson.back.name
    saw = f"{called} is called {turns} times for 1 epoch, and for {longer.run.epochs} as well"
    return Mark(Outcome.FAILED, saw=saw, advice=COUNTED)


def _scaled(trainings: Sequence[Trained]) -> Mark | None:
    """Is the second epoch's step of both layers the right one times one and the same number?"""
    numbers: list[float] = []
    for shorter, longer in zip(trainings[::2], trainings[1::2], strict=True):
        if longer.run.epochs == 2 and shorter.has(replace(shorter.run, epochs=1).trained):
            number = _times(shorter.weights, longer)
            if number is None or abs(number - (numbers or [number])[0]) > 1e-4 * abs(number):
                return None
            numbers.append(number)
    if not numbers:
        return None
    return Mark(
        Outcome.FAILED,
        saw=f"the step of the second epoch is {numbers[0]:.4g} times what follows from the first",
        advice=SCALED,
    )


def _times(first: Weights | None, second: Trained) -> float | None:
    """What the step after the first epoch has been multiplied by, if all of it has been."""
    if first is None or second.weights is None:
        return None
    right = second.run.updated(first, second.run.summed(first))
    steps = [b - a for a, b in zip(first, right, strict=True)]
    moves = [b - a for a, b in zip(first, second.weights, strict=True)]
    numbers = [_sum(s * m) / _sum(s * s) for s, m in zip(steps, moves, strict=True) if _sum(s * s)]
    fits = len(numbers) == len(steps) and all(
        distance(step * numbers[0], move) < 1e-4 for step, move in zip(steps, moves, strict=True)
    )
    return numbers[0] if fits and abs(numbers[0] - 1) > 1e-3 else None


def _sum(table: Matrix) -> float:
    return sum(table.entries)

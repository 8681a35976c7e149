"""What goes wrong from one epoch to the next, told from the weights and from the calls.

These are mistakes with a number in them that no catalogue can know: some number of epochs instead
of the one asked for, or steps that become larger or smaller as the epochs go by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
AVERAGED_ONCE_MORE = (
    "the step of the second epoch is divided by the number of records once more than the first"
)
KEPT = "What is kept from one epoch to the next, and does the lesson ask for that?"
ENDED = "Does anything but the number of epochs that was asked for end your loop over the epochs?"
ONE = "only_one_epoch_counts"
ONE_TURN = (
    "One epoch happens, however many are asked for. What does the head of the loop over the epochs "
    "count to, and does a line inside it end it sooner? How far in does that line stand?"
)
DONE_ONCE = (
    "One epoch happens, however many are asked for. Which of your lines make up an epoch, and what "
    "makes them happen again, as often as that?"
)
NOT_KEPT = (
    "The new weights are right, and nothing is kept of them: the next epoch begins with the old "
    "ones. Where do they have to stand, so that it finds them?"
)
ALONE = (
    "After how many turns does your loop over the epochs end, and what decides that? Is it the "
    "number of epochs, and nothing else?"
)
COUNTED = "What does the head of the loop over the epochs count to, and where does that come from?"


def explained(trainings: Sequence[Trained]) -> Mark | None:
    """What is wrong with the epochs, if it is one of these."""
    ways = (_other_number, _always_as_many, _scaled, _kept)
    return next(filter(None, (way(trainings) for way in ways)), None)


def is_one_alone(marks: Mapping[str, Mark]) -> bool:
    """Do the weights end where a single epoch leads, for a reason that is not known yet?"""
    return marks["zeroed_each_epoch"].mistake == ONE


def in_one_turn(marks: Mapping[str, Mark], *, has_loop: bool) -> dict[str, Mark]:
    """The marks where there is one epoch alone because what is an epoch is done only once."""
    mark = marks["zeroed_each_epoch"]
    saw, advice = "the weights fit 1 epoch in each training", ONE_TURN if has_loop else DONE_ONCE
    once = replace(mark, saw=saw, mistake="", advice=advice)
    return {**marks, "zeroed_each_epoch": marks["every_epoch"], "every_epoch": once}


def not_kept(marks: Mapping[str, Mark], updated: str, line: int, todo: int) -> dict[str, Mark]:
    """The marks where each epoch makes new weights in this line, and the next begins with the old.

    The check `updated` pays for that.
    """
    mark = replace(marks["zeroed_each_epoch"], mistake="", advice=NOT_KEPT, line=line, todo=todo)
    return {**marks, "zeroed_each_epoch": Mark(), updated: mark}


def left_alone(t: Trained) -> Mark:
    """What is wrong with a training that has not ended by itself after its epochs."""
    last = t.run.trained
    weights = [t.run.weights, *t.run.weights_after, t.run.updated(last, t.run.summed(last))]
    epochs = next((epochs for epochs, layers in enumerate(weights) if t.has(layers)), None)
    turns = f"more than {t.run.epochs}" if epochs is None else f"{epochs}"
    saw = f"left alone it has {turns} epochs where {t.run.epochs} were asked for"
    return Mark(Outcome.FAILED, saw=saw.replace(" 1 epochs", " 1 epoch"), advice=ALONE)


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
    """Are the steps of the first two epochs the right ones times numbers that are not the same?

    The second's may depend on the number of records, by which it was divided once more.
    """
    found = [
        (_times(shorter.run.weights, shorter), _times(shorter.weights, longer))
        for shorter, longer in _of_two(trainings)
    ]
    one, other = found[0] if found else (None, None)
    if one is None or other is None or _near(one, other):
        return None
    numbers = [pair for pair in found if None not in pair]
    if len(numbers) < len(found) or not all(_near(first or 0.0, one) for first, _ in numbers):
        return None
    sizes = (shorter.run.n_records for shorter, _ in _of_two(trainings))
    if not all(_near(second or 0.0, other) for _, second in numbers):
        pairs = zip(numbers, sizes, strict=True)
        is_average = all(_near((second or 0.0) * size, one) for (_, second), size in pairs)
        return Mark(Outcome.FAILED, saw=AVERAGED_ONCE_MORE, advice=SCALED) if is_average else None
    saw = f"the step of the second epoch is {other:.4g} times what follows from the first"
    if not _near(one, 1.0):
        saw = (
            f"the step of the first epoch is {one:.4g} times what it should be, and that of the "
            f"second {other:.4g} times what follows"
        )
    return Mark(Outcome.FAILED, saw=saw, advice=SCALED)


def _kept(trainings: Sequence[Trained]) -> Mark | None:
    """Is a part of the first epoch's step in that of the second, which is right otherwise?"""
    share = _share_kept(trainings)
    if share is None or _near(share, 1.0):
        return None
    saw = f"the step of the second epoch has {share:.4g} times the first epoch's step in it"
    return Mark(Outcome.FAILED, saw=saw, advice=KEPT)


def never_cleared(trainings: Sequence[Trained]) -> str:
    """What is seen where all of the first epoch's step is in that of the second; or ""."""
    share = _share_kept(trainings)
    if share is None or not _near(share, 1.0):
        return ""
    return "the step of the second epoch has all of the first epoch's step in it"


def _share_kept(trainings: Sequence[Trained]) -> float | None:
    """How much of the first epoch's step is in the second's, if it is right but for that."""
    shares = []
    for shorter, longer in _of_two(trainings):
        first, second = shorter.weights, longer.weights
        if first is None or second is None or not shorter.has(shorter.run.weights_after[0]):
            return None
        right = longer.run.updated(first, longer.run.summed(first))
        before = [b - a for a, b in zip(shorter.run.weights, first, strict=True)]
        shares.append(_share(before, [b - a for a, b in zip(right, second, strict=True)]))
    share = shares[0] if shares else None
    if share is None or not all(other is not None and _near(share, other) for other in shares):
        return None
    return share


def _of_two(trainings: Sequence[Trained]) -> Iterator[tuple[Trained, Trained]]:
    """The trainings of one epoch, each with the same one of two."""
    pairs = zip(trainings[::2], trainings[1::2], strict=True)
    return ((shorter, longer) for shorter, longer in pairs if longer.run.epochs == 2)


def _times(before: Weights | None, t: Trained) -> float | None:
    """What the step of its last epoch has been multiplied by, if all of it has been."""
    if before is None or t.weights is None:
        return None
    right = t.run.updated(before, t.run.summed(before))
    steps = [b - a for a, b in zip(before, right, strict=True)]
    return _share(steps, [b - a for a, b in zip(before, t.weights, strict=True)])


def _share(steps: Sequence[Matrix], moves: Sequence[Matrix]) -> float | None:
    """The number that each of the steps, times this, is the move; None if there is no such."""
    size = sum(_sum(step * step) for step in steps)
    number = sum(_sum(s * m) for s, m in zip(steps, moves, strict=True)) / size if size else 0.0
    pairs = zip(steps, moves, strict=True)
    fits = all(distance(step * number, move) < 1e-4 for step, move in pairs)
    return number if fits and abs(number) > 1e-3 else None


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-4 * max(abs(one), abs(other))


def _sum(table: Matrix) -> float:
    return sum(table.entries)

"""The weights of a submission's trainings beside those of a loop that is known.

A base is a run as a known loop takes it: the lesson's own, in batches of the learner's, or with the
learner's own passes and update.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from ...judging.same import Same
from ...judging.trace import agree, difference, shown, toward
from .trained import Trained, Unusable
from .training import Run, Weights, train
from .wrong_loops import DoesNotApply


def lessons(run: Run) -> Run:
    """The base that is the lesson's own: the run as it is."""
    return run


def in_batches(size: int, passes: Callable[[Run], Run]) -> Callable[[Run], Run]:
    """The same base with batches of this size."""
    return once(lambda run: passes(replace(run, batch=size)))


def once(base: Callable[[Run], Run]) -> Callable[[Run], Run]:
    """The same base, which is asked once for each run: what is known of that stays known."""
    known: dict[int, tuple[Run, Run]] = {}

    def asked(run: Run) -> Run:
        if id(run) not in known:
            known[id(run)] = run, base(run)  # which keeps the run, and so its number
        return known[id(run)][1]

    return asked


def expected_weights(t: Trained, base: Callable[[Run], Run]) -> Weights | None:
    """What the lesson's loop ends with from this base; None where it comes to nothing."""
    try:
        return train(base(t.run))
    except (ArithmeticError, ValueError, Unusable):
        return None


def explains(
    loop: Callable[[Run], Weights], base: Callable[[Run], Run], trainings: Sequence[Trained]
) -> bool:
    """Does this loop end with the submission's weights, in each training that it applies to?

    One that cannot be gone through to its end, as where an update does not fit the weights, is none
    that the submission went through.
    """
    met = False
    for t in trainings:
        try:
            if not t.has(ends_of(loop, base(t.run))):
                return False
            met = True
        except DoesNotApply:
            continue
        except (ArithmeticError, IndexError, ValueError, Unusable):
            return False
    return met


def ends_of(loop: Callable[[Run], Weights], run: Run) -> Weights:
    """The weights that a loop ends with; where nothing in it is a learner's own, they are kept."""
    same = run.same
    return loop(run) if same is None else _known_ends(loop, same)


@lru_cache(maxsize=4096)
def _known_ends(loop: Callable[[Run], Weights], run: Same[Run]) -> Weights:
    return loop(run.what)


def leads_on(trainings: Sequence[Trained], base: Callable[[Run], Run] | None = None) -> bool:
    """Did the weights go where the lesson's go, if not as far, every time?"""
    for t in trainings:
        if t.run.epochs == 1:
            continue  # it may have been one epoch too few
        expected = expected_weights(t, base or lessons)
        if expected is None or t.weights is None:
            return False
        wanted, got = (
            [after - before for after, before in zip(weights, t.run.weights, strict=True)]
            for weights in (expected, t.weights)
        )
        if not toward(wanted, got):
            return False
    return True


def on_other_records(run: Run) -> Run:
    """The same, learning from records that lead elsewhere.

    Inputs and targets that are both turned round would not: a sigmoid is the same upside down.
    """
    return replace(run, features=run.features / 2, targets=1 - run.targets)


def moves_on(own: Callable[[Run], Run], run: Run) -> bool:
    """Do the learner's own passes and update move both layers by the records, and again?

    Steps of zero, or an update that always gives the same, make all loops end alike; and steps that
    any records give are those of a loop that goes through none.
    """
    try:
        weights = [train(own(replace(run, epochs=n))) for n in range(3)]
        elsewhere = train(own(on_other_records(replace(run, epochs=1))))
    except (ArithmeticError, ValueError, Unusable):
        return False
    moves = not any(
        agree(before, after)
        for one, other in itertools.pairwise(weights)
        for before, after in zip(one, other, strict=True)
    )
    return moves and not all(map(agree, weights[1], elsewhere))


def seen_difference(trainings: Sequence[Trained], base: Callable[[Run], Run]) -> str:
    """The first entry of the first training that is not as it should be, in words."""
    for t in trainings:
        expected = expected_weights(t, base)
        if expected is None or t.weights is None:
            continue
        for name, wanted, got in zip(t.run.lesson.weights, expected, t.weights, strict=True):
            if not agree(wanted, got, t.tolerance):
                return f"{name} {after(t.run)}, {difference(wanted, got)}"
    return next(filter(None, map(_largest_difference, trainings)), NO_DIFFERENCE)


NO_DIFFERENCE = "the weights are not what the steps lead to"


def _largest_difference(t: Trained) -> str:
    """Where the weights are farthest off, though too little to show in their own digits."""
    if t.weights is None or t.has(t.run.trained):
        return ""
    _, name, i, j, wanted, got = max(
        (abs(wanted - got), name, i, j, wanted, got)
        for name, right, own in zip(t.run.lesson.weights, t.run.trained, t.weights, strict=True)
        for i, rows in enumerate(zip(right.rows, own.rows, strict=True), 1)
        for j, (wanted, got) in enumerate(zip(*rows, strict=True), 1)
    )
    return f"{name} {after(t.run)}, row {i}, column {j}: expected {shown(wanted, got)}"


def first_difference(t: Trained) -> str:
    """Where the weights of a training are not what the lesson's come to."""
    return seen_difference([t], lessons)


def after(run: Run) -> str:
    """How long the training was, in words."""
    n = run.n_records
    return f"after {count_of_epochs(run.epochs)} with {n} record{'s' * (n != 1)}"


def count_of_epochs(number: int) -> str:
    """A number of epochs, in words."""
    return f"{number} epoch{'s' * (number != 1)}"

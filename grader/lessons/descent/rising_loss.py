"""A training whose loss rises, for programs that end theirs early over that."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from .training import Run

ATTEMPTS = 60
IN_TENTHS = 20
"""Epochs that fall into ten parts, for programs that do something in each tenth of a training."""

LATE = 3
"""The last epochs: a program that ends over a rise in these, or in the epoch after it, has all but
come to its end."""

NUDGE = 1e-10
MOST_GROWTH = 300
"""The most that a rounding error may grow by, so that one of single precision stays small too."""


class Draw(Protocol):
    """A training of so many epochs at this learnrate, with records and weights drawn afresh."""

    def __call__(self, *, epochs: int, learnrate: float) -> Run: ...


def rising(rng: random.Random, drawn: Draw) -> Run:
    """A training so fast that its loss rises, falls and rises again, and does not end lowest.

    It rises so early that a program that ends over it, one epoch later, comes to other weights;
    and it rises from one tenth to another, too. Where none is found that does all of it, it is one
    that does as much of it as was found.
    """
    best = 0, drawn(epochs=2, learnrate=9.0)
    for _ in range(ATTEMPTS):
        run = drawn(epochs=IN_TENTHS, learnrate=rng.uniform(30.0, 90.0))
        losses, tenth = run.losses, IN_TENTHS // 10
        rises = [*_rises(losses)]
        ends_higher = sum(rises) > 1 and losses[-1] > 1.01 * min(losses)
        by_tenths = all(any(_rises(losses[start:-LATE:tenth])) for start in range(tenth))
        worth = any(rises) + 2 * any(rises[:-LATE]) + 3 * by_tenths + ends_higher
        if worth > best[0] and not _drifts(run):
            best = worth, run
        if best[0] == 7:
            break
    return best[1]


def _rises(losses: Sequence[float]) -> Iterator[bool]:
    return (b > 1.01 * a for a, b in itertools.pairwise(losses))


def _drifts(run: Run) -> bool:
    """Does a rounding error grow until it can be seen?"""
    nudged = replace(run, weights=(run.weights[0] * (1 + NUDGE), *run.weights[1:]))
    ends = zip(run.trained, nudged.trained, strict=True)
    return any(
        abs(a - b) > MOST_GROWTH * NUDGE * (1 + abs(a))
        for one, other in ends
        for row, row_ in zip(one.rows, other.rows, strict=True)
        for a, b in zip(row, row_, strict=True)
    )

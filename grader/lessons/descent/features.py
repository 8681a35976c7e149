"""The inputs of records that are drawn: any numbers, or two scores and a rank, as of applicants."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from ....solution.matrix import Matrix

if TYPE_CHECKING:
    from .lesson import Descent

N_SCORES, N_RANKS = 2, 4
N_FEATURES = N_SCORES + N_RANKS


def features(
    lesson: Descent, n_records: int, rng: random.Random, n_features: int = N_FEATURES
) -> Matrix:
    """The inputs of so many records, of which none is 0, unless the lesson's `have_ranks`."""
    drawn = Matrix.random(n_records, n_features, 1.0, rng)
    if not lesson.have_ranks or n_features != N_FEATURES:
        return drawn
    return Matrix([[*row[:N_SCORES], *flags(_highest(row[N_SCORES:]))] for row in drawn.rows])


def flags(rank: int) -> list[float]:
    """A rank, counted from 0, as a column for each."""
    return [float(rank == i) for i in range(N_RANKS)]


def times(lesson: Descent, x: Matrix, factor: float) -> Matrix:
    """Inputs so many times as large; flags of a rank stay what they are."""
    scaled = x * factor
    if not lesson.have_ranks:
        return scaled
    pairs = zip(scaled.rows, x.rows, strict=True)
    return Matrix([[*new[:N_SCORES], *own[N_SCORES:]] for new, own in pairs])


def _highest(numbers: list[float]) -> int:
    return numbers.index(max(numbers))

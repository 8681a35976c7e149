"""What a network with a hidden layer has to learn: who lies in a band, neither low nor high."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from ..descent.problem import Problem, drawn
from .lesson import backprop

SEED = 54
BONUS: Mapping[int, float] = {0: 0.3, 1: 0.1, 2: -0.1, 3: -0.3}


def inside(gre: float, gpa: float, rank: int) -> float:
    """How far an applicant is inside of the band in gre + 0.8 gpa, which the rank shifts.

    No straight line separates a band from both its sides, and so no linear model gets far.
    """
    return 1.0 - abs(gre + 0.8 * gpa) + BONUS[rank]


@functools.cache
def band() -> Problem:
    """The problem, before it is turned."""
    return drawn(backprop, inside, SEED, learnrate=20.0)

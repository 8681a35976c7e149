"""What a single unit has to learn: on which side of a straight line somebody lies."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from ..descent.problem import Problem, drawn
from .lesson import neuron

SEED = 7
BONUS: Mapping[int, float] = {0: 0.3, 1: 0.1, 2: -0.1, 3: -0.3}


def inside(gre: float, gpa: float, rank: int) -> float:
    """How far an applicant is above the line in gre + 0.8 gpa, which the rank shifts."""
    return gre + 0.8 * gpa + BONUS[rank]


@functools.cache
def line() -> Problem:
    """The problem, before it is turned."""
    return drawn(neuron, inside, SEED, learnrate=5.0)

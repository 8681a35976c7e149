"""A short training by which a script's numbers are read as weights, where several readings fit.

A right script trains rightly in one reading of its numbers alone, and one that is wrong in a layer
may still move the other. Otherwise nothing tells the readings apart, and the likeliest is taken.
"""

from __future__ import annotations

import math
from itertools import count

from ....solution.matrix import Matrix
from ...judging.trace import agree
from ...room.answers import Answer, any_matrix
from ..descent.features import N_FEATURES
from ..descent.training import Run
from .lesson import backprop


def short_training(n_hidden: int) -> Run:
    """Two epochs of a few records, as the first turn of some loops moves nothing."""
    numbers = (1.3 * math.sin(n) for n in count(1))

    def drawn(n_rows: int, n_columns: int) -> Matrix:
        return Matrix([[next(numbers) for _ in range(n_columns)] for _ in range(n_rows)])

    weights = drawn(N_FEATURES, n_hidden), drawn(n_hidden, 1)
    return Run(backprop, drawn(4, N_FEATURES), Matrix([[0], [1], [1], [0]]), weights, 2, 0.9)


def moves_a_layer_rightly(run: Run, came: Answer) -> bool:
    """Is one of the layers as it is after such a training?"""
    found = came.returned if came.came_back and isinstance(came.returned, list) else []
    tables = [any_matrix(each) for each in found[:2]]
    return any(map(agree, tables, run.trained))


def trained_rightly(run: Run, came: Answer) -> bool:
    """Are these the weights after such a training, or after its first epoch?"""
    found = came.returned if isinstance(came.returned, list) else []
    tables = [any_matrix(each) for each in found[:2]]
    return len(tables) == 2 and any(
        all(map(agree, tables, weights)) for weights in run.weights_after
    )

"""Records and weights that a program may go wrong with, though it is right with most others."""

from __future__ import annotations

import random

from ....solution.matrix import Matrix
from ...lesson import forward, matrix
from .features import N_FEATURES, features, flags, times
from .lesson import Descent
from .training import kind_of, single

FLAT = 16.5
"""This far from 0 a sigmoid is flat, and a float still holds its slope to eight digits."""

SURE = 48.0
"""From here on a sigmoid is 1 to the last digit."""


def records(
    lesson: Descent,
    rng: random.Random,
    n_records: int,
    n_hidden: int,
    target: float | None = None,
) -> dict[str, Matrix]:
    """Some records and weights; there are targets of both kinds, if they are not all the same."""
    x = features(lesson, n_records, rng).map(single)
    y = Matrix([[kind_of(i) if target is None else target] for i in range(n_records)])
    shapes = zip(lesson.weights, lesson.shapes(N_FEATURES, n_hidden), strict=True)
    weights = {name: Matrix.random(*shape, 1.0, rng) for name, shape in shapes}
    return {"x": x, "y": y, **weights}


def applicants(lesson: Descent, rng: random.Random, n_hidden: int) -> dict[str, Matrix]:
    """Applicants as data_prep has them, of whom few were admitted, and one record of zeros.

    Some have the same scores and another rank, some are alike in all, with the same answer or
    another. The last layer's weights are equal, or 0 for the last of several units.
    """
    scores = [[single(rng.gauss(0, 1)), single(rng.gauss(0, 1))] for _ in range(3)]
    ranks = rng.sample(range(4), 4)
    people = [(s, rank) for s in scores for rank in ranks[:3]] + [(s, ranks[0]) for s in scores]
    rows = [[*own, *flags(rank)] for own, rank in people]
    admitted = {0, 3, len(people) - 3}  # the first once more, and the fourth but not its double
    targets = [[float(i in admitted)] for i in range(len(rows) + 1)]
    given = records(lesson, rng, 1, n_hidden)
    none = times(lesson, given["x"], 0.0).rows[0]
    last = given[lesson.weights[-1]]
    if len(lesson.layers) > 1:
        equal = [last.rows[0]] * n_hidden
        given[lesson.weights[-1]] = Matrix([*equal[: max(2, n_hidden - 1)], [0.0]][:n_hidden])
    return {**given, "x": Matrix([*rows, none]), "y": Matrix(targets)}


def of_one_rank(given: dict[str, Matrix]) -> dict[str, Matrix]:
    """The same with one rank for all: three columns of zeros, and one of ones."""
    rank = given["x"].rows[0][2:]
    return {**given, "x": Matrix([[*row[:2], *rank] for row in given["x"].rows])}


def in_another_order(given: dict[str, Matrix]) -> dict[str, Matrix]:
    """The same with the inputs of the first record for the last, and so on."""
    return {**given, "x": Matrix(given["x"].rows[::-1])}


def knowing_nothing(given: dict[str, Matrix], lesson: Descent) -> dict[str, Matrix]:
    """The same with all weights 0, so that each answer is 0.5."""
    return {**given, **{name: given[name] * 0.0 for name in lesson.weights}}


def knowing_little(given: dict[str, Matrix], lesson: Descent) -> dict[str, Matrix]:
    """The same with such small weights that each answer is 0.5 in its first digits."""
    return {**given, **{name: given[name] * 1e-4 for name in lesson.weights}}


def saturated(lesson: Descent, given: dict[str, Matrix]) -> dict[str, Matrix]:
    """The same with answers of 1 to the last digit for the first two records, whose slope is 0.

    The others' answers are no more certain than usual: a slope of theirs has all its digits.
    """
    first, *later = lesson.weights
    rows = [[SURE if i < 2 else -1.0, *row[1:]] for i, row in enumerate(given["x"].rows)]
    width, others = given[first].shape[1], (given[first] * 0.1).rows[1:]
    last = {name: given[name].map(lambda w: SURE * (1.0 + w * w)) for name in later}
    return {**given, "x": Matrix(rows), first: Matrix([[4.0] * width, *others]), **last}


def flat_output(lesson: Descent, given: dict[str, Matrix], z: float) -> dict[str, Matrix]:
    """The same record with other weights in the last layer, so that z arrives at the output."""
    known = forward(given, lesson.forth.formulas)
    [entering] = matrix(known[lesson.last_layer_hears]).rows
    return {**given, lesson.weights[-1]: Matrix([[z / len(entering) / a] for a in entering])}


def flat_hidden(lesson: Descent, rng: random.Random, given: dict[str, Matrix]) -> dict[str, Matrix]:
    """The same record with other input weights, so that each hidden unit answers almost 0."""
    first = lesson.weights[0]
    [arriving] = (given["x"] @ given[first]).rows
    factors = [-(FLAT + rng.random()) / h for h in arriving]
    rows = [
        [w * factor for w, factor in zip(row, factors, strict=True)] for row in given[first].rows
    ]
    return {**given, first: Matrix(rows)}


def large(lesson: Descent, given: dict[str, Matrix]) -> dict[str, Matrix]:
    """The same with inputs and weights so large that units answer 0 and 1.

    Not so large, though, that a slope is less than what the room takes for nothing.
    """
    last = lesson.weights[-1]
    if len(lesson.layers) == 1:
        return {**given, "x": times(lesson, given["x"], 4.0)}
    return {**given, "x": times(lesson, given["x"], 10.0), last: given[last] * 4.0}


def steep(lesson: Descent, given: dict[str, Matrix], by: float = 1e4) -> dict[str, Matrix]:
    """The same with inputs so large, and weights so small, that the steps are far from 1."""
    first = lesson.weights[0]
    return {**given, "x": times(lesson, given["x"], by), first: given[first] * (1 / by)}

"""Something to learn, in a long training, with records kept aside to see whether it was learned.

It is one problem, checked beforehand, seen through a symmetry that the secret draws: the inputs in
another order, some with turned signs, the hidden units exchanged, the records shuffled. The
weights go along, so that a right program learns as it would have unturned.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ....solution.matrix import Matrix
from ...lesson import forward, matrix
from .features import N_FEATURES, N_RANKS, N_SCORES, flags
from .lesson import Descent
from .training import Run, Weights, single

N_TO_LEARN_FROM = 40
N_TO_TEST = 400
CLEAR = 0.35
"""Every record is at least this far from the border, so that what some teach holds for all."""


@dataclass(frozen=True)
class Problem:
    """A training, and the records that are kept aside."""

    run: Run
    features_test: Matrix
    targets_test: Matrix

    @cached_property
    def reached(self) -> float:
        """The accuracy that the right weights come to; worked out once."""
        return accuracy(self, self.run.trained)


Margin = Callable[[float, float, int], float]
"""How far inside the border an applicant with this gre, gpa and rank is; negative outside."""


def drawn(lesson: Descent, margin: Margin, seed: int, learnrate: float) -> Problem:
    """A problem in which the admitted are those inside.

    The seed is one from which the lesson's own training is known to learn it.
    """
    rng = random.Random(seed)
    features, targets = _records(rng, N_TO_LEARN_FROM, margin)
    features_test, targets_test = _records(rng, N_TO_TEST, margin)
    weights = tuple(Matrix.random(*shape, 1.0, rng) for shape in lesson.shapes(N_FEATURES, 2))
    run = Run(lesson, features, targets, weights, 120, learnrate)
    return Problem(run, features_test, targets_test)


def _records(rng: random.Random, n_records: int, margin: Margin) -> tuple[Matrix, Matrix]:
    wanted = {True: n_records // 2, False: n_records // 2}
    rows, targets = [], []
    while any(wanted.values()):
        gre, gpa = single(rng.gauss(0, 1)), single(rng.gauss(0, 1))
        rank = rng.randrange(N_RANKS)
        inside = margin(gre, gpa, rank)
        if abs(inside) < CLEAR or not wanted[inside > 0]:
            continue
        wanted[inside > 0] -= 1
        rows.append([gre, gpa, *flags(rank)])
        targets.append([float(inside > 0)])
    return Matrix(rows), Matrix(targets)


def turned(problem: Problem, rng: random.Random, *, keeps_ranks: bool = False) -> Problem:
    """The same problem through a symmetry, for another number of epochs.

    Where it `keeps_ranks`, their flags stay what they are, each for another rank.
    """
    run = problem.run
    order = rng.sample(range(N_FEATURES), N_FEATURES)
    signs = [rng.choice((-1.0, 1.0)) for _ in order]
    if keeps_ranks:
        order.sort(key=lambda i: i >= N_SCORES)
        signs[N_SCORES:] = [1.0] * N_RANKS
    several = len(run.weights) > 1
    n_units = run.weights[0].shape[1]
    units = rng.sample(range(n_units), n_units) if several else [0]
    records = rng.sample(range(N_TO_LEARN_FROM), N_TO_LEARN_FROM)

    def inputs(rows: Sequence[Sequence[float]]) -> list[list[float]]:
        return [[sign * row[i] for sign, i in zip(signs, order, strict=True)] for row in rows]

    first, *others = run.weights
    exchanged = Matrix([[row[unit] for unit in units] for row in first.rows])
    weights = (
        Matrix(inputs(exchanged.T.rows)).T,
        *(Matrix([layer.rows[unit] for unit in units]) for layer in others),
    )
    return Problem(
        replace(
            run,
            features=Matrix(inputs([run.features.rows[i] for i in records])),
            targets=Matrix([run.targets.rows[i] for i in records]),
            weights=weights,
            epochs=10 * rng.randint(11, 13),  # of which a script may do something in tenths
        ),
        Matrix(inputs(problem.features_test.rows)),
        problem.targets_test,
    )


def accuracy(problem: Problem, weights: Weights) -> float:
    """The share of the records kept aside that a network with these weights answers correctly."""
    lesson = problem.run.lesson
    given = {"x": problem.features_test, **dict(zip(lesson.weights, weights, strict=True))}
    known = forward(given, lesson.forth.formulas)
    pairs = zip(matrix(known["output"]).rows, problem.targets_test.rows, strict=True)
    right = sum((answer > 0.5) == (target > 0.5) for [answer], [target] in pairs)
    return right / problem.targets_test.shape[0]

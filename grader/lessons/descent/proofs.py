"""The inputs that tell a right program from one that is right by chance, or only at some sizes.

The few inputs of `inputs.py` show which step is wrong. A program that is right on them gets these:
one record and more than the lesson has, batches that leave a single record over, one hidden unit,
no epoch, nine hundred, answers near 0 and 1, a loss that rises, one that has long stopped falling,
and numbers that come a second time. Cheap ones come first. Nothing is explained by them: they are
compared, no more. How many records, units and epochs there are, and how fast it learns, is drawn
from the secret.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from ....solution.matrix import Matrix
from ...lesson import Value, forward, matrix
from .lesson import Descent
from .problem import N_FEATURES
from .rising_loss import IN_TENTHS, rising
from .training import Run, kind_of, single

BATCHES = (60, 120)
"""Sizes that a batch may have: with one record more, one is left over."""

FLAT = 16.5
"""This far from 0 a sigmoid is flat, and a float still holds its slope to eight digits."""

Solved = Mapping[str, Value]
"""What a function is given, and the right value of each of its steps."""


class Proofs:
    """All that one secret draws. What is drawn once is kept."""

    def __init__(
        self, lesson: Descent, rng: Callable[[str], random.Random], n_hidden: int | None = None
    ) -> None:
        """`rng` gives the numbers for a purpose; a script has chosen its own `n_hidden`."""
        self._lesson = lesson
        self._rng = rng
        self._n_hidden = n_hidden

    # ------------------------------------------------------------ the passes

    @cached_property
    def passes(self) -> tuple[Solved, ...]:
        """Records and weights for both passes, with the right value of each step.

        The last are the first once more.
        """
        lesson, rng = self._lesson, self._rng("proofs of the passes")
        sizes = [
            (2, 4), (rng.randint(6, 9), 1), (1, 1), (BATCHES[0] + 1, rng.randint(1, 4)),
            (BATCHES[1], 1), (rng.randint(121, 179), 1),
            (rng.randint(481, 599), 1), (360, 2),
        ]  # fmt: skip
        ordinary = [_records(lesson, rng, n, n_hidden) for n, n_hidden in sizes]
        equal = [_records(lesson, rng, rng.randint(3, 6), 3, target) for target in (0.0, 1.0)]
        flat = [
            _flat_output(lesson, _records(lesson, rng, 1, 3, 1.0), -FLAT - rng.random()),
            _flat_output(lesson, _records(lesson, rng, 1, 2, 0.0), -FLAT - rng.random()),
            _flat_output(lesson, _records(lesson, rng, 1, 2, 1.0), FLAT + rng.random()),
        ]
        if len(lesson.layers) > 1:
            flat.append(_flat_hidden(lesson, rng, _records(lesson, rng, 1, 3, 1.0)))
        flat.append(_large(lesson, _records(lesson, rng, 4, 2)))
        flat.append(_steep(lesson, _records(lesson, rng, 3, 2)))
        # numbers of their own, and a size that was asked for before
        alike = _records(lesson, rng, 4, 2)
        several = [*ordinary, *equal, *flat, alike]
        first, *others = (_solved(lesson, one) for one in several)
        return (first, *others, first)

    # ------------------------------------------------------------ the update

    @cached_property
    def updates(self) -> tuple[Solved, ...]:
        """Weights, their steps, learnrates and numbers of records, with the right new weights."""
        lesson, rng = self._lesson, self._rng("proofs of the update")
        given: list[dict[str, Value]] = [
            _update(lesson, rng, 6, 2, 0.005, 360),
            _update(lesson, rng, 6, 1, rng.uniform(0.4, 0.6), 1),
            _update(lesson, rng, 1, 1, rng.uniform(20.0, 60.0), 2),
            _update(lesson, rng, 3, 1, rng.uniform(2000.0, 6000.0), 3),
            _update(lesson, rng, 4, 1, rng.uniform(0.001, 0.009), rng.randint(421, 479)),
            _update(lesson, rng, 6, 4, rng.uniform(2.0, 9.0), rng.randint(61, 130)),
        ]
        # a step that is summed over many records may be large
        given[-1]["del_w"] = matrix(given[-1]["del_w"]) * rng.uniform(30.0, 60.0)
        return tuple(forward(one, lesson.update.formulas) for one in given)

    # ------------------------------------------------------------ the training

    @cached_property
    def trainings(self) -> tuple[Run, ...]:
        """Trainings of a few epochs; the last has the numbers of the first once more."""
        lesson, rng = self._lesson, self._rng("proofs of the training")
        few, most, units = rng.randint(3, 6), rng.randint(601, 899), self._units
        more = units(rng.randint(5, 8))

        def few_records(n_records: int, n_hidden: int, **asked: Any) -> Run:
            rate = rng.uniform(0.4, 0.6)
            return _run(lesson, rng, n_records, units(n_hidden), learnrate=rate, **asked)

        first = few_records(few, 2, epochs=2)
        return (
            first,
            _run(lesson, rng, few, units(2), epochs=2, learnrate=first.learnrate),
            _run(lesson, rng, 5, units(3), epochs=0, learnrate=0.5),
            _run(lesson, rng, 1, units(1), epochs=rng.randint(2, 4), learnrate=0.5),
            few_records(2, 4, epochs=rng.randint(5, 9)),
            _run(lesson, rng, rng.randint(6, 9), units(1), epochs=2, learnrate=0.005),
            few_records(3, 2, epochs=3, target=0.0),
            _plateau(lesson, rng, units(2)),
            _run(lesson, rng, BATCHES[0] + 1, units(4), epochs=2, learnrate=rng.uniform(2.0, 6.0)),
            _run(lesson, rng, BATCHES[1] + 1, more, epochs=2, learnrate=rng.uniform(2.0, 6.0)),
            _twice(_run(lesson, rng, most, units(2), epochs=1, learnrate=rng.uniform(2.0, 6.0))),
            first,
        )

    @cached_property
    def long_trainings(self) -> tuple[Run, ...]:
        """Trainings of many epochs, each with a few records.

        The loss of one rises, another has learned all there is to learn long before its end, and
        the last takes as many epochs as the lesson, at the lesson's learnrate.
        """
        lesson, rng = self._lesson, self._rng("proofs of the long training")
        few, many, two = rng.randint(2, 4), rng.choice((40, 50, 60)), self._units(2)
        return (
            rising(rng, partial(_run, lesson, rng, 6, self._units(3))),
            _run(lesson, rng, few, two, epochs=many, learnrate=9.0, target=1.0),
            _run(lesson, rng, 2, two, epochs=900, learnrate=0.005),
        )

    def _units(self, n_hidden: int) -> int:
        return self._n_hidden or n_hidden


# ---------------------------------------------------------------- records and weights


def _records(
    lesson: Descent,
    rng: random.Random,
    n_records: int,
    n_hidden: int,
    target: float | None = None,
) -> dict[str, Matrix]:
    """Some records and weights; there are targets of both kinds, if they are not all the same."""
    x = Matrix.random(n_records, N_FEATURES, 1.0, rng).map(single)
    y = Matrix([[kind_of(i) if target is None else target] for i in range(n_records)])
    shapes = zip(lesson.weights, lesson.shapes(N_FEATURES, n_hidden), strict=True)
    weights = {name: Matrix.random(*shape, 1.0, rng) for name, shape in shapes}
    return {"x": x, "y": y, **weights}


def _flat_output(lesson: Descent, given: dict[str, Matrix], z: float) -> dict[str, Matrix]:
    """The same record with other weights in the last layer, so that z arrives at the output."""
    known = forward(given, lesson.forth.formulas)
    [entering] = matrix(known[lesson.last_layer_hears]).rows
    return {**given, lesson.weights[-1]: Matrix([[z / len(entering) / a] for a in entering])}


def _flat_hidden(
    lesson: Descent, rng: random.Random, given: dict[str, Matrix]
) -> dict[str, Matrix]:
    """The same record with other input weights, so that each hidden unit answers almost 0."""
    first = lesson.weights[0]
    [arriving] = (given["x"] @ given[first]).rows
    factors = [-(FLAT + rng.random()) / h for h in arriving]
    rows = [
        [w * factor for w, factor in zip(row, factors, strict=True)] for row in given[first].rows
    ]
    return {**given, first: Matrix(rows)}


def _large(lesson: Descent, given: dict[str, Matrix]) -> dict[str, Matrix]:
    """The same with inputs and weights so large that units answer 0 and 1.

    Not so large, though, that a slope is less than what the room takes for nothing.
    """
    last = lesson.weights[-1]
    if len(lesson.layers) == 1:
        return {**given, "x": given["x"] * 4.0}
    return {**given, "x": given["x"] * 10.0, last: given[last] * 4.0}


def _steep(lesson: Descent, given: dict[str, Matrix]) -> dict[str, Matrix]:
    """The same with inputs so large, and weights so small, that the steps are far from 1."""
    first = lesson.weights[0]
    return {**given, "x": given["x"] * 1e4, first: given[first] * 1e-4}


def _solved(lesson: Descent, given: Mapping[str, Matrix]) -> Solved:
    known: dict[str, Value] = {**given}
    known |= {"n_records": float(given["x"].shape[0]), "n_features": 6.0, "learnrate": 0.005}
    return forward(known, lesson.passes)


def _update(
    lesson: Descent,
    rng: random.Random,
    n_rows: int,
    n_columns: int,
    learnrate: float,
    n_records: int,
) -> dict[str, Value]:
    n_columns = lesson.columns(n_columns)
    return {
        "weights": Matrix.random(n_rows, n_columns, 1.0, rng),
        "del_w": Matrix.random(n_rows, n_columns, 1.0, rng),
        "learnrate": learnrate,
        "n_records": n_records,
    }


# ---------------------------------------------------------------- trainings


def _run(
    lesson: Descent,
    rng: random.Random,
    n_records: int,
    n_hidden: int,
    *,
    epochs: int,
    learnrate: float,
    target: float | None = None,
) -> Run:
    given = _records(lesson, rng, n_records, n_hidden, target)
    return _training(lesson, given, epochs, learnrate)


def _training(lesson: Descent, given: Mapping[str, Matrix], epochs: int, learnrate: float) -> Run:
    weights = tuple(given[name] for name in lesson.weights)
    return Run(lesson, given["x"], given["y"], weights, epochs, learnrate)


def _twice(run: Run) -> Run:
    """The same with two records that are alike, as applicants may be, and yet are two."""
    rows = [*run.features.rows[:-1], run.features.rows[0]]
    return replace(run, features=Matrix(rows))


def _plateau(lesson: Descent, rng: random.Random, n_hidden: int) -> Run:
    """Where the sigmoids are flat the loss hardly moves, and the weights have far to go."""
    given = _flat_output(lesson, _records(lesson, rng, 1, n_hidden, 1.0), -FLAT + rng.random())
    return _training(lesson, given, IN_TENTHS, 0.5)

"""The inputs that tell a right program from one that is right by chance, or only at some sizes.

The few inputs of `inputs.py` show which step is wrong. A program that is right on them gets these:
one record and more than the lesson has, batches that leave a single record over, one hidden unit,
no epoch, nine hundred, answers near 0 and 1, a loss that rises, one that has long stopped falling,
and numbers that come a second time, in the same order or in another. There are applicants who are
alike, few of whom were admitted, weights that are equal, or 0 (odd_records.py). Cheap ones come
first. Nothing is explained by them: they are compared, no more. How many records, units and epochs
there are, and how fast it learns, is drawn from the secret.
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
from .odd_records import (
    FLAT,
    applicants,
    flat_hidden,
    flat_output,
    in_another_order,
    knowing_little,
    knowing_nothing,
    large,
    of_one_rank,
    records,
    saturated,
    steep,
)
from .rising_loss import IN_TENTHS, rising
from .training import Run

BATCHES = (60, 120)
"""Sizes that a batch may have: with one record more, one is left over."""

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
        ordinary = [records(lesson, rng, n, n_hidden) for n, n_hidden in sizes]
        equal = [records(lesson, rng, rng.randint(3, 6), 3, target) for target in (0.0, 1.0)]
        flat = [
            flat_output(lesson, records(lesson, rng, 1, 3, 1.0), -FLAT - rng.random()),
            flat_output(lesson, records(lesson, rng, 1, 2, 0.0), -FLAT - rng.random()),
            flat_output(lesson, records(lesson, rng, 1, 2, 1.0), FLAT + rng.random()),
        ]
        if len(lesson.layers) > 1:
            flat.append(flat_hidden(lesson, rng, records(lesson, rng, 1, 3, 1.0)))
        flat.append(large(lesson, records(lesson, rng, 4, 2)))
        flat.append(steep(lesson, records(lesson, rng, 3, 2)))
        # numbers of their own, and a size that was asked for before
        alike = [records(lesson, rng, 4, 2), in_another_order(ordinary[1])]
        plain = [applicants(lesson, rng, 4), of_one_rank(applicants(lesson, rng, 1))]
        plain.append(knowing_nothing(records(lesson, rng, 3, 2), lesson))
        plain.append(knowing_little(records(lesson, rng, 3, 2), lesson))
        plain.append(saturated(lesson, records(lesson, rng, 5, 2)))
        wide = [records(lesson, rng, 2, n_hidden) for n_hidden in (6, rng.randint(33, 64))]
        several = [*ordinary, *equal, *flat, *alike, *plain, *wide]
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
            _update(lesson, rng, 2, 2, 0.0, rng.randint(1001, 9999)),
            _update(lesson, rng, 6, 2, rng.uniform(0.4, 0.6), rng.randint(1001, 9999)),
            _update(lesson, rng, 6, 4, rng.uniform(2.0, 9.0), rng.randint(61, 130)),
        ]
        given[-2]["weights"] = matrix(given[-2]["weights"]).map(lambda w: float(round(w)))
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
            replace(first, features=Matrix(first.features.rows[::-1])),
            _run(lesson, rng, few, units(2), epochs=2, learnrate=first.learnrate),
            _run(lesson, rng, 2, units(2), epochs=1, learnrate=0.0),
            _training(lesson, applicants(lesson, rng, units(3)), 2, rng.uniform(0.4, 0.6)),
            _training(lesson, knowing_nothing(records(lesson, rng, 5, units(2)), lesson), 3, 0.5),
            _in_large_steps(lesson, records(lesson, rng, 4, units(2), 1.0)),
            _run(lesson, rng, 5, units(3), epochs=0, learnrate=0.5),
            _again(_run(lesson, rng, BATCHES[1], units(2), epochs=1, learnrate=rng.uniform(2, 6))),
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


# ---------------------------------------------------------------- passes and updates


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
    given = records(lesson, rng, n_records, n_hidden, target)
    return _training(lesson, given, epochs, learnrate)


def _training(lesson: Descent, given: Mapping[str, Matrix], epochs: int, learnrate: float) -> Run:
    weights = tuple(given[name] for name in lesson.weights)
    return Run(lesson, given["x"], given["y"], weights, epochs, learnrate)


def _twice(run: Run) -> Run:
    """The same with two records that are alike, as applicants may be, and yet are two."""
    features, targets = (
        Matrix([*table.rows[:-1], table.rows[0]]) for table in (run.features, run.targets)
    )
    return replace(run, features=features, targets=targets)


def _again(run: Run) -> Run:
    """The same with all its records once more: a second batch that is like the first."""
    features, targets = (Matrix(table.rows * 2) for table in (run.features, run.targets))
    return replace(run, features=features, targets=targets)


def _in_large_steps(lesson: Descent, given: dict[str, Matrix]) -> Run:
    """Where steps are large, and so slow that no exponential overflows afterwards."""
    return _training(lesson, steep(lesson, given, 1000.0), 1, 0.0002)


def _plateau(lesson: Descent, rng: random.Random, n_hidden: int) -> Run:
    """Where the sigmoids are flat the loss hardly moves, and the weights have far to go."""
    given = flat_output(lesson, records(lesson, rng, 1, n_hidden, 1.0), -FLAT + rng.random())
    return _training(lesson, given, IN_TENTHS, 0.5)

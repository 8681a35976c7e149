"""The records that a script has prepared by itself: those that it is seen to learn from.

It trains with them once. Of all tables that it has in sight, those are meant from which the
lesson's network learns the very same; where there are none, nothing is known of what it learns
from. Where it breaks off, two tables that do not go together are why.
"""

from __future__ import annotations

import math
import operator
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ....solution.matrix import Matrix
from ...room.answers import Answer, Raw, any_matrix
from ..descent.trained import trained
from ..descent.training import Run, Weights, kind_of
from .lesson import backprop

Wanted: TypeAlias = "tuple[str, Sequence[float]]"
"""Numbers that are looked for in a script, and how (inside/arising.py)."""

LEARNRATE = 0.5
SMALL = 0.01
"""Weights so small that no unit is at its end, even where inputs are not scaled."""

MOST_RECORDS = 4_000
"""Several times as many as there are applicants."""

DOUBLE, SINGLE = 1e-6, 1e-3


class Preparing(Protocol):
    """A script that has records by itself."""

    n_hidden: int

    @property
    def n_lines(self) -> int:
        """How many lines its text has."""

    def with_its_own(self, run: Run, wanted: Sequence[Wanted]) -> Answer:
        """What comes of a training with its own records, and where these numbers arise in it."""


@dataclass(frozen=True)
class OwnRecords:
    """What a script learns from: a row of features for each record, and the targets."""

    features: Matrix
    targets: Matrix

    @property
    def columns(self) -> list[list[float]]:
        return [[*column] for column in zip(*self.features.rows, strict=True)]

    @property
    def answers(self) -> list[float]:
        return [*self.targets.entries]


def learned_from(script: Preparing) -> OwnRecords | None:
    """The records that a script learns from; None where that is not seen."""
    run = _run(script.n_hidden)
    answer = script.with_its_own(run, [])
    several = [[*_tables(answer.names, part)] for part in ("features", "targets")]
    if answer.crash and [*map(len, several)] == [1, 1]:
        [features], [targets] = several
        is_why = features.shape[0] != targets.shape[0]
        return OwnRecords(features, targets) if is_why else None
    t = trained(run, answer)
    if t.weights is None:
        return None
    moves = _moves(run.weights, t.weights)
    close = SINGLE if answer.single else DOUBLE
    pairs = [(x, y) for x in several[0] for y in several[1]]
    for features, targets in sorted(pairs, key=lambda pair: len(pair[0].rows) != len(pair[1].rows)):
        n = min(features.shape[0], targets.shape[0])
        own = Run(backprop, features[:n], targets[:n], run.weights, 1, LEARNRATE)
        if _is_as_far(moves, _moves(run.weights, own.trained), close):
            return OwnRecords(features, targets)
    return None


def where(script: Preparing, wanted: Sequence[Wanted]) -> list[tuple[int, int]]:
    """The lines after which these numbers first stand somewhere, and when, as far as they do."""
    names = script.with_its_own(_run(script.n_hidden), wanted).names
    found = any_matrix(names.get("arising", []))
    rows = found.rows if found is not None and found.shape == (len(wanted), 2) else []
    return [(int(line), int(when)) for line, when in rows if 0 < line <= script.n_lines]


def _run(n_hidden: int) -> Run:
    rng = random.Random(n_hidden)
    x, y = Matrix.random(16, 6, 1.0, rng), Matrix([[kind_of(i)] for i in range(16)])
    weights = Matrix.random(6, n_hidden, SMALL, rng), Matrix.random(n_hidden, 1, SMALL, rng)
    return Run(backprop, x, y, weights, 1, LEARNRATE)


def _tables(names: Mapping[str, Raw], part: str) -> Iterator[Matrix]:
    width = {"features": 6, "targets": 1}[part]
    for name in sorted(name for name in names if name.startswith(part)):
        table = any_matrix(names[name])
        if table is not None and table.shape[1] == width and table.shape[0] <= MOST_RECORDS:
            yield table


def _moves(before: Weights, after: Weights) -> list[float]:
    pairs = zip(before, after, strict=True)
    return [number for start, end in pairs for number in (end - start).entries]


def _is_as_far(own: Sequence[float], known: Sequence[float], close: float) -> bool:
    """Do both go the same way, however far?

    How far goes by a number of records, and a script may have that from elsewhere.
    """
    product = sum(map(operator.mul, own, known))
    if not product > 0:
        return False
    factor = product / math.hypot(*known) ** 2
    return math.dist(own, [factor * number for number in known]) <= close * math.hypot(*own)

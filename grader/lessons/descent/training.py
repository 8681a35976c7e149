"""The training loop, as a lesson asks for it: the reference that a learner's is held against.

A `Run` is one training: the records, the weights it starts from, how long and how fast. Its
passes and its update are the lesson's own, or the learner's: a training loop is judged by what
it makes of the learner's own steps.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ....solution.matrix import Matrix
from ...judging.same import Same, numbers
from ...lesson import forward, matrix

if TYPE_CHECKING:
    from .lesson import Descent

Weights: TypeAlias = "tuple[Matrix, ...]"
"""The weights of each layer, in the lesson's order; or the steps of each."""

Passes: TypeAlias = Callable[[Matrix, Matrix, Weights], Weights]
"""x, y and the weights in; each layer's step, summed over x, out."""

Update: TypeAlias = Callable[[Matrix, Matrix, float, int], Matrix]
"""weights, del_w, learnrate and n_records in; the new weights out."""


def single(number: float) -> float:
    """The nearest number of single precision: a program that uses it has such records exactly."""
    nearest: float
    (nearest,) = struct.unpack("=f", struct.pack("=f", number))
    return nearest


def kind_of(record: int) -> float:
    """A target, 0 or 1, for the record of that number, in no period: the Thue-Morse sequence.

    Whichever batch gets the targets of another, some of them are wrong. Half of all are ones, and
    of every third fewer are (D. J. Newman, Proc. AMS 21, 1969).
    """
    return float(record.bit_count() % 2)


LONG, WHOLE = 200, 10_000
"""Records times epochs: above the first a training is long, and above the second it may take the
time of a whole training."""

FEW = 100
"""Entries of a table of records up to which its steps are kept: 16 records with six inputs."""

MANY = 500
"""Epochs that take that time, too, where each of them takes long by itself, as with pandas."""


@dataclass(frozen=True)
class Run:
    """One training, and the pieces that a training loop, right or wrong, is made of.

    Without `passes` or `update` they are the lesson's own. The sums of the layers in `replaced` are
    those of the last batch alone, and those in `kept` go on from one epoch to the next.
    """

    lesson: Descent
    features: Matrix
    targets: Matrix
    weights: Weights
    epochs: int
    learnrate: float
    batch: int = 1_000_000
    passes: Passes | None = None
    update: Update | None = None
    replaced: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()

    @property
    def length(self) -> int:
        """How many times a record is gone through: what it costs to do this training again."""
        return self.epochs * self.n_records

    @property
    def n_records(self) -> int:
        return self.features.shape[0]

    def part(self, records: slice) -> Run:
        """The same training with a part of its records, over which it averages then."""
        features, targets = (Matrix(t.rows[records]) for t in (self.features, self.targets))
        return replace(self, features=features, targets=targets)

    @property
    def is_long(self) -> bool:
        """Is it more than a few records and epochs?"""
        return self.length > LONG

    @property
    def is_whole(self) -> bool:
        """May it take the time of a whole training? What never ends is told all the sooner."""
        return self.length > WHOLE or self.epochs > MANY

    @cached_property
    def same(self) -> Same[Run] | None:
        """The run, to be known again by its numbers; None where more belongs to it than numbers."""
        if self.passes is not None or len(self.features.entries) > FEW:
            return None
        tables = map(numbers, (self.features, self.targets, *self.weights))
        counts = self.epochs, self.learnrate, self.batch, self.update, self.replaced, self.kept
        return Same(self, (self.lesson, *counts, *tables))

    @property
    def batches(self) -> Iterator[range]:
        """The records of one epoch, as ranges of row numbers, in order."""
        for start in range(0, self.n_records, self.batch):
            yield range(start, min(start + self.batch, self.n_records))

    @cached_property
    def weights_after(self) -> Sequence[Weights]:
        """The weights after each epoch of this training; worked out once."""
        weights, total, found = self.weights, self.nothing, []
        for _ in range(self.epochs):
            total = self.summed(weights, total)
            weights = self.updated(weights, total)
            found.append(weights)
        return found

    @property
    def trained(self) -> Weights:
        """The weights after this training."""
        return self.weights_after[-1] if self.epochs else self.weights

    @cached_property
    def losses(self) -> Sequence[float]:
        """The loss after each epoch of this training; worked out once, and only where asked for."""
        return [mean_squared_error(self, weights) for weights in self.weights_after]

    @property
    def nothing(self) -> Weights:
        """A step of zero for each layer."""
        return tuple(Matrix.zeros(*layer.shape) for layer in self.weights)

    def steps(self, records: range, weights: Weights) -> Weights:
        """Each layer's step, summed over these records."""
        x = self.features[records.start : records.stop : records.step]
        y = self.targets[records.start : records.stop : records.step]
        if self.passes is not None:
            return self.passes(x, y, weights)
        if len(x.entries) > FEW:
            return lessons_steps(self.lesson, x, y, weights)
        key = (self.lesson, *map(numbers, (x, y, *weights)))
        return _known_steps(Same((self.lesson, x, y, weights), key))

    def begun(self, before: Weights) -> Weights:
        """The sums as an epoch begins, from what they were at the end of the one before."""
        return tuple(
            own if i in self.kept else zero
            for i, (own, zero) in enumerate(zip(before, self.nothing, strict=True))
        )

    def added(self, total: Weights, brought: Weights) -> Weights:
        """The sums after a batch."""
        return tuple(
            own if i in self.replaced else so_far + own
            for i, (so_far, own) in enumerate(zip(total, brought, strict=True))
        )

    def summed(self, weights: Weights, before: Weights | None = None) -> Weights:
        """Each layer's step, summed over all the records, batch by batch."""
        total = self.begun(before or self.nothing)
        for records in self.batches:
            total = self.added(total, self.steps(records, weights))
        return total

    def moved(self, weights: Matrix, del_w: Matrix, learnrate: float, n_records: int) -> Matrix:
        """One layer's weights after an update with this step."""
        return moved(self.lesson, self.update, weights, del_w, learnrate, n_records)

    def updated(self, weights: Weights, del_w: Weights) -> Weights:
        """Every layer after one update with these steps."""
        pairs = zip(weights, del_w, strict=True)
        return tuple(self.moved(w, dw, self.learnrate, self.n_records) for w, dw in pairs)


@lru_cache(maxsize=2048)
def _known_steps(asked: Same[tuple[Descent, Matrix, Matrix, Weights]]) -> Weights:
    return lessons_steps(*asked.what)


def lessons_steps(lesson: Descent, x: Matrix, y: Matrix, weights: Weights) -> Weights:
    """Each layer's step, summed over the records, by the lesson's own formulas."""
    known = forward(
        {"x": x, "y": y, **dict(zip(lesson.weights, weights, strict=True))}, lesson.passes
    )
    return tuple(matrix(known[step]) for step in lesson.weight_steps)


def moved(
    lesson: Descent,
    update: Update | None,
    weights: Matrix,
    del_w: Matrix,
    learnrate: float,
    n_records: int,
) -> Matrix:
    """One layer's weights after an update, without one by the lesson's own."""
    if update is not None:
        return update(weights, del_w, learnrate, n_records)
    return lesson.update.answer(weights, del_w, learnrate, n_records)[0]


def add(a: Weights, b: Weights) -> Weights:
    """The steps of each layer, added up."""
    return tuple(one + other for one, other in zip(a, b, strict=True))


def train(run: Run) -> Weights:
    """The lesson's training: in each epoch sum the steps of all records, then update once."""
    return run.trained


def mean_squared_error(run: Run, weights: Weights) -> float:
    """The loss of these weights over all the records of a run, by the lesson's own answers."""
    return sum(squared_errors(run, weights)) / run.n_records


def squared_errors(run: Run, weights: Weights) -> Sequence[float]:
    """How far off the lesson's own answer is for each record of a run, squared."""
    lesson = run.lesson
    known = forward(
        {"x": run.features, **dict(zip(lesson.weights, weights, strict=True))},
        lesson.forth.formulas,
    )
    off = run.targets - matrix(known["output"])
    return [e * e for e in off.entries]

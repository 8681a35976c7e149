"""The training loop, as the lesson asks for it: the reference that a learner's is held against.

A `Run` is one training: the records, the weights it starts from, how long and how fast. Its
passes and its update are the lesson's own, or the learner's: a training loop is judged by what
it makes of the learner's own steps.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from ....solution.matrix import Matrix
from ...lesson import forward, matrix
from ..backprop import steps

Weights: TypeAlias = "tuple[Matrix, Matrix]"
"""weights_input_hidden and weights_hidden_output; or the steps of both, in that order."""

Passes: TypeAlias = Callable[[Matrix, Matrix, Weights], Weights]
"""x, y and the weights in; del_w_input_hidden and del_w_hidden_output, summed over x, out."""

Update: TypeAlias = Callable[[Matrix, Matrix, float, int], Matrix]
"""weights, del_w, learnrate and n_records in; the new weights out."""


def single(number: float) -> float:
    """The nearest number of single precision: records of these are exact for whoever uses it."""
    nearest: float
    (nearest,) = struct.unpack("=f", struct.pack("=f", number))
    return nearest


def passes(x: Matrix, y: Matrix, weights: Weights) -> Weights:
    """The lesson's forward and backward pass over some records."""
    known = forward(
        {"x": x, "y": y, "weights_input_hidden": weights[0], "weights_hidden_output": weights[1]},
        {**steps.FORWARD, **steps.BACKWARD},
    )
    return matrix(known["del_w_input_hidden"]), matrix(known["del_w_hidden_output"])


LONG = 200
"""Records, once for each epoch, from which on a training may take as long as a long one."""


@dataclass(frozen=True)
class Run:
    """One training, and the pieces that a training loop, right or wrong, is made of."""

    features: Matrix
    targets: Matrix
    weights: Weights
    epochs: int
    learnrate: float
    batch: int = 1_000_000
    passes: Passes = passes
    update: Update = steps.update_weights

    @property
    def n_records(self) -> int:
        return self.features.shape[0]

    @property
    def is_long(self) -> bool:
        """May it take its time? Of a few records and epochs no program makes so much work."""
        return self.n_records * self.epochs > LONG

    @property
    def batches(self) -> Iterator[range]:
        """The records of one epoch, as ranges of row numbers, in order."""
        for start in range(0, self.n_records, self.batch):
            yield range(start, min(start + self.batch, self.n_records))

    @cached_property
    def course(self) -> tuple[Sequence[Weights], Sequence[float]]:
        """The weights after each epoch of this training, and the losses; worked out once."""
        weights, weights_after, losses = self.weights, [], []
        for _ in range(self.epochs):
            weights = self.updated(weights, self.summed(weights))
            weights_after.append(weights)
            losses.append(mean_squared_error(self, weights))
        return weights_after, losses

    @property
    def trained(self) -> Weights:
        """The weights after this training."""
        return self.course[0][-1] if self.epochs else self.weights

    @property
    def losses(self) -> Sequence[float]:
        """The loss after each epoch of this training."""
        return self.course[1]

    @property
    def nothing(self) -> Weights:
        """Steps of zero for both layers."""
        return Matrix.zeros(*self.weights[0].shape), Matrix.zeros(*self.weights[1].shape)

    def steps(self, records: range, weights: Weights) -> Weights:
        """The steps of both layers, summed over these records."""
        x = self.features[records.start : records.stop : records.step]
        y = self.targets[records.start : records.stop : records.step]
        return self.passes(x, y, weights)

    def summed(self, weights: Weights) -> Weights:
        """The steps of both layers, summed over all the records, batch by batch."""
        total = self.nothing
        for records in self.batches:
            total = add(total, self.steps(records, weights))
        return total

    def updated(self, weights: Weights, del_w: Weights) -> Weights:
        """Both layers after one update with these steps."""
        return (
            self.update(weights[0], del_w[0], self.learnrate, self.n_records),
            self.update(weights[1], del_w[1], self.learnrate, self.n_records),
        )


def add(a: Weights, b: Weights) -> Weights:
    """The steps of both layers, added up."""
    return a[0] + b[0], a[1] + b[1]


def train(run: Run) -> Weights:
    """The lesson's training: in each epoch sum the steps of all records, then update once."""
    weights = run.weights
    for _ in range(run.epochs):
        weights = run.updated(weights, run.summed(weights))
    return weights


def mean_squared_error(run: Run, weights: Weights) -> float:
    """The loss of these weights over all the records of a run, by the lesson's forward pass."""
    known = forward(
        {
            "x": run.features,
            "weights_input_hidden": weights[0],
            "weights_hidden_output": weights[1],
        },
        steps.FORWARD,
    )
    off = run.targets - matrix(known["output"])
    return sum(e * e for e in off.entries) / run.n_records

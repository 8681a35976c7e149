"""Two mistakes in one training loop: bases with one of them, on which the other is looked for.

A base goes through its epochs with a sum that is replaced where it should grow, with one that goes
on from epoch to epoch, or with a layer that does not move by its average.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from ....solution.matrix import Matrix
from .training import Run, Update, moved

if TYPE_CHECKING:
    from .lesson import Descent

Base: TypeAlias = Callable[[Run], Run]


def with_a_slip(base: Base, n_layers: int) -> Iterator[Base]:
    """The same base with one mistake or another, in one layer or in more."""
    layers = range(n_layers)
    several = [s for n in range(1, n_layers + 1) for s in itertools.combinations(layers, n)]
    for own in reversed(several):
        yield partial(_summing, base, own, ())
        yield partial(_summing, base, (), own)
    for own in several:
        if len(own) < n_layers:
            yield _moving(base, own, _not_at_all)
        yield _moving(base, own, _by_the_sum)
        yield _moving(base, own, _backwards)


def _summing(base: Base, replaced: tuple[int, ...], kept: tuple[int, ...], run: Run) -> Run:
    return replace(base(run), replaced=replaced, kept=kept)


def _not_at_all(_: Run) -> float:
    return 0.0


def _by_the_sum(run: Run) -> float:
    return float(run.n_records)


def _backwards(_: Run) -> float:
    return -1.0


def _moving(base: Base, layers: tuple[int, ...], factor: Callable[[Run], float]) -> Base:
    """The base with steps times a factor in these layers, which are known by their shapes."""

    def moving(run: Run) -> Run:
        known, by = base(run), factor(run)
        shapes = tuple(run.weights[layer].shape for layer in layers)

        return replace(known, update=Moved(known.lesson, known.update, by, shapes))

    return moving


@dataclass(frozen=True)
class Moved:
    """An update by steps times a factor where the weights have one of these shapes."""

    lesson: Descent
    update: Update | None
    by: float
    shapes: tuple[tuple[int, int], ...]

    def __call__(self, weights: Matrix, del_w: Matrix, learnrate: float, n_records: int) -> Matrix:
        step = del_w * self.by if weights.shape in self.shapes else del_w
        return moved(self.lesson, self.update, weights, step, learnrate, n_records)

"""What the numbers of a training loop mean: batches' steps, running sums and weights.

The steps of the loop are the layers' sums, and their new weights.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from ...judging.numbers import Index, Numbers
from .lesson import Descent, Layer
from .training import Run, Weights, add

ANSWERS = "answers"


def sums(lesson: Descent) -> list[str]:
    """The layers' sums, which are steps of a loop."""
    return [f"sum of {layer.letter}" for layer in lesson.layers]


def summed(lesson: Descent) -> list[str]:
    """The steps of a loop that lead to the sums: with calls by hand the answers are one, too."""
    return [ANSWERS, *sums(lesson)] if lesson.calls_by_hand else sums(lesson)


def new(lesson: Descent) -> list[str]:
    """The layers' new weights, which are the other steps of a loop."""
    return [f"new {layer.letter}" for layer in lesson.layers]


def numbers(run: Run) -> list[Numbers]:
    """Batches' steps, running sums and weights of a training: what its numbers mean."""
    found: Found = {}
    lesson, weights = run.lesson, run.weights
    for epoch in range(run.epochs):
        total = run.nothing
        for batch, records in enumerate(run.batches):
            steps = run.steps(records, weights)
            total = add(total, steps)
            _enter(lesson, found, "batch of", (epoch, batch), steps)
            _enter(lesson, found, "sum of", (epoch, batch), total)
        if lesson.calls_by_hand:
            output = lesson.forth.answer(run.features, *weights)[-1]
            several = found.setdefault(ANSWERS, {})
            several |= {(epoch, i): row[0] for i, row in enumerate(output.rows)}
        _enter(lesson, found, "before", (epoch,), weights)
        weights = run.updated(weights, total)
        _enter(lesson, found, "new", (epoch,), weights)
    first = [_of(found, "before", layer, "") for layer in lesson.layers]
    answers = [
        Numbers(ANSWERS, ANSWERS, ("epoch", "record"), found[name], by_turns=1)
        for name in (ANSWERS,)
        if name in found
    ]
    return [
        *answers,
        *(replace(n, numbers=_first_epoch(n.numbers), sides=n.sides) for n in first),
        *(_of(found, "new", layer, "sum of") for layer in lesson.layers),
        *(_of(found, "batch of", layer, "") for layer in lesson.layers),
        *(_of(found, "sum of", layer, "batch of") for layer in lesson.layers),
    ]


Found: TypeAlias = "dict[str, dict[Index, float]]"


def _first_epoch(numbers: Mapping[Index, float]) -> dict[Index, float]:
    return {index: number for index, number in numbers.items() if index[0] == 0}


def _enter(lesson: Descent, found: Found, name: str, where: Index, tables: Weights) -> None:
    for layer, entries in zip(lesson.layers, tables, strict=True):
        table = found.setdefault(f"{name} {layer.letter}", {})
        n_rows, n_columns = entries.shape
        for i, j in itertools.product(range(n_rows), range(n_columns)):
            table[(*where, i, j) if len(layer.sides) == 2 else (*where, i)] = entries.rows[i][j]


def _of(found: Found, kind: str, layer: Layer, of: str) -> Numbers:
    """One layer's numbers of a kind, which are computed from those of another."""
    name = f"{kind} {layer.letter}"
    sides = ("epoch",) if kind in ("new", "before") else ("epoch", "batch")
    return Numbers(
        name,
        name if kind in ("new", "sum of") else "",
        (*sides, *layer.sides),
        found[name],
        (f"{of} {layer.letter}",) if of else (),
        by_turns=len(sides),
    )

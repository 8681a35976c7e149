"""What a training loop handles: in each batch, in each epoch, and throughout."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ....solution.matrix import Matrix
from ...judging.numbers import Numbers
from ...judging.stopgaps import Handled, count, table, together
from ...lesson import Function
from ...room import noted
from .loop_quantities import new, sums
from .training import Run, add

if TYPE_CHECKING:
    from .looking import Looked


MATRIX = "m"
"""The kind of a table that is a Matrix."""

LARGEST = 2
"""Sides of a quantity that is one table."""

EPOCHS_COUNTED = ("epochs", "range of epochs")
"""The names of how many epochs there are, and of what counts them."""


class Handling:
    """What is handled, entered turn by turn."""

    def __init__(self) -> None:
        self._values: dict[str, list[noted.Value]] = {}
        self._steps: dict[str, frozenset[str]] = {}

    def enter(self, name: str, value: noted.Value, *steps: str) -> None:
        """One more turn of it; the steps whose value it is."""
        self._values.setdefault(name, []).append(value)
        self._steps[name] = frozenset(steps)

    @property
    def known(self) -> dict[str, Handled]:
        """All that was entered."""
        return {name: Handled((*v,), self._steps[name]) for name, v in self._values.items()}


def handled(run: Run) -> dict[str, Handled]:
    """All that the loop of this training handles."""
    lesson, weights, found = run.lesson, run.weights, Handling()

    def enter(names: Sequence[str], several: Sequence[Matrix], steps: Sequence[str] = ()) -> None:
        values = [*map(table, several)]
        for i, (name, value) in enumerate(zip(names, values, strict=True)):
            found.enter(name, value, *steps[i : i + 1])
        if len(values) > 1:
            found.enter(" and ".join(names), together(values), *steps)

    def of_layers(what: str) -> list[str]:
        return [f"{what} {layer.letter}" for layer in lesson.layers]

    throughout(found, run)
    for _ in range(run.epochs):
        total = run.nothing
        for records in run.batches:
            x, y = (rows[records.start : records.stop] for rows in (run.features, run.targets))
            enter(of_layers("before"), weights)
            enter(("x", "y"), (x, y))
            enter(lesson.forth.gives, lesson.forth.answer(x, *weights))
            enter(of_layers("sum before"), total)
            steps = run.steps(records, weights)
            enter(of_layers("batch of"), steps)
            total = add(total, steps)
            enter(of_layers("sum after"), total, sums(lesson))
            found.enter("start", count(records.start))
        enter(sums(lesson), total, sums(lesson))
        weights = run.updated(weights, total)
        enter(new(lesson), weights, new(lesson))
    starts = [count(records.start) for records in run.batches]
    found.enter("starts", together(starts))
    return found.known


def beginnings(run: Run, kind: str) -> dict[str, Handled]:
    """What the sums begin with in each epoch: zeros, as a Matrix or a table of that kind."""
    found = Handling()
    for layer, zeros in zip(run.lesson.layers, run.nothing, strict=True):
        for how in (MATRIX, kind):
            found.enter(f"nothing of {layer.letter} ({how})", table(zeros, how))
    return found.known


def handled_in(function: Function, looked: Looked, kind: str) -> dict[str, Handled]:
    """All that a function handles: what it is given, its steps with their parts, and sizes.

    What it is given may be handed on together, and may be a Matrix or a table of that kind.
    """
    found, given = Handling(), {name: looked.known[name] for name in function.takes}
    tables = {name: own for name, own in given.items() if isinstance(own, Matrix)}
    for how in (MATRIX, kind):
        several = {name: table(own, how) for name, own in tables.items()}
        for name, value in several.items():
            found.enter(f"{name} ({how})", value)
        pairs = [*itertools.pairwise(several)]
        for names in ([*several], *pairs, *(pair[::-1] for pair in pairs)):
            value = together([several[name] for name in names])
            found.enter(f"{' and '.join(names)} ({how})", value)
    for name, own in tables.items():
        found.enter(f"rows of {name}", count(own.shape[0]))
        if own.shape[1] == 1:
            found.enter(f"{name}, flat", replace(table(own, kind), shape=own.shape[:1]))
    for name, number in given.items():
        if not isinstance(number, Matrix):
            found.enter(name, noted.Value("n", (), (number,)))
    quantities = looked.dictionary.quantities
    for quantity in quantities.values():
        sides = quantities[quantity.step].sides if quantity.step in function.formulas else ()
        if quantity.sides == sides and len(sides) <= LARGEST and not quantity.name.startswith("-"):
            steps = [quantity.step] if quantity.is_step else []
            found.enter(quantity.name, _as_table(quantity), *steps)
    for names in itertools.permutations(function.formulas, 2):  # as a helper may hand them back
        both = together([_as_table(quantities[name]) for name in names])
        found.enter(" and ".join(names), both, *names)
    return found.known


def _as_table(quantity: Numbers) -> noted.Value:
    """A quantity with one side or two as a table, of which each record has a row."""
    rows, columns = (*quantity.spans, 1)[:2]
    numbers = [quantity.numbers[index] for index in sorted(quantity.numbers)]
    return noted.Value("m", (rows, columns), (*numbers,))


def throughout(found: Handling, run: Run, kind: str = "m") -> None:
    """Enters what stays the same in the whole training."""
    found.enter("features", table(run.features, kind))
    found.enter("targets", table(run.targets, kind))
    sizes = {
        "epochs": run.epochs,
        "n_records": run.n_records,
        "n_features": run.features.shape[1],
        "n_hidden": run.weights[-1].shape[0],
        "batch": min(run.batch, run.n_records),
        "n_batches": len([*run.batches]),
    }
    for name, size in sizes.items():
        found.enter(name, count(size))
        found.enter(f"range of {name}", count(size, "r"))
    found.enter("shape", together([*map(count, run.features.shape)]))
    found.enter("learnrate", noted.Value("n", (), (run.learnrate,)))

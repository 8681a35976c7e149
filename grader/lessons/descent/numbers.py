"""The numbers of a lesson's steps, and what they mean: whole quantities, and what is on the way."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ....solution.matrix import Matrix
from ...judging.numbers import Index, Numbers
from ...lesson import Formula, Value, needs
from .lesson import RECORD

SLOPE, SQUASHED = "slope", "squashed"


class Quantities:
    """Quantities of which the values are known, and what is met on the way to them.

    `sides` says what the rows and columns of each count; a single column has one side.
    """

    def __init__(
        self,
        known: Mapping[str, Value],
        formulas: Mapping[str, Formula],
        sides: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._formulas = formulas
        self._sides = sides
        self.tables = {n: entries(known[n], of) for n, of in sides.items() if n in known}
        self._counted = {
            side: sorted({index[place] for index in self.tables[name]})
            for name, of in sides.items()
            if name in self.tables
            for place, side in enumerate(of)
        }

    def whole(self, squashed: tuple[str, ...]) -> Iterator[Numbers]:
        """The quantities themselves; those named are what a sigmoid gives."""
        for name, numbers in self.tables.items():
            formula = self._formulas.get(name)
            yield Numbers(
                name,
                name if formula else "",
                self._sides[name],
                numbers,
                needs(formula) if formula else (),
                SQUASHED if name in squashed else "",
            )

    def made(
        self,
        name: str,
        step: str,
        sides: tuple[str, ...],
        number: Callable[..., float],
        *of: str,
        kind: str = "",
    ) -> Numbers:
        """A part of a step: its number for each index of these sides."""
        indices = itertools.product(*(self._counted[side] for side in sides))
        return Numbers(name, step, sides, {i: number(*i) for i in indices}, of, kind)

    def slope(self, answer: str, step: str, before: str) -> Iterator[Numbers]:
        """The parts of a step that is `before` times the slope of the sigmoid at `answer`."""
        a, b, sides = self.tables[answer], self.tables[before], self._sides[answer]
        yield self.made(f"1 - {answer}", step, sides, lambda *i: 1 - a[i], answer, kind="less")
        yield self.made(
            f"slope of {answer}", step, sides, lambda *i: a[i] * (1 - a[i]), answer, kind=SLOPE
        )
        part = self.made(
            f"{before} * {answer}", step, sides, lambda *i: b[i] * a[i], before, answer
        )
        yield part
        yield turned(part)

    def product(
        self, step: str, sides: tuple[str, ...], summed: int, number: Callable[..., float]
    ) -> Iterator[Numbers]:
        """The terms of a step that is a matrix product, and their sums as they grow.

        `summed` is the side of the terms that the product sums over. What is summed over the
        records may be added up one by one.
        """
        of = needs(self._formulas[step])
        term = self.made(f"term of {step}", step, sides, number, *of)
        yield replace(term, added=sides[summed] == RECORD)
        yield self.made(f"sum of {step}", step, sides, running(term.numbers, summed), *of)

    def turned(self, step: str) -> Numbers:
        """A step with the sign turned around."""
        sides, of = self._sides[step], needs(self._formulas[step])
        return turned(Numbers(step, step, sides, self.tables[step], of))


def turned(quantity: Numbers) -> Numbers:
    """A quantity with its sign turned around."""
    numbers = {index: -number for index, number in quantity.numbers.items()}
    return replace(quantity, name=f"-{quantity.name}", numbers=numbers, added=False)


def entries(value: Value, sides: tuple[str, ...]) -> dict[Index, float]:
    assert isinstance(value, Matrix)
    rows = enumerate(value.rows)
    if len(sides) == 1:
        return {(i,): row[0] for i, row in rows}
    return {(i, j): number for i, row in rows for j, number in enumerate(row)}


def running(numbers: Mapping[Index, float], side: int) -> Callable[..., float]:
    """The sum of the terms up to an index of one side."""

    def summed(*index: int) -> float:
        upto = range(index[side] + 1)
        return sum(numbers[(*index[:side], i, *index[side + 1 :])] for i in upto)

    return summed


def of_update(known: Mapping[str, Value]) -> list[Numbers]:
    """The quantities of an update, where its inputs and the new weights are known."""
    sides = ("row", "column")
    weights, step, new = (entries(known[n], sides) for n in ("weights", "del_w", "update_weights"))
    rate, n = known["learnrate"], known["n_records"]
    assert isinstance(rate, (int, float))
    assert isinstance(n, (int, float))

    def times(factor: float) -> dict[Index, float]:
        return {index: factor * number for index, number in step.items()}

    def one(name: str, step: str, number: float, *of: str) -> Numbers:
        return Numbers(name, step, (), {(): number}, of)

    return [
        Numbers("weights", "", sides, weights),
        Numbers("del_w", "", sides, step),
        one("learnrate", "", rate),
        one("n_records", "", n),
        Numbers("update_weights", "update_weights", sides, new, ("weights", "del_w")),
        Numbers("moved", "update_weights", sides, times(rate / n), ("del_w",)),
        Numbers("times the rate", "update_weights", sides, times(rate), ("del_w", "learnrate")),
        Numbers("average", "update_weights", sides, times(1 / n), ("del_w", "n_records")),
        one("rate of one", "update_weights", rate / n, "learnrate", "n_records"),
    ]

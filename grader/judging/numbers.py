"""Numbers and what they mean: a value of a submission is recognised whatever its name and shape.

A lesson's quantities are worked out on inputs where all numbers differ. Then each number says
which entry of which quantity it is, and carries the indices of it: the record, the unit. A value
*is* a quantity if all of its numbers are entries of it, each once, and each index grows along one
side of the table. So a transpose, a flat list, and one number in each turn of a loop are all known.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from ..room.noted import Value

CLOSE = 1e-8
"""How far two numbers may be apart, relative to their size, and still be the same one."""

Index: TypeAlias = "tuple[int, ...]"
Entries: TypeAlias = "Sequence[Index]"


@dataclass(frozen=True)
class Numbers:
    """One of a lesson's quantities: the numbers of it by their indices.

    `step` is the step that it belongs to, "" for what is given; it *is* that step's value if it
    has its name, and a part of it otherwise. `sides` names what each index counts, `of` what it is
    computed from. Parts of the same `kind` may be computed by one line for several steps. The first
    `by_turns` sides count the turns of loops: no table has numbers of more than one such turn.
    What is `added` is no value of the step, but what a line adds to it.
    """

    name: str
    step: str
    sides: tuple[str, ...]
    numbers: Mapping[Index, float]
    of: tuple[str, ...] = ()
    kind: str = ""
    by_turns: int = 0
    added: bool = False

    @property
    def is_step(self) -> bool:
        return self.name == self.step

    @cached_property
    def spans(self) -> tuple[int, ...]:
        """How many there are of what each index counts."""
        return tuple(1 + max(index) for index in zip(*self.numbers, strict=True))


Reading: TypeAlias = "Mapping[str, Entries]"
"""What a value may be: by the name of a quantity, which entry of it each number is."""


class Dictionary:
    """Looks up what numbers mean."""

    def __init__(self, quantities: Iterable[Numbers]) -> None:
        """Of quantities that have numbers in common the earlier is the likelier."""
        self.quantities = {quantity.name: quantity for quantity in quantities}
        entries = sorted(
            (number, rank, index)
            for rank, quantity in enumerate(self.quantities.values())
            for index, number in quantity.numbers.items()
            if number not in (0.0, 1.0, -1.0)
        )
        names = list(self.quantities)
        self._numbers = [number for number, _, _ in entries]
        self._meanings = [(names[rank], index) for _, rank, index in entries]
        self._known: dict[float, Mapping[str, Index]] = {}
        self._read: dict[Value, Reading] = {}
        self._found_last: tuple[object, frozenset[str], frozenset[int]] | None = None

    @cached_property
    def whole(self) -> frozenset[str]:
        """The quantities that are no parts of a step."""
        return frozenset(q.name for q in self.quantities.values() if q.is_step or not q.step)

    def reading(self, value: Value | None) -> Reading:
        """All the quantities that a value may be, the likeliest first."""
        if value is None:
            return {}
        found = self._read.get(value)
        if found is None:
            found = self._read[value] = self._reading(value)
        return found

    def found_in(self, values: Sequence[Value], names: frozenset[str]) -> frozenset[int]:
        """Where in these values there is one that may be one of these quantities.

        Many runs in turn have the same values, and so the last answer is kept.
        """
        last = self._found_last
        if last is None or last[0] is not values or last[1] != names:
            several = enumerate(map(self.reading, values))
            found = frozenset(i for i, read in several if not names.isdisjoint(read))
            last = self._found_last = values, names, found
        return last[2]

    def _reading(self, value: Value) -> Reading:
        if not value.numbers:
            return {}
        meanings = [self._meaning(number) for number in value.numbers]
        common = set(meanings[0]).intersection(*meanings[1:])
        found = {name: [meaning[name] for meaning in meanings] for name in common}
        return {
            name: found[name]
            for name in self.quantities
            if name in found and _runs_along_the_sides(found[name], value.shape)
        }

    def _meaning(self, number: float | None) -> Mapping[str, Index]:
        if number is None:
            return {}
        if number not in self._known:
            least, most = sorted((number * (1 - CLOSE), number * (1 + CLOSE)))
            found: dict[str, Index] = {}
            i = bisect_left(self._numbers, least)
            while i < len(self._numbers) and self._numbers[i] <= most:
                found.setdefault(*self._meanings[i])
                i += 1
            self._known[number] = found
        return self._known[number]


def _runs_along_the_sides(entries: Entries, shape: Sequence[int]) -> bool:
    """Is each entry there once, and does each index grow along one side of the table?"""
    if len(set(entries)) != len(entries):
        return False
    if len(shape) < 2 or 1 in shape:
        return entries in (sorted(entries), sorted(entries, key=lambda index: index[::-1]))
    rows = [entries[i : i + shape[1]] for i in range(0, len(entries), shape[1])]
    for side in range(len(entries[0])):
        table = [[index[side] for index in row] for row in rows]
        first = [row[0] for row in table]
        along_rows = all(row == table[0] for row in table) and table[0] == sorted(table[0])
        along_columns = all(len(set(row)) == 1 for row in table) and first == sorted(first)
        if not along_rows and not along_columns:
            return False
    return True


def in_order(entries: Entries) -> bool:
    """Do loops come to these one after the other, by one index and then by the next, up or down?"""
    met = list(dict.fromkeys(entries))
    sides = range(len(met[0]))
    steps = [tuple(b[i] - a[i] for i in sides) for a, b in itertools.pairwise(met)]
    if all(step >= (0,) * len(step) for step in steps):
        return True
    return any(
        all(next((s * step[i] for i, s in zip(order, signs, strict=True) if step[i]), 0) >= 0
            for step in steps)
        for order in itertools.permutations(sides)
        for signs in itertools.product((1, -1), repeat=len(sides))
    )  # fmt: skip


def part(quantity: Numbers, within: Mapping[str, set[int]]) -> dict[Index, float]:
    """The entries of a quantity with these indices, in their order; all where a side is free."""
    choices = [
        sorted(within.get(side) or range(span))
        for side, span in zip(quantity.sides, quantity.spans, strict=True)
    ]
    return {index: quantity.numbers[index] for index in itertools.product(*choices)}

"""What a submission noted of its values (inside/noting.py), checked before it is believed."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from operator import gt
from typing import Any, NamedTuple, TypeAlias

from .answers import ENDLESS, crashed

MOST_SITES = 20_000
MOST_NUMBERS = 100_000
DEEPEST = 2_000
"""Notes within one another: Python calls half as many functions within one another."""

NO_VALUE, PUT_HERE = -1, -2
"""Noted in place of a value that is no table, and where the grader's own was put."""


@dataclass(frozen=True)
class Site:
    """An expression of the submission, or a statement that changes something in place.

    `kind` is one of those in inside/sites.py (Sites); `name` is what is assigned, added to or
    changed. A whole number written in the text is of the kind `number`, with its digits as the
    name, and makes no note. Columns count bytes of the line in UTF-8.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    kind: str
    name: str

    @property
    def extent(self) -> tuple[int, int]:
        """How many lines and columns further on it ends than it begins."""
        return self.end_line - self.line, self.end_column - self.column

    def holds(self, line: int, column: int) -> bool:
        """Is this place in its text?"""
        return (self.line, self.column) <= (line, column) < (self.end_line, self.end_column)

    def is_within(self, other: Site) -> bool:
        """Is it a part of the other's text?"""
        after = (self.line, self.column) >= (other.line, other.column)
        before = (self.end_line, self.end_column) <= (other.end_line, other.end_column)
        return after and before


@dataclass(frozen=True)
class Value:
    """A table of few numbers: n a number, m a Matrix, a an array, l a list, `...` a placeholder.

    A value that is put in may also be a whole number (i), the range up to one (r), or several
    `parts` in a list (s). A number that is not finite is None.
    """

    kind: str
    shape: tuple[int, ...]
    numbers: tuple[float | None, ...]
    parts: tuple[Value, ...] = ()

    @property
    def is_zero(self) -> bool:
        """Are there numbers, and is each of them 0?"""
        return bool(self.numbers) and all(number == 0 for number in self.numbers)

    @property
    def asked(self) -> list[Any]:
        held: list[Any] = [part.asked for part in self.parts] or [*self.numbers]
        return [self.kind, [*self.shape], held]


class Note(NamedTuple):
    """What one turn of a site gave, if that is a table; the notes since `start` are its parts."""

    site: int
    start: int
    value: Value | None
    put: bool


@dataclass(frozen=True)
class Put:
    """Values for the turns of a site; None leaves a turn as it is. The last holds for all others.

    `skipped` says that what stands there is not evaluated.
    """

    site: int
    values: tuple[Value | None, ...]
    skipped: bool = False

    @property
    def asked(self) -> list[Any]:
        return [
            self.site,
            self.skipped,
            [v and v.asked for v in self.values],
        ]


Puts: TypeAlias = "Sequence[Put]"


@dataclass(frozen=True)
class Noted:
    """The notes of one run, and the rest of the answer.

    `told` has three numbers for each note: its site, its start and which of the `values` it has, or
    what stands for none (NO_VALUE, PUT_HERE). `open` has the sites that were begun and never
    finished, the innermost last, each with the number of notes before it. `endless` is a loop that
    was left as it did not end, with the number of notes by then.
    """

    told: Sequence[int]
    values: Sequence[Value]
    open: Mapping[int, int]
    answer: Mapping[str, Any]
    endless: tuple[int, int] | None = None

    @cached_property
    def notes(self) -> Sequence[Note]:
        values = self.values
        return [
            Note(site, start, values[number] if number >= 0 else None, number == PUT_HERE)
            for site, start, number in zip(
                self.told[0::3], self.told[1::3], self.told[2::3], strict=True
            )
        ]

    @property
    def count(self) -> int:
        """How many notes there are."""
        return len(self.told) // 3

    def is_at_any(self, sites: Set[int]) -> bool:
        """Has any of these sites made a note?"""
        return not sites.isdisjoint(self.told[0::3])

    def has_any(self, numbers: Set[int]) -> bool:
        """Is any of these the number of a value that is noted?"""
        return not numbers.isdisjoint(self.told[2::3])

    def without(self, turns: Collection[int]) -> Noted:
        """The same, with no value in these notes."""
        told = [*self.told]
        for i in turns:
            if told[3 * i + 2] >= 0:
                told[3 * i + 2] = NO_VALUE
        return replace(self, told=told)

    @property
    def is_stuck(self) -> bool:
        """Did it go on until its time was up, in no loop whose turns are counted?"""
        crash = crashed(self.answer.get("crash"))
        return crash is not None and crash.type == ENDLESS and not crash.message


def read(
    answer: Mapping[str, Any], known: list[Site] | None = None
) -> tuple[list[Site], list[Noted]] | None:
    """The sites and the runs of an answer; None where it is no answer of that kind.

    Sites are told once: where it has none they are the `known` ones.
    """
    try:
        told = answer["sites"]
        sites = known if told is None else [_site(raw) for raw in told[:MOST_SITES]]
        if sites is None:
            return None
        values = [_value(raw) for raw in answer["values"]]
        return sites, [_run(raw, values, len(sites)) for raw in answer["runs"]]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None


def _site(raw: Sequence[Any]) -> Site:
    *places, kind, name = raw
    line, column, end_line, end_column = (_count(place) for place in places)
    return Site(line, column, end_line, end_column, str(kind)[:10], str(name)[:80])


def _value(raw: Sequence[Any]) -> Value:
    kind, shape, numbers = raw
    sizes = tuple(_count(size) for size in shape)
    if max(sizes, default=0) > MOST_NUMBERS:
        raise ValueError("a table without numbers, and more rows or columns than anybody needs")
    n = 1
    for size in sizes:
        n *= size
    if len(numbers) != n and kind != "...":
        raise ValueError("a table with other numbers than it has room for")
    return Value(str(kind)[:3], sizes, tuple(map(_number, numbers)))


def _run(raw: Mapping[str, Any], values: Sequence[Value], n_sites: int) -> Noted:
    flat = raw["notes"]
    if {*map(type, flat)} - {int} or not PUT_HERE <= min(flat, default=0) <= max(flat, default=0):
        raise ValueError("no numbers of anything")
    sites, starts, numbers = flat[0::3], flat[1::3], flat[2::3]
    are_there = max(sites, default=-1) < n_sites and max(numbers, default=-1) < len(values)
    if not are_there or min([*sites, *starts], default=0) < 0 or len(flat) % 3:
        raise ValueError("a note of what is not there")
    if any(map(gt, starts, itertools.count())):
        raise ValueError("a note that begins after it ends")
    if _deepest(starts) > DEEPEST:
        raise ValueError("notes within notes as no program makes them")
    begun = {_count(site): min(_count(start), len(starts)) for site, start in raw["open"]}
    left = raw.get("endless")
    loop, upto = (_count(left[0]), min(_count(left[1]), len(starts))) if left else (n_sites, 0)
    return Noted(
        flat,
        values,
        {s: start for s, start in begun.items() if s < n_sites},
        raw,
        (loop, upto) if loop < n_sites else None,
    )


def _deepest(starts: Sequence[int]) -> int:
    """How many notes that begin there are within one another, at the most.

    Few notes cannot be too many, and are not gone through.
    """
    if len(starts) <= DEEPEST:
        return len(starts)
    deepest, apart = 0, list[tuple[int, int]]()
    for i, start in enumerate(starts):
        inside = 0
        while apart and apart[-1][0] >= start:
            inside = max(inside, apart.pop()[1])
        apart.append((i, inside + 1))
        deepest = max(deepest, inside + 1)
    return deepest


def _count(number: Any, least: int = 0) -> int:
    if type(number) is not int or not least <= number < 1 << 31:
        raise ValueError("no number of anything")
    return number


def _number(number: Any) -> float | None:
    if number is None:
        return None
    if type(number) not in (int, float):
        raise ValueError("no number")
    return float(number)

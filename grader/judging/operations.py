"""Does a function of the learner's own do something known: multiply, add up, turn, squash?

By what went into it and what came out. If it does, then where something is wrong that was worked
out in it, it is not to blame: what it was given is, or what becomes of its value.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from ..room.noted import Value

CLOSE = 1e-9
Numbers = list[float]
Rows = list[Numbers]


def is_known(arguments: Sequence[Value], result: Value) -> bool:
    """Is the result a sum, a product or the like of the arguments?"""
    numbers = [float(n) for n in result.numbers if n is not None]
    if not numbers or len(numbers) < len(result.numbers):
        return False
    if any(not a.numbers or None in a.numbers for a in arguments):
        return False
    if arguments == [result]:
        return False  # it does nothing
    tables = [_rows(argument) for argument in arguments]
    if len(tables) == 1:
        ways = _of_one(tables[0])
    elif len(tables) == 2:
        ways = _of_two(*tables)
    else:
        return False
    return any(_alike(way, numbers) for way in ways)


def _rows(value: Value) -> Rows:
    """As a table; a number and a flat list are a single row."""
    numbers = [float(number or 0.0) for number in value.numbers]
    width = value.shape[1] if len(value.shape) == 2 else len(numbers)
    return [numbers[i : i + width] for i in range(0, len(numbers), width)]


def _of_one(table: Rows) -> Iterator[Numbers]:
    entries = _flat(table)
    yield _flat(_turned(table))
    yield [-n for n in entries]
    yield [1 - n for n in entries]
    yield [n * (1 - n) for n in entries]
    yield [0.5 + 0.5 * math.tanh(0.5 * n) for n in entries]
    yield [sum(entries)]
    yield [sum(row) for row in table]
    yield [sum(row) for row in _turned(table)]


def _of_two(first: Rows, second: Rows) -> Iterator[Numbers]:
    one, other = _flat(first), _flat(second)
    for a in (first, _turned(first)):
        for b in (second, _turned(second)):
            if len(a[0]) == len(b):
                yield [_product(row, column) for row in a for column in _turned(b)]
    if min(len(first), len(second)) == 1:
        yield [_product(one, other)]
    n = max(len(one), len(other))
    if {len(one), len(other)} <= {1, n}:
        pairs = list(zip(one * (n // len(one)), other * (n // len(other)), strict=True))
        yield [a * b for a, b in pairs]
        yield [a + b for a, b in pairs]
        yield [a - b for a, b in pairs]
        yield [a / b if b else 0.0 for a, b in pairs]


def _product(one: Numbers, other: Numbers) -> float:
    """Added up as far as both go, as zip does it."""
    return sum(a * b for a, b in zip(one, other, strict=False))


def _turned(table: Rows) -> Rows:
    return [list(column) for column in zip(*table, strict=True)]


def _flat(table: Rows) -> Numbers:
    return [number for row in table for number in row]


def _alike(one: Numbers, other: Numbers) -> bool:
    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE**2) for a, b in zip(one, other, strict=True)
    )

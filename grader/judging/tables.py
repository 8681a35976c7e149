"""The entries of a quantity as a table, of the kind and the shape that the program has there."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

from ..room.noted import Value
from .numbers import Index, Numbers

COLUMNS, ON_ITS_SIDE, COLUMNS_ON_THEIR_SIDE = "c", "M", "A"
TABLES = {"m": "m", COLUMNS: "a", ON_ITS_SIDE: "m", COLUMNS_ON_THEIR_SIDE: "a"}
"""The kinds of table with rows and columns, as a Matrix has, whatever stands in it: an array, or
either with its rows for columns, as where a record is a column. Each with the kind that it is."""


def shaped(
    quantity: Numbers, entries: Mapping[Index, float], kind: str, like: Value | None
) -> Value:
    """These entries as a table of that kind, the way round that stands there if it fits."""
    numbers = list(entries.values())
    shape = _own_shape(quantity, entries)
    other = like is None or (kind == "a" and math.prod(like.shape) != 1)
    alone = other and len(numbers) == 1
    if kind in ("i", "r"):
        return Value(kind, (), (numbers[0],))
    if kind == "n" or (alone and (kind == "a" or len(quantity.numbers) > 1)):
        return Value("n", (), (numbers[0],))
    if like is not None and math.prod(like.shape) == len(numbers):
        turned = len(shape) == 2 and like.shape == shape[::-1] and like.shape != shape
        return Value(kind, like.shape, tuple(_turned(numbers, shape) if turned else numbers))
    if kind in TABLES:
        shape = shape if len(shape) == 2 else _as_rows(quantity, shape)
    if kind in (ON_ITS_SIDE, COLUMNS_ON_THEIR_SIDE):
        numbers, shape = _turned(numbers, shape), shape[::-1]
    return Value(TABLES.get(kind, kind), shape, tuple(numbers))


def _turned(numbers: Sequence[float], shape: Sequence[int]) -> list[float]:
    """The numbers of a table column after column."""
    return [numbers[j * shape[1] + i] for i in range(shape[1]) for j in range(shape[0])]


def _own_shape(quantity: Numbers, entries: Mapping[Index, float]) -> tuple[int, ...]:
    """The shape of these entries, without the sides of which there is only one index."""
    spans = [len(set(indices)) for indices in zip(*entries, strict=True)]
    pairs = zip(spans, quantity.spans, strict=True)
    spans_kept = itertools.islice(pairs, quantity.by_turns, None)
    kept = tuple(span for span, all_ in spans_kept if span > 1 or all_ == 1)
    return kept or (1,)


def _as_rows(quantity: Numbers, shape: tuple[int, ...]) -> tuple[int, int]:
    """A single side as a row if it belongs to one record, and as a column otherwise."""
    n = math.prod(shape)
    return (1, n) if len(quantity.sides) - quantity.by_turns == 2 else (n, 1)


def is_turned(value: Value | None, quantity: Numbers) -> bool:
    """Does a whole quantity lie on its side, or what is added to it, as its kind does not?"""
    spans = quantity.spans[1:] if quantity.added and len(quantity.spans) > 2 else quantity.spans
    if value is None or len(value.shape) != 2 or len(value.numbers) != math.prod(spans):
        return False
    shape = _as_rows(quantity, spans) if len(spans) == 1 else spans
    return value.shape != shape and value.shape == shape[::-1]


def is_of_another_size(value: Value, quantity: Numbers, _kind: str = "") -> bool:
    """Has it more numbers than all of a quantity for one turn, or fewer?"""
    return len(value.numbers) != math.prod(quantity.spans[quantity.by_turns :])


def is_in_another_shape(value: Value, quantity: Numbers, kind: str) -> bool:
    """Would all of a quantity, for one turn, lie otherwise in a table of that kind?"""
    if is_of_another_size(value, quantity):
        return False
    first = (0,) * quantity.by_turns
    entries = {i: n for i, n in quantity.numbers.items() if i[: quantity.by_turns] == first}
    plain = shaped(quantity, entries, kind, None)
    return (plain.kind, plain.shape) != (value.kind, value.shape)

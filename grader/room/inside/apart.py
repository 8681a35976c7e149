"""Weights that are in no array of their own: where each number of both layers may be.

A script may keep all of them in one row, as optimisers want them; those of each hidden unit under
a name, or in an object, of its own; or a dictionary has a number for each connection. Which number
is which weight does not show where several readings fit: the likeliest comes first.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple, TypeAlias

from .arrays import attribute, is_real, is_row, is_table, shape_of
from .layers import Pair
from .objects import fields_of
from .places import MOST_IN_ROW, Place, Spread

MOST_HIDDEN = 9
"""Units: nobody keeps those of more in so many places."""

Rows: TypeAlias = "list[tuple[Place, ...]]"


class Holder(NamedTuple):
    """What holds numbers, and the places of these; a number by itself has that of its own."""

    place: Place
    numbers: tuple[Place, ...]

    @property
    def is_number(self) -> bool:
        return self.numbers == (self.place,)


def pairs_apart(
    seen: Sequence[tuple[Place, Any]], changed: Set[str], lesson: Mapping[str, Any]
) -> list[Pair]:
    """Where both layers' weights may be, of all that is in sight; `changed` are a loop's names."""
    n_features = len(lesson["features"])
    holders = [*_holders(seen, lesson)]
    own = [each for each in holders if each.place[0] in changed]
    held = [each for each in holders if not each.is_number]
    ways = (_in_a_row(own, n_features), _one_by_one(own, n_features), _one_by_one(held, n_features))
    several = next((found for way in ways if (found := [*way])), [])
    return [(_placed(w), _placed(W)) for w, W in several]


def _placed(rows: Rows) -> Place:
    return rows[0][0][0], Spread(tuple(rows))


def _holders(seen: Sequence[tuple[Place, Any]], lesson: Mapping[str, Any]) -> Iterator[Holder]:
    """What holds weights, as far as that shows: sums are all 0 as they begin."""
    met: set[Place] = set()
    for place, value in seen:
        if any(place[:end] in met for end in range(1, len(place))):
            continue
        if _are_many(value) or (isinstance(value, list) and _are_records(value, lesson)):
            met.add(place)  # and what is in it is a record
            continue
        keys = _keys(value)
        numbers = [value] if keys is None else [value[key] for key in keys]
        if numbers and all(map(_is_weight, numbers)) and not {*numbers} <= {0.0, 1.0}:
            met.add(place)
            yield Holder(place, (place,) if keys is None else tuple((*place, k) for k in keys))


def _are_records(value: list[Any], lesson: Mapping[str, Any]) -> bool:
    """Are these objects applicants? A few of them with six numbers each may be hidden units."""
    fields = fields_of(value, lesson)
    return bool(fields and (fields.target or len(value) > MOST_HIDDEN))


def _are_many(value: Any) -> bool:
    """Is it a table of more rows than a layer has, or a list of more things that are no numbers?"""
    if len(shape := shape_of(value)) == 2:
        return shape[0] > MOST_HIDDEN
    return isinstance(value, (list, tuple)) and not shape and len(value) > MOST_HIDDEN


def _keys(value: Any) -> Sequence[Any] | None:
    """Those of the numbers in it; None where it is none of what may hold several."""
    if isinstance(value, dict):
        return [*value]
    shape = shape_of(value)
    if attribute(value, "ndim") == 2 and 1 in shape and not is_table(value):
        return [*itertools.product(*map(range, shape))] if sum(shape) <= MOST_IN_ROW else None
    return range(len(value)) if is_row(value) and len(value) <= MOST_IN_ROW else None


def _is_weight(value: Any) -> bool:
    return is_real(value) and not isinstance(value, int) and math.isfinite(value)


def _in_a_row(holders: Sequence[Holder], n_features: int) -> Iterator[tuple[Rows, Rows]]:
    """All weights in one row: those of the hidden layer first, or last, in either order."""
    for _, row in holders:
        n_hidden, more = divmod(len(row), n_features + 1)
        if n_hidden and not more:
            first, last = len(row) - n_hidden, n_hidden
            for w, W in ((row[:first], row[first:]), (row[last:], row[:last])):
                for rows in (_cut(w, n_hidden), _turned(_cut(w, n_features))):
                    yield rows, _cut(W, 1)


def _one_by_one(holders: Sequence[Holder], n_features: int) -> Iterator[tuple[Rows, Rows]]:
    """The weights of each unit, or from each feature, by themselves, or from each to each."""
    single = tuple(each.place for each in holders if each.is_number)
    several = [each.numbers for each in holders if not each.is_number]
    for n_hidden in range(2, MOST_HIDDEN + 1):
        out = [numbers for numbers in several if len(numbers) == n_hidden]
        outputs = [*out[-1:], *([single] if len(single) == n_hidden else [])]
        units = [numbers for numbers in several if len(numbers) == n_features]
        if len(units) == n_hidden and n_hidden != n_features:
            yield from ((_turned(units), _cut(W, 1)) for W in outputs[:1])
        if len(out) == n_features + (not single) and outputs:
            both = [(out[:n_features], outputs[-1])]
            both += [(out[1:], out[0])] if not single else []  # beside the others, under a name
            for rows, W in both[:: -1 if _stands_alone(out) else 1]:
                yield rows, _cut(W, 1)
        for numbers in several:
            if len(numbers) == n_features * n_hidden and outputs:
                ways = [_cut(numbers, n_hidden), _turned(_cut(numbers, n_features))]
                for rows in ways[:: -1 if _is_by_unit(numbers, n_features) else 1]:
                    yield rows, _cut(outputs[0], 1)


def _stands_alone(rows: Sequence[Sequence[Place]]) -> bool:
    """Is the first of these rows somewhere else than the others, which are in one place?"""
    names = [row[0][0] for row in rows]
    return names[0] not in names[1:] and len({*names[1:]}) == 1


def _is_by_unit(numbers: Sequence[Place], n_features: int) -> bool:
    """Do the keys of a dictionary name as many things last as there are features?"""
    keys = [place[-1] for place in numbers]
    return all(isinstance(k, tuple) for k in keys) and len({k[-1] for k in keys}) == n_features


def _cut(row: Sequence[Place], length: int) -> Rows:
    return [tuple(row[i : i + length]) for i in range(0, len(row), length)]


def _turned(rows: Sequence[Sequence[Place]]) -> Rows:
    return [*zip(*rows, strict=True)]

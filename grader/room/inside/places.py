"""Where a script may keep an array: under a name, and inside of what has that name.

A network lives in two arrays of its own, in a dictionary, in the layers of an object, in what a
function has closed over. All of it is reached by steps from a name: a key, an index, an attribute,
a variable of the function's. How far is gone is bounded, as a script may hold anything.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import contextlib
import functools
import operator
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .arrays import attribute, is_row, is_table

MOST_STEPS = 6
"""From a name to an array: `trainer.network.layers[0].weights["w"]` takes five."""

MOST_IN_SIGHT = 500
"""Values that are looked at from one loop, the nearest first."""

MOST_IN_ROW = 64
"""A longer list has records in it, and no layers."""

Place = tuple[Any, ...]
"""Where an array is: a name, and the steps that lead from it."""


def in_sight(frame: types.FrameType, names: frozenset[str]) -> Iterator[tuple[Place, Any]]:
    """What stands under these names, and inside of that: the nearest first."""
    own = frame.f_locals
    known = {name: own[name] for name in own if name in names}
    for name in frame.f_globals:
        if name in names:
            known.setdefault(name, frame.f_globals[name])
    seen: list[tuple[Place, Any]] = [((name,), value) for name, value in known.items()]
    met = set()
    for place, value in seen:
        yield place, value
        if len(place) > MOST_STEPS or id(value) in met:
            continue
        inside = parts(value)
        if inside:
            met.add(id(value))
        for key in [*inside][: max(0, MOST_IN_SIGHT - len(seen))]:
            seen.append(((*place, key), inside[key]))


def put(frame: types.FrameType, place: Place, value: Any) -> bool:
    """Has the script find this value there, and tells whether it does: a local name is not ours."""
    *before, key = place
    if not before:
        known = key in frame.f_globals
        if known:
            frame.f_globals[key] = value
        return known
    inside = value_at(frame, tuple(before))
    if isinstance(inside, tuple):  # which does not change: another takes its place
        entries = (*inside[:key], value, *inside[key + 1 :])
        return put(frame, tuple(before), getattr(type(inside), "_make", tuple)(entries))
    inside = inside.__self__ if isinstance(inside, types.MethodType) else inside
    if isinstance(inside, (dict, list)):
        inside[as_here(inside, key) if isinstance(inside, dict) else key] = value
    elif isinstance(inside, types.FunctionType) and key in inside.__code__.co_freevars:
        cells = inside.__closure__ or ()
        cells[inside.__code__.co_freevars.index(key)].cell_contents = value
    elif isinstance(key, str):
        setting = setattr if isinstance(inside, type) else object.__setattr__  # frozen or not
        with contextlib.suppress(AttributeError, TypeError):
            setting(inside, key, value)
    return value_at(frame, place) is value


def parts(value: Any) -> Mapping[Any, Any]:
    """What is in a dictionary, a short list, an object or a function of the script's, by key."""
    if isinstance(value, dict):
        return value
    if isinstance(value, (list, tuple)) or _is_array_of_objects(value):
        return _in_row(value) if len(value) < MOST_IN_ROW else {}
    if isinstance(value, types.MethodType):
        return parts(value.__self__)
    if isinstance(value, types.FunctionType):
        return {**vars(value), **_closed_over(value)}
    if isinstance(value, types.GeneratorType):
        return value.gi_frame.f_locals if value.gi_frame else {}
    if isinstance(value, functools.partial):
        return {"func": value.func, **dict(enumerate(value.args)), **value.keywords}
    kind = value if isinstance(value, type) else type(value)
    if kind.__module__ == "__main__" or kind is types.SimpleNamespace:
        return {**_in_slots(value), **(attribute(value, "__dict__") or {})}
    return {}


def _in_row(value: Any) -> dict[int, Any]:
    """What stands in a row: the last of a list as its last, however long that becomes."""
    inside = dict(enumerate(value))
    if isinstance(value, list) and value:
        inside[-1] = inside.pop(len(value) - 1)
    return inside


def _is_array_of_objects(value: Any) -> bool:
    kind = attribute(attribute(value, "dtype"), "kind")
    return kind == "O" and attribute(value, "ndim") == 1 and not is_table(value)


def _closed_over(function: types.FunctionType) -> dict[str, Any]:
    """The variables of a function that are those of the function around it."""
    found = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # it has no value yet
            continue
    return found


def _in_slots(value: Any) -> dict[str, Any]:
    found = {}
    for kind in type(value).__mro__:
        for name, slot in vars(kind).items():
            if isinstance(slot, types.MemberDescriptorType) and kind.__module__ == "__main__":
                try:
                    found[name] = slot.__get__(value)
                except AttributeError:  # it has no value yet
                    continue
    return found


def value_at(frame: types.FrameType, place: Place) -> Any:
    """What is there now, or None."""
    name, *keys = place
    value: Any = frame.f_locals.get(name, frame.f_globals.get(name))
    for key in keys:
        if isinstance(key, Spread):
            return key.now(frame)
        if isinstance(key, Newest):
            return key.now(value)
        if type(key) is int and is_row(value):
            value = value[key] if key < len(value) else None
        elif type(key) is tuple and attribute(value, "ndim") == len(key):
            value = value[key] if all(map(operator.lt, key, value.shape)) else None
        else:
            inside = parts(value)
            value = inside.get(as_here(inside, key))
    return value


@dataclass(frozen=True)
class Spread:
    """A layer's weights that are in no array of their own: the place of each number, row by row.

    It stands as the last step of a place, behind the name under which its first number is.
    """

    places: tuple[tuple[Place, ...], ...]

    def now(self, frame: types.FrameType) -> list[list[Any]]:
        """The numbers as they are."""
        return [[value_at(frame, place) for place in row] for row in self.places]

    def fill(self, frame: types.FrameType, rows: Any) -> bool:
        """Puts these numbers there, and tells whether it could: a local name is not ours."""
        pairs = zip(self.places, rows, strict=True)
        each = [pair for places, row in pairs for pair in zip(places, row, strict=True)]
        return all(put_number(frame, place, float(number)) for place, number in each)

    def __str__(self) -> str:
        return ", ".join(dict.fromkeys(str(place[0]) for row in self.places for place in row))


class Newest:
    """The row of an array that was written last, where a loop keeps what comes of each epoch.

    It stands as the last step of a place, behind that of the array.
    """

    def __init__(self) -> None:
        self._before: Any = None

    def begin(self, array: Any) -> None:
        """What has been written by now is the first row."""
        self._before = array.copy()

    def now(self, array: Any) -> Any:
        """The last row with other numbers than the array began with; the first, if none has."""
        before = self._before
        if before is None or before.shape != array.shape:
            return array[0]
        pairs = enumerate(zip(array, before, strict=True))
        written = [i for i, (row, then) in pairs if row.tobytes() != then.tobytes()]
        return array[written[-1] if written else 0]

    def __repr__(self) -> str:
        return "newest"


def put_number(frame: types.FrameType, place: Place, number: float) -> bool:
    """Has the script find this number there, and tells whether it does."""
    row: Any = value_at(frame, place[:-1]) if len(place) > 1 else None
    in_array = type(place[-1]) is tuple and attribute(row, "ndim") == len(place[-1])
    if in_array or (is_row(row) and not isinstance(row, tuple)):
        row[place[-1]] = number
    else:
        put(frame, place, number)
    return bool(value_at(frame, place) == number)


def as_here(inside: Mapping[Any, Any], key: Any) -> Any:
    """The key as this run of the script has it: each has an Enum of its own."""
    if key in inside:
        return key
    return next((one for one in inside if str(one) == str(key)), key)

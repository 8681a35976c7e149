"""Records that are objects, each with its inputs and its target: dictionaries, or longer tuples.

So are those of an array of NumPy's that has a name for each of its columns.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .arrays import attribute, is_real, shape_of

PAIR = 2
"""A tuple of so many is an input and a target (arrays.is_paired)."""


class Fields(NamedTuple):
    """Under which keys such records have the target, if they do, and the inputs: each, or all."""

    target: tuple[Any, ...]
    inputs: tuple[Any, ...]


def fields_of(records: Any, lesson: Mapping[str, Any]) -> Fields | None:
    """Those of a list of records, as far as they have them; None where it is no such list.

    The target has the lesson's name, or is the only one that is 0 or 1 in all of them.
    """
    is_list = isinstance(records, (list, tuple)) or _is_in_columns(records)
    if not is_list or not len(records) or isinstance(records[0], type):
        return None
    named = [_named(record) for record in records]
    first = named[0]
    if not first or any(one.keys() != first.keys() for one in named):
        return None
    features = lesson["features"]
    flags = [key for key in first if all(_is_answer(one[key]) for one in named)]
    answers = [key for key in flags if key not in features]
    answers = [lesson["target"]] if lesson["target"] in flags else answers
    shapes = ((len(features),), (1, len(features)))
    rows = tuple(key for key in first if shape_of(first[key]) in shapes)
    numbers = tuple(key for key in first if is_real(first[key]) and key not in answers)
    inputs = rows or (numbers if len(numbers) == len(features) else ())
    inputs = tuple(features) if {*features} <= first.keys() else inputs
    if len(answers) > 1 or len(inputs) not in (0, 1, len(features)):
        return None
    return Fields(tuple(answers), inputs) if answers or inputs else None


def remade(records: Sequence[Any], fields: Fields, x: Any, y: Any) -> Any:
    """As many records as there are rows, with these inputs and targets, and else as they were."""
    if _is_in_columns(records):
        return _in_columns(records, fields, x, y)
    found = []
    for i, (row, answer) in enumerate(zip(x, y, strict=True)):
        like = records[i % len(records)]
        new = {key: type(_named(like)[key])(answer[0]) for key in fields.target}
        if len(fields.inputs) == 1:
            own = _named(like)[fields.inputs[0]]
            inputs = row.reshape(shape_of(own))
            new[fields.inputs[0]] = inputs if hasattr(own, "dtype") else type(own)(inputs.tolist())
        else:
            new.update(zip(fields.inputs, row.tolist(), strict=False))
        found.append(_with(like, new))
    return tuple(found) if isinstance(records, tuple) else found


def _in_columns(records: Any, fields: Fields, x: Any, y: Any) -> Any:
    """The same for an array with a name for each column."""
    found = records[[i % len(records) for i in range(len(x))]]
    for key in fields.target:
        found[key] = y[:, 0]
    if len(fields.inputs) == 1:
        found[fields.inputs[0]] = x.reshape(found[fields.inputs[0]].shape)
    else:
        for key, column in zip(fields.inputs, x.T, strict=False):
            found[key] = column
    return found


def taken(records: Sequence[Any], fields: Fields) -> tuple[list[Any], list[Any]]:
    """The rows of inputs, and those of targets, that are in them."""
    named = [_named(record) for record in records]
    several = len(fields.inputs) > 1
    rows = [[one[key] for key in fields.inputs] for one in named] if several else []
    if len(fields.inputs) == 1:
        rows = [[float(number) for number in _flat(one[fields.inputs[0]])] for one in named]
    return rows, [[one[key] for key in fields.target] for one in named] if fields.target else []


def _flat(row: Any) -> Any:
    return row[0] if len(shape_of(row)) == 2 else row


def _columns(value: Any) -> tuple[str, ...]:
    """The names of its columns, if it is an array that has them, or a row of one."""
    return attribute(attribute(value, "dtype"), "names") or ()


def _is_in_columns(records: Any) -> bool:
    return bool(_columns(records)) and attribute(records, "ndim") == 1


def _named(record: Any) -> Mapping[Any, Any]:
    """What it has under which names, or in which places; nothing where it is no such record."""
    if isinstance(record, dict):
        return record if all(isinstance(key, str) for key in record) else {}
    if isinstance(record, tuple):
        fields = getattr(record, "_fields", range(len(record) if len(record) > PAIR else 0))
        return dict(zip(fields, record, strict=False))
    if columns := _columns(record):
        return {name: record[name] for name in columns}
    if type(record).__module__ != "__main__" and type(record).__name__ != "SimpleNamespace":
        return {}
    slots = [name for kind in type(record).__mro__ for name in getattr(kind, "__slots__", ())]
    slotted = {name: attribute(record, name) for name in slots if name != "__dict__"}
    return {**slotted, **(attribute(record, "__dict__") or {})}


def _with(record: Any, new: Mapping[Any, Any]) -> Any:
    if isinstance(record, dict):
        return type(record)({**record, **new})
    if isinstance(record, tuple):
        return getattr(record, "_make", tuple)({**_named(record), **new}.values())
    other = copy.copy(record)
    for name, value in new.items():
        object.__setattr__(other, name, value)
    return other


def _is_answer(value: Any) -> bool:
    return is_real(value) and value in (0, 1)

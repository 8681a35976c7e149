"""The grader's tables, handed over as the submission's own function hands back its own.

They are what its own are: matrices, lists of rows, or arrays; and a training may take them from a
named tuple, a dictionary or an object by their names there. Where its own are not known, or not
what the training can do with, it is given them in other moulds (MOULDS).

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import copy
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    from collections.abc import Callable, Sequence
    from typing import Any

    Mould = Callable[[Any, Sequence[Any]], Any]
    """Makes of what a function has once returned, and of tables, what is handed over."""


def like(own: Any, tables: Sequence[Any]) -> Any:
    """The tables as what its own are, in a copy of what a function of the submission's returned.

    One table is handed over by itself, and several as a tuple where its own result is none that
    holds as many.
    """
    if len(tables) == 1:
        return _of_the_kind_of(own, tables[0])
    held = [value for _, value in _held(own, tables[0])]
    if len(held) >= len(tables):
        tables = [*map(_of_the_kind_of, held, tables)]
    return held_like(own, tables)


def held_like(own: Any, tables: Sequence[Any]) -> Any:
    """The tables as they are, in such a copy."""
    if len(tables) == 1:
        return tables[0]
    try:
        return _filled(own, tables)
    except Exception:  # its own type need not let itself be copied
        return tuple(tables)


def in_order(_own: Any, tables: Sequence[Any]) -> Any:
    """The tables as they are, in their order."""
    return tables[0] if len(tables) == 1 else tuple(tables)


def as_lists(own: Any, tables: Sequence[Any]) -> Any:
    """Each as a list of its rows."""
    return held_like(own, [*map(_rows, tables)])


def as_arrays(own: Any, tables: Sequence[Any]) -> Any:
    """Each as an array of NumPy's, for a program that has some."""
    return held_like(own, [*map(_array, tables)])


MOULDS: tuple[Mould, ...] = (like, held_like, in_order, as_lists, as_arrays)
"""In the order in which they are tried."""


def is_plain(own: Any, matrix: type) -> bool:
    """Is it matrices in their order, of which all that is known comes to the same?"""
    several = own if type(own) is tuple else (own,)
    return all(isinstance(one, matrix) for one in several)


def _of_the_kind_of(own: Any, table: Any) -> Any:
    """The table as a list or as an array where its own is one, with as many dimensions.

    A table by itself stays one: in a tuple it may be for a comma behind it.
    """
    if isinstance(own, (list, tuple)) and own and not isinstance(own[0], type(table)):
        rows = _rows(table)
        is_flat = isinstance(own[0], (int, float))
        return [entry for row in rows for entry in row] if is_flat else rows
    if type(own).__module__ == "numpy" and getattr(own, "ndim", False):
        array = _array(table)
        return array.reshape(-1) if own.ndim == 1 else array
    return table


def _rows(table: Any) -> list[list[float]]:
    return [list(row) for row in table.rows]


def _array(table: Any) -> Any:
    numpy = sys.modules.get("numpy")
    return numpy.array(_rows(table)) if numpy else table


def _filled(own: Any, tables: Sequence[Any]) -> Any:
    if isinstance(own, tuple):
        more = () if type(own) is tuple else own[len(tables) :]  # which have names of their own
        made = tuple.__new__(type(own), (*tables, *more))
        getattr(made, "__dict__", {}).update(getattr(own, "__dict__", {}))
        return made
    if isinstance(own, list):
        several = copy.copy(own)
        several[:] = tables
        return several
    made = copy.copy(own)
    # One that is frozen has a setattr of its own.
    store: Callable[..., None] = dict.__setitem__ if isinstance(own, dict) else object.__setattr__
    for (name, _), table in zip(_held(own, tables[0]), tables, strict=True):
        store(made, name, table)
    return made


def _held(own: Any, table: Any) -> list[tuple[Any, Any]]:
    """The tables that it holds, each with the name or the number that it holds it under."""
    if isinstance(own, (tuple, list)):
        return [*enumerate(own)]
    if isinstance(own, dict):
        held: dict[Any, Any] = {name: own[name] for name in own if isinstance(name, str)}
    else:
        held = {name: getattr(own, name) for name in _attributes(own) if hasattr(own, name)}
    return [
        (n, value) for n, value in held.items() if _is_table(value) or type(value) is type(table)
    ]


def _is_table(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and isinstance(value[0], list)
    return type(value).__module__ == "numpy" and bool(getattr(value, "ndim", False))


def _attributes(own: Any) -> list[str]:
    slots = (getattr(kind, "__slots__", ()) for kind in type(own).__mro__)
    several = ([one] if isinstance(one, str) else one for one in slots)
    return [*getattr(own, "__dict__", ()), *(name for names in several for name in names)]

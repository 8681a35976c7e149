"""The grader's tables, handed over as the submission's own function hands back its own.

A training may take them from a named tuple, a dictionary or an object by their names there.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import copy

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    from collections.abc import Callable, Sequence
    from typing import Any


def like(own: Any, tables: Sequence[Any]) -> Any:
    """The tables, in a copy of what a function of the submission's has once returned.

    One table is handed over by itself, and several as a tuple where its own result is none that
    holds as many.
    """
    if len(tables) == 1:
        return tables[0]
    try:
        return _filled(own, tables)
    except Exception:  # its own type need not let itself be copied
        return tuple(tables)


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
    if isinstance(own, dict):
        held: dict[Any, Any] = {name: own[name] for name in own if isinstance(name, str)}
        store: Callable[..., None] = dict.__setitem__
    else:
        held = {name: getattr(own, name) for name in _attributes(own) if hasattr(own, name)}
        store = object.__setattr__  # one that is frozen has its own
    names = [name for name, value in held.items() if isinstance(value, type(tables[0]))]
    for name, table in zip(names, tables, strict=True):
        store(made, name, table)
    return made


def _attributes(own: Any) -> list[str]:
    slots = (getattr(kind, "__slots__", ()) for kind in type(own).__mro__)
    several = ([one] if isinstance(one, str) else one for one in slots)
    return [*getattr(own, "__dict__", ()), *(name for names in several for name in names)]

"""Calls of a submission's functions, and the grader's own functions that stand in for some."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from ...solution.matrix import Matrix
from .answers import MOST_COLUMNS, MOST_ROWS, Raw, _list, any_matrix, raw
from .inside.protocol import AS_BEFORE
from .room import StandIn

Argument: TypeAlias = "Matrix | float | int"

StandIns: TypeAlias = "Mapping[str, Callable[..., Sequence[Matrix]]]"
NOBODY: StandIns = MappingProxyType({})


@dataclass(frozen=True)
class Call:
    """A call of one of the submission's functions, on matrices that no other call shares.

    `names` are local values to note as its functions return, `batches_of` a function whose calls
    are noted by the number of rows of their first argument. Of a `watched` one it is told whether
    its matrices are others afterwards. What a `silent` call returns is not told. One that `trains`
    may take as long as a training does.
    """

    function: str
    arguments: Sequence[Argument]
    names: Sequence[str] = ()
    batches_of: str = ""
    watched: bool = False
    silent: bool = False
    trains: bool = False

    @cached_property
    def asked(self) -> dict[str, object]:
        """The call as the room is asked for it."""
        return {
            "function": self.function,
            "arguments": [sent(a) if isinstance(a, Matrix) else a for a in self.arguments],
            "names": list(self.names),
            "batches_of": self.batches_of,
            "watched": self.watched,
            "silent": self.silent,
        }


def answering(stand_ins: StandIns) -> StandIn:
    """Answers the room's questions with these functions; None where the arguments do not fit."""
    before: dict[str, list[Argument | None]] = {name: [] for name in stand_ins}

    def answer(name: object, arguments: object) -> object:
        function = stand_ins.get(str(name))
        if function is None:
            return None
        known = itertools.chain(before[str(name)], itertools.repeat(None))
        pairs = zip(_list(arguments), known, strict=False)
        tables = [old if new == AS_BEFORE else _argument(raw(new)) for new, old in pairs]
        before[str(name)] = tables
        if None in tables:
            return None
        try:
            return [sent(table) for table in function(*tables)]
        except (ArithmeticError, TypeError, ValueError):
            return None

    return answer


def sent(table: Matrix) -> dict[str, object]:
    """A table as the room takes it (inside/calling.py)."""
    return {"entries": array("d", table.entries).tobytes(), "shape": table.shape}


def _argument(value: Raw) -> Argument | None:
    if isinstance(value, (int, float)):
        return value
    table = any_matrix(value)
    fits = table is not None and table.shape[0] <= MOST_ROWS and table.shape[1] <= MOST_COLUMNS
    return table if fits else None

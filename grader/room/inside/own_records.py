"""A script's own records: what it has prepared of the lesson's file, and trains with.

For once it is left with these, where the grader's would take their place. Handed back is all that
may be what it learns from: tables of features, and columns of targets. Which of them it does learn
from shows in the weights that it ends with. Asked for numbers, it tells the line after which these
are first found in the script.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any

from .arrays import flat
from .groups import FEATURES, Groups, members
from .objects import taken
from .records import Records

MOST_TABLES = 6


class OwnRecords(Records):
    """The records of one training, which leaves the script's own where they are."""

    def __init__(self, script: Any, asked: Mapping[str, Any]) -> None:
        super().__init__(script, asked)
        self._found: dict[str, list[Any]] = {"features": [], "targets": []}

    def look_for(self, frame: types.FrameType, loop: int) -> None:
        super().look_for(frame, loop)
        self.n = min(self._sizes)

    def _as_many(self, value: Any) -> Any:
        return value

    def _choosing(self, value: Any, _these: Any) -> Any:
        return value

    def _in_form(self, part: str, own: Any, _data: Any) -> Any:
        table = self._numbers(own)
        if part == "features":
            table = table if table.shape[1] == self._n_features else table.T
        for rows in (table, *self._chosen_of(table)):
            self._find(part, rows)
        return own

    def _chosen_of(self, table: Any) -> list[Any]:
        """Those of its rows that are chosen to learn from, where it has all of them."""
        parts = [each for each in self._choices or () if len(each) < self.own_rows]
        return [table[each] for each in parts] if len(table) == self.own_rows else []

    def _find(self, part: str, table: Any) -> None:
        found = self._found[part]
        known = any(self._script.numpy.array_equal(table, other) for other in found)
        if not known and len(found) < MOST_TABLES:
            found.append(table.copy())

    def _of_columns(self, _value: Any) -> Any:
        for columns in self._columns.values():
            x, y = columns.records
            self._in_form("features", x, None)
            self._in_form("targets", y.reshape(-1, 1), None)
            self._handed_over |= {"features", "targets"}
        return None

    def _grouped(self, own: Any, groups: Groups) -> Any:
        self._handed_over |= {*groups.keys}
        for part in groups.keys:
            tables = [groups.table(group, part) for group in members(own)]
            width = -1 if part == FEATURES else 1
            rows = [self._numbers(table).reshape(len(table), width) for table in tables]
            self._in_form(part, self._script.numpy.vstack(rows), own)
        return own

    def _pairs(self, own: Any) -> Any:
        for part, i in (("features", 0), ("targets", 1)):
            rows = [self._script.numpy.ravel(entry[i]) for entry in own]
            self._in_form(part, self._script.numpy.array(rows), own)
        return own

    def _objects(self, own: Any, fields: Any) -> Any:
        for part, table in zip(("features", "targets"), taken(own, fields), strict=True):
            if table:
                self._in_form(part, self._script.numpy.array(table, dtype=float), own)
        return own

    def _with_targets(self, own: Any, column: int) -> Any:
        table = self._numbers(own)
        self._in_form("features", self._script.numpy.delete(table, column, axis=1), None)
        self._in_form("targets", table[:, [column]], None)
        return own

    def _numbers(self, own: Any) -> Any:
        array = self._script.numpy.asarray(own, dtype=float)
        return array.reshape(flat(array.shape))

    def told(self, encode: Callable[[object], Any]) -> dict[str, Any]:
        """Each table as rows, encoded, under a name and its number."""
        return {
            f"{part} {i}": encode(table if part == "features" else table.reshape(-1, 1))
            for part, tables in self._found.items()
            for i, table in enumerate(tables)
        }

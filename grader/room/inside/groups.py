"""Records in several tables: a group for each rank, or batches, each with inputs and targets.

    {1: (x, t), 2: (x, t)}     both of a group in a pair, or under keys
    [x, x, x], [t, t, t]       or the inputs of all groups in one list, the targets in another

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .arrays import shape_of

FEATURES, TARGETS = "features", "targets"
ASIDE = ("train", "test", "val", "dev", "hold")
"""What is in the keys where one of them has all the records to learn from."""


class Groups(NamedTuple):
    """Under which key each group has its inputs and its targets, as far as it has them.

    It is None where the group itself is the table. `sizes` are how many records each has.
    """

    keys: Mapping[str, Any]
    sizes: Sequence[int]

    def table(self, group: Any, part: str) -> Any:
        """The group's inputs, or its targets."""
        return group if self.keys[part] is None else group[self.keys[part]]

    def remade(self, group: Any, new: Mapping[str, Any]) -> Any:
        """The group with these tables, and else as it was."""
        if None in self.keys.values():
            [table] = new.values()
            return table
        named = {self.keys[part]: table for part, table in new.items()}
        if isinstance(group, dict):
            return type(group)({**group, **named})
        entries = [named.get(i, entry) for i, entry in enumerate(group)]
        return getattr(type(group), "_make", type(group))(entries)


def groups_of(value: Any, n_features: int) -> Groups | None:
    """The groups in a list or a dictionary; None where it has others in it."""
    if isinstance(value, dict) and any(part in str(key).lower() for key in value for part in ASIDE):
        return None
    several = [_tables(group, n_features) for group in members(value)]
    is_a_table = (*shape_of(value)[1:], 1)[0] in (1, n_features) and shape_of(value)
    if len(several) < 2 or not several[0] or is_a_table:
        return None
    keys = {part: key for part, (key, _) in several[0].items()}
    sizes = []
    for tables in several:
        if {part: key for part, (key, _) in tables.items()} != keys:
            return None
        n, *others = {rows for _, rows in tables.values()}
        if others:
            return None
        sizes.append(n)
    return Groups(keys, sizes) if sum(sizes) > len(sizes) else None


def members(value: Any) -> list[Any]:
    """What stands in a list, a tuple or a dictionary; nothing of anything else."""
    if isinstance(value, dict):
        return [*value.values()]
    return [*value] if isinstance(value, (list, tuple)) else []


def divided(value: Any, n_records: int, remade: Callable[[Any, slice], Any]) -> Any:
    """The same with each group's share of so many records, as it is remade for these rows.

    Where there are fewer records than groups, a list has fewer.
    """
    n = len(value)
    ends = [n_records * (i + 1) // n for i in range(n)]
    rows = [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    if isinstance(value, dict):
        value.update({key: remade(value[key], part) for key, part in zip(value, rows, strict=True)})
        return value
    found = [remade(group, part) for group, part in zip(value, rows, strict=True)]
    found = [group for group, part in zip(found, rows, strict=True) if part.start < part.stop]
    if isinstance(value, tuple):
        return tuple(found)
    value[:] = found
    return value


def _tables(group: Any, n_features: int) -> dict[str, tuple[Any, int]]:
    """Under which keys it has inputs and targets, each with how many records these are of."""
    if alone := _part(group, n_features):
        return {alone: (None, shape_of(group)[0])}
    inside = group if isinstance(group, dict) else dict(enumerate(members(group)[:4]))
    found: dict[str, tuple[Any, int]] = {}
    for key, table in inside.items():
        if part := _part(table, n_features):
            found.setdefault(part, (key, shape_of(table)[0]))
    return found if len(found) == 2 else {}


def _part(table: Any, n_features: int) -> str:
    """Are these the inputs of some records, or their targets?"""
    shape = shape_of(table)
    if len(shape) == 2 and shape[1] == n_features:
        return FEATURES
    is_column = len(shape) == 1 or shape[1:] == (1,)
    return TARGETS if is_column and all(number in (0, 1) for number in _numbers(table)) else ""


def _numbers(column: Any) -> Iterator[Any]:
    for entry in column.to_numpy() if hasattr(column, "to_numpy") else column:
        yield entry if not shape_of(entry) else entry[0]

"""The same slip in two lines that are alike, as one layer's line is copied for the other layer."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from .edits import Change
from .statements import in_blocks

KINDS = ("dropped", "unwrapped", "number", "operator")
"""The kinds of slips in both that no formula of a step's shows: of operators it does all but //."""

Key = tuple[str, str, int]


def beside(tree: ast.Module, statement: ast.stmt) -> ast.stmt | None:
    """The line right below or above one that stores something else in the same way."""
    kinds = (ast.Assign, ast.AugAssign)
    for block in in_blocks(tree):
        if statement in block and isinstance(statement, kinds):
            at = block.index(statement)
            for other in (*block[at + 1 : at + 2], *block[max(0, at - 1) : at]):
                if type(other) is type(statement) and _stored(other) != _stored(statement):
                    return other
    return None


def in_both(
    one: tuple[ast.stmt, Iterable[Change]], other: tuple[ast.stmt, Iterable[Change]]
) -> Iterator[tuple[Change, Change]]:
    """The changes of two statements that are the same, in the same place of each."""
    first, second = (_by_key(*each) for each in (one, other))
    for key in sorted(first, key=lambda key: KINDS.index(key[0])):
        if key in second:
            yield first[key], second[key]


def _by_key(statement: ast.stmt, several: Iterable[Change]) -> dict[Key, Change]:
    """The changes by their kind, their place, and how many of the kind there are before."""
    found: dict[Key, Change] = {}
    places, counts = dict(_places(statement)), Counter[tuple[str, str]]()
    for change in several:
        kind, node, _ = change
        is_known = kind == "operator" and not isinstance(getattr(node, "op", None), ast.FloorDiv)
        if kind in KINDS and not is_known and (place := places.get(node)) is not None:
            counts[kind, place] += 1
            found[kind, place, counts[kind, place]] = change
    return found


def _places(node: ast.AST, place: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Each part of a statement, and by which of its fields it is reached."""
    yield node, place
    for field, value in ast.iter_fields(node):
        parts: Sequence[object] = value if isinstance(value, list) else [value]
        for i, part in enumerate(parts):
            if isinstance(part, ast.AST):
                yield from _places(part, f"{place}.{field}[{i}]")


def _stored(statement: ast.stmt) -> list[str]:
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", statement)]
    return [*map(ast.unparse, targets)]

"""What gives the numbers of one array a second name: where one is changed, so is the other.

An array of its own may be meant: a copy, or zeros.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from .statements import Edit, in_loops, instead, names_stored, nodes

VIEWS = ("reshape", "ravel", "view", "asarray", "squeeze", "transpose")
"""What gives an array the numbers of another, and none of its own."""


def zeroed(tree: ast.Module) -> Iterator[list[Edit]]:
    """Zeros in the place of what is given to something that is added to.

    First in all these places, which is one slip made for each of the layers.
    """
    added = {place_of(s.target) for s in nodes(tree) if isinstance(s, ast.AugAssign)}
    several = []
    for statement in (s for s in nodes(tree) if isinstance(s, ast.Assign)):
        value, [target, *_] = statement.value, statement.targets
        parts = [p for p in _parts(value) if _is_another_name(p)]
        if parts and not added.isdisjoint(map(ast.unparse, _parts(target))):
            several.append([instead(part, f"0 * {ast.unparse(part)}") for part in parts])
    yield [*itertools.chain.from_iterable(several)]
    yield from several


def apart(tree: ast.Module) -> Iterator[list[Edit]]:
    """A copy, which goes its own way, where something of it is changed.

    In a loop only of what is changed by the name that it is given there.
    """
    added = (s for s in nodes(tree) if isinstance(s, ast.AugAssign))
    changed = {ast.unparse(s.target) for s in added}
    for statement, loops in in_loops(tree):
        if not isinstance(statement, ast.Assign):
            continue
        value = statement.value
        parts = statement.targets if loops else ast.walk(statement)
        concerned = not changed.isdisjoint(map(ast.unparse, parts))
        if concerned and _is_another_name(value):
            yield [instead(value, f"({ast.unparse(value)}).copy()")]


def copied(tree: ast.Module) -> Iterator[list[Edit]]:
    """A matrix of its own, or rows of their own, where some of their places are written into."""
    targets = [
        target for s in nodes(tree) if isinstance(s, (ast.Assign, ast.AugAssign))
        for target in (s.targets if isinstance(s, ast.Assign) else [s.target])
    ]  # fmt: skip
    written_into = {place_of(target) for target in targets if isinstance(target, ast.Subscript)}
    for loop in (node for node in nodes(tree) if isinstance(node, ast.For)):
        if not written_into.isdisjoint(names_stored(loop)):  # the rows, one by one
            written_into |= {ast.unparse(part) for part in ast.walk(loop.iter) if _is_a_value(part)}
    for statement, _ in in_loops(tree):
        match statement:
            case ast.Assign(targets=[target], value=(ast.Name() | ast.Attribute()) as value):
                name, other = ast.unparse(target), ast.unparse(value)
                if f"{name}.rows" in written_into:
                    yield [instead(value, f"type({other})({other}.rows)")]
                elif name in written_into:
                    yield [instead(value, f"[[*row] for row in {other}]")]


def place_of(target: ast.expr) -> str:
    """What is changed where an entry of it is, as it is written."""
    while isinstance(target, ast.Subscript):
        target = target.value
    return ast.unparse(target)


def _is_a_value(node: ast.AST) -> bool:
    return isinstance(node, (ast.Name, ast.Attribute))


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _is_another_name(value: ast.expr) -> bool:
    """May it be the very numbers that have a name already, or some of them?"""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Attribute) and value.func.attr in VIEWS
    return isinstance(value, (ast.Name, ast.Attribute, ast.Subscript))

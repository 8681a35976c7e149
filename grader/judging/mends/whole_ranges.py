"""A loop or a slice that leaves out what comes first or last, or goes one too far: made whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..statements import Edit, holds, instead, names_stored, own_parts, statements
from .broken_program import BrokenProgram


def whole(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Each that is short by one, or goes on for one more, the nearest before what raised first."""
    if not program.is_over_values:
        return
    before = [s for s in statements(program.scope.body) if s.lineno <= program.crash.line]
    for statement in reversed(before):
        for node in own_parts(statement):
            yield from ([edit] for edit in _made_whole(node))


def from_the_start(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Counting that begins beyond the first few, from the first: with few there is no turn then.

    Of a loop that has the line that raised, or gives the name its value that has none.
    """
    body = [*statements(program.scope.body)]
    for loop in (s for s in body if isinstance(s, (ast.For, ast.While))):
        stored = {name for s in statements([loop]) for name in names_stored(s)}
        if not (holds(loop, program.crash.line) or program.nameless in stored):
            continue
        if isinstance(loop, ast.For):
            starts = [*filter(None, map(starts_late, ast.walk(loop.iter)))]
        else:
            counted = {n.id for n in ast.walk(loop.test) if isinstance(n, ast.Name)} & stored
            begun = (s for s in body if isinstance(s, ast.Assign) and counted & {*names_stored(s)})
            starts = [s.value for s in begun if _is_beyond_one(s.value)]
        yield from ([instead(start, first)] for start in starts for first in ("0", "-1"))


def starts_late(node: ast.AST) -> ast.expr | None:
    """Where a range begins that leaves out the first few; None if it is no such range."""
    match node:
        case ast.Call(ast.Name("range"), [start, _, *_]) if _is_beyond_one(start):
            return start
    return None


def _made_whole(node: ast.expr) -> Iterator[Edit]:
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "range":
        start, end = (node.args[0], node.args[1]) if len(node.args) > 1 else (None, node.args[0])
        match node.args:
            case [ast.Constant(value=1), ast.BinOp(n, ast.Add(), ast.Constant(value=1))]:
                yield instead(node, f"range({ast.unparse(n)})")  # counted from 1
        if start is not None and _is_one(start):
            yield instead(start, "0")
        if isinstance(end, ast.BinOp) and isinstance(end.op, (ast.Sub, ast.Add)):
            yield from [instead(end, ast.unparse(end.left))] * _is_one(end.right)
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.LtE):
        yield instead(node, f"{ast.unparse(node.left)} < {ast.unparse(node.comparators[0])}")
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        cut = node.slice
        if cut.lower is not None and _is_one(cut.lower) and cut.upper is None:
            yield instead(node, ast.unparse(node.value))
        if cut.upper is not None and cut.lower is None and ast.unparse(cut.upper) == "-1":
            yield instead(node, ast.unparse(node.value))


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1


def _is_beyond_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value > 1

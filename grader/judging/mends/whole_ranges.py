"""A loop or a slice that leaves out what comes first or last, or goes one too far: made whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..statements import Edit, instead, own_parts, statements
from .broken_program import BrokenProgram


def whole(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Each that is short by one, or goes on for one more, the nearest before what raised first."""
    if not program.is_over_values:
        return
    before = [s for s in statements(program.scope.body) if s.lineno <= program.crash.line]
    for statement in reversed(before):
        for node in own_parts(statement):
            yield from ([edit] for edit in _made_whole(node))


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

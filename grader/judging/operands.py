"""The two sides of the operation that a program stopped at, in its own words."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..room.answers import Span
from ..verdict import plain
from .statements import parsed

PRODUCTS = ("dot", "matmul")
OF_TWO = (*PRODUCTS, "multiply", "add", "subtract", "divide")
"""Functions of NumPy that do with their two arguments what an operator does with its sides."""

LONGEST = 40
"""Characters of a side that is still quoted."""


def operands(lines: Sequence[str], span: Span | None) -> tuple[str, str] | None:
    """Both sides of the operation there; None where there is none, or no room to quote them.

    The span comes out of the room, which may say anything of itself: quoted is only what stands
    in the lines.
    """
    text = _between(lines, span) if span else ""
    for whole in (f"({text})", text):  # in brackets an operation may go on in the next line
        try:
            (statement,) = ast.parse(whole).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        sides = [_quoted(whole, side) for side in _sides(statement)]
        return (sides[0], sides[1]) if sides and all(sides) else None
    return None


def is_in_place(lines: Sequence[str], span: Span | None) -> bool:
    """Is the operation there one that leaves its result in the place of its left side?"""
    body = parsed(_between(lines, span)).body if span else []
    return len(body) == 1 and isinstance(body[0], ast.AugAssign)


def _between(lines: Sequence[str], span: Span) -> str:
    """What stands there; Python counts columns in bytes."""
    line, column, last, end = span
    if not 0 < line <= last <= len(lines):
        return ""
    inside = [text.encode() for text in lines[line - 1 : last]]
    inside[-1] = inside[-1][:end]
    inside[0] = inside[0][column:]
    return b"\n".join(inside).decode("utf-8", "replace")


def _sides(statement: ast.stmt) -> Sequence[ast.expr]:
    """What stands on both sides; nothing where the statement is no operation."""
    if isinstance(statement, ast.AugAssign):
        return statement.target, statement.value
    node = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(node, ast.BinOp):
        return node.left, node.right
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.keywords:
        if node.func.attr in OF_TWO and len(node.args) == 2:
            return node.args
        if node.func.attr in PRODUCTS and len(node.args) == 1:
            return node.func.value, node.args[0]
    return ()


def _quoted(text: str, side: ast.expr) -> str:
    """A side as the learner has written it; "" where it is too long, or cannot be quoted."""
    own = " ".join(plain(ast.get_source_segment(text, side) or "").split())
    return own if len(own) <= LONGEST and not set("`#") & set(own) else ""

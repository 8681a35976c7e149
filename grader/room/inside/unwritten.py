"""None in a submission's text: a value that is meant, or a TODO that is not written yet.

A learner writes None as well as `...` where nothing is yet; a program that asks whether a name
holds None means it there. Sent into the room with sites.py; imports nothing of ours.
"""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def where_none_is_meant(tree: ast.Module) -> frozenset[str]:
    """The names for which None may be a value that is meant: the program asks whether they hold it.

    Where it asks that of something else than a plain name, any name may be meant.
    """
    asked: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(
            isinstance(part, ast.Constant) and part.value is None for part in node.comparators
        ):
            asked += [node.left]
        elif isinstance(node, ast.BoolOp):
            asked += [part for part in node.values if isinstance(part, ast.Name)]
        elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
            asked += [node.test] if isinstance(node.test, ast.Name) else []
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            asked += [node.operand] if isinstance(node.operand, ast.Name) else []
    if all(isinstance(part, ast.Name) for part in asked):
        return frozenset(part.id for part in asked if isinstance(part, ast.Name))
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return frozenset(name.id for name in names)


def not_written(node: Any) -> Any:
    """The same, or `...` for a None of which nothing can be made."""
    is_none = isinstance(node, ast.Constant) and node.value is None
    return ast.copy_location(ast.Constant(...), node) if is_none else node

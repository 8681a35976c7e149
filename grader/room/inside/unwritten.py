"""What is not written yet in a submission's text, in whatever way that is said.

A learner writes None as well as `...` where nothing is yet; a program that asks whether a name
holds None means it there. A function that is to hand something back, and has nothing in it, is not
written yet either. Sent into the room with sites.py; imports nothing of ours.
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


def asked_for_a_value(tree: ast.Module) -> frozenset[str]:
    """The functions and methods that are called for what they hand back."""
    dropped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and id(n) not in dropped)
    called = [call.func for call in calls]
    names = {node.id for node in called if isinstance(node, ast.Name)}
    return frozenset(names | {node.attr for node in called if isinstance(node, ast.Attribute)})


def has_nothing_in_it(function: Any) -> bool:
    """Is a function not written yet: has it no more than `pass`, `...`, a text or the like?"""
    *before, last = function.body
    is_nothing = (
        isinstance(last, ast.Pass)
        or (isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant))
        or (isinstance(last, ast.Return) and _is_empty(last.value))
        or (isinstance(last, ast.Raise) and "NotImplemented" in ast.dump(last))
    )
    return is_nothing and all(map(_is_a_text, before))


def written_body(function: Any) -> list[ast.stmt]:
    """The body of a function; of one in which nothing is yet, that it hands back `...`."""
    body: list[ast.stmt] = function.body
    if not has_nothing_in_it(function):
        return body
    value = ast.copy_location(ast.Constant(...), body[-1])
    return [*body[:-1], ast.copy_location(ast.Return(value), body[-1])]


def _is_empty(node: ast.expr | None) -> bool:
    return _is_none(node) or (isinstance(node, ast.Constant) and node.value is ...)


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _is_a_text(node: ast.stmt) -> bool:
    constant = node.value if isinstance(node, ast.Expr) else None
    return isinstance(constant, ast.Constant) and isinstance(constant.value, str)


def not_written(node: Any) -> Any:
    """The same, or `...` for a None of which nothing can be made."""
    is_none = node is not None and _is_none(node)
    return ast.copy_location(ast.Constant(...), node) if is_none else node

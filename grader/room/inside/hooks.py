"""The grader's own calls, as they are written into a script: `__training__.rate(0.005)`.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import ast

from .trees import HOOK, walk


def rated(name: str, near: ast.stmt) -> list[ast.stmt]:
    """A name that is to hold the learnrate from here on."""
    return written(near, f"{name} = {HOOK}.rate({name})")


def call(near: ast.stmt, hook: str, number: int) -> ast.stmt:
    """A call about the loop of this number, as a statement."""
    return ast.copy_location(ast.Expr(wrapped(hook, ast.Constant(number))), near)


def wrapped(hook: str, *arguments: ast.expr) -> ast.Call:
    """A call with these arguments: it gives what is to stand in their place."""
    return ast.Call(of_ours(hook), list(arguments), [])


def of_ours(hook: str) -> ast.expr:
    """Something of the grader's by its name, which may have dots."""
    found: ast.expr = ast.Name(HOOK, ast.Load())
    for part in hook.split("."):
        found = ast.Attribute(found, part, ast.Load())
    return found


def written(near: ast.stmt, text: str) -> list[ast.stmt]:
    """Statements of ours, as if they stood in that line."""
    statements = ast.parse(text).body
    for statement in statements:
        for part in walk(statement):
            ast.copy_location(part, near)
    return statements

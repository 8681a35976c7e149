"""Statements that do nothing: they hold a place, or work out what gets no name."""

from __future__ import annotations

import ast

ACTING = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
"""What does something in an expression, beside working out its value."""

WORKING_OUT = {
    "sigmoid", "exp", "map", "dot", "matmul", "outer", "multiply", "add", "subtract", "divide",
    "sum", "mean", "array", "transpose", "reshape", "zeros", "Matrix", "float", "expit",
}  # fmt: skip
"""What is called in the lines of the steps, and does nothing else than work something out."""


def does_nothing(statement: ast.stmt) -> bool:
    """Does it hold its place, as `pass` does, or say of what kind a name is to be?

    Or does it work something out that gets no name?
    """
    if isinstance(statement, ast.Expr):
        return not any(map(_acts, ast.walk(statement.value)))
    is_annotation = isinstance(statement, ast.AnnAssign) and statement.value is None
    return isinstance(statement, ast.Pass) or is_annotation


def _acts(part: ast.AST) -> bool:
    """May it do something beside working out a value?"""
    if not isinstance(part, ast.Call):
        return isinstance(part, ACTING)
    name = getattr(part.func, "id", getattr(part.func, "attr", ""))
    return name not in WORKING_OUT or any(given.arg == "out" for given in part.keywords)

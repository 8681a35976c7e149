"""Statements that do nothing: they hold a place, or work out what gets no name.

So does one that only prints what it works out.
"""

from __future__ import annotations

import ast

ACTING = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
"""What does something in an expression, beside working out its value."""

MADE = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call, ast.Name, ast.Attribute)
"""What a value is worked out by."""

WORKING_OUT = {
    "sigmoid", "exp", "map", "dot", "matmul", "outer", "multiply", "add", "subtract", "divide",
    "sum", "mean", "array", "transpose", "reshape", "zeros", "Matrix", "float", "expit",
}  # fmt: skip
"""What is called in the lines of the steps, and does nothing else than work something out."""


def does_nothing(statement: ast.stmt) -> bool:
    """Does it hold its place, as `pass` does, or say of what kind a name is to be?"""
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    is_annotation = isinstance(statement, ast.AnnAssign) and statement.value is None
    return isinstance(statement, ast.Pass) or is_text or is_annotation


def gets_no_name(statement: ast.stmt) -> bool:
    """Does it work out a value, and keep it nowhere?"""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=printed)):
            parts = (part for value in printed for part in _shown(value))
            return any(isinstance(v, (ast.BinOp, ast.Call)) and works_out(v) for v in parts)
    return isinstance(statement, ast.Expr) and works_out(statement.value)


def _shown(value: ast.expr) -> list[ast.expr]:
    """What is shown in a text, or the value itself."""
    if isinstance(value, ast.JoinedStr):
        return [part.value for part in value.values if isinstance(part, ast.FormattedValue)]
    return [value]


def works_out(value: ast.expr) -> bool:
    """Is it worked out of others, with nothing else done on the way?"""
    parts = [*ast.walk(value)]
    is_made = isinstance(value, MADE) and any(isinstance(part, ast.Name) for part in parts)
    return is_made and not any(map(_acts, parts))


def _acts(part: ast.AST) -> bool:
    """May it do something beside working out a value?"""
    if not isinstance(part, ast.Call):
        return isinstance(part, ACTING)
    name = getattr(part.func, "id", getattr(part.func, "attr", ""))
    return name not in WORKING_OUT or any(given.arg == "out" for given in part.keywords)

"""A function of one's own that hands back nothing, with what it works out last handed back."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from .statements import Edit, behind, instead, own_parts, statements

MOST = 2
"""Functions that are tried: each takes as long as another submission."""

Function = ast.FunctionDef


def handed_back(tree: ast.Module, given: Collection[str]) -> Iterator[list[Edit]]:
    """Each function that hands back nothing where something is asked of it, with its result.

    It is one of the learner's own, none of the `given` names.
    """
    asked = _asked(tree)
    own = (n for n in ast.walk(tree) if isinstance(n, Function) and n.name not in given)
    found = 0
    for function in own:
        if function.name in asked and not _hands_back(function):
            edits = [*_ends(function.body[-1])]
            found += bool(edits)
            if edits and found <= MOST:
                yield edits


def _asked(tree: ast.Module) -> set[str]:
    """The functions and methods that are called for what they hand back."""
    dropped = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    calls = (n.func for n in ast.walk(tree) if isinstance(n, ast.Call) and n not in dropped)
    return {
        called.id if isinstance(called, ast.Name) else called.attr
        for called in calls
        if isinstance(called, (ast.Name, ast.Attribute))
    }


def _hands_back(function: Function) -> bool:
    """Does anything in it return or yield a value?"""
    several = [*statements(function.body)]
    parts = (part for statement in several for part in own_parts(statement))
    return any(isinstance(s, ast.Return) and s.value for s in several) or any(
        isinstance(part, (ast.Yield, ast.YieldFrom)) for part in parts
    )


def _ends(last: ast.stmt) -> Iterator[Edit]:
    """What it works out last handed back, in each branch."""
    if isinstance(last, ast.If) and last.orelse:
        yield from _ends(last.body[-1])
        yield from _ends(last.orelse[-1])
    elif isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant):
        start = last.lineno, last.col_offset
        yield Edit(start, start, "return ")
    elif isinstance(last, ast.Assign):
        yield instead(last, f"return {ast.unparse(last.value)}")
    elif isinstance(last, ast.AugAssign):
        yield behind(last, f"return {ast.unparse(last.target)}")

"""A line that raises NotImplementedError in the place of an answer: not written yet, as `...` is.

In what is run it gives the names that it was to give a value `...`, so that the rest is judged as
in any program that is on its way. It is quoted as it was written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .statements import Edit, edited, instead, outside_functions, parsed, unbound

RAISED = "NotImplementedError"

Scope = ast.Module | ast.FunctionDef


def with_dots(source: str) -> str:
    """The source with `...` for each such answer, as far as other lines show what it is for."""
    if RAISED not in source or source.count("\r") != source.count("\r\n"):
        return source
    edits = [*_with_dots(parsed(source))]
    return (edited(source.split("\n"), edits) if edits else None) or source


def _with_dots(tree: ast.Module) -> Iterator[Edit]:
    nameless = unbound(tree)
    scopes: list[Scope] = [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))]
    for scope in scopes:
        read = (n.id for n in ast.walk(scope) if isinstance(n, ast.Name) and n.id in nameless)
        names = [*dict.fromkeys(read)]
        raising = [
            s for s in outside_functions(scope.body) if isinstance(s, ast.Raise) and _is_it(s)
        ]
        if len(raising) == 1 and names:
            yield instead(raising[0], " = ".join([*names, "..."]))


def _is_it(statement: ast.Raise) -> bool:
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(raised, ast.Name) and raised.id == RAISED

"""A line that raises NotImplementedError in the place of an answer: not written yet, as `...` is.

In what is run it gives the names that it was to give a value `...`, so that the rest is judged as
in any program that is on its way. It is quoted as it was written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .statements import Edit, edited, instead, parsed, unbound

RAISED = "NotImplementedError"

GONE_THROUGH = (ast.For, ast.While, ast.With)
"""What holds statements that are meant to be run: an `if` may ask for what is not meant to be."""


def with_dots(source: str) -> str:
    """The source with `...` for each such answer, as far as other lines show what it is for."""
    if RAISED not in source or source.count("\r") != source.count("\r\n"):
        return source
    edits = [*_with_dots(parsed(source))]
    return (edited(source.split("\n"), edits) if edits else None) or source


def _with_dots(tree: ast.Module) -> Iterator[Edit]:
    several = [*ast.walk(tree)]
    if any(isinstance(node, ast.alias) and node.name == "*" for node in several):
        return  # any name may have its value from there
    nameless = unbound(tree)
    for scope in (n for n in several if isinstance(n, (ast.Module, ast.FunctionDef))):
        read = (n.id for n in ast.walk(scope) if isinstance(n, ast.Name) and n.id in nameless)
        names = [*dict.fromkeys(read)]
        raising = [s for s in _met(scope.body) if isinstance(s, ast.Raise) and _is_it(s)]
        if len(raising) == 1 and names:
            yield instead(raising[0], " = ".join([*names, "..."]))


def _met(block: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that whoever runs it comes to, under no condition."""
    for statement in block:
        yield statement
        if isinstance(statement, GONE_THROUGH):
            yield from _met(statement.body)


def _is_it(statement: ast.Raise) -> bool:
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(raised, ast.Name) and raised.id == RAISED

"""What stands in the place of an answer that is not written yet, as `...` does.

A line that raises NotImplementedError gives the names that it was to give a value `...` in what is
run, and a result that is None by its text is `...` there. So the rest is judged as in any program
that is on its way, and both are quoted as they were written.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .statements import Edit, edited, instead, is_docstring, names_stored, nodes, parsed, unbound

RAISED = "NotImplementedError"

NONE = re.compile(r"(?:[=,(]|return)\s*None\b(?!\s*\])")
"""A value that is None, and not what a function is said to hand back, or an axis of NumPy."""

ASKED = re.compile(r"(?:is|is not|==|!=) None\b")

GONE_THROUGH = (ast.For, ast.While, ast.With)
"""What holds statements that are meant to be run: an `if` may ask for what is not meant to be."""


def with_dots(source: str) -> str:
    """The source with `...` for each such answer, as far as other lines show what it is for."""
    raises, is_none = RAISED in source, bool(NONE.search(source)) and not ASKED.search(source)
    if not (raises or is_none) or source.count("\r") != source.count("\r\n"):
        return source
    tree = parsed(source)
    edits = [
        *(_without_raising(tree) if raises else ()),
        *(_without_none(tree) if is_none else ()),
    ]
    return (edited(source.split("\n"), edits) if edits else None) or source


def _without_raising(tree: ast.Module) -> Iterator[Edit]:
    """Lines that raise it, each the names that get no value anywhere, `= ...`."""
    several = [*nodes(tree)]
    if any(isinstance(node, ast.alias) and node.name == "*" for node in several):
        return  # any name may have its value from there
    nameless = unbound(tree)
    for scope in (n for n in several if isinstance(n, (ast.Module, ast.FunctionDef))):
        read = (n.id for n in ast.walk(scope) if isinstance(n, ast.Name) and n.id in nameless)
        names = [*dict.fromkeys(read)]
        raising = [s for s in _met(scope.body) if isinstance(s, ast.Raise) and _is_it(s)]
        if len(raising) == 1 and names:
            yield instead(raising[0], " = ".join([*names, "..."]))


def _without_none(tree: ast.Module) -> Iterator[Edit]:
    """Results of the file's functions that are None by their text, each `...`.

    One is a part of what is handed back, by itself or under a name that gets no other value, or all
    that a function has. What asks for None anywhere may mean it.
    """
    for function in (n for n in tree.body if isinstance(n, ast.FunctionDef)):
        statements = [s for s in function.body if not is_docstring(s)]
        handed = [n for n in ast.walk(function) if isinstance(n, ast.Return) and n.value]
        if len(handed) != 1 or handed[0].value is None:
            continue
        value = handed[0].value
        parts = value.elts if isinstance(value, ast.Tuple) else [value] * (len(statements) == 1)
        names = {part.id for part in parts if isinstance(part, ast.Name)}
        stored = Counter(
            name for s in ast.walk(function) if isinstance(s, ast.stmt) for name in names_stored(s)
        )
        kinds = (n for n in ast.walk(function) if isinstance(n, ast.Assign))
        given = [
            n.value for n in kinds if {*names_stored(n)} <= {n for n in names if stored[n] == 1}
        ]
        for part in (*parts, *given):
            if isinstance(part, ast.Constant) and part.value is None:
                yield instead(part, "...")


def _met(block: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that whoever runs it comes to, under no condition."""
    for statement in block:
        yield statement
        if isinstance(statement, GONE_THROUGH):
            yield from _met(statement.body)


def _is_it(statement: ast.Raise) -> bool:
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(raised, ast.Name) and raised.id == RAISED

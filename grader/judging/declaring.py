"""A name of the file that a function gives a new value, declared `global` in that function."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .statements import (
    Edit,
    behind,
    bodies,
    instead,
    is_docstring,
    is_simple,
    names_stored,
    statements,
)


def declared(scope: ast.AST, tree: ast.Module, name: str) -> Iterator[list[Edit]]:
    """The function with a `global` statement for the name and for others that need it as well.

    These are the names of the file that the function reads before it gives them a value. Nothing
    where the name is not one of the file's and of the function's.
    """
    if not isinstance(scope, ast.FunctionDef):
        return
    several = [node for node in ast.walk(scope) if isinstance(node, ast.Name)]
    several.sort(key=lambda node: (node.lineno, node.col_offset))
    there = next((s for s in statements(scope.body) if isinstance(s, ast.Global)), None)
    of_file = {n for s in statements(bodies(tree)[""]) for n in names_stored(s)}
    own = {n.id for n in several if isinstance(n.ctx, ast.Store)} & of_file
    own -= {*there.names} if there else set()
    if name not in own:
        return
    first = {node.id: node for node in reversed(several)}
    read = [n for n in sorted(own) if isinstance(first[n].ctx, ast.Load)]
    names, begin = ", ".join(dict.fromkeys([name, *read])), scope.body[0]
    if there:
        yield [instead(there, f"{ast.unparse(there)}, {names}")]
    elif is_docstring(begin):
        yield [behind(begin, f"global {names}")]
    elif is_simple(begin):
        start = instead(begin, "").start
        yield [Edit(start, start, f"global {names}; ")]

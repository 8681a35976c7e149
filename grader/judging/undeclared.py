"""A name of the file's that a function sets for itself alone: set for all, as `global` has it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .statements import Edit, bodies, instead, names_stored, nodes, statements


def set_for_all(tree: ast.Module) -> Iterator[list[Edit]]:
    """Each name that the file has and a function sets without reading it, set for the file there.

    Only the lines that set it change, as they are what is wrong.
    """
    of_file = {name for s in statements(bodies(tree)[""]) for name in names_stored(s)}
    for function in (n for n in nodes(tree) if isinstance(n, ast.FunctionDef)):
        parts = [*ast.walk(function)]
        names = [n for n in parts if isinstance(n, ast.Name)]
        stored = {n.id for n in names if isinstance(n.ctx, ast.Store)}
        own = {n.id for n in names if isinstance(n.ctx, ast.Load)} | {a.arg for a in _taken(parts)}
        own |= {name for n in parts if isinstance(n, ast.Global) for name in n.names}
        for name in sorted((stored & of_file) - own):
            yield [instead(n, f"globals()[{name!r}]") for n in names if n.id == name]


def _taken(parts: list[ast.AST]) -> list[ast.arg]:
    return [n for n in parts if isinstance(n, ast.arg)]

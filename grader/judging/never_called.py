"""A method that is written and never called: a call of it in a loop, with what is there by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .statements import Edit, behind, is_simple


def called_at_last(tree: ast.Module) -> Iterator[list[Edit]]:
    """The call behind each statement of a loop in a method of the same class."""
    named = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    for node in (n for n in tree.body if isinstance(n, ast.ClassDef)):
        methods = [m for m in node.body if isinstance(m, ast.FunctionDef)]
        open_ = [m for m in methods if m.name not in named and not m.name.startswith("__")]
        for method in open_:
            taken = [argument.arg for argument in method.args.args[1:]]
            call = f"self.{method.name}({', '.join(taken)})"
            for caller in (m for m in methods if m is not method and _names(m).issuperset(taken)):
                for loop in (n for n in ast.walk(caller) if isinstance(n, (ast.For, ast.While))):
                    yield from ([behind(s, call)] for s in loop.body if is_simple(s))


def _names(method: ast.FunctionDef) -> set[str]:
    """The names that have a value in it."""
    names = (n for n in ast.walk(method) if isinstance(n, ast.Name))
    stored = {n.id for n in names if isinstance(n.ctx, ast.Store)}
    return stored | {argument.arg for argument in method.args.args}

"""A method that is written and never called: a call of it in a loop, with what is there by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .statements import Edit, ahead_of, behind, instead, is_simple, nodes


def called_at_first(tree: ast.Module) -> Iterator[list[Edit]]:
    """The call as each turn of a loop begins in which others of the same object are called."""
    for method, others in _never_called(tree):
        names = {other.name for other in others}
        for loop in _loops(tree) if len(method.args.args) == 1 else ():
            calls = (n.func for n in ast.walk(loop) if isinstance(n, ast.Call))
            named = (f for f in calls if isinstance(f, ast.Attribute) and f.attr in names)
            for owner in dict.fromkeys(ast.unparse(f.value) for f in named):
                call, first = f"{owner}.{method.name}()", loop.body[0]
                if isinstance(first, ast.For):
                    yield [instead(first.iter, f"({call}, {ast.unparse(first.iter)})[1]")]
                elif is_simple(first):
                    yield [ahead_of(first, call)]


def called_at_last(tree: ast.Module) -> Iterator[list[Edit]]:
    """The call behind each statement of a loop in a method of the same class."""
    for method, others in _never_called(tree):
        taken = [argument.arg for argument in method.args.args[1:]]
        call = f"self.{method.name}({', '.join(taken)})"
        for loop in (x for m in others if _names(m).issuperset(taken) for x in _loops(m)):
            yield from ([behind(s, call)] for s in loop.body if is_simple(s))


def _never_called(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, list[ast.FunctionDef]]]:
    """The methods whose name stands nowhere else, each with the others of its class."""
    named = {n.attr for n in nodes(tree) if isinstance(n, ast.Attribute)}
    for node in (n for n in tree.body if isinstance(n, ast.ClassDef)):
        methods = [m for m in node.body if isinstance(m, ast.FunctionDef)]
        for method in methods:
            if method.name not in named and not method.name.startswith("__"):
                yield method, [m for m in methods if m is not method]


def _loops(tree: ast.AST) -> list[ast.For | ast.While]:
    return [n for n in nodes(tree) if isinstance(n, (ast.For, ast.While))]


def _names(method: ast.FunctionDef) -> set[str]:
    """The names that have a value in it."""
    names = (n for n in ast.walk(method) if isinstance(n, ast.Name))
    stored = {n.id for n in names if isinstance(n.ctx, ast.Store)}
    return stored | {argument.arg for argument in method.args.args}

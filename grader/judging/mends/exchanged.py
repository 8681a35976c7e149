"""Two values that are taken for each other: two names that get them at once, or two arguments."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from ..statements import Edit, holds, instead, names_stored, nodes, statements
from .broken_program import BrokenProgram

MOST_NAMES = 3
"""That get their values at once."""


def in_order(program: BrokenProgram) -> Iterator[list[Edit]]:
    """The names of the nearest such statement before what raised, two of them exchanged.

    Then the arguments of a call of the function that it raised in, or of its class.
    """
    if not program.is_over_values:
        return
    several = [*statements(program.scope.body)]
    before = [s for s in several if s.lineno <= program.crash.line]
    for statement in reversed(before):
        target = _target(statement)
        if isinstance(target, ast.Tuple) and 1 < len(target.elts) <= MOST_NAMES:
            yield from _two_exchanged(target.elts)
    calls = [n for n in nodes(program.tree) if isinstance(n, ast.Call) and not n.keywords]
    for name, taken in _taken(program).items():
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id == name:
                yield from _by_their_names(call, taken)


def _taken(program: BrokenProgram) -> dict[str, list[str]]:
    """What is taken by the function that it raised in, and by what makes an object of its class."""
    found = {f.name: _arguments(f) for f in [program.scope] if isinstance(f, ast.FunctionDef)}
    for node in nodes(program.tree):
        if isinstance(node, ast.ClassDef) and holds(node, program.crash.line):
            methods = (f for f in node.body if isinstance(f, ast.FunctionDef))
            made = next((_arguments(f)[1:] for f in methods if f.name == "__init__"), [])
            found[node.name] = made or [name for s in node.body for name in names_stored(s)]
    return found


def _arguments(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args]


def _target(statement: ast.stmt) -> ast.expr | None:
    """What it gives values to."""
    if isinstance(statement, ast.For):
        return statement.target
    is_one = isinstance(statement, ast.Assign) and len(statement.targets) == 1
    return statement.targets[0] if is_one and isinstance(statement, ast.Assign) else None


def _by_their_names(call: ast.Call, names: Sequence[str]) -> Iterator[list[Edit]]:
    """Two arguments exchanged, of which one has the other's name in the function.

    Where there are none, two that stand side by side and have no name of the function's.
    """
    given = [*map(ast.unparse, call.args)]
    pairs = [*itertools.combinations(range(min(len(given), len(names))), 2)]
    named = [(i, j) for i, j in pairs if given[i] == names[j] or given[j] == names[i]]
    if not named:
        nameless = [one not in names for one in given]
        named = [(i, j) for i, j in pairs if j == i + 1 and nameless[i] and nameless[j]]
    for i, j in named:
        yield _exchanged(call.args[i], call.args[j])


def _two_exchanged(nodes: Sequence[ast.expr]) -> Iterator[list[Edit]]:
    for one, other in itertools.combinations(nodes, 2):
        yield _exchanged(one, other)


def _exchanged(one: ast.expr, other: ast.expr) -> list[Edit]:
    return [instead(one, ast.unparse(other)), instead(other, ast.unparse(one))]

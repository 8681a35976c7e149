"""The names that several results get at once, and a comma that makes several of one."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from ..statements import Block, Edit, bodies, holds, instead, nodes, own_parts, statements
from .broken_program import BrokenProgram

NOBODY = "_"
"""Where a result goes that nothing asks for."""

MOST_NAMES = 6


def as_many(program: BrokenProgram) -> Iterator[list[Edit]]:
    """The line's names with one more, in any place; or with one fewer, of those that are not read.

    The one more is called as in the function that hands it back, if it has a name there.
    """
    message = program.crash.message
    if "values to unpack" not in message:
        return
    several = (s for s in statements(program.tree.body) if isinstance(s, ast.Assign))
    for statement in (s for s in several if holds(s, program.crash.line)):
        target, value = statement.targets[0], statement.value
        if not isinstance(target, ast.Tuple) or len(target.elts) > MOST_NAMES:
            continue
        names = [*map(ast.unparse, target.elts)]
        parts = _handed_back(program, value)
        more = [_with(names, i, parts) for i in range(len(names) + 1)]
        fewer = [[*names[:i], *names[i + 1 :]] for i, one in enumerate(target.elts)
                 if not _is_read(program, one)]  # fmt: skip
        for way in more if "too many" in message else fewer:
            yield [instead(target, ", ".join(way))]


def _with(names: Sequence[str], i: int, parts: Sequence[str]) -> list[str]:
    """These names and one more at this place."""
    known = parts[i] if len(parts) == len(names) + 1 else NOBODY
    one = known if known.isidentifier() and known not in names else NOBODY
    return [*names[:i], one, *names[i:]]


def _handed_back(program: BrokenProgram, value: ast.expr) -> list[str]:
    """What the function that is called hands back, as it is written there."""
    called = ast.unparse(value.func).rpartition(".")[2] if isinstance(value, ast.Call) else ""
    for function in (n for n in nodes(program.tree) if isinstance(n, ast.FunctionDef)):
        for s in statements(function.body) if function.name == called else ():
            if isinstance(s, ast.Return) and isinstance(s.value, ast.Tuple):
                return [*map(ast.unparse, s.value.elts)]
    return []


def _is_read(program: BrokenProgram, target: ast.expr) -> bool:
    """Does anything around the line read what has this name?"""
    text = ast.unparse(target)
    parts = itertools.chain.from_iterable(map(own_parts, statements(_around(program))))
    return any(
        isinstance(node, (ast.Name, ast.Attribute))
        and isinstance(node.ctx, ast.Load)
        and ast.unparse(node) == text
        for node in parts
    )


def _around(program: BrokenProgram) -> Block:
    """The function that the line stands in, or the file without its functions."""
    return program.around[-1].body if program.around else bodies(program.tree)[""]


def without_a_comma(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A value, or a name, that a comma behind it has made a tuple of, without that."""
    for node in nodes(program.tree):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=name)]) as target]):
                if holds(node, program.crash.line):
                    yield [instead(target, name)]
            case ast.Assign(value=ast.Tuple(elts=[only]) as value):
                if "tuple" in program.crash.message and not isinstance(only, ast.Starred):
                    yield [instead(value, ast.unparse(only))]

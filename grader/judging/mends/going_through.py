"""What a loop goes through: several lists side by side, rows with their numbers or labels, or as
many turns as a number says."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..statements import Edit, holds, instead, nodes
from .broken_program import BrokenProgram


def side_by_side(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Loops that take one list after the other, where each has a name for what is in it."""
    for node in nodes(program.tree):
        if isinstance(node, (ast.For, ast.comprehension)):
            several, names = node.iter, node.target
            if not isinstance(several, ast.Tuple) or not isinstance(names, ast.Tuple):
                continue
            if len(several.elts) == len(names.elts) and _are_whole(several):
                yield [instead(several, f"zip({', '.join(map(ast.unparse, several.elts))})")]


def _are_whole(several: ast.Tuple) -> bool:
    """Is none of them written out in place, such as a pair that two names may take?"""
    return not any(isinstance(one, (ast.Tuple, ast.List, ast.Constant)) for one in several.elts)


def counted(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A loop through a number, as often as that says."""
    if "'int' object is not iterable" in program.crash.message:
        for node in nodes(program.tree):
            if isinstance(node, ast.For) and node.lineno == program.crash.line:
                yield [instead(node.iter, f"range({ast.unparse(node.iter)})")]


def the_other_way_round(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A loop around the line that goes through layers from the first on, from the last, or back."""
    for node in nodes(program.tree):
        if isinstance(node, ast.For) and holds(node, program.crash.line):
            match node.iter:
                case ast.Call(ast.Name("reversed"), [through]):
                    yield [instead(node.iter, ast.unparse(through))]
                case ast.Subscript(through, ast.Slice(None, None, ast.UnaryOp())):
                    yield [instead(node.iter, ast.unparse(through))]
                case ast.Call(ast.Name("range"), [_]) if _is_read(node):
                    yield [instead(node.iter, f"reversed({ast.unparse(node.iter)})")]


def _is_read(loop: ast.For) -> bool:
    """Does the loop read the name that it gives to its turns?"""
    names = {part.id for part in ast.walk(loop.target) if isinstance(part, ast.Name)}
    inside = (part for statement in loop.body for part in ast.walk(statement))
    return any(isinstance(part, ast.Name) and part.id in names for part in inside)


def with_its_number(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A loop that has a name for each row and another for its label, or for its number."""
    if "values to unpack" not in program.crash.message:
        return
    for node in nodes(program.tree):
        if isinstance(node, ast.For) and node.lineno == program.crash.line:
            through, whole = node.iter, node.iter
            while isinstance(whole, ast.Call) and isinstance(whole.func, ast.Attribute):
                whole = whole.func
            table = whole.value if isinstance(whole, ast.Attribute) else whole
            yield [instead(through, f"{ast.unparse(table)}.iterrows()")]
            yield [instead(through, f"enumerate({ast.unparse(through)})")]

"""A loop that goes on for ever since nothing counts its turns: made one that counts them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..statements import Edit, holds, instead, statements
from .broken_program import BrokenProgram

COUNT = "__import__('itertools').count"
"""What counts for ever, for a loop that a `break` is to end: the program may have no import."""


def counted(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A loop with a name in its condition counted: by what is added to it there, or by one.

    The line where its time was up may be in a function that the loop calls.
    """
    loops = [s for s in statements(program.tree.body) if isinstance(s, ast.While)][::-1]
    for loop in sorted(loops, key=lambda loop: not holds(loop, program.crash.line)):
        for name, end in _conditions(loop):
            for step in _steps(name, loop):
                turns = f"range({name}, {end}, {step})" if end else f"{COUNT}({name}, {step})"
                edit = instead(loop.test, f"for {name} in {turns}")
                yield [Edit((loop.lineno, loop.col_offset), edit.end, edit.text)]


def _conditions(loop: ast.While) -> Iterator[tuple[str, str]]:
    """The names by which it may be counted, and up to where, "" if it ends by a `break`."""
    breaks = [s for s in statements(loop.body) if isinstance(s, ast.If)]
    breaks = [s for s in breaks if any(isinstance(inner, ast.Break) for inner in s.body)]
    for test in (loop.test, *(s.test for s in breaks)):
        match test:
            case ast.Compare(left=ast.Name(id=name), ops=[operation], comparators=[end]):
                if test is not loop.test:
                    yield name, ""
                elif isinstance(operation, (ast.Lt, ast.LtE, ast.NotEq)):
                    yield name, ast.unparse(end) + " + 1" * isinstance(operation, ast.LtE)


def _steps(name: str, loop: ast.While) -> list[str]:
    """What is added to the name somewhere in the loop, or one."""
    sums = (node for node in ast.walk(loop) if isinstance(node, ast.BinOp))
    added = [
        ast.unparse(node.right)
        for node in sums
        if isinstance(node.op, ast.Add) and isinstance(node.left, ast.Name) and node.left.id == name
    ]
    return list(dict.fromkeys([*added, "1"]))

"""A loop that goes on for ever since nothing counts its turns: made one that counts them.

So is what goes on for ever without a statement, as `list(repeat(None))` does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..statements import Edit, holds, instead, nodes, statements
from .broken_program import BrokenProgram

COUNT = "__import__('itertools').count"
"""What counts for ever, for a loop that a `break` is to end: the program may have no import."""

CUT = "__import__('itertools').islice"


def counted(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A loop with a name in its condition counted: by what is added to it there, or by one.

    The line where its time was up may be in a function that the loop calls.
    """
    loops = [s for s in statements(program.tree.body) if isinstance(s, ast.While)][::-1]
    for loop in sorted(loops, key=lambda loop: not holds(loop, program.crash.line)):
        for name, end, down in _conditions(loop):
            for step in _steps(name, loop, ast.Sub if down else ast.Add):
                by = f"-({step})" if down else step
                turns = f"range({name}, {end}, {by})" if end else f"{COUNT}({name}, {by})"
                edit = instead(loop.test, f"for {name} in {turns}")
                yield [Edit((loop.lineno, loop.col_offset), edit.end, edit.text)]


def cut_off(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What repeats or counts without an end in the line that it was in, up to a given number."""
    calls = (node for node in nodes(program.tree) if isinstance(node, ast.Call))
    there = [c for c in calls if c.lineno == program.crash.line and _is_without_end(c)]
    for call in there:
        for argument in reversed(program.around[-1].args.args if program.around else []):
            text = f"{CUT}({ast.unparse(call)}, {argument.arg})"
            yield [instead(call, text)]


def _is_without_end(call: ast.Call) -> bool:
    name = ast.unparse(call.func).rpartition(".")[2]
    return name in ("count", "cycle") or (name == "repeat" and len(call.args) == 1)


def _conditions(loop: ast.While) -> Iterator[tuple[str, str, bool]]:
    """The names by which it may be counted, up or down to where, "" if it ends by a `break`."""
    breaks = [s for s in statements(loop.body) if isinstance(s, ast.If)]
    breaks = [s for s in breaks if any(isinstance(inner, ast.Break) for inner in s.body)]
    for test in (loop.test, *(s.test for s in breaks)):
        match test:
            case ast.Compare(left=ast.Name(id=name), ops=[operation], comparators=[end]):
                if test is not loop.test:
                    yield name, "", False
                elif isinstance(operation, (ast.Lt, ast.LtE, ast.NotEq)):
                    yield name, ast.unparse(end) + " + 1" * isinstance(operation, ast.LtE), False
                elif isinstance(operation, (ast.Gt, ast.GtE)):
                    yield name, ast.unparse(end) + " - 1" * isinstance(operation, ast.GtE), True


def _steps(name: str, loop: ast.While, operator: type[ast.operator]) -> list[str]:
    """What is added to the name somewhere in the loop, or taken from it, or one."""
    sums = (node for node in ast.walk(loop) if isinstance(node, ast.BinOp))
    added = [
        ast.unparse(node.right)
        for node in sums
        if isinstance(node.op, operator)
        and isinstance(node.left, ast.Name)
        and node.left.id == name
    ]
    return list(dict.fromkeys([*added, "1"]))

"""A line that leaves a function or a loop, above what is to be worked out there.

error = y - output
return error             left from a first try
slope = ...              is never run
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from .idle import does_nothing
from .slips_of_text import InText
from .statements import (
    Block,
    Edit,
    head,
    instead,
    is_open,
    names_stored,
    parsed,
    statements,
)

LEAVES = {
    ast.Return: "this line leaves the function, and what stands below it is never run",
    ast.Break: "this line leaves the loop, and what stands below it there is never run",
    ast.Continue: "this line ends each turn of its loop, and what stands below it is never run",
}
NEEDED_BELOW = "What is still to be worked out below this line, and what is the line for?"


def in_the_way(source: str, given: str, names: Set[str]) -> Iterator[InText]:
    """The lines that leave above a value that is asked for, under one of these names.

    None is a line of the given file, wherever it stands, nor one with nothing above it.
    """
    known = {head(s) for s in statements(parsed(given).body)}
    for found in _exits(parsed(source).body, ()):
        stored = {name for s in statements([*found.below]) for name in names_stored(s)}
        is_first = all(map(does_nothing, found.above))  # and all that is done there
        if stored & names and not is_first and head(found.leaves) not in known:
            saw = LEAVES[type(found.leaves)]
            hides = any(map(is_open, statements([*found.below])))
            yield InText(found.leaves.lineno, saw, NEEDED_BELOW, found.without, hides)


@dataclass(frozen=True)
class _Exit:
    """A statement that always leaves its function or its loop, and what stands around it.

    Of what stands `below` nothing is ever run.
    """

    leaves: ast.Return | ast.Break | ast.Continue
    above: Sequence[ast.stmt]
    below: Sequence[ast.stmt]
    loop: ast.For | ast.While | None = None
    """The loop that it stands in and is the last line of."""

    def without(self, names: Sequence[str]) -> Iterator[list[Edit]]:
        """What may have been meant: a value, worked out by the loop above; or nothing at all."""
        leaves = self.leaves
        value = leaves.value if isinstance(leaves, ast.Return) else None
        if self.loop and value and len(names) == 1:
            line, behind = leaves.lineno, (leaves.end_lineno or 0, leaves.end_col_offset or 0)
            text = f"{' ' * self.loop.col_offset}{names[0]} = {ast.unparse(value)}"
            yield [Edit((line, 0), behind, text)]
        yield [instead(leaves, "pass")]


def _exits(
    block: Block,
    after: Sequence[ast.stmt],
    before: Sequence[ast.stmt] = (),
    loop: ast.For | ast.While | None = None,
) -> Iterator[_Exit]:
    """What leaves in a block, whatever comes; `after` and `before` are around it in its function.

    With the `loop` that it is the body of.
    """
    for i, statement in enumerate(block):
        above, below = [*before, *block[:i]], block[i + 1 :]
        if isinstance(statement, ast.Return):
            yield _Exit(statement, above, [*below, *after], None if below else loop)
        elif isinstance(statement, (ast.Break, ast.Continue)):
            yield _Exit(statement, above, below)
        elif isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            yield from _exits(statement.body, ())
        elif isinstance(statement, (ast.For, ast.While)):
            yield from _exits(statement.body, [*below, *after], above, statement)
        elif isinstance(statement, ast.With):
            yield from _exits(statement.body, [*below, *after], above)

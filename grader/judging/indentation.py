"""Statements at another indentation: taken into the loop above them, or out of the one they end."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .statements import Block, Edit, in_blocks

MOST_TOGETHER = 3
"""How many statements are moved at once."""


def moved(tree: ast.Module, lines: Sequence[str]) -> Iterator[tuple[Block, list[Edit]]]:
    """Those that are moved, which stand one below the other, and the edits that do it."""
    for block in in_blocks(tree):
        for i, loop in enumerate(block):
            if isinstance(loop, (ast.For, ast.While)) and loop.body[0].lineno > loop.lineno:
                inside = _indentation(loop.body[0], lines)
                for n in range(1, MOST_TOGETHER + 1):
                    below, last = block[i + 1 : i + 1 + n], loop.body[-n:]
                    if len(below) == n:
                        yield below, _at(below, inside, lines)
                    if n < len(loop.body) and isinstance(loop, ast.For):  # or it may never end
                        yield last, _at(last, _indentation(loop, lines), lines)


def _indentation(statement: ast.stmt, lines: Sequence[str]) -> str:
    return lines[statement.lineno - 1].encode()[: statement.col_offset].decode()


def _at(block: Block, indentation: str, lines: Sequence[str]) -> list[Edit]:
    """The edits that indent each line of these statements so, and deeper what is deeper."""
    rows = range(block[0].lineno, (block[-1].end_lineno or 0) + 1)
    own = _indentation(block[0], lines)
    return [
        Edit((row, 0), (row, len(own.encode())), indentation)
        for row in rows
        if lines[row - 1].startswith(own)
    ]

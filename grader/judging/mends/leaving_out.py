"""A statement that raises, left out with all that needs what it gives.

It may only tell how the training goes, or be left from something that was tried out.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence

from ..statements import Edit, holds, instead, is_simple, names_stored, own_parts, statements
from .broken_program import BrokenProgram

MOST = 8
"""Statements that are left out: with more, it is a part of what the lesson asks for."""


def left_out(program: BrokenProgram) -> Iterator[list[Edit]]:
    """The program without the statement that raises, and without those that cannot go on then.

    Where it is the head of a loop or the like, all that this holds goes with it.
    """
    several, line = [*statements(program.block)], program.crash.line
    raising = [s for s in several if holds(s, line) and (is_simple(s) or s.lineno == line)]
    if raising and (edits := without(raising[0], several)):
        yield edits


def without(first: ast.stmt, several: Sequence[ast.stmt]) -> list[Edit]:
    """Edits that leave out a statement and those of the others that cannot go on then.

    There are none where these would be more than MOST.
    """
    out = [first]
    for one in out:
        if len(out) > MOST:
            return []
        left = Counter(name for s in several if s not in out for name in names_stored(s))
        lost = {name for name in names_stored(one) if not left[name]}
        out += [s for s in several if s not in out and lost & _read(s)]
    inside = {inner for one in out for inner in ast.walk(one) if inner is not one}
    return [instead(one, "pass") for one in out if one not in inside]


def _read(statement: ast.stmt) -> set[str]:
    """The names that a statement itself reads."""
    return {n.id for n in own_parts(statement) if isinstance(n, ast.Name)} - {
        name for name in names_stored(statement) if not isinstance(statement, ast.AugAssign)
    }

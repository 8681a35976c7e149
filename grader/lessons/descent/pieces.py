"""The last hint before the answer: the pieces of the line, in disorder, with some too many.

The pieces are those of the solution's own line; those too many come from known mistakes.
"""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass

from ...installed import ROOT
from .lesson import Descent

PIECE = re.compile(r"[\w.]+(?:\[[^\]]*\])?|[^\w\s]")


@dataclass(frozen=True)
class Pieces:
    """The pieces of a line and some more, in disorder; how many it takes; the lines of its TODO."""

    count: int
    lying_about: tuple[str, ...]
    n_lines: int


def pieces(lesson: Descent, check: str, form: str) -> Pieces | None:
    """The pieces of the line that a check is about; None where there is no such line."""
    todo = lesson.todos_of(form).get(check, 0)
    more = lesson.pieces_too_many(form).get(check)
    if more is None or not todo:
        return None
    lines = _answer(lesson.files[form], todo)
    own = [piece.replace(" ", "") for piece in PIECE.findall(lines[0])]
    extra = [piece for piece in more if piece not in own]
    disorder = sorted([*own, *extra], key=lambda piece: (piece[0].isalpha(), piece))
    return Pieces(len(own), tuple(disorder), len(lines))


@functools.cache
def _answer(file: str, todo: int) -> list[str]:
    """The right-hand sides of the lines of a TODO's answer, as Python writes them."""
    source = (ROOT / "solution" / file).read_text("utf-8")
    lines = source.splitlines()
    begun = next(n for n, line in enumerate(lines, 1) if f"# TODO {todo}:" in line)
    end = next(n for n in range(begun, len(lines)) if not lines[n].strip())
    nodes = [n for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.Assign, ast.AugAssign))]
    answers = sorted((n for n in nodes if begun < n.lineno <= end), key=lambda node: node.lineno)
    return [ast.unparse(node.value) for node in answers]

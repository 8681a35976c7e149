"""What the script's own `answers` computes is no step of the learner's: the file comes with it.

It tells the loss and the accuracy. Called before the weights move, it holds the right value of the
whole forward pass, and of the error, whatever the learner's lines make of these.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ...judging.statements import in_loops, own_parts, parsed
from ...room.noted import Noted, Site, Value

GIVEN = "answers"


@dataclass(frozen=True)
class GivenAnswers:
    """Where the given function stands in a script; nowhere if the script has changed it."""

    lines: range

    def left_out(self, sites: Sequence[Site], noted: Noted) -> Noted:
        """The notes without what the given function computes, and what is made of that."""
        inside: set[int] = set()
        if not noted.is_at_any({i for i, site in enumerate(sites) if site.line in self.lines}):
            return noted
        for i, note in enumerate(noted.notes):
            if sites[note.site].line in self.lines:
                inside.update(range(note.start, i + 1))  # and what is called there
        left_out: list[int] = []
        came: set[Value] = set()
        last = -1
        for i, note in enumerate(noted.notes):
            reads = sites[note.site].kind == "name" and note.value in came
            last = i if i in inside or reads else last
            if last >= note.start and i not in inside and note.value is not None:
                came.add(note.value)
            if last >= note.start:
                left_out.append(i)
        return noted.without(left_out)


@cache
def given_answers(source: bytes, exercise: str) -> GivenAnswers:
    """Where the function that the exercise gives stands in this script, whatever its name there.

    Nowhere, if each record's answer is worked out by it: then it is the learner's forward pass.
    """
    given = next((f for f in _functions(exercise) if f.name == GIVEN), None)
    there = _functions(source.decode("utf-8", "replace"))
    own = next((f for f in there if given and _text(f) == _text(given)), None)
    if own is None or _answers_each_record(source.decode("utf-8", "replace"), own.name):
        return GivenAnswers(range(0))
    return GivenAnswers(range(own.lineno, (own.end_lineno or own.lineno) + 1))


def _answers_each_record(source: str, name: str) -> bool:
    """Is that function called in a loop in the loop over the epochs?"""
    deep = (statement for statement, loops in in_loops(parsed(source)) if loops > 1)
    calls = (part for s in deep for part in own_parts(s) if isinstance(part, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id == name for call in calls)


def _functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in parsed(source).body if isinstance(node, ast.FunctionDef)]


def _text(function: ast.FunctionDef) -> list[str]:
    """What it takes and does, without what is said of it."""
    has_words = ast.get_docstring(function) is not None
    return [*map(ast.unparse, (function.args, *function.body[has_words:]))]

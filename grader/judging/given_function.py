"""A function that every learner is given, and that is another in this program.

return 1 / 1 + np.exp(-z)        in the place of the given sigmoid's line

Whatever calls it is wrong by it, so that beside another mistake nothing of the rest can be seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set
from functools import partial

from ..verdict import Finding, Outcome
from .mends.given_lines import put_back
from .slips_of_text import Finder, InText
from .statements import Edit, head, holds, nodes, parsed, statements

WRONG = (Outcome.FAILED, Outcome.STOPPED)
MANY = 3
"""Steps that are wrong, for which such a function may be to blame wherever they are told."""

OTHERS = "{name} gives other numbers than the one that you were given"
AS_GIVEN = (
    "Everybody is given this function, and what calls it is right with that one. What do the two "
    "give for 0, and for a large number?"
)


def changed_function(lost: Sequence[Finding]) -> Finder:
    """Finds those in a line of which a step is told to be wrong, where others are lost as well."""
    return partial(_changed, [finding for finding in lost if finding.outcome in WRONG])


def _changed(
    wrong: Sequence[Finding], source: str, given: str, names: Set[str]
) -> Iterator[InText]:
    if len(wrong) < 2:
        return
    handed_out = {
        n.name: n for n in parsed(given).body
        if isinstance(n, ast.FunctionDef) and not _asks_for(n, names)
    }  # fmt: skip
    tree = parsed(source)
    for function in (n for n in tree.body if isinstance(n, ast.FunctionDef)):
        if function.name not in handed_out:
            continue
        several = (n for n in nodes(tree) if isinstance(n, ast.Call))
        calls = sorted(call.lineno for call in several if _is(call, function.name))
        told = next((f for f in wrong if f.line and holds(function, f.line)), None)
        if calls and (told or wrong[0].line in calls or len(wrong) >= MANY):
            alone = ast.unparse(handed_out[function.name])
            yield InText(
                told.line if told else function.body[-1].lineno,
                OTHERS.format(name=function.name),
                AS_GIVEN.format(name=function.name),
                partial(_as_given, source, function, alone),
                hides=False,
                at=calls,
                known=told,
            )


def _is(call: ast.Call, name: str) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == name


def _as_given(
    source: str, function: ast.FunctionDef, given: str, _names: Sequence[str]
) -> Iterator[list[Edit]]:
    """All of its lines that are others in the given file, as they are there."""
    several = [*put_back(parsed(source), given)]
    own = [e for edits in several for e in edits if holds(function, e.start[0])]
    if own:
        yield [*dict.fromkeys(own)]


def _asks_for(function: ast.FunctionDef, names: Set[str]) -> bool:
    """Is something in it still to be written?"""
    return any(name in head(s) for s in statements(function.body) for name in names)

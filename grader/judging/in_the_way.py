"""A line that leaves a function or a loop, above what is to be worked out there.

    error = y - output
    return error             left from a first try
    slope = ...              is never run

Where more is right without that line, it is what is wrong, and the TODO that it stands in pays for
it; and so it does where what stands below is still to be written, in which round ever it is seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from ..room.reading import NotTheExercise
from ..room.room import Stopped
from ..verdict import Finding, Outcome
from .charging import Charging
from .examiner import Examiner
from .findings import quoted
from .idle import does_nothing
from .lacking import asked_for
from .names import Text
from .one_slip import OneSlip
from .seen import Seen
from .statements import (
    Block,
    Edit,
    edited,
    head,
    instead,
    is_open,
    names_stored,
    parsed,
    statements,
)
from .written import written

LEAVES = {
    ast.Return: "this line leaves the function, and what stands below it is never run",
    ast.Break: "this line leaves the loop, and what stands below it there is never run",
    ast.Continue: "this line ends each turn of its loop, and what stands below it is never run",
}
MOST_EXITS = 3
"""Lines that are left out of one program; each takes as long as another submission."""

NEEDED_BELOW = "What is still to be worked out below this line, and what is the line for?"


@dataclass(frozen=True)
class Exit:
    """A statement that always leaves its function or its loop, and what stands around it.

    Of what stands `below` nothing is ever run.
    """

    leaves: ast.Return | ast.Break | ast.Continue
    above: Sequence[ast.stmt]
    below: Sequence[ast.stmt]
    loop: ast.For | ast.While | None = None
    """The loop that it stands in and is the last line of."""

    @property
    def is_above_what_is_open(self) -> bool:
        """Is something of what never runs still to be written?"""
        return any(map(is_open, statements([*self.below])))


def without_what_is_in_the_way(
    examiner: Examiner, first: Seen, most: int = MOST_EXITS
) -> Seen | None:
    """What is seen without lines that leave too early; None where there is none, or it is right.

    `first` is what is seen of the submission as it stands, `most` how many are left out.
    """
    asked = asked_for(examiner.lesson.given(examiner.form))
    found = in_the_way(examiner, {name for _, name in asked}) if first.lost and most else None
    if found is None:
        return None
    text = Text(examiner.submission.lines)
    todo = text.todo_above(found.leaves.lineno)
    for edits in _mends(found, [name for number, name in asked if number == todo]):
        source = edited(examiner.source.split("\n"), edits)
        seen = _seen(examiner, source, most - 1) if source else None
        more = seen.earned - first.earned if seen else -1.0
        if seen and (more > 0 or (more == 0 and found.is_above_what_is_open)):
            check = _paying(examiner, found, todo, seen)
            told = (_told(f, found, text) if f.check == check else f for f in seen.findings)
            return replace(seen, findings=[*told])
    return None


def _seen(examiner: Examiner, source: str, most: int) -> Seen | None:
    """What is seen of another source in its place, with all that is looked for in any; or None."""
    try:
        with examiner.aside(), examiner.of(source) as (of_the_rest, crash):
            seen = OneSlip(of_the_rest, crash).seen()
            return without_what_is_in_the_way(of_the_rest, seen, most) or seen
    except (Stopped, NotTheExercise):
        return None


def in_the_way(examiner: Examiner, names: Set[str]) -> Exit | None:
    """The first line that leaves above a value that is asked for; None where there is none.

    Nor is a line of the given file one, wherever it stands, or one with nothing above it. `names`
    are all that are asked for.
    """
    known = {head(s) for s in statements(parsed(examiner.lesson.given(examiner.form)).body)}
    for found in _exits(parsed(examiner.source).body, ()):
        stored = {name for s in statements([*found.below]) for name in names_stored(s)}
        is_first = all(map(does_nothing, found.above))  # and all that is done there
        if stored & names and not is_first and head(found.leaves) not in known:
            return found
    return None


def _exits(
    block: Block,
    after: Sequence[ast.stmt],
    before: Sequence[ast.stmt] = (),
    loop: ast.For | ast.While | None = None,
) -> Iterator[Exit]:
    """What leaves in a block, whatever comes; `after` and `before` are around it in its function.

    With the `loop` that it is the body of.
    """
    for i, statement in enumerate(block):
        above, below = [*before, *block[:i]], block[i + 1 :]
        if isinstance(statement, ast.Return):
            yield Exit(statement, above, [*below, *after], None if below else loop)
        elif isinstance(statement, (ast.Break, ast.Continue)):
            yield Exit(statement, above, below)
        elif isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            yield from _exits(statement.body, ())
        elif isinstance(statement, (ast.For, ast.While)):
            yield from _exits(statement.body, [*below, *after], above, statement)
        elif isinstance(statement, ast.With):
            yield from _exits(statement.body, [*below, *after], above)


def _mends(found: Exit, names: Sequence[str]) -> Iterator[list[Edit]]:
    """What may have been meant: a value, worked out by the loop above; or else nothing at all."""
    leaves = found.leaves
    value = leaves.value if isinstance(leaves, ast.Return) else None
    if found.loop and value and len(names) == 1:
        line, behind = leaves.lineno, (leaves.end_lineno or 0, leaves.end_col_offset or 0)
        text = f"{' ' * found.loop.col_offset}{names[0]} = {ast.unparse(value)}"
        yield [Edit((line, 0), behind, text)]
    yield [instead(leaves, "pass")]


def _paying(examiner: Examiner, found: Exit, todo: int, seen: Seen) -> str:
    """The check for the line: of the TODO that it stands in, or of the last step above it."""
    if check := next((f.check for f in seen.findings if todo and f.todo == todo), ""):
        return check
    last_above = partial(_last_above, seen.source, found.leaves.lineno)
    return examiner.by_line(seen.source, last_above) or examiner.lesson.elsewhere


def _last_above(source: str, line: int, charging: Charging) -> str:
    """The last step that is worked out above a line, in the same function."""
    above = range(line - 1, written(source.encode()).function_of(line), -1)
    return next((steps[0] for n in above if (steps := charging.steps_at(n))), "")


def _told(owed: Finding, found: Exit, text: Text) -> Finding:
    """The finding of the check that pays, which tells of the line."""
    line = found.leaves.lineno
    return replace(
        owed,
        outcome=Outcome.FAILED,
        points=0.0,
        line=line,
        source=quoted(text, line),
        saw=LEAVES[type(found.leaves)],
        advice=NEEDED_BELOW,
        mistake="",
    )

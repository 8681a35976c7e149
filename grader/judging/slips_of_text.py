"""A slip that the text itself shows: the program is judged without it, and its TODO pays.

    return error         left above what is still to be worked out (in_the_way.py)
    error = y - output,  a comma, which makes a tuple of it (commas.py)
    network.train        the training, named and never begun (uncalled.py)
    def sigmoid(z): …    a given function that is another (given_function.py)

It is one only if more is right without it; or where nothing is lost by that, and what would tell is
still to be written. So it costs the same in whatever round it is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from ..room.reading import NotTheExercise
from ..room.room import Stopped
from ..verdict import Finding, Outcome
from .charging import Charging
from .examiner import Examiner
from .findings import quoted
from .lacking import asked_for
from .names import Text
from .one_slip import OneSlip
from .seen import Seen
from .statements import Edit, edited
from .written import written

MOST_IN_TEXT = 3
"""Such slips that are left out of one program; each takes as long as another submission."""


@dataclass(frozen=True)
class InText:
    """A slip in a line of the text: what is seen and said of it, and edits without it.

    There may be several ways, the likelier first. It `hides` what is not written yet where only
    that would show it.
    """

    line: int
    saw: str
    advice: str
    without: Callable[[Sequence[str]], Iterator[list[Edit]]]
    """Takes the names that its TODO asks for."""
    hides: bool
    is_no_step: bool = False
    """Has it to do with no step that is worked out there, or above?"""
    at: Sequence[int] = ()
    """The lines of which a step pays, if others; what is `known` of that already is told."""
    known: Finding | None = None


Finder = Callable[[str, str, Set[str]], Iterator[InText]]
"""Finds them in a source: given the file that is handed out, and all names that it asks for."""


def without_slips_of_text(
    examiner: Examiner, first: Seen, finders: Sequence[Finder], most: int = MOST_IN_TEXT
) -> Seen | None:
    """What is seen without them, the first of them charged; None where there are none.

    `first` is what is seen of the submission as it stands, `most` how many are left out.
    """
    source, given = examiner.source, examiner.lesson.given(examiner.form)
    asked, text = asked_for(given), Text(examiner.submission.lines)
    names = {name for _, name in asked}
    several = (one for find in finders for one in find(source, given, names))
    found = next(several, None) if first.lost and most else None
    if found is None:
        return None
    todo = next(filter(None, map(text.todo_above, found.at or [found.line])), 0)
    for edits in found.without([name for number, name in asked if number == todo]):
        other = edited(source.split("\n"), edits)
        seen = _seen(examiner, other, finders, most - 1) if other else None
        more = seen.earned - first.earned if seen else -1.0
        if seen and (more > 0 or (more == 0 and found.hides)):
            check = _paying(examiner, found, todo, seen)
            told = (_told(f, found, text) if f.check == check else f for f in seen.findings)
            return replace(seen, findings=[*told])
    return None


def _seen(examiner: Examiner, source: str, finders: Sequence[Finder], most: int) -> Seen | None:
    """What is seen of another source in its place, with all that is looked for in any; or None."""
    try:
        with examiner.aside(), examiner.of(source) as (of_the_rest, crash):
            seen = OneSlip(of_the_rest, crash).seen()
            return without_slips_of_text(of_the_rest, seen, finders, most) or seen
    except (Stopped, NotTheExercise):
        return None


def _paying(examiner: Examiner, found: InText, todo: int, seen: Seen) -> str:
    """The check for the line: of the TODO that it stands in, or of the last step above it."""
    if found.is_no_step:
        return examiner.lesson.elsewhere
    if check := next((f.check for f in seen.findings if todo and f.todo == todo), ""):
        return check
    last_above = partial(_last_above, seen.source, found.at or [found.line])
    return examiner.by_line(seen.source, last_above) or examiner.lesson.elsewhere


def _last_above(source: str, lines: Sequence[int], charging: Charging) -> str:
    """The last step that is worked out in one of the lines, or above it in the same function."""
    program = written(source.encode())
    above = (n for line in lines for n in range(line, program.function_of(line), -1))
    return next((steps[0] for n in above if (steps := charging.steps_at(n))), "")


def _told(owed: Finding, found: InText, text: Text) -> Finding:
    """The finding of the check that pays, which tells of the line."""
    if found.known and found.known.check == owed.check and found.known.advice:
        return found.known
    return replace(
        owed,
        outcome=Outcome.FAILED,
        points=0.0,
        line=found.line,
        source=quoted(text, found.line),
        saw=found.saw,
        advice=found.advice,
        mistake="",
    )

"""A TODO of several lines, of which one is written and wrong, and another is not written yet.

It is not started as long as a line of it is open. But a mistake is told in the round in which it is
made: with answers in the places of all that is open, the line that is written is judged by itself.
Nothing else is told by that program, and no point is given for it.
"""

from __future__ import annotations

from dataclasses import replace

from ..room.answers import Crash
from ..verdict import Finding, Outcome
from .examiner import Examiner
from .mends.broken_program import BrokenProgram
from .mends.unwritten import around_half_an_answer
from .seen import UNWRITTEN, Seen, costs
from .statements import edited


def with_half_an_answer(examiner: Examiner, seen: Seen) -> Seen | None:
    """The same with what is wrong in what is written of the first TODO that is open, if any is."""
    first = next((f for f in seen.findings if f.outcome is Outcome.NOT_STARTED), None)
    wrong = _wrong_in_it(examiner, first) if first and first.todo else None
    if first is None or wrong is None:
        return None
    return replace(seen, findings=[_told(f, wrong) if f is first else f for f in seen.findings])


def _told(finding: Finding, wrong: Finding) -> Finding:
    """What is wrong, in the place of a finding that is not started."""
    return replace(
        finding,
        outcome=Outcome.FAILED,
        line=wrong.line,
        source=wrong.source,
        saw=wrong.saw,
        advice=wrong.advice,
        mistake=wrong.mistake,
    )


def _wrong_in_it(examiner: Examiner, first: Finding) -> Finding | None:
    lesson, source = examiner.lesson, examiner.source
    program = BrokenProgram(
        source,
        Crash(UNWRITTEN, "", first.line),
        given=lesson.given(examiner.form),
        older=lesson.older,
        solved=lesson.solved(examiner.form),
        kept_back=lesson.kept_back(examiner.form),
    )
    edits = around_half_an_answer(program, first.todo)
    whole = edited(source.split("\n"), edits) if edits else None
    if whole is None:
        return None
    with examiner.aside():
        seen = examiner.again(whole, True)
    own = {n for n, line in enumerate(source.split("\n"), 1) if line == whole.split("\n")[n - 1]}
    lost = [*filter(costs, seen.findings)] if seen else []
    if len(lost) != 1 or lost[0].todo != first.todo or lost[0].line not in own:
        return None
    return lost[0]

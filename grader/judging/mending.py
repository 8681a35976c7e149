"""What is seen of a program beyond the line where it breaks off, once that line is mended.

One mistake costs one check, and points are given for what was seen alone. So the program is judged
once more with the slip mended (mends.py): the slip costs the check that it stopped, and all else is
what the mended program comes to.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence

from ..room.answers import Crash
from ..verdict import Finding, Outcome
from .checklist import Examination
from .mark import unless_it_breaks

MOST_TRIED = 6
"""Each mended program takes as long as another submission."""

Judged = Callable[[str], Sequence[Finding]]
"""What the checks say of a program's source; nothing where it cannot be examined."""


def slip(findings: Sequence[Finding], examination: Examination) -> Crash | None:
    """What stopped the program, where more is lost for it than one check is worth."""
    lost = [*filter(_costs, findings)]
    stopped = _stopped(lost)
    marks = {**examination.steps, **examination.loop}
    mark = marks.get(stopped.check) if stopped else None
    return mark.crash if mark and len(lost) > 1 else None


def after_mending(findings: list[Finding], mended: Iterable[str], judged: Judged) -> list[Finding]:
    """The findings with what is seen of the best of the mended programs, if of any."""
    return unless_it_breaks(lambda: _after_mending(findings, mended, judged), findings)


def _after_mending(findings: list[Finding], mended: Iterable[str], judged: Judged) -> list[Finding]:
    best, stopped = findings, _stopped(filter(_costs, findings))
    for source in itertools.islice(mended, MOST_TRIED):
        others = judged(source)
        if len(others) != len(findings) or any(f.outcome is Outcome.OUR_FAULT for f in others):
            continue
        pairs = zip(findings, others, strict=True)
        found = [
            own if own is stopped or own.outcome is Outcome.PASSED else other
            for own, other in pairs
        ]
        if _earned(found) > _earned(best):
            best = found
        if not any(_costs(finding) for finding in best if finding is not stopped):
            break
    return best


def _stopped(findings: Iterable[Finding]) -> Finding | None:
    """The first that says that the program was stopped."""
    return next((f for f in findings if f.outcome is Outcome.STOPPED), None)


def _costs(finding: Finding) -> bool:
    return finding.points < finding.max_points


def _earned(findings: Iterable[Finding]) -> float:
    return math.fsum(finding.points for finding in findings)

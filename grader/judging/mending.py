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

Judged = Callable[[str, bool], Sequence[Finding]]
"""What the checks say of a program's source, after a closer look where that is asked for.

Nothing where it cannot be examined.
"""


def slip(findings: Sequence[Finding], examination: Examination) -> Crash | None:
    """What stopped the program, where more is lost for it than one check is worth."""
    lost = [*filter(_costs, findings)]
    stopped = _stopped(lost)
    if any(finding.outcome is Outcome.OUR_FAULT for finding in findings):
        return None  # the grader broke on it, and is asked nothing more
    marks = {**examination.steps, **examination.loop}
    mark = marks.get(stopped.check) if stopped else None
    return mark.crash if mark and len(lost) > 1 else None


def after_mending(findings: list[Finding], mended: Iterable[str], judged: Judged) -> list[Finding]:
    """The findings with what is seen of the best of the mended programs, if of any."""
    return unless_it_breaks(lambda: _after_mending(findings, mended, judged), findings)


def _after_mending(findings: list[Finding], mended: Iterable[str], judged: Judged) -> list[Finding]:
    best = findings
    for source in itertools.islice(mended, MOST_TRIED):
        found = _with_the_rest(findings, judged(source, False))
        if _earned(found) > _earned(best) and not _is_all_right_but_the_slip(found):
            found = _with_the_rest(findings, judged(source, True))  # it says where else it is wrong
        if _earned(found) > _earned(best):
            best = found
        if _is_all_right_but_the_slip(best):
            break
    return best


def _with_the_rest(findings: list[Finding], others: Sequence[Finding]) -> list[Finding]:
    """The findings up to the slip, with what is found of the rest once that is mended.

    What was found wrong before stays wrong, unless nothing is wrong with the mended program: the
    same mistake may show in one place here and in another there.
    """
    if len(others) != len(findings) or any(f.outcome is Outcome.OUR_FAULT for f in others):
        return findings
    stopped = _stopped(filter(_costs, findings))
    is_right = not any(map(_costs, others))
    return [
        own if own is stopped or (own.outcome is Outcome.FAILED and not is_right) else other
        for own, other in zip(findings, others, strict=True)
    ]


def _is_all_right_but_the_slip(findings: Sequence[Finding]) -> bool:
    stopped = _stopped(filter(_costs, findings))
    return not any(_costs(finding) for finding in findings if finding is not stopped)


def _stopped(findings: Iterable[Finding]) -> Finding | None:
    """The first that says that the program was stopped."""
    return next((f for f in findings if f.outcome is Outcome.STOPPED), None)


def _costs(finding: Finding) -> bool:
    return finding.points < finding.max_points


def _earned(findings: Iterable[Finding]) -> float:
    return math.fsum(finding.points for finding in findings)

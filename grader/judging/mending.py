"""What is seen of a program beyond the lines where it breaks off, once these are mended.

One mistake costs one check, and points are given for what was seen alone. So the program is judged
once more with the slip mended (mends/): the slip costs the check that it stopped, and all else is
what the mended program comes to. One that breaks off again, elsewhere, has another slip.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ..room.answers import Crash
from ..verdict import Finding, Outcome
from .checklist import Examination
from .mark import unless_it_breaks
from .seen import Seen, Slip, costs

MOST_TRIED = 6
"""For each slip. A mended program takes as long as another submission."""

MOST_BEGUN = 20
"""For each slip, with those that break off in the same line still, which takes little time."""

MOST_SLIPS = 3
"""In one program."""


Judged = Callable[[str, bool, Slip], "Seen | None"]
"""What a source comes to, after a closer look where that is asked for, without this slip.

Nothing where it cannot be examined, or where the slip is still in it.
"""
Mended = Callable[[str, Crash], Iterable[str]]
"""The sources that one which broke off may have been meant to be; see mends/."""


def slip(findings: Sequence[Finding], examination: Examination, elsewhere: str) -> Slip | None:
    """What stopped the program, where more is lost for it than the step that stopped.

    Where a line of no step raised, for which the check `elsewhere` pays, that comes first. It may
    stop over what comes of the one step that is wrong. Nothing is lost for what stops the last step
    that is written.
    """
    lost = [*filter(costs, findings)]
    if not lost or any(finding.outcome is Outcome.OUR_FAULT for finding in findings):
        return None  # if the grader broke on it, it is asked nothing more
    several = [finding for finding in lost if finding.outcome is Outcome.STOPPED]
    stopped = min(several, key=lambda finding: finding.check != elsewhere, default=None)
    if len(lost) == 1 and (stopped is None or stopped.check in examination.steps):
        return None
    marks = {**examination.steps, **examination.loop}
    if stopped is None:
        crash, wrong = examination.breaks_off, [f for f in lost if f.outcome is Outcome.FAILED]
        return Slip(crash, wrong[0]) if crash and len(wrong) == 1 else None
    mark, others = marks.get(stopped.check), {f.outcome for f in lost if f is not stopped}
    is_last = Outcome.NOT_STARTED in others <= {Outcome.NOT_STARTED, Outcome.WAITING}
    if is_last and stopped.check != elsewhere:
        return None
    return Slip(mark.crash, stopped) if mark and mark.crash else None


def after_mending(first: Seen, mended: Mended, judged: Judged) -> Seen:
    """What is seen with the best of the mended programs, if with any; `first` is as it stands."""
    return unless_it_breaks(lambda: Mending(first, mended, judged).best(), first)


class Mending:
    """The search for what one program was meant to be."""

    def __init__(self, first: Seen, mended: Mended, judged: Judged) -> None:
        self._first, self._mended, self._judged = first, mended, judged
        self._slips: dict[str, Finding] = {}
        """The checks that pay for the slips mended so far, and what is said of them."""
        self._lines: dict[str, int] = {}
        """The lines that they were met in."""

    def best(self) -> Seen:
        """The program as it stands, or with slips mended where more of it is seen to be right."""
        best, at = self._first, self._first
        for _ in range(MOST_SLIPS):
            if at.slip is None:
                break
            crash, stopped = at.slip.crash, at.slip.stopped
            self._slips.setdefault(stopped.check, stopped)
            self._lines.setdefault(stopped.check, crash.line)
            goes_on = None
            tried = 0
            for source in itertools.islice(self._mended(at.source, crash), MOST_BEGUN):
                seen = self._seen(source, at.slip, _earned(best))
                if seen is None:
                    continue
                tried += 1
                if (_earned(seen), seen.is_all_right_but_the_slips) > (_earned(best), False):
                    best = goes_on = seen
                elif goes_on is None and _breaks_off_elsewhere(seen, at):
                    goes_on = seen
                if best.is_all_right_but_the_slips:
                    return best
                if tried == MOST_TRIED:
                    break
            if goes_on is None:
                break
            at = goes_on
        return best

    def _seen(self, source: str, slip: Slip, earned: float) -> Seen | None:
        """What a mended program comes to, with what is charged for its slips."""
        other = self._judged(source, False, slip)
        seen = self._with_the_rest(other) if other else None
        if seen is None or _earned(seen) <= earned:
            return seen
        if not seen.is_all_right_but_the_slips:
            other = self._judged(source, True, slip)  # it says where else it is wrong
            seen = self._with_the_rest(other) if other else None
        return seen

    def _with_the_rest(self, other: Seen) -> Seen | None:
        """The findings up to the slips, with what is found of the rest once these are mended.

        What was found wrong before stays wrong, unless nothing is wrong with the mended program:
        the same mistake may show in one place here and in another there.
        """
        findings, others = self._first.findings, other.findings
        if len(others) != len(findings) or any(f.outcome is Outcome.OUR_FAULT for f in others):
            return None
        is_right = not any(map(costs, others))
        return Seen(
            other.source,
            [
                self._slips.get(own.check)
                or (own if own.outcome is Outcome.FAILED and not is_right else _follows(own, its))
                for own, its in zip(findings, others, strict=True)
            ],
            other.slip,
            dict(self._slips),
            dict(self._lines),
            is_right,
        )


def _follows(own: Finding, its: Finding) -> Finding:
    """What is found with the slips mended; what has no line of its own is not seen to be right."""
    waited = own.outcome is Outcome.WAITING and its.outcome is Outcome.PASSED
    return replace(its, outcome=own.outcome, saw=own.saw) if waited and not its.todo else its


def _breaks_off_elsewhere(seen: Seen, before: Seen) -> bool:
    """Does a mended program break off in another line, and not in what was mended?"""
    if seen.slip is None or before.slip is None or seen.slip.crash.line == before.slip.crash.line:
        return False
    line = seen.slip.crash.line - 1
    own, its = (one.source.split("\n")[line : line + 1] for one in (before, seen))
    return own == its


def _earned(seen: Seen) -> float:
    return math.fsum(finding.points for finding in seen.findings)

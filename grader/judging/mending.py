"""What is seen of a program beyond the lines where it breaks off, once these are mended.

One mistake costs one check, and points are given for what was seen alone. So the program is judged
once more with the slip mended (mends/): the slip costs the check that it stopped, and all else is
what the mended program comes to. One that breaks off again, elsewhere, has another slip. The last
TODO that is not written yet is such a slip, too.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace

from ..room.answers import ENDLESS, Crash
from ..verdict import Finding, Outcome
from .checklist import Examination
from .mark import Mark, unless_it_breaks
from .seen import UNWRITTEN, Seen, Slip, costs

MOST_TRIED = 6
"""Mended programs that are judged for each slip; each takes as long as another submission."""

MOST_BEGUN = 20
"""The same, with those that still break off in the line of the slip, which takes little time."""

MOST_SLIPS = 3
"""Slips that are mended in one program."""


SPOILT = (Outcome.FAILED, Outcome.STOPPED)
"""What a check must not come to that was right before a slip was mended."""

Judge = Callable[[str, bool, Slip], "Seen | None"]
"""What a source comes to, after a closer look where that is asked for, without this slip.

Nothing where it cannot be examined, or where the slip is still in it.
"""
Mends = Callable[[str, Crash], Iterable[str]]
"""What a source that broke off may have been meant to be; see mends/."""


def slip(
    source: str, findings: Sequence[Finding], examination: Examination, elsewhere: str
) -> Slip | None:
    """What stopped the program, or is still to be written, where it costs more than one check."""
    lost = [*filter(costs, findings)]
    if not lost or any(finding.outcome is Outcome.OUR_FAULT for finding in findings):
        return None  # if the grader broke on it, it is asked nothing more
    stopped, open_ = _stopped(lost, examination, elsewhere), _unwritten(lost)
    if stopped is None or not _is_unwritten(stopped.crash, source, open_):
        return stopped or open_
    if any(finding.outcome is Outcome.NOT_STARTED for finding in lost):
        return open_  # which pays for it, and nothing else does
    return open_ or Slip(Crash(UNWRITTEN, "", stopped.crash.line), stopped.stopped)


def _stopped(lost: Sequence[Finding], examination: Examination, elsewhere: str) -> Slip | None:
    """What stopped the program, where more is lost for it than the step that stopped.

    Where a line of no step raised, for which the check `elsewhere` pays, that comes first. It may
    stop over what comes of the one step that is wrong. Nothing is lost for what stops the last step
    that is written.
    """
    several = [finding for finding in lost if finding.outcome is Outcome.STOPPED]
    stopped = min(several, key=lambda finding: finding.check != elsewhere, default=None)
    if len(lost) == 1 and (stopped is None or stopped.check in examination.steps):
        return None
    marks = {**examination.steps, **examination.loop}
    if len(lost) == 1 and stopped and _is_endless(marks.get(stopped.check)):
        return None  # each mended program would be waited for as long
    if stopped is None:
        crash, wrong = examination.breaks_off, [f for f in lost if f.outcome is Outcome.FAILED]
        there = [f for f in wrong if crash and f.line == crash.line] if len(wrong) > 1 else wrong
        return Slip(crash, there[0]) if crash and len(there) == 1 else None
    mark, others = marks.get(stopped.check), [f.outcome for f in lost if f is not stopped]
    behind = [f.outcome for f in lost[lost.index(stopped) + 1 :]]
    if stopped.check not in examination.steps:  # the loop waits for what is not written in it
        behind = [outcome for outcome in behind if outcome is not Outcome.WAITING]
    are_open = {*others} <= {Outcome.NOT_STARTED, Outcome.WAITING}
    if are_open and behind[:1] == [Outcome.NOT_STARTED] and stopped.check != elsewhere:
        return None
    return Slip(mark.crash, stopped) if mark and mark.crash else None


def _is_endless(mark: Mark | None) -> bool:
    return mark is not None and mark.crash is not None and mark.crash.type == ENDLESS


def _unwritten(lost: Sequence[Finding]) -> Slip | None:
    """The first line that is not written yet, if others wait for it."""
    first = next((f for f in lost if f.outcome is Outcome.NOT_STARTED), None)
    waits = any(finding.outcome is Outcome.WAITING for finding in lost)
    return Slip(Crash(UNWRITTEN, "", first.line), first) if first and waits else None


def _is_unwritten(crash: Crash, source: str, open_: Slip | None) -> bool:
    """Did it stop in that line, or over the `...` that stands in another?"""
    return is_over_dots(crash, source) or (open_ is not None and crash.line == open_.crash.line)


def is_over_dots(crash: Crash, source: str) -> bool:
    """Did it stop over the `...` that stands for what is yet to be written?

    NumPy says no more of what cannot be added in place than that it is an object.
    """
    return "ellipsis" in crash.message or ("dtype('O')" in crash.message and "..." in source)


def after_mending(first: Seen, mends: Mends, judge: Judge, most_slips: int = MOST_SLIPS) -> Seen:
    """What is seen with the best of the mended programs, if with any; `first` is as it stands."""
    return unless_it_breaks(lambda: Mending(first, mends, judge).best(most_slips), first)


class Mending:
    """The search for what one program was meant to be."""

    def __init__(self, first: Seen, mends: Mends, judge: Judge) -> None:
        self._first, self._mends, self._judge = first, mends, judge
        self._slips: dict[str, Finding] = {}
        """The checks that pay for the slips mended so far, and what is said of them."""
        self._lines: dict[str, int] = {}
        """The lines that they were met in."""
        self._beside: list[Finding] = []
        """What is said of those that stopped the same check once more, in another line."""
        self._open = ""
        """The check that pays for what is not written yet; "" if none does."""
        self._over_a_mend = ""
        """The check of what only broke off over a mend, in the place of which there is another."""

    def best(self, most_slips: int) -> Seen:
        """The program as it stands, or with slips mended where more of it is seen to be right."""
        best, at = self._first, self._first
        for _ in range(most_slips):
            if at.slip is None:
                break
            crash, stopped = at.slip.crash, at.slip.stopped
            is_new = bool(self._slips) and stopped.check not in self._slips
            if self._slips.setdefault(stopped.check, stopped).line != stopped.line:
                self._beside.append(stopped)
            self._lines.setdefault(stopped.check, crash.line)
            self._open = stopped.check if crash.type == UNWRITTEN else self._open
            goes_on = None
            tried = 0
            for source in itertools.islice(self._mends(at.source, crash), MOST_BEGUN):
                again = self._changed(source) <= self._changed(at.source)
                self._over_a_mend = stopped.check if is_new and again else ""
                seen = self._seen(source, at.slip, 0.0 if _waits(best) else best.earned)
                if seen is None:
                    continue
                tried += not _shows_nothing(seen)
                if (seen.earned, seen.is_all_right_but_the_slips) > (best.earned, False):
                    best = goes_on = seen
                elif goes_on is None and _breaks_off_elsewhere(seen, at):
                    goes_on = self._after_a_look(source, at.slip) or seen
                    best = goes_on if goes_on.earned > best.earned else best
                if best.is_all_right_but_the_slips or _is_right_as_far_as_it_goes(best):
                    return best
                if tried == MOST_TRIED:
                    break
            if goes_on is None:
                break
            at = goes_on
        return best

    def _seen(self, source: str, slip: Slip, earned: float) -> Seen | None:
        """What a mended program comes to, with what is charged for its slips.

        For an answer there is one mend, and none else is tried: what is wrong is told at once.
        """
        closer = slip.crash.type == UNWRITTEN
        other = self._judge(source, closer, slip)
        seen = self._with_the_rest(other) if other else None
        new = self._changed(source)
        if closer and other and any(costs(f) and f.line in new for f in other.findings):
            return None  # no learner is told of a line that is not theirs
        if seen and self._misses_what_is_left_out(seen, new):
            return None
        if closer or seen is None or seen.earned <= earned:
            return seen
        is_right = seen.is_all_right_but_the_slips or _is_right_as_far_as_it_goes(seen)
        return seen if is_right else self._after_a_look(source, slip)

    def _misses_what_is_left_out(self, seen: Seen, new: Set[int]) -> bool:
        """Is something wrong that was not, where several lines were left out together?"""
        lines = seen.source.split("\n")
        left_out = [line for line in new if lines[line - 1].strip() == "pass"]
        was_wrong = {f.check for f in self._first.findings if f.outcome in SPOILT}
        wrong = {f.check for f in seen.findings if f.outcome is Outcome.FAILED and costs(f)}
        return len(left_out) > 1 and not wrong <= was_wrong

    def _after_a_look(self, source: str, slip: Slip) -> Seen | None:
        """What it comes to where it is looked at closer, which says where else it is wrong."""
        other = self._judge(source, True, slip)
        return self._with_the_rest(other) if other else None

    def _with_the_rest(self, other: Seen) -> Seen | None:
        """The findings up to the slips, with what is found of the rest once these are mended.

        What was found wrong before stays wrong, unless nothing is wrong with the mended program, as
        far as it is written: the same mistake may show in one place here and in another there. What
        its line is charged for is not charged again in another check.
        """
        findings, others = self._first.findings, other.findings
        if len(others) != len(findings) or any(f.outcome is Outcome.OUR_FAULT for f in others):
            return None
        lost = {its.outcome for its in others if costs(its)}
        is_right = lost <= {Outcome.NOT_STARTED, Outcome.WAITING}
        slips = {c: f for c, f in self._slips.items() if c != self._over_a_mend}
        wrong = [own for own in findings if own.outcome is Outcome.FAILED]
        if self._open:  # with all of it answered, a line may be charged to another check
            lines = {its.line for its in others if costs(its)} - {0}
            passed = {its.check for its in others if not costs(its)}
            wrong = [f for f in wrong if f.check not in passed or f.line not in lines]
        if any(costs(its) and its.advice for its in others):  # which explains what nothing did
            right = {its.check for its in others if not costs(its)}
            wrong = [own for own in wrong if own.advice or own.check not in right]
        told = {own.line for own in wrong} - {0}
        is_told = [costs(its) and its.line in told for its in others]
        return Seen(
            other.source,
            [
                slips.get(own.check)
                or (own if again or (own in wrong and not is_right) else None)
                or _follows(own, its, self._open)
                for own, its, again in zip(findings, others, is_told, strict=True)
            ],
            other.slip,
            slips,
            {its.check: its for its in others if its.check in slips},
            self._beside.copy(),
            {check: self._lines[check] for check in slips},
            not lost,
        )

    def _changed(self, source: str) -> set[int]:
        """The lines that a mended program does not have as they were handed in."""
        lines = zip(self._first.source.split("\n"), source.split("\n"), strict=True)
        return {number for number, (own, new) in enumerate(lines, start=1) if own != new}


def _follows(own: Finding, its: Finding, open_: str) -> Finding:
    """What is found of a check once the slips are mended.

    A check that waited and has no TODO is not seen to be right by that. Nor is one that waits for
    the check `open_`, whose line is not the learner's.
    """
    waited = own.outcome is Outcome.WAITING and its.outcome is Outcome.PASSED
    if not waited or (its.todo and not open_):
        return its
    saw = f"follows from {open_}" if open_ and own.saw else own.saw
    return replace(its, outcome=own.outcome, saw=saw)


def _breaks_off_elsewhere(seen: Seen, before: Seen) -> bool:
    """Does a mended program break off in another line, and not in what was mended?

    One that spoils a step which was right, and comes before what stopped, leads nowhere.
    """
    if seen.slip is None or before.slip is None or seen.slip.crash.line == before.slip.crash.line:
        return False
    checks = (finding.check for finding in before.findings)
    above = {*itertools.takewhile(before.slip.stopped.check.__ne__, checks)}
    right = {f.check for f in before.findings if f.outcome is Outcome.PASSED} & above
    if any(f.check in right and f.outcome in SPOILT for f in seen.findings):
        return False
    line = seen.slip.crash.line - 1
    own, its = (one.source.split("\n")[line : line + 1] for one in (before, seen))
    return own == its


def _is_right_as_far_as_it_goes(seen: Seen) -> bool:
    """Is all that is lost beside the slips still to be written, or behind that?"""
    lost = [finding.outcome for finding in seen.lost if finding.check not in seen.paid]
    is_open = lost[:1] == [Outcome.NOT_STARTED]
    return bool(seen.paid) and is_open and {*lost} <= {Outcome.NOT_STARTED, Outcome.WAITING}


def _shows_nothing(seen: Seen) -> bool:
    """Was it all over as soon as it broke off? That takes little time."""
    outcomes = [
        finding.outcome for finding in seen.findings if finding.outcome is not Outcome.WAITING
    ]
    return outcomes in ([], [Outcome.STOPPED])


def _waits(seen: Seen) -> bool:
    """Do whole parts wait for what stops, so that what is right in them shows in no other way?"""
    lost = seen.lost
    stopped = {f.part for f in lost if f.outcome is Outcome.STOPPED}
    waiting = {f.part for f in lost if f.outcome is Outcome.WAITING}
    outcomes = {f.outcome for f in lost}
    return outcomes == {Outcome.STOPPED, Outcome.WAITING} and not waiting <= stopped

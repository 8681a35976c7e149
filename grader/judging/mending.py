"""What is seen of a program beyond the lines where it breaks off, once these are mended.

One mistake costs one check, and points are given for what was seen alone. So the program is judged
once more with the slip mended (mends/): the slip costs the check that it stopped, and all else is
what the mended program comes to. One that breaks off again, elsewhere, has another slip.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..room.answers import ENDLESS, Crash
from ..verdict import Finding, Outcome
from . import crashes
from .checklist import Examination
from .mark import unless_it_breaks

MOST_TRIED = 6
"""For each slip. A mended program takes as long as another submission."""

MOST_BEGUN = 20
"""For each slip, with those that break off in the same line still, which takes little time."""

MOST_SLIPS = 3
"""In one program."""


@dataclass(frozen=True)
class Slip:
    """What a program broke off with, and the check that it stopped."""

    crash: Crash
    stopped: Finding


@dataclass(frozen=True)
class Seen:
    """What the checks say of one source, and the slip that more is lost for than one check."""

    source: str
    findings: Sequence[Finding]
    slip: Slip | None = None
    paid: Mapping[str, Finding] = field(default_factory=dict)
    """The checks that pay for slips that were mended, and what is said of these."""
    is_all_right_but_the_slips: bool = False
    """Is nothing wrong with the mended program, not even in a check that pays for a slip?"""


Judged = Callable[[str, bool, Slip], "Seen | None"]
"""What a source comes to, after a closer look where that is asked for, without this slip.

Nothing where it cannot be examined, or where the slip is still in it.
"""
Mended = Callable[[str, Crash], Iterable[str]]
"""The sources that one which broke off may have been meant to be; see mends/."""


def slip(findings: Sequence[Finding], examination: Examination, elsewhere: str) -> Slip | None:
    """What stopped the program, where more is lost for it than one check is worth.

    Where a line of no step raised, for which the check `elsewhere` pays, that comes first. It may
    stop over what comes of the one step that is wrong. Nothing is lost for what stops the last step
    that is written.
    """
    lost = [*filter(costs, findings)]
    if len(lost) < 2 or any(finding.outcome is Outcome.OUR_FAULT for finding in findings):
        return None  # if the grader broke on it, it is asked nothing more
    several = [finding for finding in lost if finding.outcome is Outcome.STOPPED]
    stopped = min(several, key=lambda finding: finding.check != elsewhere, default=None)
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


OVER_WHAT = (
    "It stops in line {line}, over what comes of this line. Which of the values here is not what "
    "it should be?"
)

HANDED_BACK = (
    "It stops in line {line}, where this function has handed back nothing, which is None. What "
    "becomes of the value that is worked out here?"
)

AS_GIVEN = (
    "In the file that the lesson hands out this line is `{given}`, and with it all the rest is "
    "right. In what is yours different, and what comes of that?"
)


@dataclass(frozen=True)
class Changed:
    """A statement that is another in the mended program: its line, and the check that it is for.

    The check is "" where it is for none that is known. `given` is the statement as the lesson's
    file has it, "" if it is not from there.
    """

    line: int
    check: str = ""
    given: str = ""
    is_handed_back: bool = False
    """Is it what was worked out there all the same, and handed to nobody?"""
    last_counted: int = 0
    """If it is the head of a loop that nothing counted, the last line of that loop."""


@dataclass(frozen=True)
class ByLine:
    """Which check pays for a slip, by what the lines of the mended program work out.

    `steps_at` gives the steps of a line, None where that is not known, and `quoted` its text;
    `changed` is what was mended. For a line that works out none of these `steps` the check
    `elsewhere` pays.
    """

    steps_at: Callable[[int], Sequence[str] | None]
    quoted: Callable[[int], str]
    changed: Sequence[Changed]
    steps: Collection[str]
    elsewhere: str

    def charged(self, seen: Seen) -> Seen | None:
        """The same with each slip charged to a step that its line works out; None if unknown."""
        for paid in seen.paid.values():
            counted = [changed.check for changed in self.changed if changed.last_counted]
            if paid.check in (self.elsewhere, *self.steps, *counted):
                made = self._made_before(paid) if len(seen.paid) == 1 else None
                there = self.steps_at(paid.line)
                if made:
                    seen = _charged_to(seen, paid, *made)
                elif there is None or counted:
                    return None
                elif paid.check not in there and paid.outcome is Outcome.STOPPED:
                    seen = _charged_to(seen, paid, [*there, self.elsewhere][0], paid)
        return seen

    def _made_before(self, paid: Finding) -> tuple[str, Finding] | None:
        """The check of the one other line that was mended, if it is that which is wrong."""
        changed = self._one_changed
        if changed is None:
            return None
        check = self._check_of(changed)
        if changed.line == paid.line and not changed.last_counted:
            return None
        is_wrong = paid.outcome is Outcome.FAILED  # it stops over what comes of it
        if not check or (is_wrong and check != paid.check and not changed.given):
            return None
        advice = OVER_WHAT.format(line=paid.line)
        of_no_step = changed.check and "this line" not in paid.advice  # as the head of a loop
        if of_no_step or is_wrong:
            advice = paid.advice or advice
        saw = paid.saw
        if changed.is_handed_back:
            advice = HANDED_BACK.format(line=paid.line)
        if changed.last_counted:  # and not by chance where its time was up
            saw = crashes.saw(Crash(ENDLESS, "", changed.line), open_book=False)
        if changed.given:
            advice = AS_GIVEN.format(given=changed.given)
        return check, self._told(paid, changed, saw, advice)

    def put_back(self, first: Seen, right: Sequence[Finding]) -> Seen | None:
        """What is seen of a program that is `right` once a given line is put back.

        One check that is all that is lost stays lost, unless the line is for another, or works out
        another as well; what has words of its own keeps them.
        """
        changed = self._one_changed
        if changed is None or not changed.given:
            return None
        lost = [*filter(costs, first.findings)]
        check = self._check_of(changed) or self.elsewhere
        only = lost[0] if len(lost) == 1 else None
        others = {*(self.steps_at(changed.line) or ())} - {check}
        is_kept = only and changed.check in ("", only.check) and only.check not in others
        kept = only if is_kept else None
        named = (f for f in [*lost, *right] if f.check == check and (f.mistake or f not in lost))
        owed = kept or next(named, None)
        if owed is None:
            return None
        shown = owed.saw or (only.saw if only else "")
        saw = shown or f"with line {changed.line} as the lesson's file has it, nothing is wrong"
        advice = owed.advice or AS_GIVEN.format(given=changed.given)
        told = replace(self._told(owed, changed, saw, advice), outcome=Outcome.FAILED, points=0.0)
        return replace(first, findings=[told if f.check == told.check else f for f in right])

    @property
    def _one_changed(self) -> Changed | None:
        return self.changed[0] if len(self.changed) == 1 else None

    def _check_of(self, changed: Changed) -> str:
        """What the line works out, of several the last, or else what it is for.

        A loop that is for nothing known belongs to what is worked out in it.
        """
        there = self.steps_at(changed.line)
        inside = range(changed.line + 1, changed.last_counted + 1)
        there = there or next((steps for line in inside if (steps := self.steps_at(line))), None)
        if changed.check or not there:
            return changed.check or (self.elsewhere if changed.given else "")
        return there[0]

    def _told(self, finding: Finding, changed: Changed, saw: str, advice: str) -> Finding:
        source = self.quoted(changed.line)
        return replace(finding, line=changed.line, source=source, saw=saw, advice=advice)


def _charged_to(seen: Seen, paid: Finding, check: str, told: Finding) -> Seen:
    """The same with what was paid for charged to a check that is right by itself, and told so."""
    owed = next((finding for finding in seen.findings if finding.check == check), None)
    if owed is paid:
        return replace(seen, findings=[told if f is paid else f for f in seen.findings])
    if owed is None or costs(owed):
        return seen
    charged = replace(
        told, check=owed.check, part=owed.part, promise=owed.promise, todo=owed.todo,
        max_points=owed.max_points,
    )  # fmt: skip
    passed = replace(
        owed, check=paid.check, part=paid.part, promise=paid.promise, todo=paid.todo,
        points=paid.max_points, max_points=paid.max_points, outcome=Outcome.PASSED, saw="",
    )  # fmt: skip
    others = {paid: passed, owed: charged}
    return replace(seen, findings=[others.get(finding, finding) for finding in seen.findings])


class Mending:
    """The search for what one program was meant to be."""

    def __init__(self, first: Seen, mended: Mended, judged: Judged) -> None:
        self._first, self._mended, self._judged = first, mended, judged
        self._slips: dict[str, Finding] = {}
        """The checks that pay for the slips mended so far, and what is said of them."""

    def best(self) -> Seen:
        """The program as it stands, or with slips mended where more of it is seen to be right."""
        best, at = self._first, self._first
        for _ in range(MOST_SLIPS):
            if at.slip is None:
                break
            crash, stopped = at.slip.crash, at.slip.stopped
            self._slips.setdefault(stopped.check, stopped)
            goes_on = None
            tried = 0
            for source in itertools.islice(self._mended(at.source, crash), MOST_BEGUN):
                seen = self._seen(source, at.slip, _earned(best))
                if seen is None:
                    continue
                tried += 1
                if (_earned(seen), seen.is_all_right_but_the_slips) > (_earned(best), False):
                    best = goes_on = seen
                elif goes_on is None and seen.slip and seen.slip.crash.line != crash.line:
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
            is_right,
        )


def _follows(own: Finding, its: Finding) -> Finding:
    """What is found with the slips mended; what has no line of its own is not seen to be right."""
    waited = own.outcome is Outcome.WAITING and its.outcome is Outcome.PASSED
    return replace(its, outcome=own.outcome, saw=own.saw) if waited and not its.todo else its


def costs(finding: Finding) -> bool:
    return finding.points < finding.max_points


def _earned(seen: Seen) -> float:
    return math.fsum(finding.points for finding in seen.findings)

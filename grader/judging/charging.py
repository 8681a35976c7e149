"""Which check pays for a slip that was mended, by what the lines of the mended program work out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ..lesson import Lesson
from ..room.answers import ENDLESS, Crash
from ..verdict import Finding, Outcome
from . import crashes
from .changed import Changed
from .seen import Seen, costs, only_a_loop_stops

OVER_WHAT = (
    "It stops in line {line}, over what comes of this line. Which of the values here is not what "
    "it should be?"
)

HANDED_BACK = (
    "It stops in line {line}, where this function has handed back nothing, which is None. What "
    "becomes of the value that is worked out here?"
)

KEPT_TO_ITSELF = (
    "It stops in line {line}, over a value that this function works out and keeps to itself. Which "
    "of its values does it hand back, and what becomes of them where it is called?"
)

AS_GIVEN = (
    "In the file that the lesson hands out this line is `{given}`, and with it all the rest is "
    "right. In what is yours different, and what comes of that?"
)

ONE_AFTER_THE_OTHER = (
    "The loop in this line goes through what stands in it one after the other. What does each of "
    "its names hold in the first turn, and what is each meant to hold?"
)

WITH_ONE_EDIT = "All the rest is right: with {what}, nothing is wrong. What would you change?"

MOST_OF_ONE_SLIP = 3
"""Checks that are seen to be wrong over one slip: the others wait, or are carried on."""


@dataclass(frozen=True)
class Charging:
    """Which check of the lesson pays for a slip, by what the lines of the mended program work out.

    `steps_at` gives the steps of a line, or of a line and a column in it, None where that is not
    known, and `quoted` the line's text; `changed` is what was mended. For a line that works out no
    step, the check `elsewhere` pays.
    """

    lesson: Lesson
    steps_at: Callable[..., Sequence[str] | None]
    quoted: Callable[[int], str]
    changed: Sequence[Changed]
    lines: Collection[int] = ()
    """All the lines that are another in the mended program."""
    above: Callable[[int], Sequence[int]] = lambda _: ()
    """The lines of the function above one that only tells something, from it upwards."""

    def charged(self, seen: Seen) -> Seen | None:
        """The same with each slip charged to a step that its line works out; None if unknown."""
        changed = self._one_changed
        if changed and changed.is_side_by_side and len(seen.paid) == 1:
            [paid] = seen.paid.values()
            check = self._of_what_it_holds(changed) or paid.check
            told = self._told(paid, changed, paid.saw, ONE_AFTER_THE_OTHER)
            return _charged_to(seen, paid, check, told)
        if changed and changed.is_apart and seen.is_all_right_but_the_slips:
            [paid, *others] = seen.paid.values()
            is_a_step = paid.check in self.lesson.steps or self._check_of(changed)
            if not others and not is_a_step:
                return _charged_to(seen, paid, self.lesson.elsewhere, paid)
        for paid in seen.paid.values():
            counted = [each.check for each in self.changed if each.last_counted]
            is_endless = bool(counted) and len(seen.paid) == 1
            charged = (self.lesson.elsewhere, *self.lesson.steps, *counted)
            if is_endless or paid.check in charged or self._mends_a_step(seen):
                line = seen.broke_off_in[paid.check]
                made = self._made_before(paid, line) if len(seen.paid) == 1 else None
                there = self._worked_out_in(paid.line)
                made = made or self._taken_in(seen, paid, there)
                if made:
                    seen = _charged_to(seen, paid, *made)
                elif paid.check == self.lesson.elsewhere and self._is_before_all_steps:
                    continue
                elif steps := self._told_below(paid):
                    seen = _charged_to(seen, paid, steps[0], paid)
                elif there is None or counted:
                    return None
                elif paid.check not in there and paid.outcome is Outcome.STOPPED:
                    its = [c for c in self.changed if len(seen.paid) == 1 or c.is_in(paid.line)]
                    own = [each.check for each in its if each.check in self.lesson.steps]
                    check = [*there, *own, self._nowhere(seen, paid)][0]
                    seen = _charged_to(seen, paid, check, paid)
        for other in seen.beside:
            seen = self._charged_beside(seen, other)
        return seen

    def _told_below(self, paid: Finding) -> Sequence[str]:
        """The steps of the last line above one that only tells something, and stops over that."""
        several = self.above(paid.line) if paid.outcome is Outcome.STOPPED else ()
        return next((steps for line in several if (steps := self.steps_at(line))), ())

    def _charged_beside(self, seen: Seen, other: Finding) -> Seen:
        """The same, with one more slip charged to what its line works out, if it was mended."""
        met_in = (*seen.broke_off_in.values(), *(each.line for each in seen.beside))
        is_mended = other.line in self.lines or not {*self.lines} <= {*met_in}
        its = [each for each in self.changed if each.is_in(other.line)]
        own = [each.check for each in its if each.check in self.lesson.steps]
        check = [*(self._worked_out_in(other.line) or own), self.lesson.elsewhere][0]
        owed = next((f for f in seen.findings if f.check == check and not costs(f)), None)
        if owed is None or not is_mended:
            return seen
        return replace(
            seen, findings=[_as_told(f, other) if f is owed else f for f in seen.findings]
        )

    def _mends_a_step(self, seen: Seen) -> bool:
        """Is all right with one line mended, which works out a step? A loop may stop over that."""
        changed = self._one_changed if len(seen.paid) == 1 else None
        if changed is None or not seen.is_all_right_but_the_slips:
            return False
        return self._check_of(changed) in self.lesson.steps

    def _nowhere(self, seen: Seen, paid: Finding) -> str:
        """The check that pays for a line of no step that stops."""
        return self.lesson.elsewhere if seen.is_all_right_but_the_slips else paid.check

    def _taken_in(
        self, seen: Seen, paid: Finding, there: Sequence[str] | None
    ) -> tuple[str, Finding] | None:
        """The check that pays and what is told, where a function takes other values than a call.

        It is the head of the function that is told, and the check is that of the call; None where
        no head was mended.
        """
        changed = self._one_changed
        if changed is None or not changed.is_a_function or paid.outcome is not Outcome.STOPPED:
            return None
        check = paid.check
        if there is not None and check not in there:
            check = [*there, self._nowhere(seen, paid)][0]
        advice = OVER_WHAT.format(line=seen.broke_off_in[paid.check])
        return check, self._told(paid, changed, paid.saw, advice)

    def _worked_out_in(self, line: int) -> Sequence[str] | None:
        """The steps of a line, first what was mended in it; None where they are not known."""
        there, own = self.steps_at(line), [each for each in self.changed if each.line == line]
        if not there or len(own) != 1 or not own[0].column:
            return there
        return self.steps_at(line, own[0].column) or there

    @property
    def _is_before_all_steps(self) -> bool:
        """Is it no step that was mended, but what stands or should stand before them?"""
        return all(each.gives_values and not self._check_of(each) for each in self.changed)

    def _of_what_it_holds(self, changed: Changed) -> str:
        """The check for the loop that a line which works out a step stands in; "" if there is none.

        It is not the step that is wrong where what the loop goes through is.
        """
        inside = range(changed.line + 1, changed.last_line + 1)
        steps = [step for line in inside for step in self.steps_at(line) or ()]
        places = ((step, self.lesson.of_its_place(step)) for step in steps)
        return next((place for step, place in places if place != step), "")

    def _made_before(self, paid: Finding, line: int) -> tuple[str, Finding] | None:
        """The check that pays and what is told, where the slip is not in the line that stopped."""
        changed = self._one_changed
        if changed is None:
            return None
        of_a_step = changed.gives_values and paid.check != self.lesson.elsewhere
        stopped = self._first_down_to(line) or paid.check if of_a_step else ""
        check = self._check_of(changed) or self._of_what_begins(changed, line) or stopped
        if changed.is_in(paid.line) and not changed.last_counted:
            return None
        if self._is_before_all_steps and not of_a_step:
            check = check or paid.check
        is_wrong = paid.outcome is Outcome.FAILED  # the program stops over its result
        if not check or (is_wrong and check != paid.check and not changed.given):
            return None
        advice = OVER_WHAT.format(line=line)
        of_no_step = changed.check and "this line" not in paid.advice  # as the head of a loop
        if of_no_step or is_wrong:
            advice = paid.advice or advice
        saw = paid.saw
        if changed.is_handed_back:
            advice = HANDED_BACK.format(line=line)
        if changed.is_kept_to_itself:
            advice = KEPT_TO_ITSELF.format(line=line)
        if changed.last_counted:  # and not the line that it was in when its time was up
            endless = Crash(ENDLESS, "", changed.line)
            saw, advice = crashes.saw(endless, open_book=False), crashes.advice(endless)
        if changed.given:
            advice = AS_GIVEN.format(given=changed.given)
        return check, self._told(paid, changed, saw, advice)

    def _of_what_begins(self, changed: Changed, line: int) -> str:
        """The check for what begins with plain numbers there, if a line stops that adds to it."""
        added = self.steps_at(line) if changed.is_a_beginning else None
        return self.lesson.begun_with(added) if added else ""

    def put_back(self, first: Seen, right: Sequence[Finding]) -> Seen | None:
        """What is seen of a program that is `right` once a given line is put back.

        One check that is all that is lost stays lost, unless a TODO's other line was told for it,
        or this line is for another, or works out another as well; words of its own are kept.
        """
        changed = self._one_changed
        if changed is None or not changed.given:
            return None
        lost = first.lost
        check = self._check_of(changed) or self.lesson.elsewhere
        only = lost[0] if len(lost) == 1 else None
        others = {*(self.steps_at(changed.line) or ())} - {check}
        is_elsewhere = only and only.todo and only.line not in (0, changed.line)
        its = only.check if only and not is_elsewhere else ""
        is_kept = only and (changed.check or its) == only.check and only.check not in others
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

    def edited(self, first: Seen, right: Sequence[Finding], what: str) -> Seen | None:
        """What is seen of a program that is `right` with one edit: a step of its line pays.

        `what` is the edit in words. It may be made in several lines, of which one is told. What is
        known of that step by its name, or shown of it in that line, is told as it was.
        """
        lost = first.lost
        there = [each for each in self.changed if any(each.is_in(f.line) for f in lost)]
        changed = self._one_changed or next(iter([*there, *self.changed]), None)
        if changed is None:
            return None
        check = self._pays(changed, lost, {f.check: f.max_points for f in right})
        owed = next((f for f in right if f.check == check), None)
        wrong = [f for f in lost if f.outcome in (Outcome.FAILED, Outcome.STOPPED)]
        own = [f for f in wrong if f.check == check]
        shown = [*own, *(f for f in wrong if changed.is_in(f.line)), *wrong][0]
        if owed is None:
            return None
        is_its_own = shown.check == check or self._only_a_loop_stops(lost)
        advice, is_its_own = shown.advice, is_its_own and not changed.is_moved
        is_known = shown.mistake and len(wrong) <= MOST_OF_ONE_SLIP
        if not (is_its_own and advice and (is_known or changed.is_in(shown.line))):
            shown = replace(shown, mistake="")
            advice = WITH_ONE_EDIT.format(what=what)
            if shown.outcome is Outcome.STOPPED and not changed.is_in(shown.line):
                advice = f"{OVER_WHAT.format(line=shown.line)} {advice}"
        told = replace(
            self._told(shown, changed, shown.saw, advice), check=owed.check, part=owed.part,
            promise=owed.promise, todo=owed.todo, points=0.0, max_points=owed.max_points,
        )  # fmt: skip
        return replace(first, findings=[told if f.check == check else f for f in right])

    def _pays(self, changed: Changed, lost: Sequence[Finding], worth: Mapping[str, float]) -> str:
        """The check that pays for an edit: of what its line works out, what is lost, or the first.

        What a loop stops over may be a step's: of several the cheapest. Where the line works out no
        step, the one check that is lost pays, of several the one that is told there, or that others
        only wait for, and if that is none, the check `elsewhere`. The head of a loop is for a
        loop's own check, if one is wrong.
        """
        wrong = [f.check for f in lost if f.outcome in (Outcome.FAILED, Outcome.STOPPED)]
        of_loops = [check for check in wrong if check not in self.lesson.steps]
        if changed.is_a_loop and of_loops:
            return of_loops[0]
        several = map(self.steps_at, range(changed.line, changed.last_line + 1))
        there = [*filter(None, [*next(filter(None, several), ()), changed.check])]
        if changed.is_moved:
            there = [changed.check or self.lesson.of_its_place(check) for check in there[:1]]
        checks = [finding.check for finding in lost]
        added = self.steps_at(changed.added_in) if changed.added_in else None
        there = there or [step for step in (added or ())[:1] if step in self.lesson.steps]
        for steps in filter(None, [checks, (added or ())[:1]]) if changed.is_a_beginning else ():
            if begun := self.lesson.begun_with(steps):
                return begun
        if both := [check for check in checks if check in there]:
            return both[0]
        if self._only_a_loop_stops(lost):
            return min([*checks, *there], key=lambda check: worth.get(check, 0.0))
        told = [finding.check for finding in lost if changed.is_in(finding.line)]
        if told and (len(lost) == 1 or not there):
            return told[0]
        if len(wrong) == 1 and not there:
            return wrong[0]
        return next(iter(there), self.lesson.elsewhere)

    def _only_a_loop_stops(self, lost: Sequence[Finding]) -> bool:
        return only_a_loop_stops({f.check: f.outcome for f in lost}, self.lesson.steps)

    @property
    def _one_changed(self) -> Changed | None:
        """The one statement that was mended; or that gives the name which the others read."""
        renamed = [each for each in self.changed if each.is_renamed]
        kept = [each for each in self.changed if each.is_kept_to_itself]
        several = kept or renamed or self.changed
        return several[0] if len(several) == 1 else None

    def _check_of(self, changed: Changed) -> str:
        """What the line works out, of several the last, or else what it is for.

        A loop that is for nothing known belongs to what is worked out in it, a line that hands back
        what is there already to the last line above that works it out.
        """
        there = self._worked_out_in(changed.line)
        if changed.hands_back:
            above = range(changed.line, 0, -1)
            there = next((steps for line in above if (steps := self._worked_out_in(line))), there)
        inside = range(changed.line + 1, changed.last_counted + 1)
        if changed.is_a_loop and not changed.last_counted:  # its last line is what it is for
            inside = range(changed.last_line, changed.head_ends, -1)
        there = there or next((steps for line in inside if (steps := self.steps_at(line))), None)
        if changed.check or not there:
            return changed.check or (self.lesson.elsewhere if changed.given else "")
        return there[0]

    def _first_down_to(self, line: int) -> str:
        """The first of the steps that a line works out, and those right above it; "" if none."""
        found: set[str] = set()
        while there := self.steps_at(line):
            found.update(there)
            line -= 1
        return next((step for step in self.lesson.steps if step in found), "")

    def _told(self, finding: Finding, changed: Changed, saw: str, advice: str) -> Finding:
        source = self.quoted(changed.line)
        return replace(finding, line=changed.line, source=source, saw=saw, advice=advice)


def _as_told(owed: Finding, told: Finding) -> Finding:
    """The finding of a check, with what is told of another."""
    return replace(
        told, check=owed.check, part=owed.part, promise=owed.promise, todo=owed.todo,
        max_points=owed.max_points,
    )  # fmt: skip


def _charged_to(seen: Seen, paid: Finding, check: str, told: Finding) -> Seen:
    """The same, with the slip charged to a check that is right by itself, in the words `told`."""
    owed = next((finding for finding in seen.findings if finding.check == check), None)
    if owed is paid:
        return replace(seen, findings=[told if f is paid else f for f in seen.findings])
    if owed is None or costs(owed):
        return seen
    charged = _as_told(owed, told)
    passed = replace(
        owed, check=paid.check, part=paid.part, promise=paid.promise, todo=paid.todo,
        points=paid.max_points, max_points=paid.max_points, outcome=Outcome.PASSED, saw="",
    )  # fmt: skip
    beneath = seen.beneath.get(paid.check, passed)  # wrong in itself, perhaps
    others = {paid: beneath if costs(beneath) else passed, owed: charged}
    others |= {
        f: replace(f, saw=f"follows from {check}")
        for f in seen.findings
        if f.saw == f"follows from {paid.check}"
    }
    return replace(seen, findings=[others.get(finding, finding) for finding in seen.findings])

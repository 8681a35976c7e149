"""The marks of a training loop that a closer look is taken at.

A sum is a step there, and new weights are another: the line that gives a wrong sum belongs to the
TODO that adds up, the line that gives wrong weights to the TODO that updates. The passes and the
update are the submission's own where these are right, and the lesson's where they are not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ...judging.closer_look import CloserLook, begun
from ...judging.mark import Mark
from ...judging.scene import Charge
from ...judging.stopgaps import NEEDLESS, Known, carried_on, stopgaps
from ...judging.view import View
from ...judging.written import written
from ...room.answers import ENDLESS, crashed, raw
from ...verdict import Outcome
from .charges import BEGUN, NOTHING_ADDED, TURNED, endless, no_table, unsummed
from .epochs import in_one_turn, is_one_alone, not_kept
from .handled import EPOCHS_COUNTED, beginnings, handled
from .loop_charges import Kind, LoopCharges
from .loop_lines import LoopLines
from .loop_quantities import new, summed, sums
from .loop_scenes import EPOCHS, FEW, LOOKED_AT, ONCE, OTHER, handed_back
from .losses import close, numbers
from .training import Run
from .unproven import is_sure, unproven

REPORTED = "reported_losses"
"""The check of what a training says of itself, which no step of it rests on."""


@dataclass(frozen=True)
class LoopLook(LoopCharges):
    """A closer look at one loop, which takes batches of that size."""

    def marks(self, before: Mapping[str, Mark], *, leads_on: bool) -> dict[str, Mark]:
        """The marks of the loop: one mistake costs one check, the one that its line belongs to.

        What stops it may be one where several checks are lost.
        """
        found = self._one_by_one(before, leads_on=leads_on)
        several = sum(not mark.right for mark in found.values()) > 1
        stops = several and any(mark.crash for mark in before.values())
        look = begun(self.scene(LOOKED_AT, EPOCHS)) if stops else None
        return (look and self._stopped_alone(look, before, handled)) or found

    def _one_by_one(self, before: Mapping[str, Mark], *, leads_on: bool) -> dict[str, Mark]:
        """The marks of the loop, with the right sums and weights in the place of wrong ones.

        What is not charged is right only where the loop shows it: with the right value in the
        place of the wrong one, or by weights that go where the lesson's go, as `leads_on` says. A
        loop that comes to neither its sums nor its new weights by itself shows nothing.
        """
        lesson = self.lesson
        known = [check for check, mark in before.items() if not mark.right]
        counted = known == ["every_epoch"]
        sure = is_sure(before)
        if sure and len(known) > 1:  # no line is that of both
            return dict(before)
        if sure and not self.in_one_batch and self.batch > FEW:  # its line alone is looked for
            short = replace(self, in_one_batch=True)._one_by_one(before, leads_on=leads_on)
            summed_up = lesson.todos[known[0]] == lesson.todos[self._checks(summed)[-1]]
            if counted or short[known[0]].line or not summed_up:
                return short
        look = begun(self.scene(LOOKED_AT, EPOCHS))
        if look and (check := self._goes_on_for_ever(look)):
            return {**dict.fromkeys(before, Mark()), check: endless(look)}
        if counted and not lesson.todos["every_epoch"]:  # the learner has no line for it
            return dict(before)
        if look and (told := self._without_charges(look, before, known if sure else [])):
            return told
        charges, missing = self._charges(look)
        if look and self._adds_nothing_up(charges, missing):
            return {**dict.fromkeys(before, Mark()), self._checks(summed)[-1]: self._open(look)}
        unsummed = [f"new {step[-1]}" for step in missing]
        charges = [charge for charge in charges if charge.step not in unsummed]
        wrong = list(dict.fromkeys([charge.step for charge in charges] + missing))
        kinds = [kind for kind in (summed, new) if {*kind(lesson)} & {*wrong}]
        if sure:
            return self._known_in_its_line(before, charges, kinds, look)
        if charges and not missing and all(self.is_of_wrong_step(c.site.line) for c in charges):
            return dict.fromkeys(before, Mark())  # with them right, the training is right
        runs = len(kinds) < 2 or not all(c.untouched or c.crash for c in charges)
        shows = leads_on or (charges and runs)
        if not kinds:
            before = self._by_its_line({**before}, look)
            has_seen = look is not None and self.program.may_look
            return dict(before) if has_seen else unproven(before, leads_on=leads_on)
        unmoved = not (charges or self.stand_ins) and {*missing} == {*new(lesson)}
        shows = shows or (unmoved and self.mark_of_sums(Mark(Outcome.WAITING)).right)
        shown = Mark() if shows else Mark(Outcome.WAITING)
        found = dict.fromkeys(before, shown)
        for kind in kinds:
            steps = kind(lesson)
            charge = next((charge for charge in charges if charge.step in steps), None)
            check = self._check(kind, before)
            found[check] = self._mark(charge, lesson.todos[check], before[check], before)
        own = [check for check, mark in before.items() if mark.is_a_mistake]
        is_told = own == [self._checks(summed)[-1]] and before[own[0]].explained
        is_told = is_told and found[own[0]].right  # of several batches, which a look may not have
        if look and is_told and not any(mark.explained for mark in found.values()):
            line = self._lines(look).line(own[0])
            return {**before, own[0]: replace(before[own[0]], line=line)}
        return self._by_its_line(found, look)

    def _known_in_its_line(
        self,
        before: Mapping[str, Mark],
        charges: Sequence[Charge],
        kinds: Sequence[Kind],
        look: CloserLook | None,
    ) -> dict[str, Mark]:
        """The marks of a loop whose one mistake is known by its name, with the line of that.

        Where all the sums are right, whatever the weights tell, it is the update that takes others.
        """
        lesson = self.lesson
        [known] = (check for check, mark in before.items() if not mark.right)
        check = self._checks(new)[-1]
        if charges and kinds == [new] and known == self._checks(summed)[-1]:
            wrong = replace(before[known], mistake="", advice="", todo=lesson.todos[check])
            line = charges[0].site.line
            return {**before, known: Mark(), check: replace(wrong, line=line)}
        todos = {lesson.todos[self._checks(kind)[-1]] for kind in kinds}
        agreed = charges if todos == {lesson.todos[known]} else []
        line = self._line_of(known, agreed, look)
        return {**before, known: replace(before[known], line=line)}

    def _without_charges(
        self, look: CloserLook, before: Mapping[str, Mark], known: Sequence[str]
    ) -> dict[str, Mark]:
        """The marks where the search for a wrong value is not needed; {} for others.

        So it is with sums that are known to go on from epoch to epoch, where a line begins them.
        """
        if early := self._stopped_early(look, before):
            return early
        if self._hands_back_others(look):
            return self._handed_back(look, before)
        zeroed = self._checks(summed)[0]
        line = self._lines(look).beginning if known == [zeroed] else 0
        if not line or is_one_alone(before):
            return {}
        return {**before, zeroed: replace(before[zeroed], line=line)}

    def _line_of(self, check: str, charges: Sequence[Charge], look: CloserLook | None) -> int:
        """The line of the first of these that is more than begun; 0 if none is.

        Where a wrong sum begins with what it should, it is the line that adds to it.
        """
        own = [charge.site.line for charge in charges if not _is_begun(charge, look)]
        if look and own and check == self._checks(summed)[-1] and self._is_given_zeros(own[0]):
            return self._lines(look).line(check)
        if look and own and check == self._checks(summed)[0]:
            return self._lines(look).beginning or own[0]
        return own[0] if own else 0

    def by_its_turns(self, marks: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks; where one epoch alone is seen to be all that counts, it is told why."""
        look = begun(self.scene(LOOKED_AT, EPOCHS)) if is_one_alone(marks) else None
        if look is None:
            return dict(marks)
        turns = self._lines(look).turns
        if turns is not None and turns.number == 1:
            return in_one_turn(marks, has_loop=turns.loop is not None)
        lines = [look.began.first_line(step) for step in new(self.lesson)]
        text, check = written(self.program.source), self.lesson.updated
        if not all(lines) or any(map(text.is_read_in_the_next_turn, lines)):
            return dict(marks)
        return not_kept(marks, check, min(lines), self.lesson.todos[check])

    def _handed_back(self, look: CloserLook, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks of a loop that is right but for what it hands back.

        Where no weights can be read in that, it is told of their shapes.
        """
        found, updated = dict.fromkeys(before, Mark()), before[self.lesson.updated]
        if updated.mistake:
            found[self.lesson.updated] = replace(updated, line=look.last_line)
        return found

    def _open(self, look: CloserLook) -> Mark:
        """The mark of sums that nothing goes into."""
        line = self._lines(look).line("summed_over_records")
        return replace(NOTHING_ADDED, line=line, todo=self.lesson.todos["summed_over_records"])

    def _stopped_early(self, look: CloserLook, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks of a loop that stops over what its results do not need, or its sums begin with.

        {} if it does not.
        """
        kind = "a" if b"numpy" in self.program.source else "l"
        zeros, zeroed = partial(beginnings, kind=kind), self._checks(summed)[0]
        idle = self._stopped_alone(look, before, lambda _: NEEDLESS)
        return idle or self._stopped_alone(look, before, zeros, zeroed)

    def _stopped_alone(
        self,
        look: CloserLook,
        before: Mapping[str, Mark],
        what: Callable[[Run], Known],
        check: str = "",
    ) -> dict[str, Mark]:
        """The marks of a loop that stops, where with one of these nothing is wrong; {} otherwise.

        The `check` that these belong to pays. Where it is none alone, it is the one for the sums,
        the new weights or the losses that it stops on the way to, or for what is something else.
        """
        view, stopped = look.began, next((mark for mark in before.values() if mark.crash), None)
        if not view.broke_off or stopped is None:
            return {}
        several = stopgaps(view, what(self.run(LOOKED_AT)))
        other, others = self.scene(OTHER, EPOCHS), what(self.run(OTHER))
        there = carried_on(other, several, others) if several else None
        if there is None:
            return {}
        first, here = several[0], view.sites[several[0].site]
        if check and here.kind == "head":  # where they only have as many rows as there are turns
            return {}
        beside = self.lesson.elsewhere if self._reports_all(there) else REPORTED
        check = check or (self._on_the_way_to(view) if first.is_needed else beside)
        if here.kind == "head" and first.name in EPOCHS_COUNTED:
            check = "every_epoch"
        line, todo = here.line, self.lesson.todos[check]
        if any(value and value.kind == "..." for value in view.values(first.site)):
            stopped = Mark(Outcome.NOT_STARTED)
        return {**dict.fromkeys(before, Mark()), check: replace(stopped, line=line, todo=todo)}

    def _reports_all(self, there: View) -> bool:
        """Are the losses right that it hands back there?"""
        run = self.run(OTHER)
        losses = numbers(handed_back(run, there.noted).losses) or ()
        return len(losses) == run.epochs and all(map(close, losses, run.losses))

    def with_lines(self, marks: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks, with the line that a mistake without one is about, if that is known."""
        wrong = [check for check, mark in marks.items() if mark.is_a_mistake and not mark.line]
        look = begun(self.scene(LOOKED_AT, EPOCHS)) if wrong else None
        if look is None:
            return dict(marks)
        lines = self._lines(look)
        return {**marks, **{n: replace(marks[n], line=lines.line(n)) for n in wrong}}

    def with_heads(self, marks: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks; sums that lack some records by their number alone are told by a loop's head.

        With few records nothing is wrong in it.
        """
        summed = marks["summed_over_records"]
        if not summed.is_a_mistake or summed.line or not summed.explained:
            return dict(marks)
        look = begun(self.scene(LOOKED_AT, EPOCHS))
        line = self._lines(look).head if look else 0
        return {**marks, "summed_over_records": replace(summed, line=line)}

    def _is_given_zeros(self, line: int) -> bool:
        return written(self.program.source).makes_zeros(line)

    def _lines(self, look: CloserLook) -> LoopLines:
        added = {one: f"batch of {one[-1]}" for one in sums(self.lesson)}
        answers = self.lesson.forth.name
        return LoopLines(look.began, EPOCHS, added, new(self.lesson), {}, answers)

    def _by_its_line(self, marks: dict[str, Mark], look: CloserLook | None) -> dict[str, Mark]:
        """The marks; a line that raises once all the TODOs are done is charged to none of them.

        Where a function that is right raises, it is told by the line that calls it.
        """
        stopped = next((check for check, mark in marks.items() if mark.crash), "")
        crash, elsewhere = marks[stopped].crash if stopped else None, self.lesson.elsewhere
        if look is None or crash is None or not look.began.broke_off:
            return marks
        view = look.began
        open_ = [view.sites[site] for site in view.noted.open]
        if crash.function != self.lesson.train.name:
            called = open_ and crash.function in self.lesson.functions
            line = open_[0].line if called else marks[stopped].line
            return {**marks, stopped: replace(marks[stopped], line=line)}
        begun = [view.first_line(step) for step in (*sums(self.lesson), *new(self.lesson))]
        is_over = all(begun) and crash.line not in begun
        of_its_own = not any(look.scene.named(site.name) for site in open_)
        if not is_over or not of_its_own:
            return marks
        mark = replace(marks[stopped], line=crash.line, todo=self.lesson.todos[elsewhere])
        return {**marks, stopped: marks[elsewhere], elsewhere: mark}

    def line_of_losses(self) -> int:
        """The line where the first loss that is reported is worked out; 0 if it is nowhere.

        Where there is no list of any, it is the line that hands back what there is instead.
        """
        look = begun(self.scene(LOOKED_AT, EPOCHS))
        returned = raw(look.view.noted.answer.get("returned")) if look else None
        losses = returned[-1] if isinstance(returned, list) and returned else None
        if look is None or losses is None:
            return 0
        notes = look.view.noted.notes
        if not isinstance(losses, list) or not losses:
            return look.view.sites[notes[-1].site].line
        made = (i for i, note in enumerate(notes) if note.start < i or losses[0])  # 0 may be given
        same = (i for i in made if (v := notes[i].value) and v.numbers == (losses[0],))
        root = next((look.view.roots[i] for i in same), None)
        return 0 if root is None else look.view.sites[notes[root].site].line

    def line_handed_back(self) -> int:
        """The line that hands back what the training gives; 0 if it hands back nothing."""
        look = begun(self.scene(LOOKED_AT, EPOCHS))
        return look.last_line if look else 0

    def mark_of_sums(self, before: Mark) -> Mark:
        """The mark of an epoch's sums, whatever becomes of them; `before` if nothing shows it."""
        looks = [look for name in (ONCE, OTHER) if (look := begun(self.scene(name, 1)))]
        steps = sums(self.lesson)
        if len(looks) < 2:
            return before
        short = [s for s in steps if not all(look.view.has_whole(s) for look in looks)]
        if not short:
            return Mark()
        if before.waiting and len(short) < len(steps) and (line := _grows_at(short[0], looks[0])):
            mark = unsummed(line)
            return replace(mark, advice=BEGUN) if self._is_given_zeros(line) else mark
        several = [[n for s in steps for n in look.lines_of_another(s)] for look in looks]
        return unsummed(min(several[0])) if before.waiting and all(several) else before

    def _check(self, kind: Kind, before: Mapping[str, Mark]) -> str:
        """The check that is charged: that of these which was found wrong already, if one was.

        Several of them are wrong where nothing was known of the cause.
        """
        own = sorted(self._checks(kind), key=self.lesson.loop.index)
        named = [check for check in own if before[check].mistake]
        return named[0] if named else self._checks(kind)[-1]

    @staticmethod
    def _mark(charge: Charge | None, todo: int, own: Mark, before: Mapping[str, Mark]) -> Mark:
        line = charge.site.line if charge else 0
        crash = crashed(charge.crash) if charge else None
        if charge and crash is not None:
            inside = charge.site.line <= crash.line <= charge.site.end_line
            inside = inside or crash.type == ENDLESS  # which has the head of the loop
            return Mark(
                Outcome.STOPPED, crash=crash, line=crash.line if inside else line, todo=todo
            )
        if charge and charge.untouched:
            return Mark(Outcome.NOT_STARTED, line=line, todo=todo)
        if not own.right and not own.waiting and not own.stopped:
            return replace(own, line=line, todo=todo)
        if charge and charge.no_table:
            return replace(no_table(line), todo=todo)
        if charge is None and own.stopped:
            return replace(own, todo=todo)
        if charge and charge.is_turned:
            return replace(TURNED, line=line, todo=todo)
        saw = next((mark.saw for mark in before.values() if mark.saw and not mark.waiting), "")
        stopped = next((mark for mark in before.values() if mark.crash), None)
        if stopped and saw in ("", stopped.saw):
            return replace(stopped, line=line, todo=todo)
        return Mark(Outcome.FAILED, saw=saw, line=line, todo=todo)


def _grows_at(step: str, look: CloserLook) -> int:
    """The last line that gives a sum of this name a value; 0 if none does."""
    sites = (look.view.sites[i] for i in look.view.turns)
    kinds = ("assigned", "changed")
    lines = (s.line for s in sites if s.kind in kinds and look.scene.named(s.name) == step)
    return max(lines, default=0)


def _is_begun(charge: Charge, look: CloserLook | None) -> bool:
    """Are there zeros, to which something is to be added that is never come to?"""
    place = charge.places[0]
    values = look.began.values(place.site) if look and place.quantity else []
    return bool(values) and not any(any(value.numbers) for value in values if value)

"""A closer look at a NumPy script, and what it changes in its marks.

Looked at is one epoch of a few records: all values on the way, to the weights that it ends with.
Where it goes wrong the right values are put in, and then three epochs in a row have to come out
right as well: so what the script does after its mistake is judged by its own work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from functools import partial

from ...judging.closer_look import CloserLook, begun
from ...judging.mark import Mark, Marks
from ...judging.scene import Charge
from ...judging.seen import only_a_loop_stops
from ...judging.view import View
from ...lesson import matrix
from ...verdict import Outcome
from ..descent import charges
from ..descent.epochs import KEPT
from ..descent.inputs import Inputs
from ..descent.training import Run, Weights, train
from . import numbers
from .course import Course
from .epoch_looked_at import LEARNRATE, Epoch
from .given_answers import GivenAnswers, given_answers
from .lesson import backprop
from .script import ScriptProgram
from .script_lines import (
    BEFORE,
    FORMULAS,
    SUMS,
    check_of,
    checks_at,
    is_never_right,
    layer_told_of,
    line_about,
    sums_nothing,
    where_it_is_added_up,
)
from .second_mistakes import (
    by_a_factor,
    goes_as_far,
    hidden_by,
    is_all_but_a_layer,
    unread_sums,
    without_words,
)
from .spreading import first_spread
from .stopped_scripts import stopped_alone
from .unmoved_scripts import unmoved

CONFIRMING = 4
"""Records in the look that confirms what the first has found; that has one fewer."""

KEEPS_SOMETHING = Mark(
    Outcome.FAILED,
    saw="the weights after the second epoch are not those that follow from the first",
    advice=KEPT,
)


class ScriptLook:
    """A closer look at one script, whose epochs should come to what that loop gives."""

    def __init__(
        self, script: ScriptProgram, inputs: Inputs, by: Callable[[Run], Weights] = train
    ) -> None:
        self._script, self._inputs, self._by = script, inputs, by
        epochs = [self._epoch(inputs, n) for n in (CONFIRMING - 1, CONFIRMING)]
        self._course = Course(script, epochs[0])
        self._epochs = [epochs[0], epochs[1], *self._course.epochs[1:]]

    def _epoch(self, inputs: Inputs, n_records: int) -> Epoch:
        known = inputs.looked_at(n_records, self._script.n_hidden)
        x, y, w, W = (matrix(known[name]) for name in ("x", "y", *numbers.NEW))
        given = given_answers(self._script.source, inputs.lesson.given("numpy"))
        return Epoch(Run(backprop, x, y, (w, W), 1, LEARNRATE), given, self._by)

    def marks(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks of the steps, the update and the loop, from those that they had before.

        What stops it may be one mistake where several checks are lost.
        """
        found = self._one_by_one(before)
        lost = [check for check, mark in found.items() if not (mark.right or mark.waiting)]
        if lost == ["update_weights"] and found["update_weights"].untouched:
            return self.around_the_dots(found)
        several = sum(not mark.right for mark in found.values()) > 1
        stops = several and any(mark.crash for mark in before.values())
        first = begun(self._epochs[0].scene(self._script)) if stops else None
        alone = first and stopped_alone(self._script, self._epochs, first.began, before)
        return alone or found

    def _one_by_one(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks, once right values stand in the places of wrong ones."""
        first = begun(self._epochs[0].scene(self._script))
        if first is None:
            return dict(before)
        goes_on = first.view.noted.endless and not first.view.is_done
        if goes_on and all(map(first.view.has_met, SUMS)):
            marks = {**dict.fromkeys(before, Mark()), "every_epoch": charges.endless(first)}
            if not self._goes_on_from(first.view):
                marks["zeroed_each_epoch"] = KEEPS_SOMETHING
            return marks
        finds_all, looks = first.finds_all(), list[CloserLook]()
        known = any(m.mistake for m in before.values()) and not before[backprop.updated].mistake
        for look in first.likelier() if finds_all and first.charges else ():
            if looks := self._confirming(look.confirmed_by):
                first = look
                break
        if not looks and first.charges and (finds_all or (is_all_but_a_layer(first) and not known)):
            looks = self._confirming(
                first.confirmed_by if finds_all else partial(goes_as_far, first)
            )
        if not looks:
            still = unmoved(self._script, self._epochs, before, first, self._mark)
            return still or self._with_lines(first, before)
        if not finds_all:
            return self._around_a_layer([first, *looks], before)
        told = self._told(first, looks, before)
        lost = {check: mark.outcome for check, mark in before.items() if not mark.right}
        if only_a_loop_stops(lost, backprop.steps) and _worth(told) > _worth(before):
            return self._with_lines(first, before)
        if not _confirms_itself(first):
            return told
        words = {  # it says what is wrong, and proves nothing right
            check: told[check]
            for check, mark in before.items()
            if not (mark.right or mark.carried or mark.untouched or mark.explained)
            and not (told[check].right or told[check].carried)
        }
        return self._with_lines(first, {**before, **words})

    def _confirming(self, holds: Callable[[CloserLook], bool]) -> list[CloserLook]:
        """A look at each of the other epochs, if what has been found holds in all of them."""
        others = [begun(epoch.scene(self._script)) for epoch in self._epochs[1:]]
        looks = [look for look in others if look is not None]
        return looks if len(looks) == len(others) and all(map(holds, looks)) else []

    def _around_a_layer(self, looks: list[CloserLook], before: Marks) -> dict[str, Mark]:
        """The marks where one layer does not get its new weights.

        If it goes its own way by a plain factor, the rest is seen in a loop that does the same.
        """
        seen = {**before, "summed_over_records": without_words(before["summed_over_records"])}
        told = self._told(looks[0], looks[1:], seen)
        alike = by_a_factor(looks, self._epochs)
        if alike is None or self._by is not train:
            return told
        around = ScriptLook(self._script, self._inputs, alike).marks(before)
        return {**around, **{check: mark for check, mark in told.items() if mark.is_a_mistake}}

    def of_several(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks of an unfinished script, what is written of which is right for single records.

        With right values in the places of its dots, it has to be right for several as well.
        """
        looks = [begun(epoch.scene(self._script)) for epoch in self._epochs[:2]]
        found = [look for look in looks if look is not None and look.finds_all()]
        lost = [s for s in before if before[s].right and all(s in look.missing for look in found)]
        if len(found) < len(looks) or not lost:
            return dict(before)
        return {**before, lost[0]: charges.of_several(lost[0], found[0].began)}

    def around_the_dots(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks of a script whose update alone is not written, and what is there around it.

        With the right weights in the place of the dots, its sums have to be right in each epoch.
        """
        first = begun(self._epochs[0].scene(self._script))
        is_open = first and first.finds_all() and all(c.untouched for c in first.charges)
        looks = self._confirming(first.confirmed_by) if first and is_open else []
        if not first or not looks:
            return dict(before)
        if not self._course.comes_right([first, *looks[1:]], {*SUMS.values()}):
            return dict(before)
        right = {step: Mark() for step, mark in before.items() if not mark.untouched}
        carried = Mark(Outcome.WAITING, carried=True, saw="follows from update_weights")
        return {**before, **right, **dict.fromkeys(backprop.loop, carried)}

    def with_lines(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks as they were, with the lines that they are about, as far as these are known."""
        look = begun(self._epochs[0].scene(self._script))
        return self._with_lines(look, before) if look else dict(before)

    def _goes_on_from(self, view: View) -> bool:
        """Does the next epoch come to its weights, too, in a loop that does not end?"""
        following = View(self._epochs[0].next.scene(self._script), view.sites, view.noted)
        return all(map(following.has_met, SUMS))

    def steps_at(self, line: int, column: int = 0) -> list[str] | None:
        """The steps that a line works out, the outermost first; None where nothing is seen.

        With a column, those that are made of what stands there, the innermost first.
        """
        every_line = replace(self._epochs[0], given=GivenAnswers(range(0)))
        look = begun(every_line.scene(self._script))
        return checks_at(line, look.view, column) if look else None

    def _told(
        self, first: CloserLook, others: list[CloserLook], before: Mapping[str, Mark]
    ) -> dict[str, Mark]:
        places = [place for charge in first.charges for place in charge.places]
        new = {own.step for place in places for own in place.all} & SUMS.keys()
        charged = self._charged(first, others[0], new, before)
        second = hidden_by([first, *others], self._epochs, charged, before)
        n_more = len(second.keys() - charged.keys())
        charged |= second
        found = {check: Mark() for check in before}
        missing = {
            step for look in (first, *others) for step in look.missing
            if look.view.turns_around or step not in look.view.turned
        } & FORMULAS.keys() - unread_sums(first)  # fmt: skip
        for step in missing:
            is_there = before[step].outcome is Outcome.FAILED  # if it is wrong
            found[step] = (not is_there and _left_out_with(step, charged, first)) or before[step]
        unfinished = any(mark.untouched for mark in [*before.values(), *charged.values()])
        put_in = {charge.step for charge in first.charges} & {*SUMS.values()}
        hidden = put_in or before["zeroed_each_epoch"].mistake
        sums = {SUMS[step] for step in new} if hidden else set()
        many = sum(not mark.right for mark in {**found, **charged}.values()) > 2
        unmoved = unfinished and len(new) == len(SUMS)
        in_a_row = [first, *others[1:]]
        if unmoved or many or put_in & sums or not self._course.comes_right(in_a_row, sums):
            found |= {check: before[check] for check in backprop.loop}
        kept = "zeroed_each_epoch"
        if new and found[kept].right and self._course.keeps_a_sum(in_a_row):
            line = line_about(kept, first.began)
            found[kept], n_more = replace(KEEPS_SOMETHING, line=line), n_more + 1
        found |= charged
        if unfinished:
            open_ = {n: m for n, m in before.items() if m.untouched and n not in backprop.loop}
            found |= {n: mark for n, mark in open_.items() if not found[n].untouched}
        found |= charges.made_more_of(found, before, first.view, *(look.view for look in others))
        seen = FORMULAS.keys() - charged.keys() - missing
        seen |= {check for check in backprop.loop if found[check].right}
        n_more += sum(before[check].waiting for check in charged.keys() - second.keys())
        if _cost(found) - n_more > _cost(before) or self._is_better_told(before, found, seen):
            return self._with_lines(first, before)
        return found

    def _charged(
        self, first: CloserLook, other: CloserLook, new: Set[str], before: Marks
    ) -> dict[str, Mark]:
        """The marks of the checks that pay for what a look charges, and another does again."""
        charged: dict[str, Mark] = {}
        told = layer_told_of(before)
        pairs = zip(first.charges, other.charges, strict=True)
        for found_at, again in sorted(pairs, key=lambda pair: pair[0].step != told):
            charge = where_it_is_added_up(found_at, first)
            check = check_of(charge, new, before, first.view)
            if check == "summed_over_records" and is_never_right(charge, first.began):
                check = charge.step
            if sums_nothing(found_at, first.began):
                check = "summed_over_records"
            if charge.crash is not None and charge.step in FORMULAS and first.does_without(charge):
                there = checks_at(charge.site.line, first.view)
                check = next((s for s in there if s != charge.step), backprop.elsewhere)
            if check not in charged:
                charged[check] = self._mark(charge, again, check, before[check])
        spread = first_spread(first.began, self._epochs[0].run.n_records)
        if spread and len(charged) == 1:
            steps = [*BEFORE]
            later = next(iter(charged)) if next(iter(charged)) in FORMULAS else steps[-1]
            gone = [s for s in first.missing if steps.index(s) < steps.index(later)]
            return {spread.step or [*gone, *charged][0]: spread.mark}
        return charged

    @staticmethod
    def _is_better_told(
        before: Mapping[str, Mark], found: Mapping[str, Mark], seen: Set[str]
    ) -> bool:
        """Does one mistake, known by its numbers, account for it all?

        Not if it is one of the checks that are `seen` to be right.
        """
        named = [step for step, mark in before.items() if mark.mistake]
        wrong = [
            s for s, mark in before.items() if not (mark.right or mark.carried or mark.waiting)
        ]
        if len(named) != 1 or wrong != named or named[0] in seen:
            return False
        return not any(mark.mistake for mark in found.values())

    def _mark(self, charge: Charge, again: Charge, check: str, before: Mark) -> Mark:
        if check == charge.step:
            known = [epoch.known for epoch in self._epochs[:2]]
            return charges.said(backprop, charge, again, before, known, FORMULAS)
        return charges.said(backprop, charge, again, before, [], {})

    def _with_lines(self, look: CloserLook, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks as they were, with the line of what is found, as far as it goes."""
        several = (where_it_is_added_up(charge, look) for charge in look.charges)
        lines = {charge.step: charge.site.line for charge in several}
        lines["update_weights"] = lines.get(layer_told_of(before), 0)
        wrong = [step for step, mark in before.items() if not mark.right]
        for step in (step for step in wrong if before[step].is_a_mistake):
            charged = step in backprop.loop and len(wrong) == 1 and look.charges
            own = look.charges[0].site.line if charged else line_about(step, look.began)
            lines[step] = lines.get(step, 0) or own
        if len(wrong) == 1 and look.charges:
            lines[wrong[0]] = lines.get(wrong[0], 0) or look.charges[0].site.line
        return {
            step: mark if mark.right else replace(mark, line=mark.line or lines.get(step, 0))
            for step, mark in before.items()
        }


def _left_out_with(step: str, charged: Marks, look: CloserLook) -> Mark | None:
    """The mark of a step that is nowhere, if a line that raises, or is open, was to do it."""
    for check, mark in charged.items():
        is_open = mark.untouched or mark.stopped
        if is_open and check in BEFORE and step in look.scene.before[check]:
            return mark
    return None


def _confirms_itself(look: CloserLook) -> bool:
    """Is all right only because the weights were put in, with nothing of the script's before them?

    Then anything else that seems right beside them led nowhere.
    """
    steps = {charge.step for charge in look.charges}
    return steps >= SUMS.keys() and look.view.evident.isdisjoint(SUMS.values())


def _worth(marks: Mapping[str, Mark]) -> float:
    """The points of the checks that are lost."""
    points = backprop.points_in("numpy", {})
    return sum(points[n] for n, mark in marks.items() if not mark.right and not mark.carried)


def _cost(marks: Mapping[str, Mark]) -> int:
    return sum(not mark.right and not mark.carried for mark in marks.values())

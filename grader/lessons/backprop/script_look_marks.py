"""What a script's looks come to: the marks of its checks, by what is charged in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ...judging.closer_look import CloserLook
from ...judging.mark import Mark, Marks
from ...judging.scene import Charge
from ...verdict import Outcome
from ..descent import charges
from ..descent.epochs import KEPT
from .course import Course
from .epoch_looked_at import Epoch
from .lesson import backprop
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
    turned_before,
    where_it_is_added_up,
    with_lines,
)
from .second_mistakes import hidden_by, unread_sums
from .spreading import first_spread

LAST_ALONE = "from_last_record_only"
"""How the known mistakes of steps are called that have only the last record in them."""

FOLLOWS = Mark(Outcome.WAITING, carried=True, saw="follows from update_weights")
KEEPS_SOMETHING = Mark(
    Outcome.FAILED,
    saw="the weights after the second epoch are not those that follow from the first",
    advice=KEPT,
)


@dataclass(frozen=True)
class LookMarks:
    """The marks that looks at these epochs come to, and at the course of several in a row."""

    epochs: Sequence[Epoch]
    course: Course

    def told(
        self, first: CloserLook, others: list[CloserLook], before: Mapping[str, Mark]
    ) -> dict[str, Mark]:
        """The marks by what these looks charge, unless those that there were are told better."""
        places = [place for charge in first.charges for place in charge.places]
        new = {own.step for place in places for own in place.all} & SUMS.keys()
        charged = self._charged(first, others[0], new, before)
        second = hidden_by([first, *others], self.epochs, charged, before)
        n_more = len(second.keys() - charged.keys())
        charged |= second
        found = {check: Mark() for check in before}
        missing = {
            step for look in (first, *others) for step in look.missing
            if look.view.turns_around or step not in look.view.turned
        } & FORMULAS.keys() - unread_sums(first)  # fmt: skip
        missing -= frozenset.intersection(*(look.began.found for look in (first, *others)))
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
        if unmoved and not put_in and self.course.comes_right(in_a_row, {*SUMS.values()}):
            found |= dict.fromkeys(backprop.loop, FOLLOWS)
        elif unmoved or many or put_in & sums or not self.course.comes_right(in_a_row, sums):
            found |= {check: before[check] for check in backprop.loop}
        kept = "zeroed_each_epoch"
        if new and found[kept].right and self.course.keeps_a_sum(in_a_row):
            line = line_about(kept, first.began)
            found[kept], n_more = replace(KEEPS_SOMETHING, line=line), n_more + 1
        found |= charged
        if unfinished:
            known = {*backprop.loop, *first.began.evident}
            open_ = {n: m for n, m in before.items() if m.untouched and n not in known}
            found |= {n: mark for n, mark in open_.items() if not found[n].untouched}
        found |= charges.made_more_of(found, before, first.view, *(look.view for look in others))
        seen = FORMULAS.keys() - charged.keys() - missing
        seen |= {check for check in backprop.loop if found[check].right}
        n_more += sum(before[check].waiting for check in charged.keys() - second.keys())
        if _cost(found) - n_more > _cost(before) or _is_better_told(before, found, seen):
            return with_lines(first, before)
        return with_lines(first, found)

    def _charged(
        self, first: CloserLook, other: CloserLook, new: Set[str], before: Marks
    ) -> dict[str, Mark]:
        """The marks of the checks that pay for what a look charges, and another does again."""
        if sums_nothing(first):
            return {"summed_over_records": _of_no_sums(first)}
        charged: dict[str, Mark] = {}
        told = layer_told_of(before)
        pairs = zip(first.charges, other.charges, strict=True)
        earlier = {step for charge in first.charges for step in self._made_from(charge.step)}
        for found_at, again in sorted(pairs, key=lambda pair: pair[0].step != told):
            charge = where_it_is_added_up(found_at, first)
            turned = turned_before(charge, first.began)
            if turned and turned[0] not in earlier:
                charged[turned[0]] = _turned_around(*turned)
                continue
            check = check_of(charge, new, before, first.view)
            if check == "summed_over_records" and is_never_right(charge, first.began):
                check = charge.step
            if charge.crash is not None and charge.step in FORMULAS and first.does_without(charge):
                there = checks_at(charge.site.line, first.view)
                check = next((s for s in there if s != charge.step), backprop.elsewhere)
            if check not in charged:
                charged[check] = self.mark(charge, again, check, before[check])
        spread = first_spread(first.began, self.epochs[0].run.n_records)
        if spread and len(charged) == 1:
            steps = [*BEFORE]
            later = next(iter(charged)) if next(iter(charged)) in FORMULAS else steps[-1]
            gone = [s for s in first.missing if steps.index(s) < steps.index(later)]
            return {spread.step or [*gone, *charged][0]: spread.mark}
        return _in_one(charged)

    @staticmethod
    def _made_from(step: str) -> set[str]:
        """The steps that are made of this one, by which it turns them as well."""
        found = {step}
        for later, before in BEFORE.items():
            if not found.isdisjoint(before):
                found.add(later)
        return found - {step}

    def mark(self, charge: Charge, again: Charge, check: str, before: Mark) -> Mark:
        """The mark of a check that pays for what two looks charge."""
        source = self.course.script.source
        if check == charge.step:
            known = [epoch.known for epoch in self.epochs[:2]]
            return charges.said(backprop, charge, again, before, known, FORMULAS, source)
        return charges.said(backprop, charge, again, before, [], {}, source)


def _in_one(charged: dict[str, Mark]) -> dict[str, Mark]:
    """The same, with one mark for both sums where each keeps no more than what came last."""
    sums = [charged[step] for step in SUMS.values() if step in charged]
    if len(sums) < len(SUMS) or not all(LAST_ALONE in mark.mistake for mark in sums):
        return charged
    saw, line = "it is not the sum over the records", min(mark.line for mark in sums)
    summed = Mark(Outcome.FAILED, saw=saw, advice=charges.ADDED_UP, line=line)
    others = {step: mark for step, mark in charged.items() if step not in SUMS.values()}
    return {**others, "summed_over_records": summed}


def _is_better_told(before: Mapping[str, Mark], found: Mapping[str, Mark], seen: Set[str]) -> bool:
    """Does one mistake, known by its numbers, account for it all?

    Not if it is one of the checks that are `seen` to be right.
    """
    named = [step for step, mark in before.items() if mark.mistake]
    wrong = [s for s, mark in before.items() if not (mark.right or mark.carried or mark.waiting)]
    if len(named) != 1 or wrong != named or named[0] in seen:
        return False
    return not any(mark.mistake for mark in found.values())


def _turned_around(step: str, line: int) -> Mark:
    """The mark of a step that has the opposite sign."""
    known = backprop.mistakes.get(f"{step}_turned_around")
    saw = f"line {line} gives it with the opposite sign"
    mistake, advice = (known.id, known.advice) if known else ("", charges.CHANGED.format(step=step))
    return Mark(Outcome.FAILED, saw=saw, mistake=mistake, advice=advice, line=line)


def _of_no_sums(look: CloserLook) -> Mark:
    """The mark of sums that nothing goes into, by the line of what should."""
    mark = charges.of_several(look.charges[0].step, look.began)
    return replace(mark, line=line_about("summed_over_records", look.began) or mark.line)


def _left_out_with(step: str, charged: Marks, look: CloserLook) -> Mark | None:
    """The mark of a step that is nowhere, if a line that raises, or is open, was to do it."""
    for check, mark in charged.items():
        is_open = mark.untouched or mark.stopped
        if is_open and check in BEFORE and step in look.scene.before[check]:
            return mark
    return None


def _cost(marks: Mapping[str, Mark]) -> int:
    return sum(not mark.right and not mark.carried for mark in marks.values())

"""A closer look at a NumPy script, and what it changes in its marks.

Looked at is one epoch of a few records: all values on the way, to the weights that it ends with.
Where it goes wrong the right values are put in, and then three epochs in a row have to come out
right as well: so what the script does after its mistake is judged by its own work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from ...judging.closer_look import CloserLook, begun
from ...judging.mark import Mark, Marks
from ...judging.overwritten import with_what_is_overwritten
from ...judging.seen import only_a_loop_stops
from ...judging.view import View
from ...judging.written import written
from ...lesson import matrix
from ...verdict import Outcome
from ..descent import charges
from ..descent.inputs import Inputs
from ..descent.training import Run, Weights, train
from . import numbers
from .course import Course
from .epoch_looked_at import LEARNRATE, Epoch
from .given_answers import GivenAnswers, given_answers
from .in_each_turn import for_all_in_each_turn
from .lesson import backprop
from .script import ScriptProgram
from .script_lines import (
    FORMULAS,
    SUMS,
    checks_at,
    with_lines,
)
from .script_look_marks import FOLLOWS, KEEPS_SOMETHING, LookMarks
from .second_mistakes import (
    by_a_factor,
    goes_as_far,
    is_all_but_a_layer,
    without_words,
)
from .stopped_scripts import as_far_as_it_came, stopped_alone
from .unmoved_scripts import unmoved

CONFIRMING = 4
"""Records in the look that confirms what the first has found; that has one fewer."""

MANY = 13
"""The same for a script that goes through its records in parts, of which so few leave one empty."""


OUT_OF_STEP = Mark(
    Outcome.FAILED,
    saw="with the records in the order they come in an epoch is right, and in another it is not",
    advice="What is put in another order here, and what has to go along with it, so that each "
    "record meets its own target?",
)


class ScriptLook:
    """A closer look at one script, whose epochs should come to what that loop gives."""

    def __init__(
        self,
        script: ScriptProgram,
        inputs: Inputs,
        by: Callable[[Run], Weights] = train,
        n_records: int = CONFIRMING,
    ) -> None:
        self._script, self._inputs, self._by, self._n_records = script, inputs, by, n_records
        epochs = [self._epoch(inputs, n) for n in (n_records - 1, n_records)]
        self._course = Course(script, epochs[0])
        self._epochs = [epochs[0], epochs[1], *self._course.epochs[1:]]
        self._marks = LookMarks(self._epochs, self._course)
        self._looked_around: CloserLook | None = None
        """The look that was taken around the dots, with all that it has found."""

    def _epoch(self, inputs: Inputs, n_records: int) -> Epoch:
        known = inputs.looked_at(n_records, self._script.n_hidden)
        x, y, w, W = (matrix(known[name]) for name in ("x", "y", *numbers.NEW))
        given = given_answers(self._script.source, inputs.lesson.given("numpy"))
        return Epoch(Run(backprop, x, y, (w, W), 1, LEARNRATE), given, self._by)

    def marks(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks of the steps, the update and the loop, from those that they had before.

        What stops it may be one mistake where several checks are lost. Where so few records leave
        a part of them empty, it is looked at with more.
        """
        first = self._looked_around or begun(self._epochs[0].scene(self._script))
        if first is None:
            return dict(before)
        found = {} if self._has_too_few(first) else self._one_by_one(first, before)
        if self._has_too_few(first):
            return ScriptLook(self._script, self._inputs, self._by, MANY).marks(before)
        found = with_what_is_overwritten(found, first.began)
        several = sum(not mark.right for mark in found.values()) > 1
        stops = several and any(map(self._stops, before.values()))
        again = begun(self._epochs[0].scene(self._script)) if stops else None
        alone = again and stopped_alone(self._script, self._epochs, again.began, before)
        is_one = alone and sum(not mark.right for mark in alone.values()) == 1
        return alone if alone and (is_one or _worth(alone) < _worth(found)) else found

    def _stops(self, mark: Mark) -> bool:
        """Does it stop there, and not in a line that is still to be written?"""
        text = written(self._script.source)
        return mark.crash is not None and not text.is_open_at(mark.crash.line)

    def _has_too_few(self, look: CloserLook) -> bool:
        """Is something in it a table that has no numbers at all, for want of records?"""
        values = (note.value for note in look.view.noted.notes)
        empty = any(value and value.kind == "a" and not value.numbers for value in values)
        return empty and self._n_records < MANY

    def _one_by_one(self, first: CloserLook, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks, once right values stand in the places of wrong ones."""
        text, summed = written(self._script.source), before["summed_over_records"]
        is_odd = bool(text.shuffles) and summed.is_a_mistake and not summed.explained
        if is_odd and first.began.is_done and self._confirming(lambda look: look.began.is_done):
            right = {check: Mark() for check in before}
            return {**right, "summed_over_records": replace(OUT_OF_STEP, line=text.shuffles[-1])}
        goes_on = first.began.noted.endless and not first.began.is_done
        if goes_on and all(map(first.began.has_met, SUMS)):
            marks = {**dict.fromkeys(before, Mark()), "every_epoch": charges.endless(first)}
            if not self._goes_on_from(first.began):
                marks["zeroed_each_epoch"] = KEEPS_SOMETHING
            return marks
        finds_all = first is self._looked_around or first.finds_all()
        looks = list[CloserLook]()
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
            still = unmoved(self._script, self._epochs, before, first, self._marks.mark)
            return still or with_lines(first, self._as_far_as_it_came(first, before))
        if not finds_all:
            return self._around_a_layer([first, *looks], before)
        told = self._marks.told(first, looks, before)
        lost = {check: mark.outcome for check, mark in before.items() if not mark.right}
        if only_a_loop_stops(lost, backprop.steps) and _worth(told) > _worth(before):
            return with_lines(first, before)
        if not _confirms_itself(first):
            return told
        is_open = any(mark.untouched for mark in before.values())
        words = {  # it says what is wrong, and proves nothing right but what is above the dots
            check: told[check]
            for check, mark in before.items()
            if not (mark.right or mark.carried or mark.untouched or mark.explained)
            and not told[check].carried
            and (not told[check].right or (is_open and _is_there(check, [first, *looks])))
        }
        return with_lines(first, self._as_far_as_it_came(first, {**before, **words}))

    def _as_far_as_it_came(
        self, first: CloserLook, before: Mapping[str, Mark]
    ) -> Mapping[str, Mark]:
        """The marks, with what a script that stops has come to in two epochs."""
        other = begun(self._epochs[1].scene(self._script)) if first.began.broke_off else None
        return (other and as_far_as_it_came([first.began, other.began], before)) or before

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
        told = self._marks.told(looks[0], looks[1:], seen)
        alike = by_a_factor(looks, self._epochs)
        if alike is None or self._by is not train:
            return told
        around = ScriptLook(self._script, self._inputs, alike, self._n_records).marks(before)
        return {**around, **{check: mark for check, mark in told.items() if mark.is_a_mistake}}

    def of_several(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks of an unfinished script, what is written of which is right for single records.

        With right values in the places of its dots, it has to be right for several as well.
        """
        looks = [begun(epoch.scene(self._script)) for epoch in self._epochs[:2]]
        for look in filter(None, looks[:1]):
            right = [step for step in FORMULAS if before[step].right]
            if wrong := for_all_in_each_turn(look.began, right):
                return {**before, **wrong}
        found = [look for look in looks if look is not None and look.finds_all()]
        lost = [s for s in before if before[s].right and all(s in look.missing for look in found)]
        if len(found) < len(looks):
            return dict(before)
        if not lost:
            views = [look.view for look in found]
            return {**before, **charges.made_more_of(before, before, *views)}
        marks = {**before, lost[0]: charges.of_several(lost[0], found[0].began)}
        return with_what_is_overwritten(marks, found[0].began)

    def around_the_dots(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks of a script whose update alone is not written, and what is there around it.

        With the right weights in the place of the dots, its sums have to be right in each epoch.
        """
        first = begun(self._epochs[0].scene(self._script))
        finds_all = first and first.finds_all()
        self._looked_around = first if finds_all else None
        is_open = finds_all and first and all(c.untouched for c in first.charges)
        looks = self._confirming(first.confirmed_by) if first and is_open else []
        if not first or not looks:
            return dict(before)
        if not self._course.comes_right([first, *looks[1:]], {*SUMS.values()}):
            return dict(before)
        right = {step: Mark() for step, mark in before.items() if not mark.untouched}
        return {**before, **right, **dict.fromkeys(backprop.loop, FOLLOWS)}

    def with_lines(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks as they were, with the lines that they are about, as far as these are known."""
        look = begun(self._epochs[0].scene(self._script))
        return with_lines(look, before) if look else dict(before)

    def _goes_on_from(self, view: View) -> bool:
        """Does the next epoch come to its weights, too, in a loop that does not end?"""
        following = View(self._epochs[0].next.scene(self._script), view.sites, view.noted)
        return all(map(following.has_met, SUMS))

    def steps_at(self, line: int, column: int = 0) -> list[str] | None:
        """The steps that a line works out, the outermost first; None where nothing is seen.

        With a column, those that are made of what stands there, the innermost first.
        """
        look = self._at_every_line
        return checks_at(line, look.view, column) if look else None

    def first_there(self, line: int) -> list[str]:
        """The steps whose values are first there in a line, as a part of what it works out."""
        look = self._at_every_line
        return [step for step in FORMULAS if look and look.view.first_line(step) == line]

    @cached_property
    def _at_every_line(self) -> CloserLook | None:
        every_line = replace(self._epochs[0], given=GivenAnswers(range(0)))
        return begun(every_line.scene(self._script))


def _is_there(step: str, looks: Sequence[CloserLook]) -> bool:
    """Has the script come to its value by itself?"""
    return all(step in look.view.found - look.view.told for look in looks)


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

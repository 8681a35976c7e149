"""The marks of the training loop, whose wrong parts the grader stands in for."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from ....solution.matrix import Matrix
from ...judging.mark import Mark, unless_it_breaks
from ...judging.statements import is_open, names_stored, statements
from ...judging.trace import behind
from ...judging.written import written
from ...lesson import Function, forward, matrix
from ...room.answers import NUMBERS
from ...room.calls import Call, StandIns
from ...verdict import Outcome
from . import comparison, loop, own_steps, slips, starting
from .exits import with_exits, with_what_never_has_its_turn
from .looking_at_training import REPORTED, LoopLook
from .loop_scenes import FEW
from .results import tables_of, usable
from .single_failure import sometimes_wrong
from .step_marks import StepMarks
from .trained import Trained, Unusable, is_sometimes_right, right, sizes, trained, training_of
from .training import Run, Weights, train
from .unproven import unproven

STANDS_STILL = (
    "In every training the weights that come back are those that came in. Which line is to give "
    "them their new values, and are these the ones that are handed back?"
)

OF_THE_FILE = (
    "The weights are those of a training on the records of data_prep, whatever records come "
    "in. From which of its names does this function learn, and who gives them their values?"
)


class LoopMarks(StepMarks):
    """The marks of one submission's training loop, beside those of its steps."""

    @cached_property
    def trainings(self) -> list[Trained]:
        """Short trainings and one on all the records, of one epoch and of more."""
        counted = self.inputs.once("trainings", lambda: [*map(self._counted, self.inputs.runs)])
        answers = self.program.calls(*counted, stand_ins=self._stand_ins)
        return list(map(self._with_names, map(trained, self.inputs.runs, answers)))

    def _counted(self, run: Run) -> Call:
        """The call of a training whose batches are counted."""
        return replace(training_of(run), batches_of=self.lesson.back.name)

    @property
    def _names(self) -> list[str]:
        """The names that hold, after one epoch, what it came to."""
        return [*self.lesson.weight_steps, *self.lesson.weights]

    def _with_names(self, t: Trained) -> Trained:
        """The training; where one epoch is wrong, made again and watched.

        To watch it takes longer than the training itself; one that is right needs no names.
        """
        if t.run.epochs != 1 or right([t]) or (t.run.is_long and not t.answer.came_back):
            return t
        call = replace(training_of(t.run), names=self._names)
        [again] = self.program.calls(call, stand_ins=self._stand_ins)
        return replace(t, answer=replace(t.answer, names=again.names))

    @property
    def loop(self) -> dict[str, Mark]:
        """The marks of the training loop."""
        return {check: self._of_training[check] for check in self.lesson.loop}

    @property
    def stopped_over_losses(self) -> Mark | None:
        """What the training stops over, if that is what it reports and nothing else."""
        return self._of_training.get(REPORTED)

    @cached_property
    def _of_training(self) -> dict[str, Mark]:
        """The marks of the training loop, and of the losses where it stops over them."""
        marks = self._by_its_work
        if all(mark.right for mark in marks.values()):
            return marks
        text = written(self.program.source)
        ended = partial(with_what_never_has_its_turn, marks, text, self.lesson, self.lesson.loop)
        return unless_it_breaks(ended, marks)

    @cached_property
    def _by_its_work(self) -> dict[str, Mark]:
        """The same, by what is made of it in trainings."""
        lost = self._stand_ins and comparison.moves_on(self._own, self.trainings[0].run)
        marks = loop.marks(self.trainings, self._own if lost else None, waiting=False)
        look = self._look
        if not all(mark.right for mark in marks.values()) and self._is_not_begun:
            open_ = ("summed_over_records", self.lesson.updated)
            outcomes = dict.fromkeys(open_, Outcome.NOT_STARTED)
            return {check: Mark(outcomes.get(check, Outcome.WAITING)) for check in marks}
        stands_still = any(map(self._stands_still, range(len(self.lesson.layers))))
        if (stands_still or any(mark.stopped for mark in marks.values())) and unless_it_breaks(
            partial(self._stops_over_its_steps, look), False
        ):
            return {check: Mark() for check in marks}
        if marks[self.lesson.updated].untouched and not marks["summed_over_records"].untouched:
            summed = look.mark_of_sums(marks["summed_over_records"])
            marks = {**marks, "summed_over_records": summed}
        elif not any(mark.untouched for mark in marks.values()) and not all(
            mark.right for mark in marks.values()
        ):
            marks = unless_it_breaks(partial(look.by_its_turns, marks), marks)
            known = self.trainings
            leads_on = comparison.leads_on(known) or is_sometimes_right(known)
            leads_on = leads_on or self._accounts_for_all(marks)
            shown = unproven(marks, leads_on=leads_on)
            marks = unless_it_breaks(partial(look.marks, marks, leads_on=leads_on), shown)
            marks = unless_it_breaks(partial(look.with_lines, marks), marks)
            marks = {n: self._with_words(n, mark) for n, mark in marks.items()}
            if self._is_the_same_for_any_records(marks):
                return {
                    n: mark if not mark.right else Mark(Outcome.WAITING)
                    for n, mark in marks.items()
                }
            if not any(mark.explained or mark.stopped for mark in marks.values()):
                begun = partial(starting.elsewhere, self.trainings, self._afresh)
                marks = unless_it_breaks(begun, {}) or marks
        wrong = next((t for t in self._proofs if not t.has(t.run.trained)), None)
        if wrong is None:
            return marks
        once = replace(wrong.run, epochs=1)
        marks = sometimes_wrong(wrong, self._trained(once, self._stand_ins), self.trainings)
        text = written(self.program.source)
        marks = unless_it_breaks(partial(with_exits, marks, text, self.lesson), marks)
        return unless_it_breaks(partial(look.with_heads, marks), marks)

    @property
    def _is_not_begun(self) -> bool:
        """Are all the lines open that sum up steps and move weights, whatever stops over that?"""
        tree = written(self.program.source).tree
        functions = (n for n in tree.body if isinstance(n, ast.FunctionDef))
        body = next((f.body for f in functions if f.name == self.lesson.train.name), [])
        names = [name for s in statements(body) if is_open(s) for name in names_stored(s)]
        return {*self.lesson.weight_steps, *self.lesson.weights} <= {*names}

    def _stands_still(self, layer: int) -> bool:
        """Does a layer keep its weights in each of the trainings?"""
        pairs = ((t.run.weights, t.weights) for t in self.trainings)
        return all(own is not None and own[layer] == start[layer] for start, own in pairs)

    def _has_no_last_loss(self, t: Trained) -> bool:
        """Is it a training of no epochs that breaks off, where one number is reported for losses?

        There it is none that it looks for, and what is wrong with the losses is told of these.
        """
        one_alone = all(type(other.losses) in NUMBERS for other in self.trainings)
        return t.run.epochs == 0 and t.answer.crash is not None and one_alone

    def _accounts_for_all(self, marks: Mapping[str, Mark]) -> bool:
        """Does one mistake that is explained give all of these weights, and do they move?"""
        wrong = [mark for mark in marks.values() if not mark.right]
        known = len(wrong) == 1 and wrong[0].explained and not wrong[0].stopped
        several = [t for t in self.trainings if t.run.epochs > 1 and t.weights is not None]
        moves = several and not any(t.has(t.run.weights) or t.is_constant for t in several)
        return known and bool(moves)

    def _is_the_same_for_any_records(self, marks: Mapping[str, Mark]) -> bool:
        """Do the weights move alike whatever it learns from? Then nothing shows a loop.

        But one that learns from the records of the file all the same does go through records.
        """
        t = next(t for t in self.trainings if t.run.epochs)
        is_of_the_file = any(mark.advice == OF_THE_FILE for mark in marks.values())
        if t.weights is None or t.has(t.run.weights) or is_of_the_file:
            return False
        others = comparison.on_other_records(t.run)
        return self._trained(others, self._stand_ins).has(t.weights)

    @property
    def _look(self) -> LoopLook:
        size = sizes(self.trainings)[0]
        return LoopLook(self.program, self.inputs, self._stand_ins, size, self._is_of_wrong_step)

    def _is_of_wrong_step(self, line: int) -> bool:
        """Is what goes wrong in this line of the training charged as a step, or does it rest on it?

        Only where the training makes of its own steps what it should.
        """
        wrong = {step: mark for step, mark in self.steps.items() if not mark.right}
        if not wrong or not self._adds_up:
            return False
        if any(line in (mark.line, mark.crash and mark.crash.line) for mark in wrong.values()):
            return True
        formulas = {**self.lesson.passes, **self.lesson.update.formulas}
        there = unless_it_breaks(lambda: self._worked_out_at(line), None)
        return not behind(formulas, there or ()).isdisjoint(wrong)

    def _stops_over_its_steps(self, look: LoopLook) -> bool:
        """Does it stop over the steps that are wrong, and over nothing else?"""
        wrong = [self._looking(function) for function in self._wrong]
        return bool(wrong) and own_steps.stop_alone(look, wrong)

    @property
    def _adds_up(self) -> bool:
        """Is each training what comes of the steps that it takes with a few records at a time?"""

        def with_few(run: Run) -> Run:
            return replace(run, batch=FEW, passes=self._steps_taken)

        return comparison.explains(train, with_few, self.trainings)

    def _steps_taken(self, x: Matrix, y: Matrix, weights: Weights) -> Weights:
        """What a training of one epoch adds to the weights with these records."""
        run = Run(self.lesson, x, y, weights, 1, x.shape[0])
        after = self._trained(run, self._stand_ins).weights
        if after is None:
            raise Unusable(self.lesson.train.name)
        return tuple(own - before for own, before in zip(after, weights, strict=True))

    def _with_words(self, check: str, mark: Mark) -> Mark:
        """The mark, if it has no words yet, with what is so of the weights in all trainings."""
        if mark.explained or mark.outcome is not Outcome.FAILED:
            return mark
        if all(t.has(t.run.weights) for t in self.trainings):
            return replace(mark, advice=STANDS_STILL)
        given = self.inputs.handed_out
        features, targets = given["features"], given["targets"]
        of_the_file = (replace(t.run, features=features, targets=targets) for t in self.trainings)
        if all(t.has(run.trained) for t, run in zip(self.trainings, of_the_file, strict=True)):
            return replace(mark, advice=OF_THE_FILE)
        sums_are_right = {self.lesson.updated: True, "summed_over_records": False}.get(check)
        if sums_are_right is None:
            return mark
        base = comparison.in_batches(sizes(self.trainings)[0], comparison.lessons)
        way = partial(slips.explained, self.trainings, base, sums_are_right)
        found = unless_it_breaks(way, None)
        return replace(mark, advice=found[1]) if found else mark

    def _afresh(self, runs: Sequence[Run]) -> list[Trained]:
        """These trainings, one after the other, of a program that has done none before."""
        self.program.leave()
        answers = self.program.calls(*map(training_of, runs), stand_ins=self._stand_ins)
        return list(map(trained, runs, answers))

    @cached_property
    def _proofs(self) -> list[Trained]:
        """More trainings, of a loop that is right in all of the others: up to the first wrong one.

        The long ones are left out where they would be the grader's own work.
        """
        if not right(self.trainings):
            return []
        several = {"proofs": self.inputs.proofs().trainings}
        if not self._stand_ins:
            several["long proofs"] = self.inputs.proofs().long_trainings
        found: list[Trained] = []
        for what, runs in several.items():
            calls: list[Call] = self.inputs.once(what, partial(list, map(training_of, runs)))
            answers = self.program.calls(*calls, stand_ins=self._stand_ins)
            several_trained = map(trained, runs, answers)
            found += (t for t in several_trained if not self._has_no_last_loss(t))
            if not right(found):
                return found
        return found

    @cached_property
    def _stand_ins(self) -> StandIns:
        """The grader in the place of what is wrong, so that the training is judged by itself."""
        return {function.name: function.answer for function in self._wrong}

    @property
    def _wrong(self) -> list[Function]:
        """The functions of which some step is wrong."""
        lesson = self.lesson
        several = (
            (lesson.forth, self.forward),
            (lesson.back, self.backward),
            (lesson.update, self.update),
        )
        return [each for each, marks in several if not all(mark.right for mark in marks.values())]

    def _own(self, run: Run) -> Run:
        """The run with the learner's own passes and update."""
        return replace(run, passes=self._own_passes, update=self._own_update)

    def _own_passes(self, x: Matrix, y: Matrix, weights: Weights) -> Weights:
        lesson = self.lesson
        given = {"x": x, "y": y, **dict(zip(lesson.weights, weights, strict=True))}
        known = forward(given, lesson.passes)
        for function in (lesson.forth, lesson.back):
            own = tables_of(function, self._called(function, known), known)
            if own is None:
                raise Unusable(function.name)
            known = {**known, **own}
        return tuple(matrix(known[step]) for step in lesson.weight_steps)

    def _own_update(self, weights: Matrix, del_w: Matrix, learnrate: float, n: int) -> Matrix:
        update = self.lesson.update.name
        [answer] = self.program.calls(Call(update, (weights, del_w, learnrate, n)))
        return usable(answer.returned, weights.shape)

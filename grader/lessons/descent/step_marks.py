"""The marks of the steps: of both passes and of the update, each called by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from ....solution.matrix import Matrix
from ...judging.mark import Mark, after_a_look
from ...judging.marking import Marking
from ...judging.trace import agree
from ...lesson import Function, compute, forward, matrix
from ...room.calls import NOBODY
from ...verdict import Outcome
from . import looking
from .asking import Asking
from .inputs import Size
from .looking import called
from .results import (
    NOT_TURNED_BACK,
    alike,
    first_wrong,
    handed_back,
    not_turned_back,
    proven,
)
from .trained import right, trained, training_of

SMALLEST: tuple[Size, ...] = ((1, 1, 1.0, 1), (1, 1, 0.0, 1))
"""One record, hidden unit and feature. There are two: one alone can't tell a constant."""

NEVER_TWICE = (
    "Called twice with the same numbers, this function gives something else each time. Which line "
    "draws numbers at random, or keeps something from one call to the next?"
)


OPPOSITE = "what is handed back for it has the right size and the opposite sign"


class StepMarks(Asking):
    """The marks of one submission's steps, made when they are asked for."""

    @cached_property
    def forward(self) -> dict[str, Mark]:
        """The marks of the forward pass's steps."""
        return self._looked_at(self.lesson.forth, self._marks(self.lesson.forth))

    @cached_property
    def backward(self) -> dict[str, Mark]:
        """The marks of the backward pass's steps, from a forward pass that is right."""
        back = self.lesson.back
        if not self._counts_uphill:
            left = not_turned_back(back, self._asked(back)[0])
            if left:
                mark = Mark(Outcome.FAILED, saw=OPPOSITE, advice=NOT_TURNED_BACK)
                return {**{step: Mark() for step in back.formulas}, left: mark}
            return self._looked_at(back, self._marks(back))
        turned = [
            {**proof, **{step: -matrix(proof[step]) for step in self.lesson.weight_steps}}
            for proof in self.inputs.proofs().passes
        ]
        _, answers = self._asked(back)
        return proven(back, turned, answers)

    @cached_property
    def update(self) -> dict[str, Mark]:
        """The mark of the update."""
        update = self.lesson.update
        traces, answers = self._asked(update)
        proofs = self.inputs.proofs().updates
        if self._counts_uphill:
            if not self._subtracts:
                return {step: Mark() for step in update.formulas}  # it is the training that does
            down = {update.gives[0]: subtracted}
            return proven(update, [forward(p, down) for p in proofs], answers)
        marks = Marking(self.lesson, update.formulas, update.gives, traces).marks()
        wrong = first_wrong(update, proofs, answers)
        if wrong is None or not all(mark.right for mark in marks.values()):
            return self._looked_at(update, marks)
        closer = self._traced_passes(update, [*self._told_by(update), proofs[wrong]])
        marks = Marking(self.lesson, update.formulas, update.gives, closer).marks()
        if all(mark.right for mark in marks.values()):
            return proven(update, proofs, answers)
        return self._looked_at(update, marks)

    @property
    def steps(self) -> dict[str, Mark]:
        """The marks of all the steps that a training is made of."""
        return {**self.forward, **self.backward, **self.update}

    @property
    def looks_right(self) -> bool:
        """Do the short trainings come out right, and is no step seen to be wrong?

        That is asked up to the first that is wrong: most that is wrong shows in the trainings.
        """
        runs = [run for run in self.inputs.runs if not run.is_long]
        answers = self.program.calls(*map(training_of, runs))
        if not right(map(trained, runs, answers)):
            return False
        several = (getattr(self, part) for part in ("forward", "backward", "update"))
        return all(mark.right or mark.carried for marks in several for mark in marks.values())

    def _looked_at(self, function: Function, marks: dict[str, Mark]) -> dict[str, Mark]:
        """The marks after a closer look, which is taken where there is something wrong."""
        if all(mark.right for mark in marks.values()):
            return marks
        found = after_a_look(self._looking(function).marks, marks)
        unnamed = {n: m for n, m in found.items() if m.is_a_mistake and not m.mistake}
        if not unnamed or not self._varies(function):
            return found
        return {**found, **{n: replace(m, advice=NEVER_TWICE) for n, m in unnamed.items()}}

    def _looking(self, function: Function) -> looking.Looking:
        inputs = looking.at_update if function is self.lesson.update else looking.at_passes
        after = [self.lesson.forth] if function is self.lesson.back else []
        return looking.Looking(self.lesson, self.program, function, inputs(self.inputs), after)

    def _worked_out_at(self, line: int, column: int = 0) -> list[str] | None:
        """The steps that a line works out, the outermost first; None where nothing is seen.

        With a column, those that are made of what stands there, the innermost first.
        """
        lesson = self.lesson
        functions = (lesson.forth, lesson.back, lesson.update)
        there = (self._looking(function).steps_at(line, column) for function in functions)
        return next(filter(None, there), None)

    def _varies(self, function: Function) -> bool:
        """Does a function that is called again with the same numbers give something else?"""
        is_update = function is self.lesson.update
        given = self.inputs.solved_update(6, 2) if is_update else self._telling[0]
        one, other = self.program.calls(*[called(function, given)] * 2)
        came_back = one.came_back and other.came_back
        return came_back and not alike(one.returned, other.returned)

    def _marks(self, function: Function) -> dict[str, Mark]:
        """The marks of a pass's steps by a few records; or by those where it goes wrong."""
        traces, answers = self._asked(function)
        marks = Marking(self.lesson, function.formulas, function.gives, traces).marks()
        if any(mark.waiting for mark in marks.values()):
            return {**marks, **self._carried(function, marks)}
        if not all(mark.right for mark in marks.values()):
            return marks
        proofs = self.inputs.proofs().passes
        wrong = first_wrong(function, proofs, answers)
        if wrong is None:
            return marks
        closer_traces = self._traced_passes(function, [*self._told_by(function), proofs[wrong]])
        closer = Marking(self.lesson, function.formulas, function.gives, closer_traces).marks()
        trace = closer_traces[-1]
        own, again = handed_back(function, answers[wrong]), trace.returned
        changes = [again.get(r) for r in function.gives] != own
        changes = changes and not trace.broke_off
        if changes or all(mark.right for mark in closer.values()):
            return proven(function, proofs, answers)
        return closer

    def _carried(self, function: Function, marks: Mapping[str, Mark]) -> dict[str, Mark]:
        """The steps that were not reached, as the smallest of networks shows them.

        Where a step fits nowhere because of its shape, the program breaks off at the next. With
        every matrix 1 × 1 it goes on, and what is right there is right after an error carried
        forward.
        """
        wrong = next((name for name, mark in marks.items() if mark.is_a_mistake), "")
        if not wrong:
            return {}
        traces = self._traced_passes(function, list(map(self.inputs.solved, SMALLEST)))
        smallest = Marking(self.lesson, function.formulas, function.gives, traces).marks()
        carried = Mark(Outcome.WAITING, carried=True, saw=f"follows from {wrong}")
        return {n: carried for n, mark in marks.items() if mark.waiting and smallest[n].right}

    # ------------------------------------------------------------ steps taken uphill

    @cached_property
    def _counts_uphill(self) -> bool:
        """Are the weight steps taken uphill, and then subtracted? The weights come out the same.

        It may be the update that subtracts, or the training.
        """
        uphill = [
            agree(-matrix(trace.right[step]), trace.result(step))
            for trace in self._asked(self.lesson.back)[0]
            for step in self.lesson.weight_steps
        ]
        if not all(uphill):
            return False
        run = self.inputs.runs[1]
        return self._subtracts or self._trained(run, NOBODY).has(run.trained)

    @cached_property
    def _subtracts(self) -> bool:
        """Does the update go against the steps that it is given?"""
        return all(
            agree(compute(subtracted, trace.given), trace.result(self.lesson.update.gives[0]))
            for trace in self._asked(self.lesson.update)[0]
        )


def subtracted(weights: Matrix, del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    """An update against the steps that it is given."""
    return weights - learnrate / n_records * del_w

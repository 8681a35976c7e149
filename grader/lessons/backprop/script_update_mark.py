"""The mark of a script's update: the rule by which its weights follow from sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from ....solution.matrix import Matrix
from ...judging.mark import Mark
from ...judging.marking import Marking
from ...judging.trace import TOLERANCE, Trace, agree, is_multiple, traced
from ...lesson import Value, matrix
from ...room.answers import Answer
from ...verdict import Outcome
from ..descent import comparison, loop
from ..descent.trained import Trained, Unusable
from ..descent.training import Run, Weights
from . import steps
from .lesson import STEPS, WEIGHTS, backprop
from .script import Play
from .script_step_marks import ScriptStepMarks, with_update
from .script_trainings import beginning, has_moved, is_short, trained_script, unfit_layers
from .single_record import SINGLE_PRECISION, record


class ScriptUpdateMark(ScriptStepMarks):
    """The mark of one script's update, and of a loop around its own steps."""

    @cached_property
    def _update_mark(self) -> dict[str, Mark]:
        """The mark of the update; weights that stay where they are show nothing of it."""
        mark = self._judged_update()
        moves = any(map(has_moved, self._played)) and self._goes_by_the_records
        shown = not mark.right or moves or self._unfinished
        return {"update_weights": mark if shown else Mark(Outcome.WAITING)}

    @cached_property
    def _goes_by_the_records(self) -> bool:
        """Are the steps of its weights others for other records, and for the same ones the same?

        If they are not, they are constants, or noise, and show nothing of what is made of them.
        """
        if all(mark.right for mark in self._step_marks.values()):
            return True
        epochs = self._records.epochs
        plays = [replace(p, run=replace(p.run, epochs=epochs)) for p in self._singles()]
        alike = [play for play in plays if play.run.weights == plays[0].run.weights]
        try:
            first, *others, again = (
                self._records.steps_of(record(play.run, answer, self.script.untouched))
                for play, answer in self._answers([*alike, alike[0]])
            )
        except Unusable:  # nothing is seen of them, and so nothing is made of them
            return True
        return any(
            agree(layer, again[i]) and not all(agree(layer, other[i]) for other in others)
            for i, layer in enumerate(first)
        )

    def _judged_update(self) -> Mark:
        if self._is_right:
            return Mark()
        if self._has_right_steps:
            return self._update_alone or self._unless_of_the_loop(self._loop_alone) or Mark()
        if set(WEIGHTS) <= self.script.untouched:
            return Mark(Outcome.NOT_STARTED)
        if not all(mark.judged for mark in self._written_steps.values()):
            return Mark(Outcome.WAITING)
        first = [t for t in self._played if is_short(t.run) and t.run.epochs == 1]
        for t in first:
            if not t.answer.came_back and not unfit_layers(t):
                return Mark(Outcome.STOPPED, saw=t.answer.stopped, crash=t.answer.crash)
        return self._explained_update(first)

    def _explained_update(self, first: Sequence[Trained]) -> Mark:
        """The rule by which weights follow from sums: those that are named, or should have been.

        It is one rule for two layers: if one of them follows it, the other is the loop's to judge.
        """
        if not any(has_moved(t) for t in first) and any(has_moved(t) for t in self._played):
            return Mark()  # one epoch is none, which the loop is charged with
        layers = sorted({i for t in first for i in unfit_layers(t)}) or [0, 1]
        named = [self._traces_of_update(first, i, self._named_sum) for i in layers]
        own = [self._traces_of_update(first, i, self._own_sum) for i in layers]
        if any(map(_follow_the_rule, [*named, *own])):
            return Mark()
        marks = [
            self._marked(traces)
            for several in ((own, named) if self._has_right_records else (named, own))
            if (traces := [trace for one in several for trace in one])
        ]
        known = next((mark for mark in marks if mark.mistake), None)
        apart = [self._marked(traces) for traces in own if traces] if known else []
        if len({(mark.mistake, mark.advice) for mark in apart}) > 1:  # each goes its own way
            return next((mark for mark in apart if mark.mistake), apart[0])
        if known:
            return known
        around = self._loop_marks(self._own_loop)
        if any(mark.mistake for mark in around.values()):
            return self._unless_of_the_loop(around) or Mark()
        told = next((mark for mark in marks if mark.advice), None)
        return told or (marks[0] if any(named) else Mark(Outcome.WAITING))

    def _unless_of_the_loop(self, around: Mapping[str, Mark] | None) -> Mark | None:
        """The mistake in the update, if the rule for both layers is what the loop is charged for.

        Beside it a known mistake in the loop is all there is.
        """
        known = around and around[backprop.updated]
        if not known or not known.mistake or self._has_moved_a_layer_rightly:
            return None
        for mistake in backprop.known("update_weights"):
            base = partial(with_update, mistake.wrong)
            if loop.named(self.trainings, [comparison.in_batches(1, base)]):
                saw = comparison.first_difference(self.trainings[0])
                return Mark(Outcome.FAILED, saw=saw, mistake=mistake.id, advice=mistake.advice)
        return known if self._goes_too_far_or_not_far_enough else None

    @property
    def _has_moved_a_layer_rightly(self) -> bool:
        """Is one layer right after an epoch, and so the rule that is one for both?"""
        return any(
            all(
                t.weights is not None
                and t.moves_alike(t.run.weights[i], t.run.trained[i], t.weights[i])
                for t in self._short_once
            )
            for i in range(len(WEIGHTS))
        )

    @property
    def _goes_too_far_or_not_far_enough(self) -> bool:
        """Have both layers moved the right way after an epoch, and both as much too far?"""
        return all(
            t.weights is not None
            and is_multiple(_moves(t.run, t.weights), _moves(t.run, t.run.trained))
            for t in self._short_once
        )

    @property
    def _short_once(self) -> list[Trained]:
        return [t for t in self._short if t.run.epochs == 1]

    @staticmethod
    def _marked(traces: Sequence[Trace]) -> Mark:
        marking = Marking(backprop, steps.UPDATE, ("update_weights",), traces)
        return marking.marks()["update_weights"]

    @property
    def _has_right_records(self) -> bool:
        """Is what becomes of a single record right, whatever the names in it hold?"""
        return all(mark.right for mark in self._step_marks.values())

    def _traces_of_update(
        self, first: Sequence[Trained], layer: int, summed: Callable[[Trained, int], Matrix | None]
    ) -> list[Trace]:
        traces = []
        for t in first:
            del_w = summed(t, layer)
            if del_w is None or not isinstance(t.answer.returned, list):
                return []
            given: dict[str, Value] = {
                "weights": t.run.weights[layer],
                "del_w": del_w,
                "learnrate": t.run.learnrate,
                "n_records": float(t.run.n_records),
            }
            answer = Answer(returned=t.answer.returned[layer])
            size = f"{WEIGHTS[layer]}, {t.run.n_records} records"
            traces.append(traced(given, steps.UPDATE, ("update_weights",), answer, size))
        return [replace(trace, tolerance=self._tolerance) for trace in traces]

    def _named_sum(self, t: Trained, layer: int) -> Matrix | None:
        return self._records.named_sum(STEPS[layer], t.run, t.answer)

    def _own_sum(self, t: Trained, layer: int) -> Matrix | None:
        try:
            return self._own_passes(t.run.features, t.run.targets, t.run.weights)[layer]
        except Unusable:
            return None

    @property
    def _tolerance(self) -> float:
        return SINGLE_PRECISION if any(t.answer.single for t in self._played) else TOLERANCE

    @property
    def _adds_up(self) -> bool:
        """Are the sums of several records and epochs right, though no weight has moved by them?

        Then it is the update alone that is missing: each epoch ends with the same sums.
        """
        several = [t for t in self._played if is_short(t.run) and t.run.n_records > 1]
        if any(map(has_moved, self._played)) or not self._has_right_records:
            return False
        return {t.run.epochs > 1 for t in several if t.run.epochs} == {True, False} and all(
            t.answer.came_back
            and (own := self._named_sum(t, layer)) is not None
            and agree(right, own, self._tolerance)
            for t in several
            if t.run.epochs
            for layer, right in enumerate(t.run.steps(range(t.run.n_records), t.run.weights))
        )

    # ------------------------------------------------------------ a loop around its own steps

    def _loop_marks(self, own: Callable[[Run], Run]) -> dict[str, Mark]:
        unfit = any(t.weights is None for t in self._played)
        if unfit or all(mark.right for mark in self._step_marks.values()):
            return loop.marks(self.trainings, own, waiting=unfit)
        moves = comparison.moves_on(own, beginning(self._runs[0]))
        return loop.marks(self._few, own if moves else None, waiting=not moves)

    def _own_loop(self, run: Run) -> Run:
        """The run with the script's own passes and the lesson's update."""
        right = all(mark.right for mark in self._step_marks.values())
        return run if right else replace(run, passes=self._own_passes)

    @cached_property
    def _few(self) -> list[Trained]:
        """The short trainings, and the beginning of the long one."""
        plays = [Play(beginning(run)) for run in self._runs]
        return [trained_script(play.run, answer) for play, answer in self._answers(plays)]


def _moves(run: Run, after: Weights) -> list[float]:
    """By how much each weight has moved."""
    pairs = zip(after, run.weights, strict=True)
    return [number for own, before in pairs for number in (own - before).entries]


def _follow_the_rule(traces: Sequence[Trace]) -> bool:
    """Are there updates, and does each follow the rule?"""
    return bool(traces) and all(
        agree(matrix(t.right["update_weights"]), t.value("update_weights"), t.tolerance)
        for t in traces
    )

"""The marks of a script's steps: by its weights, or by single records where these are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from ....solution.matrix import Matrix
from ...judging.mark import Mark
from ...judging.marking import Marking
from ...judging.same import numbers
from ...lesson import Formula, Value, compute
from ...verdict import Outcome
from ..descent import comparison, loop
from ..descent.trained import Trained, right
from ..descent.training import Run, Weights, add, train
from . import others
from .first_wrong_record import first_wrong_record
from .lesson import STEPS, WEIGHTS, backprop
from .one_record import FORMULAS
from .script import Play
from .script_trainings import (
    FEW,
    LEARNRATE,
    ScriptTrainings,
    has_moved,
    of_one_record,
    trained_script,
)
from .single_record import NAMES, Records, record


class ScriptStepMarks(ScriptTrainings):
    """The marks of one script's steps."""

    @cached_property
    def _step_marks(self) -> dict[str, Mark]:
        if self._is_right and self._sometimes_wrong:
            run = self._sometimes_wrong.run
            return self._marked_where_wrong(run, self._first_wrong(run))
        if self._is_right or self._has_right_steps:
            return {step: Mark() for step in FORMULAS}
        marks = self._marked_by_record
        wrong = next((t.run for t in self._played if t.weights and not t.has(t.run.trained)), None)
        all_right = wrong and all(mark.right for mark in marks.values())
        if wrong and all_right and (odd := self._first_wrong(wrong)):
            return self._marked_where_wrong(wrong, odd)
        return marks

    @cached_property
    def _written_steps(self) -> dict[str, Mark]:
        """The marks of the steps where a zero, too, shows that a line was written.

        It shows nothing of the step, but what comes after it can be judged by it.
        """
        if all(mark.right for mark in self._step_marks.values()):
            return self._step_marks
        traces = self._records.traces()
        return Marking(backprop, FORMULAS, STEPS, traces, line_by_line=True).marks()

    def _marked_where_wrong(self, run: Run, odd: Run | None) -> dict[str, Mark]:
        """The marks by records of a training that is wrong; all right if they are.

        The first is the `odd` one, where one is known. That each line does its step is known from
        the trainings that are right.
        """
        given = {"x": run.features, "y": run.targets, WEIGHTS[0]: run.weights[0]}
        given[WEIGHTS[1]] = run.weights[1]
        singles = [of_one_record(given, i) for i in range(min(run.n_records, 4))]
        if odd:
            singles = [replace(odd, learnrate=LEARNRATE), *singles]
        traces = self._recorded([Play(run, NAMES) for run in singles]).traces()
        marks = Marking(backprop, FORMULAS, STEPS, traces, line_by_line=True).marks()
        known = all(mark.right or mark.saw for mark in marks.values())
        return marks if known else {step: Mark() for step in FORMULAS}

    def _first_wrong(self, run: Run) -> Run | None:
        """The record that a training first goes wrong with; not one that is passed over."""
        odd = first_wrong_record(run, self._trained_by_itself)
        return odd if odd and has_moved(self._trained_by_itself(odd)) else None

    def _trained_by_itself(self, run: Run) -> Trained:
        [(_, answer)] = self._answers([Play(run)])
        return trained_script(run, answer)

    @cached_property
    def _marked_by_record(self) -> dict[str, Mark]:
        return Marking(backprop, FORMULAS, STEPS, self._records.traces()).marks()

    @cached_property
    def _has_right_steps(self) -> bool:
        """Do the lesson's steps, with one known mistake after them, give all of its weights?

        This is asked where single records do not tell: a loop may skip them, or go through them
        two times, and without names an update that is not right bends what they show.
        """
        if self._of_other_records or self._unfinished:
            return True
        silent = self._records.are_silent
        if not silent and all(m.right or _is_named(m) for m in self._marked_by_record.values()):
            return False
        if not any(map(has_moved, self.trainings)):
            return False
        return self._update_alone is not None or self._loop_alone is not None

    @cached_property
    def _update_alone(self) -> Mark | None:
        """The known mistake in the update that accounts for all the weights, if one does."""
        for mistake in backprop.known("update_weights"):
            base = partial(with_update, mistake.wrong)
            if comparison.explains(train, base, self.trainings):
                first = next(t for t in self.trainings if t.weights != t.run.trained)
                saw = comparison.first_difference(first)
                return Mark(Outcome.FAILED, saw=saw, mistake=mistake.id, advice=mistake.advice)
        return None

    @cached_property
    def _of_other_records(self) -> dict[str, Mark] | None:
        """The marks where the weights are those of a training with other records, or epochs."""
        short = [t for t in self.trainings if t.run.n_records <= FEW]
        if not any(map(has_moved, short)):
            return others.in_whole_batches(self.trainings)
        return others.explained(short, self.trainings)

    @cached_property
    def _unfinished(self) -> dict[str, Mark] | None:
        """The marks where all that is wrong are trainings which it does not bring to their end.

        With a few records and one epoch it does, and with more it stops.
        """
        came = [t for t in self._played if t.weights is not None]
        if len(came) == len(self._played) or self._played[0] not in came or self.script.untouched:
            return None
        is_all = any(map(has_moved, came)) and right(came)
        return loop.left_unfinished(self._played) if is_all else None

    @cached_property
    def _loop_alone(self) -> dict[str, Mark] | None:
        """The marks of the loop, if a known mistake in it accounts for all the weights."""
        if self._unfinished:
            return self._unfinished
        marks = loop.marks(self.trainings, waiting=False)
        known = all(mark.right or mark.mistake for mark in marks.values())
        return marks if known else self._of_other_records

    @cached_property
    def _records(self) -> Records:
        """Single records: some that have weights in common, and two that have not.

        Where nothing comes of one epoch with one record, a loop may leave out one of either.
        """
        singles = self._once("single records", self._singles)
        found = self._recorded(singles)
        if found.are_silent:
            twice = [replace(play, run=replace(play.run, epochs=2)) for play in singles]
            again = self._recorded(twice)
            found = found if again.are_silent else again
        return found

    def _singles(self) -> list[Play]:
        n_hidden = self.script.n_hidden
        several = self.inputs.passes(4, n_hidden)
        singles = [of_one_record(several, i) for i in range(4)]
        apart = [self.inputs.passes(1, n_hidden, target) for target in (0.0, 1.0)]
        singles += [of_one_record(given, 0) for given in apart]
        return [Play(run, NAMES) for run in singles]

    def _recorded(self, plays: Sequence[Play]) -> Records:
        untouched = self.script.untouched
        return Records([record(p.run, a, untouched) for p, a in self._answers(plays)])

    def _own_passes(self, x: Matrix, y: Matrix, weights: Weights) -> Weights:
        """Both layers' steps, summed over these records."""
        total: Weights = tuple(Matrix.zeros(*layer.shape) for layer in weights)
        for step in self._own_steps(x, y, weights):
            total = add(total, step)
        return total

    def _own_steps(self, x: Matrix, y: Matrix, weights: Weights) -> list[Weights]:
        """Both layers' steps of each record, as the script takes them; each is asked for once."""
        known = tuple(map(numbers, weights))
        keys = [(*one, *other, known) for one, other in zip(x.rows, y.rows, strict=True)]
        unknown = [i for i, key in enumerate(keys) if key not in self._known_steps]
        epochs = self._records.epochs if unknown else 1
        runs = [
            Run(backprop, x[i : i + 1], y[i : i + 1], weights, epochs, LEARNRATE) for i in unknown
        ]
        answers = self._answers([Play(run, NAMES) for run in runs])
        for i, (play, answer) in zip(unknown, answers, strict=True):
            own = record(play.run, answer, self.script.untouched)
            self._known_steps[keys[i]] = self._records.steps_of(own)
        return [self._known_steps[key] for key in keys]


def _is_named(mark: Mark) -> bool:
    """Is it known for sure why this is not right?"""
    return bool(mark.mistake or mark.untouched or mark.crash)


def with_update(update: Formula, run: Run) -> Run:
    """The run with another formula for the update, which may ask for less than the lesson's."""
    return replace(run, update=Updated(update))


@dataclass(frozen=True)
class Updated:
    """An update by a formula."""

    formula: Formula

    def __call__(self, weights: Matrix, del_w: Matrix, learnrate: float, n_records: int) -> Matrix:
        known: dict[str, Value] = {"weights": weights, "del_w": del_w}
        known |= {"learnrate": learnrate, "n_records": float(n_records)}
        return compute(self.formula, known)

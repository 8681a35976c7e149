"""One submission under examination: asks it what the checks want to know, each thing once.

A check asks for a mark; the first that needs a call makes it, the others share the answer. What is
asked is built up in layers: the steps, the loop around them, what comes of a training, and here
what rests on any of these.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from ...judging.mark import Mark, unless_it_breaks
from ...judging.trace import agree, difference, traced
from ...judging.written import written
from ...room.answers import Answer, Crash
from ...room.calls import NOBODY, Call, StandIns
from ...verdict import Outcome
from . import comparison
from .consequences import Consequences
from .looking import called
from .losses import numbers
from .results import size_of
from .trained import training_of

GRADIENT_TOLERANCE = 1e-6

MANY = 360
"""Records whose steps weights are also moved by where it is watched what goes in."""

LEARNED = ("loss_falls", "final_accuracy")
"""What a training comes to, if it does learn."""

COUNTED_BY_HAND = re.compile(rb"\bwhile\b(?! *True\b)|\b(?:repeat|count|cycle)\(")
"""What goes on for ever where it is not counted, and can be made to end (mends/counting.py)."""
COUNTING = (b"while", b"repeat", b"count(", b"cycle")
"""What is in all of that, and is soon looked for."""


class Examination(Consequences):
    """The marks of one submission, made when they are asked for."""

    def consequence(self, check: str) -> Mark:
        """The mark of a check that rests on others, which are to be right first.

        A mistake is charged where it is made. What only follows from it waits, and costs nothing
        as long as most of what it rests on is right. A step may be lost beside the one whose line
        is not written: one line is often both.
        """
        rests_on = self._rests_on(check)
        wrong = [name for name, mark in rests_on.items() if not mark.right]
        if wrong:
            marks = [rests_on[name] for name in wrong]
            owed = [mark for mark in marks if not mark.carried]
            charged = [m for m in owed if m.stopped or m.untouched or m.is_a_mistake]
            failed = len(charged) == len(owed) or (bool(charged) and check not in LEARNED)
            return Mark(
                Outcome.WAITING,
                carried=failed
                and 2 * len(owed) < len(rests_on)
                and (check not in LEARNED or self._moves),
                saw=f"follows from {wrong[0]}",
            )
        if self._not_there_yet(check):
            of_training = check not in ("gradient", "keeps_old_weights")
            located = of_training and sum(not m.right for m in self.loop.values()) <= 1
            return Mark(Outcome.WAITING, carried=located or self._stopped_alone(check))
        if check in LEARNED and self._takes_wrong_steps(self.long_training[1]):
            made = next(step for step, mark in self.steps.items() if not mark.right)
            return Mark(Outcome.WAITING, carried=self._moves, saw=f"follows from {made}")
        mark: Mark = getattr(self, check)
        return mark

    @property
    def breaks_off(self) -> Crash | None:
        """What its shortest training comes to, before a closer look, if that may never end.

        What functions raise is looked at in any case.
        """
        source = self.program.source
        if not (any(word in source for word in COUNTING) and COUNTED_BY_HAND.search(source)):
            return None
        [answer] = self.program.calls(training_of(self.inputs.runs[0]))
        return answer.crash if answer.stopped else None

    def steps_at(self, line: int, column: int = 0, /) -> Sequence[str] | None:
        """The steps that a line works out, as a closer look shows; None where that is not known.

        With a column, those that are made of what stands there, the innermost first.
        """
        return unless_it_breaks(lambda: self._worked_out_at(line, column), None)

    def _rests_on(self, check: str) -> Mapping[str, Mark]:
        """The marks that are to be right before the check can be judged."""
        if check == "loss_falls":
            return {**self.loop, "reported_losses": self.consequence("reported_losses")}
        return {
            "gradient": self.backward,
            "keeps_old_weights": {},
            "reported_losses": {},
            "weight_shapes": {},
        }.get(check, self.loop)

    @property
    def _moves(self) -> bool:
        """Does the training move the weights, or would it, but for the one thing that is wrong?"""
        wrong = [mark for mark in self.loop.values() if not (mark.right or mark.carried)]
        known = all(mark.explained and not mark.stopped for mark in wrong)
        return self._always_moves or (known and (any(self._moved) or len(wrong) <= 1))

    @property
    def _always_moves(self) -> bool:
        """Have the weights moved in each training that took more than one epoch?"""
        return all(self._moved)

    @property
    def _moved(self) -> list[bool]:
        return [not t.has(t.run.weights) for t in self.trainings if t.run.epochs > 1]

    def _stopped_alone(self, check: str) -> bool:
        """Is the update charged for what it raises, and is something right in both passes?

        Or is it alone not written, in a training that is?
        """
        marks = self.update.values() if check == "keeps_old_weights" else ()
        stopped = bool(marks) and all(m.stopped for m in marks)
        is_open = bool(marks) and all(m.untouched for m in marks)
        stopped = stopped or (is_open and all(m.right for m in self.loop.values()))
        passes = (self.forward, self.backward)
        return stopped and all(any(m.right for m in marks.values()) for marks in passes)

    def _not_there_yet(self, check: str) -> bool:
        if check == "reported_losses" and self.stopped_over_losses:
            return False
        if check == "keeps_old_weights":
            begun = self.update["update_weights"].judged
            return not begun or not any(mark.right for mark in self.steps.values())
        if check == "weight_shapes" and not any(mark.right for mark in self.loop.values()):
            others = [mark for mark in self.loop.values() if not mark.is_a_mistake]
            follows = bool(others) and all(mark.carried for mark in others)
            return not (follows or comparison.leads_on(self.trainings))
        if check == "gradient" or (check == "weight_shapes" and self._hands_back_no_weights):
            return False
        return any(t.weights is None for t in self.trainings)

    @cached_property
    def gradient(self) -> Mark:
        """Are the weight steps the downhill slope of ½ Σ (y − ŷ)², measured by nudging weights?"""
        given, slopes = self.inputs.gradients
        back = self.lesson.back
        trace = traced(given, back.formulas, back.gives, answer := self._on_its_way_back)
        if not answer.came_back:
            return Mark(Outcome.STOPPED, saw=answer.stopped, crash=answer.crash)
        for layer in reversed(self.lesson.layers):
            weights, step = layer.weights, layer.step
            slope, own = slopes[weights], trace.result(step)
            if own is None:
                return Mark(
                    Outcome.FAILED,
                    saw=f"{step} is no table of its shape ({size_of(given)})",
                )
            if not agree(-slope if self._counts_uphill else slope, own, GRADIENT_TOLERANCE):
                return Mark(
                    Outcome.FAILED,
                    saw=f"{step}: {difference(slope, own)} ({size_of(given)})",
                )
        return Mark()

    @cached_property
    def keeps_old_weights(self) -> Mark:
        """Is what goes into a function still the same afterwards?"""
        function = next(self._changing, "")
        if not function:
            return Mark()
        line = written(self.program.source).writing_into_arguments(function)
        return replace(_changes_its_arguments(function), line=line)

    @cached_property
    def reported_losses(self) -> Mark:
        """The mark of the losses; what is only wrong over a changed argument is charged there."""
        mark = super().reported_losses
        if mark.is_a_mistake and unless_it_breaks(lambda: self._follows_from_a_change, False):
            return Mark(Outcome.WAITING, carried=True, saw="follows from keeps_old_weights")
        return mark

    @property
    def _follows_from_a_change(self) -> bool:
        """Are the losses right with the grader in the place of the pass that changes a table?"""
        passes = {each.name: each.answer for each in (self.lesson.forth, self.lesson.back)}
        name = next(self._changing, "")
        if name not in passes:
            return False
        run = min((t.run for t in self.trainings if t.run.epochs > 1), key=lambda r: r.length)
        t = self._trained(run, {**self._stand_ins, name: passes[name]})
        return self._wrong_loss(t, numbers(t.losses) or ()) is None

    @property
    def _changing(self) -> Iterator[str]:
        """Those functions after which a matrix that they were given is another."""
        for call, answer in itertools.chain(self._watched, self._trained_watched):
            if answer.changed:
                yield call.function

    @cached_property
    def _watched(self) -> list[tuple[Call, Answer]]:
        """The functions called once more, their matrices watched, in one request.

        The training is among them unless the grader stands in for something that it calls.
        """
        known, update = self.inputs.gradients[0], self.inputs.solved_update(6, 2)
        calls = [
            called(self.lesson.update, update),
            called(self.lesson.update, {**update, "n_records": MANY}),
            called(self.lesson.forth, known),
            called(self.lesson.back, known),
        ]
        if not self._stand_ins:
            calls.append(training_of(self.inputs.runs[0]))
        return self._made_watched(calls, NOBODY)

    @property
    def _trained_watched(self) -> Iterator[tuple[Call, Answer]]:
        """The training where the grader stands in for something that it calls."""
        if self._stand_ins:
            yield from self._made_watched([training_of(self.inputs.runs[0])], self._stand_ins)

    def _made_watched(
        self, calls: Sequence[Call], stand_ins: StandIns
    ) -> list[tuple[Call, Answer]]:
        watched = [replace(call, watched=True) for call in calls]
        return [*zip(calls, self.program.calls(*watched, stand_ins=stand_ins), strict=True)]

    @property
    def _on_its_way_back(self) -> Answer:
        """What the backward pass gives on the inputs of the gradient."""
        back = self.lesson.back.name
        call, answer = next(pair for pair in self._watched if pair[0].function == back)
        if answer.came_back:
            return answer
        forth = called(self.lesson.forth, self.inputs.gradients[0])
        return self.program.calls(forth, call)[-1]


def _changes_its_arguments(function: str) -> Mark:
    return Mark(
        Outcome.FAILED,
        saw=f"a matrix that was handed to {function} is another one afterwards",
        advice="A matrix that was passed in has changed. Which line writes into its rows, and "
        "whose rows are they?",
    )

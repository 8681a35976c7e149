"""A NumPy script under examination: the same marks, from what its trainings come to.

Results decide: a script whose weights come out as the lesson's has solved it, whatever the names
in it hold. Where they do not, single records show its steps (single_record.py), and trainings with
several records its update, its sums and its loop.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from ...judging.mark import Mark, after_a_look, unless_it_breaks
from ...judging.mending import is_over_dots
from ...judging.statements import adds_nothing, in_loops, is_open
from ...judging.trace import agree, difference
from ...judging.written import written
from ...lesson import matrix
from ...room.answers import ENDLESS, Crash
from ...verdict import Outcome
from ..descent import comparison, epochs, loop
from ..descent.examination import GRADIENT_TOLERANCE
from ..descent.exits import end_of, exits, with_exits, with_what_never_has_its_turn
from ..descent.problem import accuracy
from ..descent.single_failure import sometimes_wrong
from ..descent.trained import Trained, Unusable
from ..descent.training import Run
from . import steps
from .around_wrong_steps import around_wrong_steps
from .lesson import STEPS, WEIGHTS, backprop
from .looking_at_scripts import ScriptLook
from .script import Play
from .script_step_marks import with_update
from .script_trainings import MADE_FOR, beginning, gradients, has_moved, trained_script
from .script_update_mark import ScriptUpdateMark

ASSIGNING = (ast.Assign, ast.AugAssign)

MAY_BE_UNDONE = {"error_turned_around", "error_divided_by_records"}
"""Mistakes in a step that are none where the update undoes them."""


class ScriptExamination(ScriptUpdateMark):
    """The marks of one script, made when they are asked for."""

    @cached_property
    def forward(self) -> dict[str, Mark]:
        """The marks of the forward pass's steps."""
        return {step: self._looked_closer[step] for step in steps.FORWARD}

    @cached_property
    def backward(self) -> dict[str, Mark]:
        """The marks of the backward pass's steps."""
        return {step: self._looked_closer[step] for step in steps.BACKWARD}

    @cached_property
    def update(self) -> dict[str, Mark]:
        """The mark of the update."""
        return {step: self._looked_closer[step] for step in steps.UPDATE}

    @cached_property
    def loop(self) -> dict[str, Mark]:
        """The marks of the training loop."""
        marks = {check: self._looked_closer[check] for check in backprop.loop}
        line = self.script.training_in
        if self.script.has_no_end and not marks["every_epoch"].waiting:
            crash = Crash(ENDLESS, "", line)  # it was left where it should have ended
            marks["every_epoch"] = Mark(Outcome.STOPPED, crash=crash, line=line)
        is_right = all(mark.right for mark in {**self.steps, **marks}.values())
        if is_right and (wrong := self.script.wrong_beginning):
            marks = {**marks, wrong[0]: wrong[1]}
        return marks

    @cached_property
    def _looked_closer(self) -> dict[str, Mark]:
        """All of these, each with what stops in its line, or below it, and is told there."""
        marks = self._after_a_look
        if self._is_right:
            return marks
        text = written(self.script.source)
        checks = [*backprop.loop, *STEPS]
        ended = partial(with_what_never_has_its_turn, marks, text, backprop, checks)
        marks = unless_it_breaks(ended, marks)
        crash = next((t.answer.crash for t in self._played if t.answer.crash), None)
        if crash is None or any(mark.stopped for mark in marks.values()):
            return marks
        if crash.type == "SystemExit":  # as a given line ends it where an answer is not written
            return marks
        is_on_its_way = any(mark.untouched for mark in marks.values())
        stopped = Mark(Outcome.STOPPED, crash=crash, line=crash.line)
        if is_on_its_way and self._stops_by_itself(crash):
            look = ScriptLook(self.script, self.inputs)
            first = unless_it_breaks(partial(look.first_there, crash.line), list[str]())
            for step in first:
                if marks[step].right or marks[step].line == crash.line:
                    return {**marks, step: stopped}
        for line in text.above_what_tells(crash.line):
            for step in self.steps_at(line) or ():
                if step in marks and marks[step].right:
                    return {**marks, step: stopped}
        return marks

    def _stops_by_itself(self, crash: Crash) -> bool:
        """Does it stop there with the first record, and not over what is not written yet?"""
        source = self.script.source.decode("utf-8", "replace")
        if "NoneType" in crash.message or is_over_dots(crash, source):
            return False
        once = replace(self._played[0].run.part(slice(1)), epochs=1)
        again = self._trained_by_itself(once).answer.crash
        return again is not None and (again.line, again.type) == (crash.line, crash.type)

    @cached_property
    def _after_a_look(self) -> dict[str, Mark]:
        """All of these after a closer look, which is taken where there is something wrong."""
        marks = {**self._step_marks, **self._update_mark, **self._loop_mark}
        if self._is_right or all(mark.right for mark in marks.values()):
            return marks
        if unless_it_breaks(lambda: self._has_nothing_in_it, False):
            return {**marks, **dict.fromkeys(self._step_marks, Mark(Outcome.NOT_STARTED))}
        look = ScriptLook(self.script, self.inputs)
        if self._is_all_but_moved:
            found = after_a_look(look.around_the_dots, marks)
            if found != marks:
                return found
        if _is_only_unfinished([*self._step_marks.values(), *self._update_mark.values()]):
            return after_a_look(look.of_several, marks)
        if self._of_other_records and all(mark.right for mark in self._step_marks.values()):
            return after_a_look(look.with_lines, marks)
        found = after_a_look(look.marks, marks)
        found = unless_it_breaks(partial(self._with_a_known_update, found), found)
        around = partial(around_wrong_steps, self.script, self.inputs, found)
        return self._unless_it_never_shows(unless_it_breaks(around, found))

    def _unless_it_never_shows(self, marks: dict[str, Mark]) -> dict[str, Mark]:
        """The marks; where no weights move, nothing tells what they would have made of an error.

        One that is turned around, or divided too early, is right with the update that goes with it.
        """
        undone = [c for c, mark in marks.items() if {*mark.mistake.split("+")} <= MAY_BE_UNDONE]
        others = any(mark.is_a_mistake for check, mark in marks.items() if check not in undone)
        if not others or any(t.weights is None or has_moved(t) for t in self._played):
            return marks
        return {**marks, **dict.fromkeys(undone, Mark())}

    def _with_a_known_update(self, marks: dict[str, Mark]) -> dict[str, Mark]:
        """The marks; an update that alone is wrong is told by the mistake that it comes to."""
        [check, *others] = [name for name, mark in marks.items() if mark.is_a_mistake] or [""]
        if check != "update_weights" or others or marks[check].explained:
            return marks
        for mistake in backprop.known(check):
            if all(t.has(with_update(mistake.wrong, t.run).trained) for t in self._short):
                told = replace(marks[check], mistake=mistake.id, advice=mistake.advice)
                return {**marks, check: told}
        return marks

    @property
    def _has_nothing_in_it(self) -> bool:
        """Is all that its loop over the records does still to be written?"""
        if all(mark.untouched for mark in self._step_marks.values()):
            return True
        several = in_loops(written(self.script.source).tree)
        inside = [s for s, loops in several if loops > 1 and isinstance(s, ASSIGNING)]
        return bool(inside) and all(is_open(s) or adds_nothing(s) for s in inside)

    @property
    def _is_all_but_moved(self) -> bool:
        """Is its update not written yet, and all that comes before it?"""
        unwritten = [mark.untouched for mark in self._step_marks.values()]
        return not any(unwritten) and all(mark.untouched for mark in self._update_mark.values())

    # ------------------------------------------------------------ the loop

    def _own(self, run: Run) -> Run:
        """The run with the script's own passes and update, as far as the latter is known."""
        mark = self._update_in_the_loop
        mistake = backprop.mistakes.get(mark.mistake)
        if not mark.right and mistake is None:
            raise Unusable("update_weights")
        return with_update(mistake.wrong if mistake else steps.update_weights, self._own_loop(run))

    @property
    def _update_in_the_loop(self) -> Mark:
        """The update's mark as the loop around it sees it: what the loop is known by is its own."""
        mark = self._update_mark["update_weights"]
        return Mark() if self._is_the_loops(mark) else mark

    @staticmethod
    def _is_the_loops(update: Mark) -> bool:
        """Is the update told by a mistake that a loop makes which hands it other numbers?"""
        known = backprop.mistakes.get(update.mistake)
        return known is not None and known.check == backprop.updated

    @cached_property
    def _loop_mark(self) -> dict[str, Mark]:
        """The marks of the training loop, which its turns tell where they are too few or many."""
        marks = self._by_what_it_comes_to()
        if self._is_the_loops(self._update_mark["update_weights"]):
            marks = {**marks, backprop.updated: Mark()}
        return unless_it_breaks(partial(self._by_its_turns, marks), marks)

    def _by_its_turns(self, marks: dict[str, Mark]) -> dict[str, Mark]:
        if not (epochs.is_one_alone(marks) or marks["every_epoch"].is_a_mistake):
            return marks
        wrong = (t.run for t in [*self._played, *self._proofs] if not t.has(t.run.trained))
        run = min((run for run in wrong if run.epochs > 1), key=lambda run: run.length)
        turns, line = self._turns(run), self.script.training_in
        if turns in (0, run.epochs):
            return marks
        if turns == 1 and epochs.is_one_alone(marks):
            marks = epochs.in_one_turn(marks, has_loop=not self.script.is_one_epoch)
        mark = marks["every_epoch"]
        ends = end_of(written(self.script.source), line) if turns < run.epochs else line
        return {**marks, "every_epoch": replace(mark, line=mark.line or ends)}

    def _by_what_it_comes_to(self) -> dict[str, Mark]:
        """The marks of the training loop, by what trainings come to."""
        wrong = self._sometimes_wrong
        update = self._update_in_the_loop
        before = [*self._step_marks.values(), update]
        if wrong and all(mark.right for mark in before):
            if wrong in self._at_own_pace:
                return self._left_alone(wrong)
            [(play, answer)] = self._answers([Play(replace(wrong.run, epochs=1))])
            marks = sometimes_wrong(wrong, trained_script(play.run, answer), self._played)
            text = written(self.script.source)
            return unless_it_breaks(partial(with_exits, marks, text, backprop), marks)
        if self._is_right or (self._has_right_steps and self._update_alone):
            return {check: Mark() for check in backprop.loop}
        if self._has_right_steps and self._loop_alone and update.right:
            return self._loop_alone
        moves = any(t.weights is None or has_moved(t) for t in self._played)
        shown = any(mark.right or mark.untouched or mark.stopped for mark in before)
        if not (moves and shown and self._goes_by_the_records):  # a loop of what?
            return dict.fromkeys(backprop.loop, Mark(Outcome.WAITING, carried=self._adds_up))
        if not all(m.judged for m in (*self._written_steps.values(), update)):
            moves = comparison.moves_on(self._own, beginning(self._runs[0]))
            return loop.marks(self.trainings, self._own if moves else None, waiting=True)
        if not update.right and not update.mistake:
            shown = all(m.right for m in self._step_marks.values()) and self._always_moves
            return dict.fromkeys(backprop.loop, Mark(Outcome.WAITING, carried=shown))
        marks = self._loop_marks(self._own)
        if all(m.right or m.mistake for m in marks.values()) or all(m.right for m in before):
            return marks
        most = 2 * sum(not mark.right for mark in before) < len(before)
        shown = most and self._always_moves and any(map(has_moved, self._played))
        follows = Mark(Outcome.WAITING, carried=shown)
        return dict.fromkeys(backprop.loop, follows)

    def _left_alone(self, t: Trained) -> dict[str, Mark]:
        """The marks where nothing is wrong but when it ends: told where it is left, or begins."""
        lines = exits(written(self.script.source), backprop)
        line = lines[0] if len(lines) == 1 else self.script.training_in
        marks = {check: Mark() for check in backprop.loop}
        return {**marks, "every_epoch": replace(epochs.left_alone(t), line=line)}

    # ------------------------------------------------------------ what follows

    @property
    def breaks_off(self) -> Crash | None:
        """What the first of its trainings raises, if all of them raise."""
        crashes = [training.answer.crash for training in self._played]
        return crashes[0] if all(crashes) and crashes else None

    def steps_at(self, line: int, column: int = 0, /) -> list[str] | None:
        """The steps that a line works out, as a closer look shows; None where that is not known.

        With a column, those that are made of what stands there, the innermost first.
        """
        look = ScriptLook(self.script, self.inputs)
        return unless_it_breaks(lambda: look.steps_at(line, column), None)

    def _rests_on(self, check: str) -> Mapping[str, Mark]:
        """Nothing can stand in for a part of a script: what follows, follows from all of it."""
        return {
            "gradient": {**self.forward, **self.backward},
            "weight_shapes": {},
        }.get(check, {**self.steps, **self.loop})

    @cached_property
    def gradient(self) -> Mark:
        """Are the weight steps the downhill slope of ½ Σ (y − ŷ)², measured by nudging weights?"""
        if not self._is_right and self._has_right_steps:
            return Mark()  # by the weights, whatever single records show
        given, slopes = gradients(self.inputs, self.script.n_hidden)
        weights = matrix(given[WEIGHTS[0]]), matrix(given[WEIGHTS[1]])
        try:
            own = self._own_passes(matrix(given["x"]), matrix(given["y"]), weights)
        except Unusable:  # what is wrong with it is not in its steps
            return Mark(Outcome.WAITING, carried=True)
        for step, slope, value in zip(STEPS, slopes, own, strict=True):
            if not agree(slope, value, max(GRADIENT_TOLERANCE, self._tolerance)):
                moved = {**self.update, backprop.updated: self.loop[backprop.updated]}
                if any(m.is_a_mistake for m in moved.values()):  # steps are seen by how these move
                    return Mark(Outcome.WAITING, carried=True)
                return Mark(Outcome.FAILED, saw=f"{step}: {difference(slope, value)}")
        return Mark()

    @cached_property
    def final_accuracy(self) -> Mark:
        """Has the network learned what only a working hidden layer can learn?

        With another number of hidden units than the problem is made for, it is to learn as much
        as the lesson's network does.
        """
        problem, t = self.long_training
        mark: Mark = super().final_accuracy
        if mark.right or t.weights is None or self.script.n_hidden == MADE_FOR:
            return mark
        return Mark() if accuracy(problem, t.weights) >= problem.reached - 0.01 else mark


def _is_only_unfinished(marks: Sequence[Mark]) -> bool:
    """Are the first of these steps right, and none of the others begun? Then nothing is wrong."""
    open_ = list(itertools.dropwhile(lambda mark: mark.right, marks))
    return bool(open_) and all(mark.untouched for mark in open_)

"""One submission under examination: asks it what the checks want to know, each thing once.

A check asks for a mark; the first that needs a call makes it, the others share the answer. This
is the one place that knows how the functions of a lesson's file are called.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from ....solution.matrix import Matrix
from ...judging.mark import Mark
from ...judging.marking import Marking
from ...judging.trace import Trace, agree, difference, traced
from ...lesson import Function, Value, compute, forward, matrix
from ...room.answers import Answer, Raw, as_matrix
from ...room.calls import NOBODY, Call, StandIns
from ...room.program import Program
from ...verdict import Outcome
from . import comparison, looking, loop
from .inputs import Inputs, Size
from .lesson import Descent
from .looking import called
from .looking_at_training import LoopLook
from .problem import Problem
from .proofs import Solved
from .results import first_wrong, handed_back, proven, size_of, tables_of, traces_of, usable
from .single_failure import sometimes_wrong
from .trained import Trained, Unusable, is_sometimes_right, right, sizes, trained, training_of
from .training import Run, Weights, mean_squared_error

PASSES: tuple[Size, ...] = ((4, 2, None, 6), (5, 3, None, 6), (1, 2, 0.0, 6), (1, 3, 1.0, 6))
"""The inputs of the passes."""

SMALLEST: Size = (1, 1, 1.0, 1)


GRADIENT_TOLERANCE = 1e-6
NEVER_TWICE = (
    "Called twice with the same numbers, this function gives something else each time. Which line "
    "draws numbers at random, or keeps something from one call to the next?"
)

STANDS_STILL = (
    "In every training the weights that come back are those that came in. Which line is to give "
    "them their new values, and are these the ones that are handed back?"
)
OF_THE_FILE = (
    "The weights are those of a training on the records of data_prep, whatever records come "
    "in. From which of its names does this function learn, and who gives them their values?"
)

LEARNED = ("loss_falls", "final_accuracy")
"""What a training comes to, if it does learn."""

class Examination:
    """The marks of one submission, made when they are asked for."""

    def __init__(self, program: Program, inputs: Inputs) -> None:
        self.program = program
        self.inputs = inputs
        self.lesson: Descent = inputs.lesson

    # ------------------------------------------------------------ the steps

    @cached_property
    def forward(self) -> dict[str, Mark]:
        """The marks of the forward pass's steps."""
        return self._looked_at(self.lesson.forth, self._marks(self.lesson.forth))

    @cached_property
    def backward(self) -> dict[str, Mark]:
        """The marks of the backward pass's steps, from a forward pass that is right."""
        if not self._counts_uphill:
            return self._looked_at(self.lesson.back, self._marks(self.lesson.back))
        turned = [
            {**proof, **{step: -matrix(proof[step]) for step in self.lesson.weight_steps}}
            for proof in self.inputs.proofs().passes
        ]
        _, answers = self._asked(self.lesson.back)
        return proven(self.lesson.back, turned, answers)

    @cached_property
    def update(self) -> dict[str, Mark]:
        """The mark of the update."""
        update = self.lesson.update
        traces, answers = self._asked_updates
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
        closer = self._traced(update, proofs[wrong])
        marks = Marking(self.lesson, update.formulas, update.gives, [*traces, closer]).marks()
        if all(mark.right for mark in marks.values()):
            return proven(update, proofs, answers)
        return self._looked_at(update, marks)

    def _looked_at(self, function: Function, marks: dict[str, Mark]) -> dict[str, Mark]:
        """The marks after a closer look, which is taken where there is something wrong."""
        if all(mark.right for mark in marks.values()):
            return marks
        inputs = looking.at_update if function is self.lesson.update else looking.at_passes
        after = [self.lesson.forth] if function is self.lesson.back else []
        look = looking.Looking(self.lesson, self.program, function, inputs(self.inputs), after)
        found = look.marks(marks)
        unnamed = {n: m for n, m in found.items() if _is_a_mistake(m) and not m.mistake}
        if not unnamed or not self._varies(function):
            return found
        return {**found, **{n: replace(m, advice=NEVER_TWICE) for n, m in unnamed.items()}}

    def _varies(self, function: Function) -> bool:
        """Does a function that is called again with the same numbers give something else?"""
        is_update = function is self.lesson.update
        given = self.inputs.solved_update(6, 2) if is_update else self._telling[0]
        one, other = self.program.calls(*[called(function, given)] * 2)
        came_back = one.came_back and other.came_back
        return came_back and not _alike(one.returned, other.returned)

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
        [trace], _ = self._traced_passes(function, [proofs[wrong]])
        closer = Marking(self.lesson, function.formulas, function.gives, [*traces, trace]).marks()
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
        wrong = next((name for name, mark in marks.items() if _is_a_mistake(mark)), "")
        if not wrong:
            return {}
        [trace], _ = self._traced_passes(function, [self.inputs.solved(SMALLEST)])
        smallest = Marking(self.lesson, function.formulas, function.gives, [trace]).marks()
        carried = Mark(Outcome.WAITING, carried=True, saw=f"follows from {wrong}")
        return {n: carried for n, mark in marks.items() if mark.waiting and smallest[n].right}

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
            for trace in self._asked_updates[0]
        )

    def _asked(self, function: Function) -> tuple[list[Trace], list[Answer]]:
        """The traces of a pass on a few records, and its answers on all the proofs.

        Both passes are not asked for together: the way back is given what the way forth should
        have given. So what the way forth is judged by is asked for before.
        """
        forth = self._asked_forth
        return self._asked_back if function is self.lesson.back else forth

    @cached_property
    def _asked_forth(self) -> tuple[list[Trace], list[Answer]]:
        return self._traced_passes(self.lesson.forth, self._telling, self.inputs.proofs().passes)

    @cached_property
    def _asked_back(self) -> tuple[list[Trace], list[Answer]]:
        return self._traced_passes(self.lesson.back, self._telling, self.inputs.proofs().passes)

    @property
    def _telling(self) -> list[Solved]:
        return list(map(self.inputs.solved, PASSES))

    @cached_property
    def _asked_updates(self) -> tuple[list[Trace], list[Answer]]:
        """The traces of a few updates, and the answers on all the proofs."""
        few = [self.inputs.solved_update(*shape) for shape in ((6, 2), (3, 1))]
        update, proofs = self.lesson.update, self.inputs.proofs().updates
        calls = [replace(called(update, solved), names=list(update.formulas)) for solved in few]
        answers = self.program.calls(*calls, *(called(update, proof) for proof in proofs))
        return traces_of(update, few, answers), answers[len(few) :]

    @property
    def steps(self) -> dict[str, Mark]:
        """The marks of all the steps that a training is made of."""
        return {**self.forward, **self.backward, **self.update}

    def _traced_passes(
        self, function: Function, few: Sequence[Solved], proofs: Sequence[Solved] = ()
    ) -> tuple[list[Trace], list[Answer]]:
        """The traces of a pass on a few inputs, and its answers on others.

        Each way back is asked for after its way forth, which may keep something for it.
        """
        before = [self.lesson.forth] if function is self.lesson.back else []
        calls = []
        for i, solved in enumerate([*few, *proofs]):
            calls += [replace(called(pass_, solved), silent=True) for pass_ in before]
            names = list(function.formulas) if i < len(few) else []
            calls.append(replace(called(function, solved), names=names))
        answers = self.program.calls(*calls)[len(before) :: 1 + len(before)]
        return traces_of(function, few, answers), answers[len(few) :]

    def _traced(self, function: Function, solved: Solved) -> Trace:
        call = replace(called(function, solved), names=list(function.formulas))
        [answer] = self.program.calls(call)
        [trace] = traces_of(function, [solved], [answer])
        return trace

    def _called(self, function: Function, given: Mapping[str, Value]) -> Answer:
        [answer] = self.program.calls(called(function, given))
        return answer

    # ------------------------------------------------------------ what follows

    def consequence(self, check: str) -> Mark:
        """The mark of a check that rests on others, which are to be right first.

        A mistake is charged where it is made. What only follows from it waits, and costs nothing
        as long as most of what it rests on is right.
        """
        rests_on = self._rests_on(check)
        wrong = [name for name, mark in rests_on.items() if not mark.right]
        if wrong:
            marks = [rests_on[name] for name in wrong]
            owed = [mark for mark in marks if not mark.carried]
            failed = all(mark.stopped or mark.untouched or _is_a_mistake(mark) for mark in owed)
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
            return Mark(Outcome.WAITING, carried=located)
        mark: Mark = getattr(self, check)
        return mark

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
        """Does the training move the weights?

        A known mistake may keep them still where there is a single batch: then one will do.
        """
        named = all(mark.right or mark.mistake for mark in self.loop.values())
        return self._always_moves or (named and any(self._moved))

    @property
    def _always_moves(self) -> bool:
        """Have the weights moved in each training that took more than one epoch?"""
        return all(self._moved)

    @property
    def _moved(self) -> list[bool]:
        return [not t.has(t.run.weights) for t in self.trainings if t.run.epochs > 1]

    def _not_there_yet(self, check: str) -> bool:
        if check == "keeps_old_weights":
            begun = _is_a_mistake(self.update["update_weights"], or_right=True)
            return not begun or not any(mark.right for mark in self.steps.values())
        if check == "weight_shapes" and not any(mark.right for mark in self.loop.values()):
            return not comparison.leads_on(self.trainings)
        return check != "gradient" and any(t.weights is None for t in self.trainings)

    @cached_property
    def gradient(self) -> Mark:
        """Are the weight steps the downhill slope of ½ Σ (y − ŷ)², measured by nudging weights?"""
        given, slopes = self.inputs.gradients
        forth, back = self.lesson.forth, self.lesson.back
        _, answer = self.program.calls(called(forth, given), called(back, given))
        trace = traced(given, back.formulas, back.gives, answer)
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
        """Is what goes into a function still the same afterwards?

        A function that is called again with the same matrices says so. One that never gives the
        same twice, however it is called, has something else that is wrong with it.
        """
        known = self.inputs.gradients[0]
        update = called(self.lesson.update, self.inputs.solved_update(6, 2))
        passes = [called(self.lesson.forth, known), called(self.lesson.back, known)]
        changing = itertools.chain(
            self._changing([update, *passes], NOBODY),
            self._changing([training_of(self.inputs.runs[0])], self._stand_ins),
        )
        return next(map(_changes_its_arguments, changing), Mark())

    def _changing(self, calls: Sequence[Call], stand_ins: StandIns) -> Iterator[str]:
        """Those functions of these that give something else when they are called again."""
        twice = [replace(call, times=2) for call in calls]
        for call, answer in zip(
            calls, self.program.calls(*twice, stand_ins=stand_ins), strict=True
        ):
            both = answer.returned
            if not isinstance(both, list) or len(both) != 2 or _alike(*both):
                continue
            if answer.stopped or (answer.crash and answer.crash.type == "MemoryError"):
                continue  # it had no room for its second answer
            [anew] = self.program.calls(call, stand_ins=stand_ins)
            if anew.came_back and _alike(both[0], anew.returned):
                yield call.function

    # ------------------------------------------------------------ the training

    @cached_property
    def trainings(self) -> list[Trained]:
        """Short trainings and one on all the records, of one epoch and of more."""
        names = [*self.lesson.weight_steps, *self.lesson.weights]
        counted = [
            replace(
                training_of(run),
                names=names if run.epochs == 1 else (),  # then they hold what that epoch came to
                batches_of=self.lesson.back.name,
            )
            for run in self.inputs.runs
        ]
        answers = self.program.calls(*counted, stand_ins=self._stand_ins)
        return list(map(trained, self.inputs.runs, answers))

    @cached_property
    def loop(self) -> dict[str, Mark]:
        """The marks of the training loop."""
        lost = self._stand_ins and comparison.moves_on(self._own, self.trainings[0].run)
        marks = loop.marks(self.trainings, self._own if lost else None, waiting=False)
        look = LoopLook(
            self.program, self.inputs, self._stand_ins, sizes(self.trainings)[0]
        )
        if marks[self.lesson.updated].untouched and not marks["summed_over_records"].untouched:
            summed = Mark() if look.has_summed() else marks["summed_over_records"]
            marks = {**marks, "summed_over_records": summed}
        elif not any(mark.untouched for mark in marks.values()) and not all(
            mark.right for mark in marks.values()
        ):
            known = self.trainings
            leads_on = comparison.leads_on(known) or is_sometimes_right(known)
            marks = look.marks(marks, leads_on=leads_on)
            marks = {n: self._with_words(mark) for n, mark in marks.items()}
        wrong = next((t for t in self._proofs if not t.has(t.run.trained)), None)
        if wrong is None:
            return marks
        once = replace(wrong.run, epochs=1)
        return sometimes_wrong(wrong, self._trained(once, self._stand_ins), self.trainings)

    def _with_words(self, mark: Mark) -> Mark:
        """The mark, if it has no words yet, with what is so of the weights in all trainings."""
        if mark.explained or mark.outcome is not Outcome.FAILED:
            return mark
        if all(t.has(t.run.weights) for t in self.trainings):
            return replace(mark, advice=STANDS_STILL)
        given = self.lesson.data(self.inputs, "matrix")
        features, targets = given["features"], given["targets"]
        of_the_file = (replace(t.run, features=features, targets=targets) for t in self.trainings)
        if all(t.has(run.trained) for t, run in zip(self.trainings, of_the_file, strict=True)):
            return replace(mark, advice=OF_THE_FILE)
        return mark

    @cached_property
    def _proofs(self) -> list[Trained]:
        """More trainings, of a loop that is right in all of the others: up to the first wrong one.

        The long ones are left out where they would be the grader's own work.
        """
        if not right(self.trainings):
            return []
        several = [self.inputs.proofs().trainings]
        if not self._stand_ins:
            several += [self.inputs.proofs().long_trainings]
        found: list[Trained] = []
        for runs in several:
            answers = self.program.calls(*map(training_of, runs), stand_ins=self._stand_ins)
            found += map(trained, runs, answers)
            if not right(found):
                return found
        return found

    @cached_property
    def long_training(self) -> tuple[Problem, Trained]:
        """The training on the hidden problem."""
        problem = self.inputs.problem
        return problem, self._trained(problem.run, self._stand_ins)

    @property
    def losses(self) -> tuple[float, ...]:
        """What the long training reported, if a check has asked for it."""
        if "long_training" not in self.__dict__:
            return ()
        return tuple(numbers(self.long_training[1].losses) or ())

    def _trained(self, run: Run, stand_ins: StandIns) -> Trained:
        [answer] = self.program.calls(training_of(run), stand_ins=stand_ins)
        return trained(run, answer)

    @cached_property
    def _stand_ins(self) -> StandIns:
        """The grader in the place of what is wrong, so that the training is judged by itself."""
        lesson = self.lesson
        return {
            function.name: function.answer
            for function, marks in (
                (lesson.forth, self.forward),
                (lesson.back, self.backward),
                (lesson.update, self.update),
            )
            if not all(mark.right for mark in marks.values())
        }

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

    # ------------------------------------------------------------ what follows from the training

    @cached_property
    def reported_losses(self) -> Mark:
        """Is each reported loss the true one, of the weights as they are after that epoch?"""
        if not all(mark.right for mark in self.loop.values()):
            known = [*self.trainings, *self._proofs]
            return next(filter(None, map(self._wrong_last_loss, known)), Mark())
        for t in [*self.trainings, *self._proofs]:
            losses = numbers(t.losses)
            if losses is None or t.weights is None:
                return Mark(
                    Outcome.FAILED,
                    saw=f"{self.lesson.train.name} has to hand back the losses, a list of numbers",
                )
            if len(losses) != t.run.epochs:
                return _other_number(losses, t.run)
            wrong = self._wrong_loss(t, losses)
            if wrong is not None:
                return wrong
        return Mark()

    def _wrong_loss(self, t: Trained, losses: Sequence[float]) -> Mark | None:
        """The first loss that is not the true one, of a loop that is right.

        With a forward pass that is wrong it is another, and only of the last is known which.
        """
        pairs = enumerate(zip(t.run.losses, losses, strict=True), 1)
        for epoch, (true, reported) in pairs:
            if not math.isclose(true, reported, rel_tol=max(t.tolerance / 10, 1e-7)):
                own = self._wrong_last_loss(t)
                if self._has_right_forward or epoch == t.run.epochs or own is not None:
                    return own or _reported(epoch, t.run, true, reported)
                return None
        return None

    @property
    def _is_proven(self) -> bool:
        """Is all of it right, as far as is known, so that a training ends with the lesson's own?"""
        return not self._stand_ins and all(mark.right for mark in self.loop.values())

    @property
    def _has_right_forward(self) -> bool:
        return all(mark.right for mark in self.forward.values())

    def _wrong_last_loss(self, t: Trained) -> Mark | None:
        """What is wrong with the last loss, by the weights that came back with it."""
        losses = numbers(t.losses)
        if losses is None or t.weights is None:
            return Mark(
                Outcome.FAILED,
                saw=f"{self.lesson.train.name} has to hand back the losses, a list of numbers",
            )
        if not losses and t.run.epochs and not _is_a_mistake(self.loop["every_epoch"]):
            return _other_number(losses, t.run)
        if len(losses) != t.run.epochs or not losses:
            return None  # as many as there were epochs, which is charged there
        true = mean_squared_error(t.run, t.weights)
        possible = itertools.chain([true], self._own_loss(t, t.weights))
        if any(_close(losses[-1], loss) for loss in possible):
            return None
        return _reported(t.run.epochs, t.run, true, losses[-1])

    def _own_loss(self, t: Trained, weights: Weights) -> Iterator[float]:
        """The loss of these weights by the learner's own forward pass, if that gives one."""
        forth = self.lesson.forth
        [answer] = self.program.calls(Call(forth.name, (t.run.features, *weights)))
        several = handed_back(forth, answer)
        if len(several) == len(forth.gives):
            own = as_matrix(several[forth.gives.index("output")], (t.run.n_records, 1))
            if isinstance(own, Matrix):
                off = t.run.targets - own
                yield sum(e * e for e in off.entries) / t.run.n_records

    @cached_property
    def loss_falls(self) -> Mark:
        """Does the loss that the long training reports fall from each tenth of it to the next?"""
        _, t = self.long_training
        if not t.answer.came_back:
            return Mark(Outcome.STOPPED, saw=t.answer.stopped, crash=t.answer.crash)
        losses = numbers(t.losses)
        wrong = self._wrong_last_loss(t)
        if wrong is None and losses and t.has(t.run.trained):
            wrong = self._wrong_loss(t, losses)
        if wrong is not None:
            return wrong
        if not losses or len(losses) < 10:
            return Mark(
                Outcome.FAILED,
                saw="the long training reported no losses that could fall",
            )
        tenth = len(losses) // 10
        means = [sum(losses[i : i + tenth]) / tenth for i in range(0, tenth * 10, tenth)]
        rises = [i for i in range(1, 10) if means[i] > means[i - 1]]
        if rises:
            return Mark(
                Outcome.FAILED,
                saw=f"the loss rose in tenth {rises[0] + 1} of the training",
            )
        return Mark()

    @cached_property
    def weight_shapes(self) -> Mark:
        """Have the weights and their steps the shapes they must have, wherever they come out?"""
        one_layer, train = len(self.lesson.layers) == 1, self.lesson.train.name
        several = "the weights and the losses" if one_layer else "the two weights"
        for t in self.trainings:
            if t.swapped:
                return Mark(
                    Outcome.FAILED,
                    saw=f"{train} handed back {several} in the other order",
                )
            if t.flat:
                return Mark(
                    Outcome.FAILED,
                    saw=f"{train} handed back a plain list of numbers, not a table",
                )
        return Mark()

    @cached_property
    def final_accuracy(self) -> Mark:
        """Has the network learned what only a working hidden layer can learn?"""
        problem, t = self.long_training
        if not t.answer.came_back:
            return Mark(Outcome.STOPPED, saw=t.answer.stopped, crash=t.answer.crash)
        if t.weights is None:
            return Mark(Outcome.FAILED, saw="the long training handed back no weights")
        if self._is_proven and not t.has(t.run.trained):
            return Mark(Outcome.FAILED, saw=comparison.first_difference(t))
        share = accuracy(problem, t.weights)
        one = "a network" if len(self.lesson.layers) > 1 else "a unit"
        if share < self.lesson.must_reach:
            return Mark(
                Outcome.FAILED,
                saw=f"{share:.3f} of the records kept aside are answered correctly; "
                f"{one} that learns reaches {self.lesson.must_reach}",
            )
        return Mark()


def _reported(epoch: int, run: Run, true: float, reported: float) -> Mark:
    """A loss that is not the true one."""
    epochs = f"after {epoch} epoch{'s' * (epoch != 1)}"
    if epoch < run.epochs:
        epochs += f" of {run.epochs}"
    return Mark(
        Outcome.FAILED,
        saw=f"{epochs}: the mean squared error of the weights is {true:.6g}, "
        f"reported is {reported:.6g}",
    )


def _other_number(losses: Sequence[float], run: Run) -> Mark:
    """More or fewer losses than there should be."""
    n, asked = len(losses), run.epochs
    saw = f"{n} loss{'es' * (n != 1)} for {asked} epoch{'s' * (asked != 1)} were reported"
    return Mark(Outcome.FAILED, saw=saw)


def _alike(a: Raw, b: Raw) -> bool:
    """Is it the same but for rounding?"""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_alike, a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return math.isclose(a, b, rel_tol=1e-7, abs_tol=1e-12)
    return a == b


def subtracted(weights: Matrix, del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    """An update against the steps that it is given."""
    return weights - learnrate / n_records * del_w


def _changes_its_arguments(function: str) -> Mark:
    return Mark(
        Outcome.FAILED,
        saw=f"{function}, called again with the very same matrices, gives something else",
        advice="A matrix that was passed in has changed. Which line writes into its rows, and "
        "whose rows are they?",
    )


def _is_a_mistake(mark: Mark, *, or_right: bool = False) -> bool:
    """Is there work to be judged, and is it wrong?"""
    return (or_right or not mark.right) and not (mark.untouched or mark.stopped or mark.waiting)


def accuracy(problem: Problem, weights: Weights) -> float:
    """The share of the records kept aside that a network with these weights answers correctly."""
    lesson = problem.run.lesson
    given = {"x": problem.features_test, **dict(zip(lesson.weights, weights, strict=True))}
    known = forward(given, lesson.forth.formulas)
    pairs = zip(matrix(known["output"]).rows, problem.targets_test.rows, strict=True)
    right = sum((answer > 0.5) == (target > 0.5) for [answer], [target] in pairs)
    return right / problem.targets_test.shape[0]


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-7)


def numbers(value: Raw) -> list[float] | None:
    """The value as a list of numbers, if it is one."""
    if not isinstance(value, list):
        return None
    found = [entry for entry in value if isinstance(entry, (int, float))]
    return [float(number) for number in found] if len(found) == len(value) else None



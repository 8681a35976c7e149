"""A NumPy script under examination: the same marks, from what its trainings come to.

Results decide: a script whose weights come out as the lesson's has solved it, whatever the names
in it hold. Where they do not, single records show its steps (single_record.py), and trainings with
several records its update, its sums and its loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial

from ....solution.matrix import Matrix
from ...judging.mark import Mark
from ...judging.marking import Marking
from ...judging.trace import TOLERANCE, Trace, agree, difference, traced
from ...lesson import Formula, Value, compute, forward, matrix
from ...room.answers import Answer, Odd, Raw, any_matrix
from ...verdict import Outcome
from ..descent import comparison, loop
from ..descent.examination import GRADIENT_TOLERANCE, Examination
from ..descent.gradient import downhill
from ..descent.inputs import Inputs
from ..descent.problem import Problem, accuracy
from ..descent.single_failure import sometimes_wrong
from ..descent.trained import Trained, Unusable, right, trained
from ..descent.training import Run, Weights, add, mean_squared_error, train
from . import others, steps
from .lesson import STEPS, WEIGHTS, backprop
from .looking_at_scripts import ScriptLook
from .one_record import FORMULAS
from .script import Play, ScriptProgram
from .single_record import NAMES, SINGLE_PRECISION, SINGLE_ROUNDING, Records, in_shape, record

MADE_FOR = 2
"""The number of hidden units that the hidden problem was made for."""

LEARNRATE = 0.7
"""Of the trainings with a single record."""

FEW = 12
"""Where steps are wrong, each record of a training is played by itself: no more than these."""

GENTLE = 2.0
"""A learnrate at which the loss falls with any number of hidden units."""


class ScriptExamination(Examination):
    """The marks of one script, made when they are asked for."""

    def __init__(self, script: ScriptProgram, inputs: Inputs) -> None:
        super().__init__(script, inputs)
        self.script = script
        self._runs = runs(inputs, script.n_hidden)
        self._own_steps: dict[str, Weights] = {}

    # ------------------------------------------------------------ trainings

    @cached_property
    def _played(self) -> list[Trained]:
        """The trainings, short ones first; in the first of these the names are noted."""
        short = [Play(run, STEPS) for run in self._runs if _is_short(run)]
        long = [Play(run) for run in self._runs if not _is_short(run)]
        played = [*self._answers(short), *self._answers(long)]
        return [_trained(play.run, answer) for play, answer in played]

    @cached_property
    def trainings(self) -> list[Trained]:
        """The trainings, if the script is complete; else they came to nothing."""
        untouched = self.script.untouched
        if self._is_right or not untouched:
            return self._played
        names = {name: Odd("ellipsis") for name in untouched}
        return [
            replace(t, weights=None, answer=replace(t.answer, names=names)) for t in self._played
        ]

    @cached_property
    def _is_right(self) -> bool:
        return right(self._played)

    @cached_property
    def _proofs(self) -> list[Trained]:
        """More trainings, of a script that is right in all of the others: up to the wrong ones."""
        if not self._is_right:
            return []
        proofs = self.inputs.proofs(self.script.n_hidden)
        found: list[Trained] = []
        for several in (proofs.trainings, proofs.long_trainings):
            found += [_trained(p.run, a) for p, a in self._answers([Play(r) for r in several])]
            if not right(found):
                break
        return found

    @cached_property
    def _sometimes_wrong(self) -> Trained | None:
        """The first training that is wrong, of a script that is right in the shorter ones."""
        return next((t for t in self._proofs if not t.has(t.run.trained)), None)

    @cached_property
    def long_training(self) -> tuple[Problem, Trained]:
        """The training on the hidden problem, with the true losses of its course."""
        problem = _problem(self.inputs, self.script.n_hidden)
        [(_, answer)] = self._answers([Play(problem.run, course=True)])
        t = _trained(problem.run, answer)
        return problem, replace(t, losses=_losses(problem.run, t.losses))

    def _answers(self, plays: Sequence[Play]) -> list[tuple[Play, Answer]]:
        return list(zip(plays, self.script.play(plays), strict=True))

    # ------------------------------------------------------------ the steps

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
        return {check: self._looked_closer[check] for check in backprop.loop}

    @cached_property
    def _looked_closer(self) -> dict[str, Mark]:
        """All of these after a closer look, which is taken where there is something wrong."""
        marks = {**self._step_marks, **self._update_mark, **self._loop_mark}
        if self._is_right or all(mark.right for mark in marks.values()):
            return marks
        if self._of_other_records and all(mark.right for mark in self._step_marks.values()):
            return marks
        return ScriptLook(self.script, self.inputs).marks(marks)

    @cached_property
    def _step_marks(self) -> dict[str, Mark]:
        if self._is_right and self._sometimes_wrong:
            return self._marked_where_wrong(self._sometimes_wrong.run)
        if self._is_right or self._has_right_steps:
            return {step: Mark() for step in FORMULAS}
        return self._marked_by_record

    @cached_property
    def _written_steps(self) -> dict[str, Mark]:
        """The marks of the steps where a zero, too, shows that a line was written.

        It shows nothing of the step, but what comes after it can be judged by it.
        """
        if all(mark.right for mark in self._step_marks.values()):
            return self._step_marks
        traces = self._records.traces()
        return Marking(backprop, FORMULAS, STEPS, traces, line_by_line=True).marks()

    def _marked_where_wrong(self, run: Run) -> dict[str, Mark]:
        """The marks by the first records of a training that is wrong; all right if they are."""
        given = {"x": run.features, "y": run.targets, WEIGHTS[0]: run.weights[0]}
        given[WEIGHTS[1]] = run.weights[1]
        records = self._recorded([_single(given, i) for i in range(min(run.n_records, 4))])
        marks = Marking(backprop, FORMULAS, STEPS, records.traces()).marks()
        known = all(mark.right or mark.saw for mark in marks.values())
        return marks if known else {step: Mark() for step in FORMULAS}

    @cached_property
    def _marked_by_record(self) -> dict[str, Mark]:
        return Marking(backprop, FORMULAS, STEPS, self._records.traces()).marks()

    @cached_property
    def _has_right_steps(self) -> bool:
        """Do the lesson's steps, with one known mistake after them, give all of its weights?

        This is asked where single records do not tell: a loop may skip them, or go through them
        two times, and without names an update that is not right bends what they show.
        """
        if self._of_other_records:
            return True
        silent = self._records.are_silent
        if not silent and all(m.right or _is_named(m) for m in self._marked_by_record.values()):
            return False
        if not any(map(_moves, self.trainings)):
            return False
        return self._update_alone is not None or self._loop_alone is not None

    @cached_property
    def _update_alone(self) -> Mark | None:
        """The known mistake in the update that accounts for all the weights, if one does."""
        for mistake in backprop.known("update_weights"):
            base = partial(_with_update, mistake.wrong)
            if comparison.explains(train, base, self.trainings):
                first = next(t for t in self.trainings if t.weights != t.run.trained)
                saw = comparison.first_difference(first)
                return Mark(Outcome.FAILED, saw=saw, mistake=mistake.id, advice=mistake.advice)
        return None

    @cached_property
    def _of_other_records(self) -> dict[str, Mark] | None:
        """The marks where the weights are those of a training with other records, or epochs."""
        short = [t for t in self.trainings if t.run.n_records <= FEW]
        if not any(map(_moves, short)):
            return None
        return others.explained(short, self.trainings)

    @cached_property
    def _loop_alone(self) -> dict[str, Mark] | None:
        """The marks of the loop, if a known mistake in it accounts for all the weights."""
        marks = loop.marks(self.trainings, lambda run: run, waiting=False)
        known = all(mark.right or mark.mistake for mark in marks.values())
        return marks if known else self._of_other_records

    @cached_property
    def _records(self) -> Records:
        """Single records: some that have weights in common, and two that have not.

        Where nothing comes of one epoch with one record, a loop may leave out one of either.
        """
        n_hidden = self.script.n_hidden
        several = self.inputs.passes(4, n_hidden)
        singles = [_single(several, i) for i in range(4)]
        singles += [_single(self.inputs.passes(1, n_hidden, target), 0) for target in (0.0, 1.0)]
        found = self._recorded(singles)
        if found.are_silent:
            again = self._recorded([replace(run, epochs=2) for run in singles])
            found = found if again.are_silent else again
        return found

    def _recorded(self, runs: Sequence[Run]) -> Records:
        untouched = self.script.untouched
        answers = self._answers([Play(run, NAMES) for run in runs])
        return Records([record(p.run, a, untouched) for p, a in answers])

    def _own_passes(self, x: Matrix, y: Matrix, weights: Weights) -> Weights:
        total: Weights = tuple(Matrix.zeros(*layer.shape) for layer in weights)
        for i in range(x.shape[0]):
            total = add(total, self._own_step(x.rows[i], y.rows[i], weights))
        return total

    def _own_step(self, x: list[float], y: list[float], weights: Weights) -> Weights:
        """Both layers' steps of one record, as the script takes them; each is asked for once."""
        key = repr((x, y, weights))
        if key not in self._own_steps:
            run = Run(
                backprop, Matrix([x]), Matrix([y]), weights, self._records.epochs, LEARNRATE
            )
            [(_, answer)] = self._answers([Play(run, NAMES)])
            own = record(run, answer, self.script.untouched)
            self._own_steps[key] = self._records.steps_of(own)
        return self._own_steps[key]

    # ------------------------------------------------------------ the update

    @cached_property
    def _update_mark(self) -> dict[str, Mark]:
        """The mark of the update; weights that stay where they are show nothing of it."""
        mark = self._judged_update()
        shown = not mark.right or any(map(_moves, self._played))
        return {"update_weights": mark if shown else Mark(Outcome.WAITING)}

    def _judged_update(self) -> Mark:
        if self._is_right:
            return Mark()
        if self._has_right_steps:
            return self._update_alone or Mark()
        if set(WEIGHTS) <= self.script.untouched:
            return Mark(Outcome.NOT_STARTED)
        if not all(mark.judged for mark in self._written_steps.values()):
            return Mark(Outcome.WAITING)
        first = [t for t in self._played if _is_short(t.run) and t.run.epochs == 1]
        for t in first:
            if not t.answer.came_back and not _unfit_layers(t):
                return Mark(Outcome.STOPPED, saw=t.answer.stopped, crash=t.answer.crash)
        return self._explained_update(first)

    def _explained_update(self, first: Sequence[Trained]) -> Mark:
        """The rule by which weights follow from sums: those that are named, or should have been.

        It is one rule for two layers: if one of them follows it, the other is the loop's to judge.
        """
        if not any(_moves(t) for t in first) and any(_moves(t) for t in self._played):
            return Mark()  # one epoch is none, which the loop is charged with
        layers = sorted({i for t in first for i in _unfit_layers(t)}) or [0, 1]
        named = [self._traces_of_update(first, i, self._named_sum) for i in layers]
        own = [self._traces_of_update(first, i, self._own_sum) for i in layers]
        if any(map(_follow_the_rule, [*named, *own])):
            return Mark()
        marks = [
            Marking(backprop, steps.UPDATE, ("update_weights",), traces).marks()["update_weights"]
            for several in ((own, named) if self._has_right_records else (named, own))
            if (traces := [trace for one in several for trace in one])
        ]
        known = next((mark for mark in marks if mark.mistake), None)
        if known:
            return known
        if any(mark.mistake for mark in self._loop_marks(self._own_loop).values()):
            return Mark()
        told = next((mark for mark in marks if mark.advice), None)
        return told or (marks[0] if any(named) else Mark())

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

    def _own(self, run: Run) -> Run:
        """The run with the script's own passes and update, as far as the latter is known."""
        mark = self._update_mark["update_weights"]
        mistake = backprop.mistakes.get(mark.mistake)
        if not mark.right and mistake is None:
            raise Unusable("update_weights")
        return _with_update(mistake.wrong if mistake else steps.update_weights, self._own_loop(run))

    # ------------------------------------------------------------ the loop

    @cached_property
    def _loop_mark(self) -> dict[str, Mark]:
        """The marks of the training loop, by what trainings come to."""
        wrong = self._sometimes_wrong
        before = [*self._step_marks.values(), *self._update_mark.values()]
        if wrong and all(mark.right for mark in before):
            [(play, answer)] = self._answers([Play(replace(wrong.run, epochs=1))])
            return sometimes_wrong(wrong, _trained(play.run, answer), self._played)
        if self._is_right or (self._has_right_steps and self._update_alone):
            return {check: Mark() for check in backprop.loop}
        if self._has_right_steps and self._loop_alone:
            return self._loop_alone
        if not any(t.weights is None or _moves(t) for t in self._played):
            return dict.fromkeys(backprop.loop, Mark(Outcome.WAITING))
        if not all(m.judged for m in (*self._written_steps.values(), *self._update_mark.values())):
            moves = comparison.moves_on(self._own, _beginning(self._runs[0]))
            return loop.marks(self.trainings, self._own if moves else None, waiting=True)
        update = self._update_mark["update_weights"]
        if not update.right and not update.mistake:
            shown = all(m.right for m in self._step_marks.values()) and self._always_moves
            return dict.fromkeys(backprop.loop, Mark(Outcome.WAITING, carried=shown))
        marks = self._loop_marks(self._own)
        if all(m.right or m.mistake for m in marks.values()) or all(m.right for m in before):
            return marks
        most = 2 * sum(not mark.right for mark in before) < len(before)
        follows = Mark(Outcome.WAITING, carried=most and self._always_moves)
        return dict.fromkeys(backprop.loop, follows)

    def _loop_marks(self, own: Callable[[Run], Run]) -> dict[str, Mark]:
        unfit = any(t.weights is None for t in self._played)
        if unfit or all(mark.right for mark in self._step_marks.values()):
            return loop.marks(self.trainings, own, waiting=unfit)
        moves = comparison.moves_on(own, _beginning(self._runs[0]))
        return loop.marks(self._few, own if moves else None, waiting=not moves)

    def _own_loop(self, run: Run) -> Run:
        """The run with the script's own passes and the lesson's update."""
        right = all(mark.right for mark in self._step_marks.values())
        return run if right else replace(run, passes=self._own_passes)

    @cached_property
    def _few(self) -> list[Trained]:
        """The short trainings, and the beginning of the long one."""
        plays = [Play(_beginning(run)) for run in self._runs]
        return [_trained(play.run, answer) for play, answer in self._answers(plays)]

    # ------------------------------------------------------------ what follows

    def _rests_on(self, check: str) -> Mapping[str, Mark]:
        """Nothing can stand in for a part of a script: what follows, follows from all of it."""
        return {
            "gradient": {**self.forward, **self.backward},
            "weight_shapes": {},
        }.get(check, {**self.steps, **self.loop})

    @cached_property
    def gradient(self) -> Mark:
        """Are the weight steps the downhill slope of ½ Σ (y − ŷ)², measured by nudging weights?"""
        if self._has_right_steps and not self._is_right:
            return Mark()  # by the weights, whatever single records show
        given, slopes = _gradients(self.inputs, self.script.n_hidden)
        weights = matrix(given[WEIGHTS[0]]), matrix(given[WEIGHTS[1]])
        try:
            own = self._own_passes(matrix(given["x"]), matrix(given["y"]), weights)
        except Unusable:  # what is wrong with it is not in its steps
            return Mark(Outcome.WAITING, carried=True)
        for step, slope, value in zip(STEPS, slopes, own, strict=True):
            if not agree(slope, value, max(GRADIENT_TOLERANCE, self._tolerance)):
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
        lessons = accuracy(problem, problem.run.trained)
        return Mark() if accuracy(problem, t.weights) >= lessons - 0.01 else mark


# ------------------------------------------------------------ inputs of the script's own size


@cache
def runs(inputs: Inputs, n_hidden: int) -> tuple[Run, ...]:
    """The trainings that tell right loops from wrong ones, with so many hidden units."""
    return tuple(_sized(inputs, run, n_hidden) for run in inputs.runs)


@cache
def _problem(inputs: Inputs, n_hidden: int) -> Problem:
    """The hidden problem; with another number of hidden units than it was made for, gently."""
    if n_hidden == MADE_FOR:
        return inputs.problem
    run = replace(_sized(inputs, inputs.problem.run, n_hidden), learnrate=GENTLE)
    return replace(inputs.problem, run=run)


@cache
def _gradients(inputs: Inputs, n_hidden: int) -> tuple[Mapping[str, Value], Weights]:
    """Some records and weights, and the measured downhill slope there along both layers."""
    given = forward(inputs.passes(7, n_hidden), steps.FORWARD)
    return given, tuple(downhill(given, weights, steps.FORWARD) for weights in WEIGHTS)


def _sized(inputs: Inputs, run: Run, n_hidden: int) -> Run:
    if run.weights[1].shape[0] == n_hidden:
        return run
    given = inputs.passes(run.n_records, n_hidden)
    return replace(run, weights=(given[WEIGHTS[0]], given[WEIGHTS[1]]))


def _single(given: Mapping[str, Matrix], i: int) -> Run:
    """The training of one epoch with one of the records."""
    x, y = Matrix([given["x"].rows[i]]), Matrix([given["y"].rows[i]])
    return Run(backprop, x, y, (given[WEIGHTS[0]], given[WEIGHTS[1]]), 1, LEARNRATE)


def _beginning(run: Run) -> Run:
    """The same training with the first few of its records."""
    x, y = Matrix(run.features.rows[:FEW]), Matrix(run.targets.rows[:FEW])
    return replace(run, features=x, targets=y)


def _is_short(run: Run) -> bool:
    return run.n_records < FEW


# ------------------------------------------------------------ what trainings came to


def _trained(run: Run, answer: Answer) -> Trained:
    shapes = dict(zip(STEPS, (layer.shape for layer in run.weights), strict=True))
    held = {n: in_shape(raw, shapes[n]) for n, raw in answer.names.items() if n in shapes}
    t = trained(run, replace(answer, names={**answer.names, **held}))
    if answer.single:
        return replace(t, tolerance=SINGLE_PRECISION, rounding=SINGLE_ROUNDING)
    return t


def _moves(t: Trained) -> bool:
    """Have the weights moved at all?"""
    return t.weights is not None and t.weights != t.run.weights


def _losses(run: Run, course: Raw) -> Raw:
    """The mean squared error after each epoch, by the weights as they were."""
    losses: list[float] = []
    for layers in course if isinstance(course, list) else ():
        t = trained(run, Answer(returned=layers))
        if t.weights is None:
            return Odd("unknown")
        losses.append(mean_squared_error(run, t.weights))
    return losses


def _unfit_layers(t: Trained) -> list[int]:
    """The layers whose weights have lost their shape, if it is a table that they have become."""
    returned = t.answer.returned if isinstance(t.answer.returned, list) else []
    shapes = [layer.shape for layer in t.run.weights]
    return [
        i
        for i, (raw, shape) in enumerate(zip(returned, shapes))  # noqa: B905  (the course is third)
        if (table := any_matrix(raw)) is not None and table.shape != shape
    ]


def _follow_the_rule(traces: Sequence[Trace]) -> bool:
    """Are there updates, and does each follow the rule?"""
    return bool(traces) and all(
        agree(matrix(t.right["update_weights"]), t.value("update_weights"), t.tolerance)
        for t in traces
    )


def _is_named(mark: Mark) -> bool:
    """Is it known for sure why this is not right?"""
    return bool(mark.mistake or mark.untouched or mark.crash)


def _with_update(update: Formula, run: Run) -> Run:
    """The run with another formula for the update, which may ask for less than the lesson's."""

    def updated(weights: Matrix, del_w: Matrix, learnrate: float, n_records: int) -> Matrix:
        known: dict[str, Value] = {"weights": weights, "del_w": del_w}
        known |= {"learnrate": learnrate, "n_records": float(n_records)}
        return compute(update, known)

    return replace(run, update=updated)

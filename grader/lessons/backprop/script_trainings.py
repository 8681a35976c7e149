"""The trainings of a script, with its own number of hidden units, and what they come to."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial

from ....solution.matrix import Matrix
from ...judging.trace import agree
from ...lesson import Value, forward
from ...room.answers import Answer, Odd, Raw, any_matrix
from ..descent.examination import Examination
from ..descent.gradient import downhill
from ..descent.inputs import Inputs
from ..descent.problem import Problem
from ..descent.rising_loss import IN_TENTHS
from ..descent.trained import Trained, right, trained
from ..descent.training import Run, Weights, mean_squared_error
from . import steps
from .lesson import STEPS, WEIGHTS, backprop
from .script import N_RECORDS, Play, ScriptProgram
from .single_record import SINGLE_PRECISION, SINGLE_ROUNDING, in_shape

SAME = 1e-10

MADE_FOR = 2
"""The number of hidden units that the hidden problem was made for."""

LEARNRATE = 0.7
"""Of the trainings with a single record."""

FEW = 12
"""Where steps are wrong, each record of a training is played by itself: no more than these."""

MANY = 999
"""Epochs, more than a script is asked for anywhere; of a multiple of ten a script sees tenths."""

GENTLE = 2.0
"""A learnrate at which the loss falls with any number of hidden units."""


class ScriptTrainings(Examination):
    """One script's trainings, each played once."""

    def __init__(self, script: ScriptProgram, inputs: Inputs) -> None:
        super().__init__(script, inputs)
        self.script = script
        self._runs = runs(inputs, script.n_hidden)
        self._known_steps: dict[Hashable, Weights] = {}

    @property
    def looks_right(self) -> bool:
        """Do all trainings come out right, the short ones first? These soon tell what is wrong."""
        first = [trained_script(play.run, answer) for play, answer in self._answers(self._soon)]
        return right(first) and right(self._short) and self._is_right

    @property
    def _soon(self) -> list[Play]:
        """The shortest training of several epochs, where a wrong program soon goes its own way."""
        several = [run for run in self._runs if run.epochs > 1]
        return [Play(min(several, key=lambda run: run.length))]

    @cached_property
    def _short(self) -> list[Trained]:
        """The short trainings; in the first of these the names are noted."""
        plays = self._once("short", lambda: [Play(r, STEPS) for r in self._runs if is_short(r)])
        return [trained_script(play.run, answer) for play, answer in self._answers(plays)]

    @cached_property
    def _played(self) -> list[Trained]:
        """The trainings, short ones first."""
        long = self._once("long", lambda: [Play(r) for r in self._runs if not is_short(r)])
        answers = self._answers(long)
        return [*self._short, *(trained_script(play.run, answer) for play, answer in answers)]

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
        for what, several in (
            ("proofs", proofs.trainings), ("long proofs", proofs.long_trainings)
        ):  # fmt: skip
            plays = self._once(what, partial(list, map(Play, several)))
            if self.script.takes_only_all:
                plays = [play for play in plays if N_RECORDS % play.run.n_records == 0]
            played = self._answers(plays)
            found += [self._by_its_own_number(play.run, answer) for play, answer in played]
            if not right(found):
                return found
        return [*found, *self._at_own_pace]

    @cached_property
    def _at_own_pace(self) -> list[Trained]:
        """A training that was left to end by itself, if nothing has shown yet that it would.

        What cannot be brought to an end that way shows nothing.
        """
        if self.script.counts_epochs or self.script.has_no_end:
            return []
        run = replace(self._soon[0].run, epochs=IN_TENTHS)
        [answer] = self.script.play([Play(run, own_pace=True)])
        left_alone = trained_script(run, answer)
        return [left_alone] if left_alone.weights is not None else []

    @cached_property
    def _sometimes_wrong(self) -> Trained | None:
        """The first training that is wrong, of a script that is right in the shorter ones."""
        return next((t for t in self._proofs if not t.has(t.run.trained)), None)

    @cached_property
    def long_training(self) -> tuple[Problem, Trained]:
        """The training on the hidden problem, with the true losses of its course."""
        problem = _problem(self.inputs, self.script.n_hidden)
        plays = self._once("long training", lambda: [Play(problem.run, course=True)])
        [(_, answer)] = self._answers(plays)
        t = self._by_its_own_number(problem.run, answer)
        return problem, replace(t, losses=_losses(t.run, t.losses))

    def _by_its_own_number(self, run: Run, answer: Answer) -> Trained:
        """What it came to; of a script that has fewer epochs than asked for, after all it has."""
        t = trained_script(run, answer)
        is_short = run.epochs > IN_TENTHS and not t.has(run.trained)
        if is_short and 0 < self._own_number < run.epochs:
            return trained_script(replace(run, epochs=self._own_number), answer)
        return t

    @cached_property
    def _own_number(self) -> int:
        """How many epochs it has, whatever it learns from; 0 if it is no number of its own.

        A script may count them down in an object, where the grader's number is not put.
        """
        if not self._at_own_pace or not right(self._at_own_pace):
            return 0
        turns = {self._turns(replace(run, epochs=MANY)) for run in self._runs if is_short(run)}
        return turns.pop() if len(turns) == 1 else 0

    def _turns(self, run: Run) -> int:
        """How many turns the training has; 0 where that is not seen."""
        [(_, answer)] = self._answers([Play(run, course=True)])
        course = answer.returned[-1] if isinstance(answer.returned, list) else None
        return len(course) if isinstance(course, list) else 0

    def _once(self, what: str, make: Callable[[], list[Play]]) -> list[Play]:
        """What all scripts with this number of hidden units are asked for."""
        return self.inputs.once(f"{what}, {self.script.n_hidden} hidden units", make)

    def _answers(self, plays: Sequence[Play]) -> list[tuple[Play, Answer]]:
        return list(zip(plays, self.script.play(plays), strict=True))


# ------------------------------------------------------------ inputs of the script's own size


@cache
def runs(inputs: Inputs, n_hidden: int) -> tuple[Run, ...]:
    """The trainings that tell right loops from wrong ones, with this number of hidden units."""
    return tuple(_sized(inputs, run, n_hidden) for run in inputs.runs)


@cache
def _problem(inputs: Inputs, n_hidden: int) -> Problem:
    """The hidden problem; with another number of hidden units than it was made for, gently."""
    if n_hidden == MADE_FOR:
        return inputs.problem
    run = replace(_sized(inputs, inputs.problem.run, n_hidden), learnrate=GENTLE)
    return replace(inputs.problem, run=run)


@cache
def gradients(inputs: Inputs, n_hidden: int) -> tuple[Mapping[str, Value], Weights]:
    """Some records and weights, and the measured downhill slope there along both layers."""
    given = forward(inputs.passes(7, n_hidden), steps.FORWARD)
    return given, tuple(downhill(given, weights, steps.FORWARD) for weights in WEIGHTS)


def _sized(inputs: Inputs, run: Run, n_hidden: int) -> Run:
    if run.weights[1].shape[0] == n_hidden:
        return run
    given = inputs.passes(run.n_records, n_hidden)
    return replace(run, weights=(given[WEIGHTS[0]], given[WEIGHTS[1]]))


def of_one_record(given: Mapping[str, Matrix], i: int) -> Run:
    """The training of one epoch with one of the records."""
    x, y = Matrix([given["x"].rows[i]]), Matrix([given["y"].rows[i]])
    return Run(backprop, x, y, (given[WEIGHTS[0]], given[WEIGHTS[1]]), 1, LEARNRATE)


def beginning(run: Run) -> Run:
    """The same training with the first few of its records."""
    return run.part(slice(FEW))


def is_short(run: Run) -> bool:
    """Has it so few records that each can be played by itself?"""
    return run.n_records < FEW


# ------------------------------------------------------------ what trainings came to


def trained_script(run: Run, answer: Answer) -> Trained:
    """Reads what a script's training left: its weights, and the sums in their shapes."""
    shapes = dict(zip(STEPS, (layer.shape for layer in run.weights), strict=True))
    held = {n: in_shape(raw, shapes[n]) for n, raw in answer.names.items() if n in shapes}
    t = trained(run, replace(answer, names={**answer.names, **held}))
    if answer.single:
        return replace(t, tolerance=SINGLE_PRECISION, rounding=SINGLE_ROUNDING)
    return t


def has_moved(t: Trained) -> bool:
    """Have the weights moved at all, and not to one and the same number?"""
    return t.weights is not None and t.weights != t.run.weights and not t.is_constant


def _losses(run: Run, course: Raw) -> Raw:
    """The mean squared error after each epoch, by the weights as they were."""
    losses: list[float] = []
    pairs = zip(run.weights_after, run.losses, strict=True)
    known = itertools.chain(pairs, itertools.repeat(((), 0.0)))
    for layers, (right_, loss) in zip(course if isinstance(course, list) else (), known):  # noqa: B905
        t = trained(run, Answer(returned=layers))
        if t.weights is None:
            return Odd("unknown")
        is_known = right_ and all(map(_is_the_same, right_, t.weights))
        losses.append(loss if is_known else mean_squared_error(run, t.weights))
    return losses


def _is_the_same(one: Matrix, other: Matrix) -> bool:
    """Do they agree in so many digits that their losses do, too?"""
    return agree(one, other, SAME)


def unfit_layers(t: Trained) -> list[int]:
    """The layers whose weights have lost their shape, if it is a table that they have become."""
    returned = t.answer.returned if isinstance(t.answer.returned, list) else []
    shapes = [layer.shape for layer in t.run.weights]
    return [
        i
        for i, (raw, shape) in enumerate(zip(returned, shapes))  # noqa: B905  (the course is third)
        if (table := any_matrix(raw)) is not None and table.shape != shape
    ]

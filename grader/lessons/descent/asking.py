"""What is asked of a submission's functions, each called by itself.

Each call is made once, however many marks need its answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TypeAlias

from ...judging.trace import Trace
from ...lesson import Function, Value
from ...room.answers import Answer
from ...room.calls import Call, StandIns
from ...room.program import Program
from .inputs import Inputs, Size
from .lesson import Descent
from .looking import called
from .proofs import Solved
from .results import first_wrong, traces_of
from .trained import Trained, trained, training_of
from .training import Run

PASSES: tuple[Size, ...] = ((4, 2, None, 6), (5, 3, None, 6), (1, 2, 0.0, 6), (1, 3, 1.0, 6))
"""The inputs of the passes."""

UPDATES = ((6, 2), (3, 1))
"""Rows and columns of the weights that are updated."""

Asked: TypeAlias = "tuple[list[Trace], Sequence[Answer]]"
"""The traces of a function on a few inputs, and its answers on the others."""


class Asking:
    """One submission's functions, asked for what the marks of its steps need."""

    def __init__(self, program: Program, inputs: Inputs) -> None:
        self.program = program
        self.inputs = inputs
        self.lesson: Descent = inputs.lesson

    def _asked(self, function: Function) -> Asked:
        """The traces of a function on a few inputs, and its answers on all the proofs.

        Both passes are not asked for together: the way back is given what the way forth should
        have given. So what the way forth is judged by is asked for before.
        """
        forth = self._asked_forth
        return forth if function is self.lesson.forth else self._asked_then[function.name]

    @cached_property
    def _asked_forth(self) -> Asked:
        return self._asked_of(self.lesson.forth)[self.lesson.forth.name]

    @cached_property
    def _asked_then(self) -> dict[str, Asked]:
        """The way back and the update, which are told nothing of each other's results."""
        return self._asked_of(self.lesson.back, self.lesson.update)

    def _asked_of(self, *functions: Function) -> dict[str, Asked]:
        """What came of each of these functions, asked for in one request."""
        calls = [self.inputs.once(each.name, partial(self._all_calls, each)) for each in functions]
        answers = iter(self.program.calls(*itertools.chain.from_iterable(calls)))
        found = {}
        for each, asked in zip(functions, calls, strict=True):
            few = self._told_by(each)
            own = self._own_answers(each, list(itertools.islice(answers, len(asked))))
            told, others = own[: len(few)], own[len(few) :]
            found[each.name] = traces_of(each, few, self._watched_if_wrong(each, few, told)), others
        return found

    def _watched_if_wrong(
        self, function: Function, few: Sequence[Solved], answers: Sequence[Answer]
    ) -> Sequence[Answer]:
        """The same with what the names held, where something is wrong: else they are not needed.

        To watch a function takes longer than the function itself.
        """
        if first_wrong(function, few, answers) is None:
            return answers
        came = [i for i, answer in enumerate(answers) if not answer.stopped]
        calls = self._calls(function, [few[i] for i in came])
        with self.program.not_stopped_yet(function.name):
            again = self._own_answers(function, self.program.calls(*calls))
        names = {i: watched.names for i, watched in zip(came, again, strict=True)}
        return [replace(a, names=names.get(i, a.names)) for i, a in enumerate(answers)]

    def _all_calls(self, function: Function) -> list[Call]:
        proofs = self.inputs.proofs()
        others = proofs.updates if function is self.lesson.update else proofs.passes
        return self._calls(function, [*self._told_by(function), *others], watched=False)

    def _told_by(self, function: Function) -> list[Solved]:
        """The few inputs that show which step of a function is wrong."""
        if function is self.lesson.update:
            return [self.inputs.solved_update(*shape) for shape in UPDATES]
        return self._telling

    @property
    def _telling(self) -> list[Solved]:
        return list(map(self.inputs.solved, PASSES))

    def _traced_passes(self, function: Function, few: Sequence[Solved]) -> list[Trace]:
        """The traces of a pass on a few inputs."""
        answers = self.program.calls(*self._calls(function, few))
        return traces_of(function, few, self._own_answers(function, answers))

    def _calls(
        self, function: Function, several: Sequence[Solved], *, watched: bool = True
    ) -> list[Call]:
        """The calls of a function on several inputs, with what its names hold if it is watched.

        Each way back is asked for after its way forth, which may keep something for it.
        """
        names = list(function.formulas) if watched else []
        calls = []
        for solved in several:
            calls += [replace(called(one, solved), silent=True) for one in self._before(function)]
            calls.append(replace(called(function, solved), names=names))
        return calls

    def _before(self, function: Function) -> list[Function]:
        return [self.lesson.forth] if function is self.lesson.back else []

    def _own_answers(self, function: Function, answers: Sequence[Answer]) -> Sequence[Answer]:
        """The answers of the function itself, without those of what was called before it."""
        others = len(self._before(function))
        return answers[others :: 1 + others]

    def _called(self, function: Function, given: Mapping[str, Value]) -> Answer:
        [answer] = self.program.calls(called(function, given))
        return answer

    def _trained(self, run: Run, stand_ins: StandIns) -> Trained:
        [answer] = self.program.calls(training_of(run), stand_ins=stand_ins)
        return trained(run, answer)

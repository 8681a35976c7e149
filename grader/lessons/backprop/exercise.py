"""The lesson as an exercise: what it draws, and how a submission of it is run and examined."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ....solution.matrix import Matrix
from ...judging.numbers import Numbers
from ...lesson import Value
from ...room.program import Program
from ...room.training_run import Training
from ..descent.examination import Examination
from ..descent.exercise import Exercise
from ..descent.inputs import Inputs
from ..descent.pencil import Record, Worked
from ..descent.picture import Picture
from ..descent.problem import Problem, turned
from . import caught_alone, lesson, quantities  # noqa: F401  (what they hold, they enter)
from .applicants import all_applicants
from .band import band
from .beginning import beforehand
from .mistakes import pieces
from .numbers import of_passes
from .pencil import COPIES, RECORD, of_script
from .script import ScriptProgram, answers
from .script_examination import ScriptExamination

READING = {"csv", "pandas", "pathlib", "random"}
"""Modules that a script has which makes its records and its first weights by itself."""


class Backprop(Exercise):
    """Functions of matrices, or the lesson's own NumPy script."""

    def numbers(self, known: Mapping[str, Value]) -> list[Numbers]:
        """Every number that may turn up on the way through the steps, and what it means."""
        return of_passes(known)

    @property
    def pencil(self) -> Record:
        """The record that the lesson works out with a pencil."""
        return RECORD

    def pencil_copies(self, form: str) -> int:
        """How many copies of it are trained on."""
        return COPIES if form == "numpy" else super().pencil_copies(form)

    def worked_out(self, program: Program) -> Worked:
        """What a submission makes of that record. Raises Stopped where it cannot be loaded."""
        if isinstance(program, ScriptProgram):
            return of_script(program)
        return super().worked_out(program)

    def pieces_too_many(self, form: str) -> Mapping[str, tuple[str, ...]]:
        """For each check with a line of its own, what known mistakes have in it."""
        return {**pieces.TOO_MANY, **(pieces.OF_SCRIPT if form == "numpy" else {})}

    def beforehand(self, form: str, source: str) -> Sequence[Sequence[str]]:
        """Weights of both layers, and of what there is how many, in a script."""
        return beforehand(source) if form == "numpy" else ()

    @property
    def picture(self) -> Picture:
        """A ring of points, which a hidden layer learns to tell from those around it."""
        from .ring import Ring

        return Ring()

    def problem(self, rng: random.Random, keeps_ranks: bool = False) -> Problem:
        """Records that only a working hidden layer learns to tell apart."""
        return turned(band(), rng, keeps_ranks=keeps_ranks)

    def form(self, functions: Sequence[str], imports: Sequence[str]) -> str:
        """A script, or functions of matrices.

        A script may have functions of these names, but not most of them; or most, and trains at
        once, without a `train`; or takes tables of pandas from data_prep. One without NumPy has
        records from somewhere, or reads or draws them, and at most one of the functions; one with
        matrices has none of them.
        """
        own = {*self.functions} & {*functions}
        if "matrix" in imports:
            return "numpy" if "data_prep" in imports and not own else "matrix"
        if "numpy" in imports:
            if any(name.startswith("data_prep.pandas_") for name in imports):
                return "numpy"
            return "numpy" if len(own) <= 2 or "train" not in own else "matrix"
        if "data_prep" in imports:
            return "matrix" if len(own) > 1 else "numpy"
        return "matrix" if len(own) > 1 or READING.isdisjoint(imports) else "numpy"

    def data(self, inputs: Inputs, form: str) -> Mapping[str, Matrix]:
        """What the stand-in for data_prep hands to a submission."""
        if form == "numpy":
            return all_applicants(inputs)
        return super().data(inputs, form)

    def program(self, form: str) -> type[Program]:
        """The handle that a submission of this form is run by, with NumPy to import."""
        return ScriptProgram if form == "numpy" else super().program(form)

    @property
    def training(self) -> Training:
        """How a program of this lesson trains, to be watched."""
        return replace(super().training, answers=answers.__code__)

    def examination(self, program: Program, inputs: Inputs) -> Examination:
        """The submission under examination."""
        if isinstance(program, ScriptProgram):
            return ScriptExamination(program, inputs.with_ranks if program.needs_ranks else inputs)
        return super().examination(program, inputs)


backprop = Backprop.of(lesson.backprop)

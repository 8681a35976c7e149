"""A lesson of gradient descent as an exercise: what it draws, runs and asks of a submission."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Self

from ....solution.matrix import Matrix
from ...installed import ROOT
from .lesson import Descent

if TYPE_CHECKING:
    from ...room.program import Program
    from ...room.training_run import Training
    from .examination import Examination
    from .inputs import Inputs
    from .pencil import Record, Worked
    from .picture import Picture
    from .problem import Problem


class Exercise(Descent):
    """A lesson with all that its submissions are examined by."""

    @classmethod
    def of(cls, lesson: Descent) -> Self:
        """The lesson as an exercise, once all that belongs to it is entered."""
        return cls(**{field.name: getattr(lesson, field.name) for field in fields(lesson)})

    @property
    def pencil(self) -> Record:
        """The record that the lesson works out with a pencil."""
        raise NotImplementedError

    def pencil_copies(self, form: str) -> int:  # noqa: ARG002
        """How many copies of it are trained on."""
        from .pencil import COPIES

        return COPIES

    def worked_out(self, program: Program) -> Worked:
        """What a submission makes of that record. Raises Stopped where it cannot be loaded."""
        from .pencil import worked_out

        return worked_out(self.pencil, program)

    def problem(self, rng: random.Random, keeps_ranks: bool = False) -> Problem:
        """Something to learn, for the long training, with records kept aside."""
        raise NotImplementedError

    @property
    def picture(self) -> Picture | None:
        """What `grade show` draws; None where the lesson has nothing to draw."""
        return None

    @property
    def training(self) -> Training:
        """How a program of this lesson trains, to be watched."""
        from ...room.training_run import Training

        shapes = self.shapes(n_features=0, n_hidden=2)  # how many features, her data says
        wanted = [(rows or None, columns) for rows, columns in shapes]
        return Training(self.train.name, dict(zip(self.weights, wanted, strict=True)))

    # ------------------------------------------------------------ how it is examined

    def inputs(self, secret: str | None) -> Inputs:
        """What a secret draws, the same for a whole class; without one, what practice uses."""
        from .inputs import PUBLIC, drawn_from

        return drawn_from(self, self.problem, PUBLIC if secret is None else secret)

    def inputs_with_ranks(self, inputs: Inputs) -> Inputs:
        """The same as applicants have them, for a submission that relies on flags of a rank."""
        return inputs.with_ranks

    def form(self, functions: Sequence[str], imports: Sequence[str]) -> str:  # noqa: ARG002
        """Functions of matrices: the one form there is, unless a lesson says otherwise."""
        return "matrix"

    def given(self, form: str) -> str:
        """The text of the file that a learner is given in this form."""
        return self._text("exercise", form)

    def solved(self, form: str) -> str:
        """The same text with every TODO answered."""
        return self._text("solution", form)

    def _text(self, folder: str, form: str) -> str:
        file = self.files.get(form)
        return _text_of(folder, file) if file else ""

    def data(self, inputs: Inputs, form: str) -> Mapping[str, Matrix]:  # noqa: ARG002
        """What the stand-in for data_prep hands to a submission."""
        return inputs.handed_out

    def program(self, form: str) -> type[Program]:  # noqa: ARG002
        """The handle that a submission of this form is run by, with NumPy to import."""
        from ...room.equipped import Equipped

        return Equipped

    def examination(self, program: Program, inputs: Inputs) -> Examination:
        """The submission under examination."""
        from .examination import Examination

        return Examination(program, inputs)


@cache
def _text_of(folder: str, file: str) -> str:
    return (ROOT / folder / file).read_text(encoding="utf-8")

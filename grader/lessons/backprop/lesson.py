"""The lesson itself: its file, its parts, and how a submission of it is examined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ....solution.matrix import Matrix
from ...lesson import Lesson

if TYPE_CHECKING:
    from ...room.program import Program
    from ...room.training_run import Training
    from ..descent.examination import Examination
    from ..descent.inputs import Inputs


class Backprop(Lesson):
    """Functions of matrices, or the lesson's own NumPy script."""

    def inputs(self, secret: str | None) -> Inputs:
        """What a secret draws, the same for a whole class; without one, what practice uses."""
        from ..descent.inputs import PUBLIC, drawn_from

        return drawn_from(PUBLIC if secret is None else secret)

    def form(self, functions: Sequence[str], imports: Sequence[str]) -> str:
        """A script, or functions of matrices.

        A script may have functions of these names, but not most of them; or most, and trains at
        once, without a `train`. One without NumPy has none of them, and records from somewhere.
        """
        own = {*self.functions} & {*functions}
        if "matrix" in imports:
            return "matrix"
        if "numpy" in imports:
            return "numpy" if len(own) <= 2 or "train" not in own else "matrix"
        return "matrix" if own or "data_prep" not in imports else "numpy"

    def data(self, inputs: Inputs, form: str) -> Mapping[str, Matrix]:
        """What the stand-in for data_prep hands to a submission."""
        if form == "numpy":
            from .script import all_applicants

            return all_applicants(inputs)
        features, targets = inputs.applicants(16)
        return {
            "features": features,
            "targets": targets,
            "features_test": features,
            "targets_test": targets,
        }

    def program(self, form: str) -> type[Program]:
        """The handle that a submission of this form is run by, with NumPy to import."""
        from ...room.equipped import Equipped
        from .script import ScriptProgram

        return ScriptProgram if form == "numpy" else Equipped

    @property
    def training(self) -> Training:
        """How programs of this lesson train, for whoever watches one."""
        from ...room.training_run import Training
        from .script import answers

        weights = {"weights_input_hidden": (None, 2), "weights_hidden_output": (2, 1)}
        return Training("train", weights, answers.__code__)

    def examination(self, program: Program, inputs: Inputs) -> Examination:
        """The submission under examination."""
        from ..descent.examination import Examination
        from .script import ScriptProgram
        from .script_examination import ScriptExamination

        if isinstance(program, ScriptProgram):
            return ScriptExamination(program, inputs)
        return Examination(program, inputs)


backprop = Backprop(
    file="backprop.py",
    title="Implementing backpropagation",
    folder=Path(__file__).resolve().parent,
    parts=("forward", "backward", "update", "training"),
    functions=("forward_pass", "backward_pass", "update_weights", "train"),
)
instead_of = backprop.instead_of

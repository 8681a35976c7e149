"""The lesson itself: its file, its parts, and how a submission of it is examined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ....solution.matrix import Matrix
from ...lesson import Value
from ..descent.exercise import Exercise
from ..descent.lesson import Layer

if TYPE_CHECKING:
    import random

    from ...judging.numbers import Numbers
    from ...room.program import Program
    from ...room.training_run import Training
    from ..descent.examination import Examination
    from ..descent.inputs import Inputs
    from ..descent.pencil import Record, Worked
    from ..descent.problem import Problem


class Backprop(Exercise):
    """Functions of matrices, or the lesson's own NumPy script."""

    def shapes(self, n_features: int, n_hidden: int) -> Sequence[tuple[int, int]]:
        """The shapes of the weights into the hidden units, and of those from there."""
        return (n_features, n_hidden), (n_hidden, 1)

    def numbers(self, known: Mapping[str, Value]) -> list[Numbers]:
        """Every number that may turn up on the way through the steps, and what it means."""
        from .numbers import of_passes

        return of_passes(known)

    @property
    def pencil(self) -> Record:
        """The record that the lesson works out with a pencil."""
        from .pencil import RECORD

        return RECORD

    def pencil_copies(self, form: str) -> int:
        """So many copies of it are trained on."""
        from .pencil import COPIES

        return COPIES if form == "numpy" else super().pencil_copies(form)

    def worked_out(self, program: Program) -> Worked:
        """What a submission makes of that record. Raises Stopped where it cannot be loaded."""
        from .pencil import of_script
        from .script import ScriptProgram

        if isinstance(program, ScriptProgram):
            return of_script(program)
        return super().worked_out(program)

    def pieces_too_many(self, form: str) -> Mapping[str, tuple[str, ...]]:
        """For each check with a line of its own, what known mistakes have in it."""
        from .mistakes import pieces

        return {**pieces.TOO_MANY, **(pieces.OF_SCRIPT if form == "numpy" else {})}

    def problem(self, rng: random.Random) -> Problem:
        """Records that only a working hidden layer learns to tell apart."""
        from ..descent.problem import turned
        from .band import band

        return turned(band(), rng)

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
        return super().data(inputs, form)

    def program(self, form: str) -> type[Program]:
        """The handle that a submission of this form is run by, with NumPy to import."""
        from .script import ScriptProgram

        return ScriptProgram if form == "numpy" else super().program(form)

    @property
    def training(self) -> Training:
        """How programs of this lesson train, for whoever watches one."""
        from ...room.training_run import Training
        from .script import answers

        weights = {"weights_input_hidden": (None, 2), "weights_hidden_output": (2, 1)}
        return Training("train", weights, answers.__code__)

    def examination(self, program: Program, inputs: Inputs) -> Examination:
        """The submission under examination."""
        from .script import ScriptProgram
        from .script_examination import ScriptExamination

        if isinstance(program, ScriptProgram):
            return ScriptExamination(program, inputs)
        return super().examination(program, inputs)


backprop = Backprop(
    file="backprop.py",
    title="Implementing backpropagation",
    folder=Path(__file__).resolve().parent,
    parts=("forward", "backward", "update", "training"),
    layers=(
        Layer(
            "weights_input_hidden",
            "del_w_input_hidden",
            letter="w",
            words="the input weights",
            way="from the inputs to the hidden units",
            sides=("input", "unit"),
        ),
        Layer(
            "weights_hidden_output",
            "del_w_hidden_output",
            letter="W",
            words="the output weights",
            way="to the output",
            sides=("unit",),
        ),
    ),
    updated="both_layers_updated",
    learned=(
        "Full marks: every step is right. You have written by hand what every deep learning "
        "library does by itself: an answer goes forward, its error goes back along the same "
        "weights, and each weight learns what it did to the error."
    ),
    onward=(
        ("grade show", "your own network, learning something you can see"),
        ("grade solution", "the lesson's lines beside yours, and a copy to try things in"),
    ),
    tries={
        "matrix": (
            "python experiments.py 200 0.5: longer strides. Does the loss fall further?",
            "N_HIDDEN = 3, or another seed: guess first, then run.",
            "Give the output unit a bias: an input that is always 1.",
            "Replace the squared error by the cross-entropy: δᵒ becomes y − ŷ.",
            "Add a second hidden layer: which of the steps do you need again?",
        ),
        "numpy": (
            "learnrate = 0.5 and epochs = 200: does the loss fall further?",
            "n_hidden = 3, or another seed: guess first, then run.",
            "Give the output unit a bias: an input that is always 1.",
            "Take all the records at once, as matrices, without the inner loop.",
            "Add a second hidden layer: which of the steps do you need again?",
        ),
    },
    files_of_forms={"numpy": "backprop_numpy.py"},
)
instead_of = backprop.instead_of
WEIGHTS, STEPS = backprop.weights, backprop.weight_steps

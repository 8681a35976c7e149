"""The functions of backprop.py: how each is called, and the grader's own in their place."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from ....solution.matrix import Matrix
from ...lesson import Formula, Value, forward, matrix
from ...room.program import Call
from ..backprop import steps
from . import loop
from .training import Run


@dataclass(frozen=True)
class Function:
    """A function of the lesson's: what it is given, the steps in it, and which of them it gives."""

    name: str
    arguments: tuple[str, ...]
    formulas: Mapping[str, Formula]
    results: tuple[str, ...]

    def given(self, solved: Mapping[str, Value]) -> dict[str, Value]:
        """What is known before the first of its steps."""
        before = itertools.takewhile(lambda name: name not in self.formulas, solved)
        return {name: solved[name] for name in before}

    def call(self, known: Mapping[str, Value]) -> Call:
        """A call with what is known."""
        return Call(self.name, [known[name] for name in self.arguments])

FORWARD_PASS = Function(
    "forward_pass", ("x", *loop.WEIGHTS), steps.FORWARD, ("hidden_output", "output")
)

BACKWARD_PASS = Function(
    "backward_pass",
    ("x", "y", "hidden_output", "output", "weights_hidden_output"),
    steps.BACKWARD,
    loop.STEPS,
)

BOTH_PASSES = (FORWARD_PASS, BACKWARD_PASS)

UPDATE = Function(
    "update_weights",
    ("weights", "del_w", "learnrate", "n_records"),
    steps.UPDATE,
    ("update_weights",),
)


def training_of(run: Run) -> Call:
    given = (run.features, run.targets, *run.weights, run.epochs, run.learnrate)
    return Call("train", given, trains=run.is_long)


def subtracted(weights: Matrix, del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    return weights - learnrate / n_records * del_w


def answer_forward(x: Matrix, w: Matrix, W: Matrix) -> tuple[Matrix, Matrix]:
    given = {"x": x, "weights_input_hidden": w, "weights_hidden_output": W}
    known = forward(given, steps.FORWARD)
    return matrix(known["hidden_output"]), matrix(known["output"])


def answer_backward(
    x: Matrix, y: Matrix, hidden_output: Matrix, output: Matrix, W: Matrix
) -> tuple[Matrix, Matrix]:
    given = {"x": x, "y": y, "hidden_output": hidden_output, "output": output}
    known = forward({**given, "weights_hidden_output": W}, steps.BACKWARD)
    return matrix(known["del_w_input_hidden"]), matrix(known["del_w_hidden_output"])


def answer_update(weights: Matrix, del_w: Matrix, learnrate: float, n: float) -> tuple[Matrix]:
    return (steps.update_weights(weights, del_w, learnrate, n),)

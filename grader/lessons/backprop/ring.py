"""Something to learn that two features can show: which points lie inside a ring, or in a band.

A hidden unit can draw one line, and a ring needs three: for a network of two hidden units there
is a band. The learner's own training runs in the locked room, a few epochs at a time.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import ClassVar

from ....solution.matrix import Matrix
from ...errors import Refused
from ...lesson import forward
from ...room.answers import Answer, as_matrix
from ...room.program import Program
from ..descent.picture import Picture, Scene
from ..descent.trained import training_of
from ..descent.training import Run, Weights
from . import steps
from .lesson import backprop
from .script import Play, ScriptProgram


class Ring(Picture):
    """Points of one kind inside a ring of the other, or in a band between them."""

    epochs = (1, 1, 2, 3, 5, 8, 10, 10, *[15] * 6, *[20] * 6, *[30] * 10)
    told: ClassVar = {
        "matrix": "each epoch your backward_pass",
        "numpy": "in each epoch your lines",
    }

    def scene(self, program: Program) -> Scene:
        """A ring, or a band where a script has two hidden units."""
        n_hidden = program.n_hidden if isinstance(program, ScriptProgram) else 4
        is_ring = n_hidden > 2
        rng = random.Random(2 if is_ring else 5)
        rows: list[list[float]] = []
        targets: list[list[float]] = []
        while len(rows) < 60:
            x, y = rng.uniform(-1.7, 1.7), rng.uniform(-1.7, 1.7)
            off = math.hypot(x, y) if is_ring else abs(x + 0.8 * y)
            inside = len(rows) % 2 == 0
            if off < (0.75 if is_ring else 0.6) if inside else 1.05 < off < 1.75:
                rows.append(self.record(x, y))
                targets.append([float(inside)])
        weights = Matrix.random(6, n_hidden, 2.0, rng), Matrix.random(n_hidden, 1, 1.0, rng)
        what = "inside the ring" if is_ring else "in the band"
        run = Run(backprop, Matrix(rows), Matrix(targets), weights, 0, 8.0)
        return Scene(run, f"Which points lie {what}? Your own train() finds out.")

    def record(self, x: float, y: float) -> list[float]:
        """Where the point is, a one, and nothing else in the lesson's six features."""
        return [x, y, 1.0, 0.0, 0.0, 0.0]

    def trained(self, program: Program, run: Run) -> Weights:
        """The weights that the learner's own training ends with. Raises Refused."""
        answer: Answer
        if isinstance(program, ScriptProgram):
            [answer] = program.play([Play(run)])
        else:
            [answer] = program.calls(training_of(run))
        if answer.came_back and isinstance(answer.returned, list) and len(answer.returned) >= 2:
            layers = [
                as_matrix(answer.returned[layer], run.weights[layer].shape) for layer in (0, 1)
            ]
            if isinstance(layers[0], Matrix) and isinstance(layers[1], Matrix):
                return layers[0], layers[1]
        why = answer.stopped or (
            answer.crash.message if answer.crash else "it gave no weights back"
        )
        raise Refused(f"Your training stopped: {why}. Run `grade check --all` for more.")

    def answers(self, grid: Sequence[list[float]], weights: Weights) -> list[float]:
        """The output of the network for each of these records."""
        known = forward(
            {
                "x": Matrix(grid),
                "weights_input_hidden": weights[0],
                "weights_hidden_output": weights[1],
            },
            steps.FORWARD,
        )
        output = known["output"]
        assert isinstance(output, Matrix)
        return [answer for [answer] in output.rows]

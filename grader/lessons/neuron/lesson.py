"""The lesson itself: its file, its parts, its one table of weights, and what it has to learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ...lesson import Value
from ..descent.exercise import Exercise
from ..descent.lesson import Layer

if TYPE_CHECKING:
    import random

    from ...judging.numbers import Numbers
    from ..descent.pencil import Record
    from ..descent.problem import Problem


class Neuron(Exercise):
    """A single unit, without any that is hidden."""

    def shapes(self, n_features: int, n_hidden: int) -> Sequence[tuple[int, int]]:  # noqa: ARG002
        """The shape of the weights from the inputs to the unit."""
        return ((n_features, 1),)

    def numbers(self, known: Mapping[str, Value]) -> list[Numbers]:
        """Every number that may turn up on the way through the steps, and what it means."""
        from .numbers import of_passes

        return of_passes(known, self.passes)

    @cached_property
    def pencil(self) -> Record:
        """The record that the lesson works out with a pencil."""
        from .pencil import record

        return record(self)

    def pieces_too_many(self, form: str) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002
        """For each check with a line of its own, what known mistakes have in it."""
        from .pencil import PIECES

        return PIECES

    def problem(self, rng: random.Random) -> Problem:
        """Records that a straight line tells apart, as a unit can."""
        from ..descent.problem import turned

        return turned(self._line, rng)

    @cached_property
    def _line(self) -> Problem:
        """The problem, before it is turned."""
        from .line import line

        return line(self)


neuron = Neuron(
    file="neuron.py",
    title="One unit that learns",
    folder=Path(__file__).resolve().parent,
    parts=("answer", "weight_step", "update", "training"),
    layers=(
        Layer(
            "weights",
            "del_w",
            letter="w",
            words="the weights",
            way="from the inputs to the unit",
            sides=("input",),
        ),
    ),
    updated="weights_updated",
    learned=(
        "Full marks: every step is right. One unit learns, and you have written how: an answer, "
        "its error, the slope that says which way, and a small step. A network does this in all "
        "of its units, with one idea more: whose error it was."
    ),
    onward=(
        ("python neuron.py", "your own unit, trained on the real applicants"),
        ("grade solution neuron.py", "the lesson's lines beside yours"),
        ("grade check backprop.py", "the next lesson: a layer of such units"),
    ),
    tries={
        "matrix": (
            "python experiments.py 500 2: longer strides. Does the loss fall further?",
            "Update after each record instead of once an epoch: what does the loss do?",
            "Replace the squared error by the cross-entropy: δ becomes y − ŷ.",
        ),
    },
    calls_by_hand=True,
)
instead_of = neuron.instead_of

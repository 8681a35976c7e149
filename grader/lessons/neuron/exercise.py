"""The lesson as an exercise: what it draws, and what it works out with a pencil."""

from __future__ import annotations

import random
from collections.abc import Mapping

from ...judging.numbers import Numbers
from ...lesson import Value
from ..descent.exercise import Exercise
from ..descent.pencil import Record
from ..descent.problem import Problem, turned
from . import caught_alone, lesson, mistakes, quantities  # noqa: F401  (what they hold, they enter)
from .line import line
from .numbers import of_passes
from .pencil import PIECES, RECORD


class Neuron(Exercise):
    """A single unit, without any that is hidden."""

    def numbers(self, known: Mapping[str, Value]) -> list[Numbers]:
        """Every number that may turn up on the way through the steps, and what it means."""
        return of_passes(known)

    @property
    def pencil(self) -> Record:
        """The record that the lesson works out with a pencil."""
        return RECORD

    def pieces_too_many(self, form: str) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002
        """For each check with a line of its own, what known mistakes have in it."""
        return PIECES

    def problem(self, rng: random.Random, keeps_ranks: bool = False) -> Problem:
        """Records that a straight line tells apart, as a unit can."""
        return turned(line(), rng, keeps_ranks=keeps_ranks)


neuron = Neuron.of(lesson.neuron)

"""The lesson as an exercise: what it draws, and what it works out with a pencil."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping

from ....solution.matrix import Matrix
from ...judging.numbers import Numbers
from ...lesson import Value
from ..descent.exercise import Exercise
from ..descent.lesson import INPUT, RECORD
from ..descent.mistakes import shared
from ..descent.numbers import Quantities
from ..descent.pencil import REST, Record
from ..descent.problem import Problem, drawn, turned
from . import lesson, steps  # noqa: F401  (what they hold, they enter)

SIDES: Mapping[str, tuple[str, ...]] = {
    "x": (RECORD, INPUT),
    "y": (RECORD,),
    "weights": (INPUT,),
    "output": (RECORD,),
    "error": (RECORD,),
    "del_w": (INPUT,),
}
PENCIL = Record(
    lesson.line,
    x=Matrix([[2.0, -1.0] + [0.0] * REST]),
    y=Matrix([[1.0]]),
    weights=(Matrix([[1.5], [2.0]] + [[0.0]] * REST),),
    learnrate=0.5,
    words="x = (2  −1), y = 1, w = (1.5  2)",
)
lesson.line.learn_from(shared)
lesson.line.caught_alone = {
    "every_epoch": ("for _ in range(epochs):", "for _ in range(epochs - 1):"),
    "zeroed_each_epoch": (
        "        del_w = weight_step(features, targets, output)\n",
        "        step = weight_step(features, targets, output)\n"
        "        del_w = step if not losses else del_w + step\n",
    ),
    "updated_once_per_epoch": (
        "        weights = update_weights(weights, del_w, learnrate, n_records)\n",
        "        weights = update_weights(weights, del_w, learnrate, n_records)\n"
        "        weights = update_weights(weights, del_w, learnrate, n_records)\n",
    ),
}


def above(gre: float, gpa: float, rank: int) -> float:
    """How far an applicant is above a straight line."""
    return gre + 0.8 * gpa + 0.1 * rank


@functools.cache
def points() -> Problem:
    """The problem, before it is turned."""
    return drawn(lesson.line, above, 7, learnrate=1.0)


class Line(Exercise):
    """One sum, squashed, and no error term."""

    def numbers(self, known: Mapping[str, Value]) -> list[Numbers]:
        """Every number that may turn up on the way through the steps, and what it means."""
        found = Quantities(known, self.passes, SIDES)
        x, error = (found.tables[name] for name in ("x", "error"))
        every = (RECORD, INPUT)
        return [
            *found.whole(squashed=("output",)),
            *found.product("del_w", every, 0, lambda r, i: x[r, i] * error[(r,)]),
        ]

    @property
    def pencil(self) -> Record:
        """The record that the lesson works out with a pencil."""
        return PENCIL

    def pieces_too_many(self, form: str) -> Mapping[str, tuple[str, ...]]:
        """None yet."""
        return {}

    def problem(self, rng: random.Random) -> Problem:
        """Records that a straight line tells apart."""
        return turned(points(), rng)


line = Line.of(lesson.line)

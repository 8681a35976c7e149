"""Trainings of a few batches that are looked at, and what they should come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ....solution.matrix import Matrix
from ...judging.numbers import Dictionary
from ...judging.scene import Scene
from ...judging.trace import agree
from ...lesson import matrix
from ...room.answers import Answer, as_matrix, raw
from ...room.calls import StandIns
from ...room.noted import Noted
from ...room.program import Program
from .inputs import Inputs
from .lesson import Descent
from .loop_quantities import ANSWERS, new, numbers, summed, sums
from .trained import Trained, parts_of, trained, training_of
from .training import Run

EPOCHS = 2
FEW = 5
"""Records."""

LOOKED_AT, ONCE, OTHER, THIRD = "a training", "one epoch", "another training", "a third training"
N_HIDDEN = {LOOKED_AT: 2, ONCE: 3, OTHER: 2, THIRD: 3}
"""The trainings that are looked at, and their hidden units.

Right values are put into all of them: none confirms what was found in another if it had any before.
"""

LEARNRATE = 0.6

GIVEN = "mean_squared_error"
"""A function that the exercise gives: nothing that it computes is looked at."""


@dataclass(frozen=True)
class LoopScenes:
    """The trainings of one loop that are looked at; it takes batches of that size.

    A training may work out steps by itself, in the very lines that are charged for them.
    """

    program: Program
    inputs: Inputs
    stand_ins: StandIns
    batch: int
    is_of_wrong_step: Callable[[int], bool]
    in_one_batch: bool = False
    """Are all the records to be one batch? That is quicker by far where batches are large."""

    @property
    def lesson(self) -> Descent:
        return self.inputs.lesson

    def scene(self, name: str, epochs: int) -> Scene:
        run = replace(self.run(name), epochs=epochs)
        lesson = self.lesson
        given = (GIVEN, *(function.__name__ for function in lesson.vocabulary.inverses))
        plain = (lesson.forth.name, lesson.back.name, lesson.update.name, *given)
        before: dict[str, tuple[str, ...]] = {}
        for step in summed(lesson):
            before[step] = (ANSWERS,) if ANSWERS in before else ()
        before |= {one: (total,) for one, total in zip(new(lesson), sums(lesson), strict=True)}
        answers = {lesson.forth.gives[0]: ANSWERS} if lesson.calls_by_hand else {}
        return Scene(
            look=lambda runs: self.program.look(training_of(run), runs, (), self.stand_ins, plain),
            dictionary=Dictionary(numbers(run)),
            before=before,
            results=_right(run),
            asked_for=frozenset(new(lesson)),
            names={
                **answers,
                **dict(zip(lesson.weight_steps, sums(lesson), strict=True)),
                **dict(zip(lesson.weights, new(lesson), strict=True)),
            },
            source=self.program.source,
        )

    @property
    def _n_records(self) -> int:
        """As many as make a full batch and one that is not, and two full ones of small batches."""
        if self.in_one_batch or not 1 < self.batch < 150:
            return FEW
        return 2 * self.batch + 3 if self.batch < 20 else self.batch + 3

    def run(self, name: str) -> Run:
        """The training of that name."""
        known = self.inputs.looked_at(self._n_records, N_HIDDEN[name], name)
        x, y, *weights = (matrix(known[n]) for n in ("x", "y", *self.lesson.weights))
        return Run(self.lesson, x, y, tuple(weights), EPOCHS, LEARNRATE, batch=self.batch)


def handed_back(run: Run, noted: Noted) -> Trained:
    """What a training that was looked at handed back."""
    return trained(run, Answer(raw(noted.answer.get("returned"))))


def _right(run: Run) -> Callable[[Noted], frozenset[str]]:
    """Which of the weights that a training hands back are right."""

    def right(noted: Noted) -> frozenset[str]:
        own = parts_of(raw(noted.answer.get("returned")), run)
        several = zip(new(run.lesson), run.trained, own, strict=False)
        return frozenset(
            name
            for name, wanted, part in several
            if isinstance(value := as_matrix(part, wanted.shape), Matrix) and agree(wanted, value)
        )

    return right

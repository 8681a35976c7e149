"""One epoch of a script that is looked at: what is known in it, and what it should come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from ....solution.matrix import Matrix
from ...judging.numbers import Dictionary
from ...judging.scene import Scene
from ...judging.tables import COLUMNS, COLUMNS_ON_THEIR_SIDE
from ...judging.trace import agree
from ...lesson import Value, forward
from ...room.answers import as_matrix, raw
from ...room.noted import Noted, Put, Puts, Site
from ..descent.training import Run, Weights, train
from . import numbers
from .given_answers import GivenAnswers
from .script import ScriptProgram
from .script_lines import (
    BEFORE,
    FORMULAS,
    SUMS,
)

LEARNRATE = 0.6

Moves: TypeAlias = "dict[str, tuple[Matrix, Matrix]]"
"""By how much each layer should have moved, and has."""


@dataclass(frozen=True)
class Epoch:
    """One epoch that is looked at, and every step's value in it.

    It ends with the lesson's weights, or with what another loop comes to where one is known `by`
    which the script goes.
    """

    run: Run
    given: GivenAnswers
    by: Callable[[Run], Weights] = train

    @cached_property
    def known(self) -> dict[str, Value]:
        return known_in(self.run)

    @property
    def after(self) -> Weights:
        return self.by(self.run)

    @property
    def next(self) -> Epoch:
        """The epoch that follows upon it."""
        return replace(self, run=replace(self.run, weights=self.after))

    def scene(self, script: ScriptProgram) -> Scene:
        return Scene(
            look=lambda runs: self._looked_at(script, runs),
            dictionary=Dictionary(numbers.of_epoch(self.known, self.after)),
            before={**BEFORE, **dict.fromkeys(self._unmoved, ())},
            results=right_weights(self.run, self.after),
            asked_for=frozenset(SUMS),
            kinds=("a", COLUMNS, "l", COLUMNS_ON_THEIR_SIDE),
            names=numbers.NEW,
            has_heads=True,
            source=script.source,
        )

    @property
    def _unmoved(self) -> list[str]:
        """The new weights that are the old ones, and prove nothing of what others are made of."""
        layers = zip(numbers.NEW.values(), self.run.weights, self.after, strict=True)
        return [new for new, before, after in layers if before == after]

    def _looked_at(
        self, script: ScriptProgram, runs: Sequence[Puts]
    ) -> tuple[list[Site], list[Noted]] | None:
        """What is noted in it that is the script's own work."""
        seen = script.look_at_training(self.run, runs)
        if seen is None:
            return None
        return seen[0], [self.given.left_out(seen[0], noted) for noted in seen[1]]


def known_in(run: Run) -> dict[str, Value]:
    """What an epoch starts from, and every step's value in it."""
    given: dict[str, Value] = {
        "x": run.features,
        "y": run.targets,
        **dict(zip(numbers.NEW, run.weights, strict=True)),
        "learnrate": run.learnrate,
        "n_records": float(run.n_records),
        "n_features": float(run.features.shape[1]),
    }
    return forward(given, FORMULAS)


def right_weights(run: Run, trained: Weights) -> Callable[[Noted], frozenset[str]]:
    """Which of the weights that a training ends with have moved as they should."""

    def right(seen: Noted) -> frozenset[str]:
        moves = moved(run, trained, seen)
        return frozenset(new for new, (wanted, got) in moves.items() if agree(wanted, got))

    return right


def moved(run: Run, trained: Weights, seen: Noted) -> Moves:
    """How the layers whose weights are numbers have moved."""
    layers = raw(seen.answer.get("weights"))
    if not isinstance(layers, list) or len(layers) != len(trained):
        return {}
    own = [as_matrix(one, wanted.shape) for one, wanted in zip(layers, trained, strict=True)]
    return {
        new: (wanted - before, got - before)
        for new, before, wanted, got in zip(
            numbers.NEW.values(), run.weights, trained, own, strict=True
        )
        if isinstance(got, Matrix)
    }


def with_all_epochs(put: Put, epochs: int) -> Put:
    """The head of the loop over the epochs, which is to go through several now."""
    return replace(put, values=tuple(v and replace(v, numbers=(epochs,)) for v in put.values))

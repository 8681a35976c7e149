"""What a submission's training made of a run: the weights of each layer, and the losses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ....solution.matrix import Matrix
from ...judging.trace import TOLERANCE, norm
from ...lesson import Value
from ...room.answers import Answer, Odd, Raw, as_matrix
from ...room.calls import Call
from .training import Run, Weights

LOOP_TOLERANCE = 10 * TOLERANCE
"""Rounding grows over epochs; the nearest wrong loop is 20 times farther away."""

ROUNDING = 1e-12
"""The share of the weights themselves that rounding may add, in double precision."""


class Unusable(Exception):
    """The learner's own passes or update gave nothing that a training could go on with."""


@dataclass(frozen=True)
class Trained:
    """What the submission's training made of a run."""

    run: Run
    answer: Answer
    weights: Weights | None
    losses: Raw
    swapped: bool = False
    tolerance: float = LOOP_TOLERANCE
    rounding: float = ROUNDING

    def has(self, weights: Weights) -> bool:
        """Are these the weights that came back?

        What counts is how far they have moved: a slow training, or a short one, hardly moves them.
        """
        return self.weights is not None and all(
            self.moves_alike(*layer)
            for layer in zip(self.run.weights, weights, self.weights, strict=True)
        )

    def moves_alike(self, start: Matrix, wanted: Matrix, got: Matrix) -> bool:
        """Has one layer come from its start to what is wanted, but for rounding?"""
        if got.entries == wanted.entries:
            return True
        off, moved = norm(got - wanted), norm(wanted - start)
        return off <= self.tolerance * moved + self.rounding * norm(start)

    @property
    def is_constant(self) -> bool:
        """Is each layer one number throughout, which shows nothing of how it came about?"""
        return self.weights is not None and all(
            len({*layer.entries}) == 1 for layer in self.weights
        )

    @property
    def flat(self) -> bool:
        """Did weights come back as a plain list where rows of numbers are asked for?"""
        return any(
            isinstance(layer, list) and not all(isinstance(row, list) for row in layer)
            for layer in parts_of(self.answer.returned, self.run)[: len(self.run.weights)]
        )


def training_of(run: Run) -> Call:
    """The call that asks for this training."""
    records: tuple[Value, ...] = (run.features, run.targets)
    arguments = (*records, *run.weights, run.epochs, run.learnrate)
    return Call(run.lesson.train.name, arguments, trains=run.is_whole)


def trained(run: Run, answer: Answer) -> Trained:
    """Reads what `train` handed back: the weights of each layer and the losses."""
    n_layers = len(run.weights)
    parts = parts_of(answer.returned if answer.came_back else Odd("nothing"), run)
    turned = [*reversed(parts[:n_layers]), *parts[n_layers:]] if n_layers > 1 else parts[::-1]
    for swapped, several in ((False, parts), (True, turned)):
        pairs = zip(several, run.weights, strict=False)
        tables = [as_matrix(part, layer.shape) for part, layer in pairs]
        weights = tuple(table for table in tables if isinstance(table, Matrix))
        if len(weights) == n_layers:
            return Trained(run, answer, weights, _losses(several, run), swapped)
    return Trained(run, answer, None, _losses(parts, run))


def _losses(parts: Sequence[Raw], run: Run) -> Raw:
    """What came behind the weights."""
    return parts[-1] if len(parts) > len(run.weights) else Odd("nothing")


def parts_of(returned: Raw, run: Run) -> list[Raw]:
    """The layers' weights and the losses, or the weights alone; nothing if it is neither."""
    n_layers = len(run.weights)
    if isinstance(returned, list) and len(returned) in (n_layers, n_layers + 1):
        return returned
    alone = n_layers == 1 and isinstance(as_matrix(returned, run.weights[0].shape), Matrix)
    return [returned] if alone else []


def complaint(trained: Trained) -> str:
    """What is wrong with what was handed back where no weights can be read, in words."""
    returned = trained.answer.returned
    parts, names = parts_of(returned, trained.run), trained.run.lesson.weights
    if parts:
        for part, weights, name in zip(parts, trained.run.weights, names, strict=False):
            value = as_matrix(part, weights.shape)
            if isinstance(value, str):
                return f"{name}: {value}"
    if isinstance(returned, list):
        return f"it handed back {len(returned)} things"
    value = as_matrix(returned, (0, 0))
    return value if isinstance(value, str) else "it handed back one table"


def right(trainings: Iterable[Trained]) -> bool:
    """Do all these trainings end with the weights that the lesson's ends with?"""
    return all(t.has(t.run.trained) for t in trainings)


def is_sometimes_right(trainings: Sequence[Trained]) -> bool:
    """Did the weights move in a training of more than one epoch, and end where they should?"""
    several = [t for t in trainings if t.run.epochs > 1]
    return any(t.has(t.run.trained) and not t.has(t.run.weights) for t in several)


def sizes(trainings: Sequence[Trained]) -> tuple[int, int]:
    """How many records a batch may have: as many as were seen, or one more if each lacks one.

    Where the passes were not called, and nothing was seen, all the records or a single one; so
    too where it was no records that they were called with.
    """
    seen = max((n for t in trainings for n in t.answer.batches), default=0)
    if any(max(t.answer.batches, default=0) > t.run.n_records for t in trainings):
        seen = 0
    return (seen, seen + 1) if seen else (Run.batch, 1)

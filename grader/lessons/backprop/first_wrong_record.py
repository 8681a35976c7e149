"""The record with which a training first goes wrong, of a script that is right with others.

Halving finds it: first the epoch, then the part of the records. Both are asked for by trainings of
the script's own, so that a record tells by itself, with the weights that it was met with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..descent.trained import Trained
from ..descent.training import Run

Training = Callable[[Run], Trained]
"""What the script makes of a run."""


def first_wrong_record(run: Run, trained: Training) -> Run | None:
    """The training of one epoch with one record; None where no record is wrong by itself."""

    def is_wrong(asked: Run) -> bool:
        t = trained(asked)
        return t.weights is not None and not t.has(asked.trained)

    epoch = _first_wrong_epoch(run, is_wrong)
    while epoch is not None and epoch.n_records > 1:
        half = epoch.n_records // 2
        parts = epoch.part(slice(half)), epoch.part(slice(half, None))
        epoch = next(filter(is_wrong, parts), None)
    return epoch


def _first_wrong_epoch(run: Run, is_wrong: Callable[[Run], bool]) -> Run | None:
    """The training of one epoch from the weights with which it goes wrong, if it does then too."""
    right, wrong = 0, run.epochs
    while wrong - right > 1:
        middle = (right + wrong) // 2
        right, wrong = (right, middle) if is_wrong(replace(run, epochs=middle)) else (middle, wrong)
    weights = replace(run, epochs=right).trained
    epoch = replace(run, epochs=1, weights=weights)
    return epoch if is_wrong(epoch) else None

"""What wrong trainings are made of: a lesson's own with one thing in it exchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .training import Run, Weights, add


class DoesNotApply(ValueError):
    """A wrong loop would be the right one, or the twin of another, with these records or passes."""


def trained_by(run: Run, summed: Callable[[Weights], Weights]) -> Weights:
    """The lesson's training, with another way to arrive at an epoch's sums."""
    weights = run.weights
    for _ in range(run.epochs):
        weights = run.updated(weights, summed(weights))
    return weights


def trained_with(
    run: Run,
    learnrates: Sequence[float] | None = None,
    n_records: Sequence[int] | None = None,
) -> Weights:
    """The lesson's training, with other numbers in the update of each layer."""
    rates = learnrates or [run.learnrate] * len(run.weights)
    sizes = n_records or [run.n_records] * len(run.weights)
    weights = run.weights
    for _ in range(run.epochs):
        weights = updated_with(run, weights, run.summed(weights), rates, sizes)
    return weights


def trained_without_zeroing(run: Run, kept: tuple[int, ...]) -> Weights:
    """Training in which the sums of the layers in `kept` go on from epoch to epoch."""
    return replace(run, kept=kept).trained


def updated_with(
    run: Run,
    weights: Weights,
    del_w: Weights,
    learnrates: Sequence[float],
    n_records: Sequence[int],
) -> Weights:
    """One update with a learnrate and a number of records for each layer."""
    layers = zip(weights, del_w, learnrates, n_records, strict=True)
    return tuple(run.moved(*layer) for layer in layers)


def summed_over(run: Run, batches: list[range], weights: Weights) -> Weights:
    """Each layer's step, summed over these batches, as far as they hold any record."""
    total = run.nothing
    for batch in filter(len, batches):
        total = add(total, run.steps(batch, weights))
    return total


def true_batches(run: Run) -> list[range]:
    """The batches, where there are several of several records each.

    Raises DoesNotApply where a batch is one record, or all of them: there, a mistake with batches
    is right, or the twin of one with records.
    """
    if not 1 < run.batch < run.n_records:
        raise DoesNotApply(f"{run.n_records} records in batches of {run.batch} are no batches")
    return list(run.batches)


def scaled(del_w: Weights, *by: float) -> Weights:
    """Each layer's step times a number of its own, or all times the same."""
    factors = by if len(by) == len(del_w) else by * len(del_w)
    return tuple(step * factor for step, factor in zip(del_w, factors, strict=True))

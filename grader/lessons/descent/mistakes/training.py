"""The training loop gone astray: wrong trainings that any lesson may meet, with their last weights.

Where a mistake depends on how the records are divided, it goes through the learner's own batches
(`Run.batches`), so that one entry covers record by record, batch by batch and all at once. One
that would be another's twin for some division raises DoesNotApply there.
"""

from __future__ import annotations

from dataclasses import replace

from ..catalogue import shared
from ..training import Run, Weights, train
from ..wrong_loops import scaled, trained_by, updated_with


@shared.instead_of("zeroed_each_epoch")
def only_one_epoch_counts(run: Run) -> Weights:
    """Your weights end where a single epoch leads, however many are asked for. Is something used up
    or left early after the first, do the weights start afresh each time, or do they move only at
    the end?
    """
    return train(replace(run, epochs=min(run.epochs, 1)))


@shared.instead_of("updated_once_per_epoch")
def updated_with_the_running_sum(run: Run) -> Weights:
    """Your weights move inside the loop over the records, while the sums are still growing: the
    early steps count several times. When is a sum complete?
    """
    weights, total = run.weights, run.nothing
    for _ in range(run.epochs):
        total = run.begun(total)
        for batch in run.batches:
            total = run.added(total, run.steps(batch, weights))
            weights = run.updated(weights, total)
    return weights


@shared.instead_of("updated_once_per_epoch")
def updated_after_each_batch(run: Run) -> Weights:
    """Your weights move at each turn of the loop over the records, so later records meet other
    weights than earlier ones. The lesson takes one step an epoch: at which indentation does that
    belong?
    """
    weights = run.weights
    for _ in range(run.epochs):
        for batch in run.batches:
            weights = run.updated(weights, run.steps(batch, weights))
    return weights


@shared.instead_of("updated_once_per_epoch")
def updated_after_each_batch_by_its_average(run: Run) -> Weights:
    """Your weights move at each turn of the loop over the records, by the average of that turn
    alone. That is stochastic gradient descent: how does the lesson let every record have its say
    first?
    """
    weights = run.weights
    for _ in range(run.epochs):
        for batch in run.batches:
            n_layers, step = len(weights), run.steps(batch, weights)
            rates, sizes = [run.learnrate] * n_layers, [len(batch)] * n_layers
            weights = updated_with(run, weights, step, rates, sizes)
    return weights


@shared.instead_of("updated_once_per_epoch")
def updated_twice_each_epoch(run: Run) -> Weights:
    """Your weights take each epoch's step two times. How often does an epoch come past the lines
    that update?
    """
    return trained_by(run, lambda weights: scaled(run.summed(weights), 2.0))


@shared.instead_of("every_epoch")
def one_epoch_too_few(run: Run) -> Weights:
    """Your weights fit one epoch fewer than was asked for. With which numbers does the loop start
    and stop, and which weights are handed back?
    """
    return train(replace(run, epochs=run.epochs - 1))


@shared.instead_of("every_epoch")
def one_epoch_too_many(run: Run) -> Weights:
    """Your weights fit one epoch more than was asked for. With which numbers does the loop start
    and stop?
    """
    return train(replace(run, epochs=run.epochs + 1))


@shared.instead_of("every_epoch")
def passes_keep_the_first_weights(run: Run) -> Weights:
    """Every epoch takes the very same step: the passes still see the weights from before the
    training. Which weights should the second epoch start from?
    """
    del_w = run.summed(run.weights)
    weights = run.weights
    for _ in range(run.epochs):
        weights = run.updated(weights, del_w)
    return weights

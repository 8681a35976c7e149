"""The training loop gone astray: each mistake is a whole training, and gives its last weights.

Where a mistake depends on how the records are divided, it goes through the learner's own batches
(`Run.batches`), so that one entry covers record by record, batch by batch and all at once. One
that would be another's twin for some division raises DoesNotApply there.
"""

from __future__ import annotations

from dataclasses import replace

from .....solution.matrix import Matrix
from ....lesson import Value, forward, matrix
from ...descent.training import Run, Weights, add, train
from ...descent.wrong_loops import (
    DoesNotApply,
    scaled,
    summed_over,
    trained_by,
    trained_with,
    trained_without_zeroing,
    true_batches,
)
from ..lesson import instead_of

# ---- summed_over_records ------------------------------------------------------------------------


@instead_of("summed_over_records")
def only_last_batch_counts(run: Run) -> Weights:
    """After an epoch your two sums hold the steps of what was read last, and no others. Does each
    turn of the loop add to what is there, or take its place, and are the sums set to zero too
    often?
    """
    return trained_by(run, lambda weights: run.steps(list(run.batches)[-1], weights))


@instead_of("summed_over_records")
def only_first_batch_counts(run: Run) -> Weights:
    """After an epoch your two sums hold the steps of the loop's first turn, and no others. What
    makes the loop over the records end early: a return, a break, an indentation?
    """
    return trained_by(run, lambda weights: run.steps(next(run.batches), weights))


@instead_of("summed_over_records")
def only_last_batch_counts_for_input_weights(run: Run) -> Weights:
    """Your output weights learn from every record, your input weights from what was read last. In
    which way do the two lines that add up the steps differ?
    """
    last = list(run.batches)[-1]
    return trained_by(run, lambda weights: (run.steps(last, weights)[0], run.summed(weights)[1]))


@instead_of("summed_over_records")
def only_last_batch_counts_for_output_weights(run: Run) -> Weights:
    """Your input weights learn from every record, your output weights from what was read last. In
    which way do the two lines that add up the steps differ?
    """
    last = list(run.batches)[-1]
    return trained_by(run, lambda weights: (run.summed(weights)[0], run.steps(last, weights)[1]))


@instead_of("summed_over_records")
def first_record_skipped(run: Run) -> Weights:
    """Your sums lack the first record of the training set. With which row does the loop over the
    records start?
    """
    return trained_by(run, run.part(slice(1, None)).summed)


@instead_of("summed_over_records")
def last_record_skipped(run: Run) -> Weights:
    """Your sums lack the last record of the training set. At which row does the loop over the
    records stop, and is that row still included?
    """
    return trained_by(run, run.part(slice(None, -1)).summed)


@instead_of("summed_over_records")
def first_batch_skipped(run: Run) -> Weights:
    """Your sums lack the first few records. With which of them does the loop start, or the first
    slice?
    """
    return trained_by(run, lambda weights: summed_over(run, true_batches(run)[1:], weights))


@instead_of("summed_over_records")
def last_batch_skipped(run: Run) -> Weights:
    """Your sums lack the last few records. Where does the loop stop, or the last slice start, and
    what if the records don't divide evenly?
    """
    return trained_by(run, lambda weights: summed_over(run, true_batches(run)[:-1], weights))


@instead_of("summed_over_records")
def incomplete_batch_skipped(run: Run) -> Weights:
    """Your sums lack the records that fill no whole batch. How many turns does the loop over the
    batches take where the records don't divide evenly, and how many with fewer records than that?
    """
    whole = [batch for batch in run.batches if len(batch) == run.batch]
    if run.batch == Run.batch:
        raise DoesNotApply("all the records are one batch")
    return trained_by(run, lambda weights: summed_over(run, whole, weights))


@instead_of("summed_over_records")
def rest_skipped(run: Run) -> Weights:
    """Your sums lack the records that are left over once whole batches have been made. How many
    turns does the loop over the batches take where the records don't divide evenly?
    """
    whole = [batch for batch in run.batches if len(batch) == run.batch]
    if run.batch == Run.batch:
        raise DoesNotApply("all the records are one batch")
    return trained_by(run, lambda weights: summed_over(run, whole or [*run.batches], weights))


@instead_of("summed_over_records")
def first_of_each_batch_skipped(run: Run) -> Weights:
    """Your sums lack the first record of each batch. With which row should a slice start, so that
    it follows on the one before?
    """
    batches = [batch[1:] for batch in true_batches(run)]
    return trained_by(run, lambda weights: summed_over(run, batches, weights))


@instead_of("summed_over_records")
def last_of_each_batch_skipped(run: Run) -> Weights:
    """Your sums lack the last record of each batch. Python leaves out the row at which a slice
    ends: where should each slice stop?
    """
    batches = [batch[:-1] for batch in true_batches(run)]
    return trained_by(run, lambda weights: summed_over(run, batches, weights))


@instead_of("summed_over_records")
def targets_of_the_first_batch(run: Run) -> Weights:
    """Each batch of your records is held against the targets of the first one. Which rows of the
    targets belong to a batch, and by what does your slice of them move on with it?
    """
    size = len(true_batches(run)[0])
    rows = [run.targets.rows[i % size] for i in range(run.n_records)]
    return replace(run, targets=Matrix(rows)).trained


@instead_of("summed_over_records")
def only_ten_records_count(run: Run) -> Weights:
    """Your sums fit the first ten records, and the others leave no trace. Is a short slice left
    from trying things out?
    """
    return trained_by(run, run.part(slice(10)).summed)


@instead_of("summed_over_records")
def only_records_one_to_ten_count(run: Run) -> Weights:
    """Your sums fit the slice from 1 to 10: nine records, counted from the second. Which slice, if
    any, takes in the whole training set?
    """
    return trained_by(run, run.part(slice(1, 10)).summed)


@instead_of("summed_over_records")
def sums_subtracted(run: Run) -> Weights:
    """Both layers move by the right amount, exactly the other way. Are the steps of a batch
    collected in the sums, or taken away from them?
    """
    return trained_by(run, lambda weights: scaled(run.summed(weights), -1.0, -1.0))


@instead_of("summed_over_records")
def input_sums_subtracted(run: Run) -> Weights:
    """Your input weights move the opposite way, while the output weights are fine. Which sign
    stands in each of the two lines?
    """
    return trained_by(run, lambda weights: scaled(run.summed(weights), -1.0, 1.0))


@instead_of("summed_over_records")
def output_sums_subtracted(run: Run) -> Weights:
    """Your output weights move the opposite way, while the input weights are fine. Which sign
    stands in each of the two lines?
    """
    return trained_by(run, lambda weights: scaled(run.summed(weights), 1.0, -1.0))


@instead_of("summed_over_records")
def averaged_over_batches(run: Run) -> Weights:
    """Your sums are too small by the number of turns that the loop over the records takes. Which
    line averages already, and over what?
    """
    share = 1.0 / len(list(run.batches))
    return trained_by(run, lambda weights: scaled(run.summed(weights), share, share))


@instead_of("summed_over_records")
def each_batch_averaged(run: Run) -> Weights:
    """Each batch adds its average to your sums, and the update averages once more. Which of the two
    divisions knows how many records there are in all?
    """

    def summed(weights: Weights) -> Weights:
        total = run.nothing
        for batch in run.batches:
            share = 1.0 / len(batch)
            total = add(total, scaled(run.steps(batch, weights), share, share))
        return total

    return trained_by(run, summed)


# ---- zeroed_each_epoch --------------------------------------------------------------------------


@instead_of("zeroed_each_epoch")
def sums_never_zeroed(run: Run) -> Weights:
    """Your first epoch is right; from the second on, the steps of earlier epochs count again. What
    should the sums hold when a new epoch begins?
    """
    return trained_without_zeroing(run, kept=(0, 1))


@instead_of("zeroed_each_epoch")
def input_sums_never_zeroed(run: Run) -> Weights:
    """Your output weights are right, and your input weights count the steps of earlier epochs
    again. Which of the two sums starts at zero outside the loop over the epochs?
    """
    return trained_without_zeroing(run, kept=(0,))


@instead_of("zeroed_each_epoch")
def output_sums_never_zeroed(run: Run) -> Weights:
    """Your input weights are right, and your output weights count the steps of earlier epochs
    again. Which of the two sums starts at zero outside the loop over the epochs?
    """
    return trained_without_zeroing(run, kept=(1,))


# ---- updated_once_per_epoch ---------------------------------------------------------------------


@instead_of("updated_once_per_epoch")
def output_weights_updated_with_the_running_sum(run: Run) -> Weights:
    """Your output weights move inside the loop over the records, while their sum is still growing.
    Are the two lines that update equally far to the left, and is each sum complete there?
    """
    return _train_one_layer_early(run, early=1, running=True)


@instead_of("updated_once_per_epoch")
def input_weights_updated_with_the_running_sum(run: Run) -> Weights:
    """Your input weights move inside the loop over the records, while their sum is still growing.
    Are the two lines that update equally far to the left, and is each sum complete there?
    """
    return _train_one_layer_early(run, early=0, running=True)


@instead_of("updated_once_per_epoch")
def output_weights_updated_after_each_batch(run: Run) -> Weights:
    """Your output weights move while the records are still being read, so the hidden errors of
    later records go through other weights. Which weights should a whole epoch see?
    """
    return _train_one_layer_early(run, early=1, running=False)


@instead_of("updated_once_per_epoch")
def input_weights_updated_after_each_batch(run: Run) -> Weights:
    """Your input weights move while the records are still being read, so later records get other
    answers. Which weights should a whole epoch see?
    """
    return _train_one_layer_early(run, early=0, running=False)


@instead_of("updated_once_per_epoch")
def output_step_after_input_update(run: Run) -> Weights:
    """Your output weights take the step that belongs to the new input weights, where these have
    moved already. Which weights should both layers' steps be worked out with?
    """
    return _train_one_layer_after_the_other(run, late=1)


@instead_of("updated_once_per_epoch")
def input_step_after_output_update(run: Run) -> Weights:
    """Your input weights take the step that belongs to the new output weights, where these have
    moved already. Which weights should both layers' steps be worked out with?
    """
    return _train_one_layer_after_the_other(run, late=0)


# ---- both_layers_updated ------------------------------------------------------------------------


@instead_of("both_layers_updated")
def input_weights_not_updated(run: Run) -> Weights:
    """Your input weights are the same after training as before. Which of the two layers still waits
    for its sum, or for its update?
    """
    return trained_by(run, lambda weights: scaled(run.summed(weights), 0.0, 1.0))


@instead_of("both_layers_updated")
def output_weights_not_updated(run: Run) -> Weights:
    """Your output weights are the same after training as before. Which of the two layers still
    waits for its sum, or for its update?
    """
    return trained_by(run, lambda weights: scaled(run.summed(weights), 1.0, 0.0))


@instead_of("both_layers_updated")
def output_weights_updated_twice(run: Run) -> Weights:
    """Your output weights go two steps in each epoch, and your input weights none. What do the two
    lines that update have in common, and for which layer is each of them?
    """
    return trained_by(run, lambda weights: scaled(run.summed(weights), 0.0, 2.0))


@instead_of("both_layers_updated")
def input_weights_updated_twice(run: Run) -> Weights:
    """Your input weights go two steps in each epoch, and your output weights none. What do the two
    lines that update have in common, and for which layer is each of them?
    """
    return trained_by(run, lambda weights: scaled(run.summed(weights), 2.0, 0.0))


@instead_of("both_layers_updated")
def neither_layer_updated(run: Run) -> Weights:
    """Your weights after training are the weights before it. The update hands back new ones: under
    which names do they go into the next epoch, and out at the end?
    """
    return run.weights


@instead_of("both_layers_updated")
def input_weights_are_the_step(run: Run) -> Weights:
    """Your new input weights are the step alone, while the output weights go on from where they
    were. What becomes of all that a layer has learned before, as its line is run?
    """
    return _replaced_by_the_step(run, 0)


@instead_of("both_layers_updated")
def output_weights_are_the_step(run: Run) -> Weights:
    """Your new output weights are the step alone, while the input weights go on from where they
    were. What becomes of all that a layer has learned before, as its line is run?
    """
    return _replaced_by_the_step(run, 1)


@instead_of("both_layers_updated")
def input_weights_not_averaged(run: Run) -> Weights:
    """Your two layers are scaled differently: the input weights follow the sum over the records,
    the output weights the average. Should the same rule hold for both?
    """
    return trained_with(run, n_records=(1, run.n_records))


@instead_of("both_layers_updated")
def output_weights_not_averaged(run: Run) -> Weights:
    """Your two layers are scaled differently: the output weights follow the sum over the records,
    the input weights the average. Should the same rule hold for both?
    """
    return trained_with(run, n_records=(run.n_records, 1))


@instead_of("both_layers_updated")
def input_weights_without_learnrate(run: Run) -> Weights:
    """The learnrate slows your output weights and leaves the input weights alone. Should the same
    rule hold for both layers?
    """
    return trained_with(run, learnrates=(1.0, run.learnrate))


@instead_of("both_layers_updated")
def output_weights_without_learnrate(run: Run) -> Weights:
    """The learnrate slows your input weights and leaves the output weights alone. Should the same
    rule hold for both layers?
    """
    return trained_with(run, learnrates=(run.learnrate, 1.0))


@instead_of("both_layers_updated")
def neither_layer_averaged(run: Run) -> Weights:
    """Both layers follow the sum over the records, as if there were one. Which number of records
    does the update get from the training loop?
    """
    return trained_with(run, n_records=(1, 1))


@instead_of("both_layers_updated")
def averaged_over_a_batch(run: Run) -> Weights:
    """Both layers divide the sum by the size of one batch. How many records went into that sum by
    the end of an epoch?
    """
    size = len(true_batches(run)[0])
    return trained_with(run, n_records=(size, size))


@instead_of("both_layers_updated")
def averaged_over_the_last_batch(run: Run) -> Weights:
    """Both layers divide the sum by the size of the last batch. After the loop its names still hold
    that batch: over how many records was the sum taken?
    """
    size = len(true_batches(run)[-1])
    return trained_with(run, n_records=(size, size))


@instead_of("both_layers_updated")
def averaged_over_features(run: Run) -> Weights:
    """Both layers divide the sum by the number of features. A shape has two entries: which of them
    counts the records?
    """
    n_features = run.features.shape[1]
    return trained_with(run, n_records=(n_features, n_features))


@instead_of("both_layers_updated")
def averaged_over_the_lessons_records(run: Run) -> Weights:
    """Both layers divide the sum by 360, however many records there are. That number fits one
    training set: where does the training learn how many records it has?
    """
    return trained_with(run, n_records=(360, 360))


@instead_of("both_layers_updated")
def learnrate_left_out(run: Run) -> Weights:
    """Your training goes equally far whatever the learnrate is, as if it were 1. Does the number
    that comes in reach the update?
    """
    return train(replace(run, learnrate=1.0))


@instead_of("both_layers_updated")
def learnrate_always_the_default(run: Run) -> Weights:
    """Your training goes equally far whatever the learnrate is, as if it were 0.005. That number is
    only what is used when nothing else is asked for: where is it written down?
    """
    return train(replace(run, learnrate=0.005))


# ---- every_epoch --------------------------------------------------------------------------------


@instead_of("every_epoch")
def input_weights_start_afresh(run: Run) -> Weights:
    """Your output weights learn from epoch to epoch, while each epoch hands the next the input
    weights from before the training. Under which name does the update of that layer go on?
    """
    return _train_one_layer_afresh(run, afresh=0)


@instead_of("every_epoch")
def output_weights_start_afresh(run: Run) -> Weights:
    """Your input weights learn from epoch to epoch, while each epoch hands the next the output
    weights from before the training. Under which name does the update of that layer go on?
    """
    return _train_one_layer_afresh(run, afresh=1)


@instead_of("every_epoch")
def answers_keep_the_first_weights(run: Run) -> Weights:
    """From the second epoch on, the answers are still those that the weights from before the
    training give. Which weights does the forward pass get, and do these move with the others?
    """
    weights = run.weights
    for _ in range(run.epochs):
        total = run.nothing
        for batch in run.batches:
            total = add(total, _stepped(run, batch, run.weights, weights))
        weights = run.updated(weights, total)
    return weights


@instead_of("every_epoch")
def errors_go_back_by_the_first_weights(run: Run) -> Weights:
    """From the second epoch on, the errors still go back through the weights from before the
    training. Which weights does the backward pass get, and do these move with the others?
    """
    weights = run.weights
    for _ in range(run.epochs):
        total = run.nothing
        for batch in run.batches:
            total = add(total, _stepped(run, batch, weights, run.weights))
        weights = run.updated(weights, total)
    return weights


# ---- what these trainings are made of -----------------------------------------------------------


def _stepped(run: Run, batch: range, forth: Weights, back: Weights) -> Weights:
    """Each layer's step with some weights on the way forth and others on the way back.

    Raises DoesNotApply where the passes are not the lesson's own.
    """
    lesson = run.lesson
    if run.passes is not None:
        raise DoesNotApply("the two ways cannot be told apart")
    x, y = (table[batch.start : batch.stop] for table in (run.features, run.targets))
    known: dict[str, Value] = {"x": x, "y": y, **dict(zip(lesson.weights, forth, strict=True))}
    known = forward(known, lesson.forth.formulas)
    known |= dict(zip(lesson.weights, back, strict=True))
    known = forward(known, lesson.back.formulas)
    return tuple(matrix(known[step]) for step in lesson.weight_steps)


def _train_one_layer_early(run: Run, early: int, running: bool) -> Weights:
    """Training in which one layer moves after each batch, by its own step or the sum so far."""
    late = 1 - early
    weights, total = run.weights, run.nothing
    for _ in range(run.epochs):
        total = run.begun(total)
        for batch in run.batches:
            step = run.steps(batch, weights)
            total = run.added(total, step)
            moved = run.updated(weights, total if running else step)
            weights = _with_layer(weights, moved, early)
        weights = _with_layer(weights, run.updated(weights, total), late)
    return weights


def _train_one_layer_after_the_other(run: Run, late: int) -> Weights:
    """Training in which one layer's step is worked out when the other layer has moved."""
    weights = run.weights
    for _ in range(run.epochs):
        weights = _with_layer(weights, run.updated(weights, run.summed(weights)), 1 - late)
        weights = _with_layer(weights, run.updated(weights, run.summed(weights)), late)
    return weights


def _train_one_layer_afresh(run: Run, afresh: int) -> Weights:
    """Training in which one layer takes each step from where it stood before the training."""
    seen = weights = run.weights
    for _ in range(run.epochs):
        weights = run.updated(seen, run.summed(seen))
        seen = _with_layer(weights, run.weights, afresh)
    return weights


def _with_layer(weights: Weights, others: Weights, layer: int) -> Weights:
    """These weights, but for one layer, which is taken from the others."""
    return (others[0], weights[1]) if layer == 0 else (weights[0], others[1])


def _replaced_by_the_step(run: Run, layer: int) -> Weights:
    """The lesson's training, in which a layer's step takes the place of its weights."""
    weights = run.weights
    for _ in range(run.epochs):
        moved = run.updated(weights, run.summed(weights))
        step = moved[layer] - weights[layer]
        weights = tuple(step if i == layer else own for i, own in enumerate(moved))
    return weights

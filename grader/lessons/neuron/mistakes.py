"""What learners get wrong in this lesson, beyond what any lesson with a unit and an update knows.

One function a mistake: the wrong formula or the wrong training, its advice as its docstring.
"""

from __future__ import annotations

import math
from dataclasses import replace

from ....solution.matrix import Matrix
from ..descent.mistakes import shared
from ..descent.sigmoid import sigmoid, slope
from ..descent.training import Run, Weights, train
from ..descent.wrong_loops import scaled, trained_by, trained_with
from . import other_checks  # noqa: F401  (a mistake is of a check that is there)
from .lesson import instead_of, neuron

# ---- the answer ---------------------------------------------------------------------------------


@instead_of("unit_input")
def unit_input_turned_around(x: Matrix, weights: Matrix) -> Matrix:
    """Your unit_input has the right size and the opposite sign. If an input and its weight are both
    positive, should what arrives at the unit grow or shrink?
    """
    return -(x @ weights)


@instead_of("unit_input")
def unit_input_without_last_feature(x: Matrix, weights: Matrix) -> Matrix:
    """Your unit_input lacks the share of the last feature. How many inputs does the unit listen to,
    and does this line reach all of them?
    """
    return Matrix(row[:-1] for row in x.rows) @ Matrix(weights.rows[:-1])


@instead_of("unit_input")
def unit_input_without_first_feature(x: Matrix, weights: Matrix) -> Matrix:
    """Your unit_input lacks the share of the first feature. Python counts from 0: with which
    feature does this line begin?
    """
    return Matrix(row[1:] for row in x.rows) @ Matrix(weights.rows[1:])


@instead_of("unit_input")
def unit_input_averaged(x: Matrix, weights: Matrix) -> Matrix:
    """Your unit_input is too small by the number of features: it holds an average. Do the inputs
    share the unit's attention, or does each add its own weight in full?
    """
    return x @ weights / x.shape[1]


@instead_of("unit_input")
def unit_input_without_weights(x: Matrix) -> Matrix:
    """Your unit_input stays the same whatever the weights are: every feature counts alike. What
    decides how much the unit listens to each?
    """
    return Matrix([sum(row)] for row in x.rows)


@instead_of("unit_input")
def unit_input_not_summed(x: Matrix, weights: Matrix) -> Matrix:
    """Your unit_input has one value for each feature of a record: the products are there, and still
    apart. What turns all that arrives at the unit into a single number?
    """
    return Matrix([a * w for a, [w] in zip(row, weights.rows, strict=True)] for row in x.rows)


@instead_of("unit_input")
def unit_input_squashed_already(x: Matrix, weights: Matrix) -> Matrix:
    """Your unit_input lies between 0 and 1 already, so the next step squashes it once more. Which
    of the two names stands for what arrives, and which for what is answered?
    """
    return (x @ weights).map(sigmoid)


@instead_of("output")
def output_not_squashed(unit_input: Matrix) -> Matrix:
    """Your output is the weighted sum as it arrives, so nothing keeps it between 0 and 1. What does
    the unit do with its input before it answers?
    """
    return unit_input


@instead_of("output")
def output_squashed_twice(unit_input: Matrix) -> Matrix:
    """Every value of your output lies between 0.50 and 0.73, as if it had been squashed two times.
    How often does the unit apply its sigmoid?
    """
    return unit_input.map(sigmoid).map(sigmoid)


@instead_of("output")
def output_by_threshold(unit_input: Matrix) -> Matrix:
    """Your output is always exactly 0 or 1, so its slope is 0 and nothing can be learned from it.
    What kind of answer lets a small change of a weight make a small difference?
    """
    return unit_input.map(lambda z: 1.0 if z > 0 else 0.0)


@instead_of("output")
def output_by_tanh(unit_input: Matrix) -> Matrix:
    """Your output fits the hyperbolic tangent, which reaches down to −1. The targets are 0 and 1:
    which squashing function stays between them?
    """
    return unit_input.map(math.tanh)


@instead_of("output")
def output_turned_around(unit_input: Matrix) -> Matrix:
    """Each of your outputs and the expected one add up to 1: where the unit leans to yes, yours
    says no. Where does a minus enter between the weighted sum and the answer?
    """
    return (-unit_input).map(sigmoid)


@instead_of("output")
def output_is_the_slope(unit_input: Matrix) -> Matrix:
    """Your output never exceeds 0.25: it is how steep the sigmoid is, and not how high. In which of
    the lesson's functions is the steepness needed?
    """
    return slope(unit_input.map(sigmoid))


# ---- the weight step ----------------------------------------------------------------------------


@instead_of("del_w")
def step_from_error(x: Matrix, error: Matrix) -> Matrix:
    """Your del_w is built with the plain error. Which quantity joins the error with the slope of
    the unit?
    """
    return x.T @ error


@instead_of("del_w")
def step_turned_around(x: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w has the right size and the opposite sign. Where on the way to it does a minus
    come in: in a value that it is made of, or where the records' steps are added up?
    """
    return -x.T @ output_error_term


@instead_of("del_w")
def step_from_output(x: Matrix, output: Matrix) -> Matrix:
    """Your del_w pairs the inputs with the unit's answers, however good these were. Which quantity
    says how wrong an answer was?
    """
    return x.T @ output


@instead_of("del_w")
def step_averaged(x: Matrix, output_error_term: Matrix, n_records: float) -> Matrix:
    """Your del_w is too small by the number of records. The lesson sums here and averages later: in
    which function is the division waiting?
    """
    return x.T @ output_error_term / n_records


@instead_of("del_w")
def step_with_slope_again(x: Matrix, output: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w multiplies by the slope of the output once more. The error term brings that slope
    along: what else meets it in this line?
    """
    return x.T @ (output_error_term * slope(output))


@instead_of("del_w")
def step_from_last_record_only(x: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w is the step of the last record. What should become of the steps of the records
    before it?
    """
    return Matrix(x.rows[-1:]).T @ Matrix(output_error_term.rows[-1:])


@instead_of("del_w")
def step_from_first_record_only(x: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w is the step of the first record. Does this line, or its loop, go on to the other
    rows?
    """
    return Matrix(x.rows[:1]).T @ Matrix(output_error_term.rows[:1])


@instead_of("del_w")
def step_not_summed(x: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w still has one row for each record. Each weight takes a single step: what turns the
    records' wishes into one?
    """
    pairs = zip(x.rows, output_error_term.rows, strict=True)
    return Matrix([value * term for value in row] for row, [term] in pairs)


# ---- the training -------------------------------------------------------------------------------


@instead_of("summed_over_records")
def only_last_batch_counts(run: Run) -> Weights:
    """Each epoch's step is that of what was read last, and of no other record. Do your records have
    their say one after the other, and does each add to what is there, or take its place?
    """
    return trained_by(run, lambda weights: run.steps(list(run.batches)[-1], weights))


@instead_of("summed_over_records")
def only_first_batch_counts(run: Run) -> Weights:
    """Each epoch's step is that of what was read first, and of no other record. Which records are
    handed to the functions?
    """
    return trained_by(run, lambda weights: run.steps(next(run.batches), weights))


@instead_of("summed_over_records")
def first_record_skipped(run: Run) -> Weights:
    """Your steps lack the first record of the training set. With which row do the records start
    that are handed to the functions?
    """
    return trained_by(run, run.part(slice(1, None)).summed)


@instead_of("summed_over_records")
def last_record_skipped(run: Run) -> Weights:
    """Your steps lack the last record of the training set. At which row do the records stop that
    are handed to the functions, and is that row still included?
    """
    return trained_by(run, run.part(slice(None, -1)).summed)


@instead_of("summed_over_records")
def step_subtracted(run: Run) -> Weights:
    """Your weights move by the right amount, exactly the other way. Between the step and the new
    weights, where does a minus come in?
    """
    return trained_by(run, lambda weights: scaled(run.summed(weights), -1.0))


@instead_of("zeroed_each_epoch")
def step_never_zeroed(run: Run) -> Weights:
    """Your first epoch is right; from the second on, the steps of earlier epochs count again. What
    should an epoch's step hold before its first record?
    """
    total, weights = run.nothing, run.weights
    for _ in range(run.epochs):
        total = tuple(a + b for a, b in zip(total, run.summed(weights), strict=True))
        weights = run.updated(weights, total)
    return weights


@instead_of("weights_updated")
def weights_not_updated(run: Run) -> Weights:
    """Your weights after training are the weights before it. The update hands back new ones: under
    which name do they go into the next epoch, and out at the end?
    """
    return run.weights


@instead_of("weights_updated")
def weights_not_averaged(run: Run) -> Weights:
    """Your weights follow the sum over the records, as if there were one. Which number of records
    does the update get from the training?
    """
    return trained_with(run, n_records=[1])


@instead_of("weights_updated")
def averaged_over_features(run: Run) -> Weights:
    """Your update divides the sum by the number of features. A shape has two entries: which of them
    counts the records?
    """
    return trained_with(run, n_records=[run.features.shape[1]])


@instead_of("weights_updated")
def averaged_over_the_lessons_records(run: Run) -> Weights:
    """Your update divides the sum by 360, however many records there are. That number fits one
    training set: where does the training learn how many records it has?
    """
    return trained_with(run, n_records=[360])


@instead_of("weights_updated")
def learnrate_left_out(run: Run) -> Weights:
    """Your training goes equally far whatever the learnrate is, as if it were 1. Does the number
    that comes in reach the update?
    """
    return train(replace(run, learnrate=1.0))


@instead_of("weights_updated")
def learnrate_always_the_default(run: Run) -> Weights:
    """Your training goes equally far whatever the learnrate is, as if it were 0.5. That number is
    only what is used when nothing else is asked for: where is it written down?
    """
    return train(replace(run, learnrate=0.5))


neuron.learn_from(shared)

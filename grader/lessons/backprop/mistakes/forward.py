"""The forward pass gone astray: wrong versions of hidden_input, hidden_output and output."""

from __future__ import annotations

import math
from itertools import accumulate

from .....solution.matrix import Matrix
from ...descent.sigmoid import sigmoid, slope
from ..lesson import instead_of

# ---- hidden_input -------------------------------------------------------------------------------


@instead_of("hidden_input")
def hidden_input_from_zero_weights(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Your hidden_input is exactly 0 everywhere, as if every weight were 0. Which matrix holds what
    the network has learned, and which ones only collect the steps of an epoch?
    """
    return 0.0 * (x @ weights_input_hidden)


@instead_of("hidden_input")
def hidden_input_without_last_feature(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Your hidden_input lacks the share of the last feature. How many inputs does a hidden unit
    listen to, and does this line reach all of them?
    """
    return _product_without_last(x, weights_input_hidden)


@instead_of("hidden_input")
def hidden_input_without_first_feature(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Your hidden_input lacks the share of the first feature. Python counts from 0: with which
    feature does this line begin?
    """
    return _product_without_first(x, weights_input_hidden)


@instead_of("hidden_input")
def hidden_input_from_rows_of_weights(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """In your hidden_input each record meets rows of the weights, as far as they go. What belongs
    together in a row of that table, what in a column, and which of the two leads to one unit?
    """
    rows = weights_input_hidden.rows[: weights_input_hidden.shape[1]]
    return Matrix(
        [[sum(v * w for v, w in zip(record, row, strict=False)) for row in rows]
         for record in x.rows]
    )  # fmt: skip


@instead_of("hidden_input")
def hidden_input_turned_around(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Your hidden_input has the right size and the opposite sign. If an input and its weight are
    both positive, should what arrives at the unit grow or shrink?
    """
    return -(x @ weights_input_hidden)


@instead_of("hidden_input")
def hidden_input_averaged(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Your hidden_input is too small by the number of features: it holds an average. Do the inputs
    of a unit share its attention, or does each add its own weight in full?
    """
    return (x @ weights_input_hidden) / x.shape[1]


@instead_of("hidden_input")
def hidden_input_of_first_record_only(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Your hidden_input has one row, that of the first record. Each row of x is a record of its
    own: how many rows should come out?
    """
    return Matrix(x.rows[:1]) @ weights_input_hidden


@instead_of("hidden_input")
def hidden_input_of_last_record_only(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Your hidden_input has one row, that of the last record. If a loop goes through the records,
    where do the rows of the earlier ones stay?
    """
    return Matrix(x.rows[-1:]) @ weights_input_hidden


@instead_of("hidden_input")
def hidden_input_not_summed(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Your hidden_input has one value for each weight: the products are there, and still apart.
    What turns all that arrives at one hidden unit into a single number?
    """
    return x.T @ Matrix([[1.0] * weights_input_hidden.shape[1]]) * weights_input_hidden


@instead_of("hidden_input")
def hidden_input_total_not_reset(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """The first hidden unit is right, and each later one carries the total of those before it.
    Where does the running sum begin again, for a record or for a unit?
    """
    return Matrix(accumulate(row) for row in (x @ weights_input_hidden).rows)


@instead_of("hidden_input")
def hidden_input_of_last_unit_for_all(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Each of your hidden units has what belongs to the last one. Which index picks the column of
    weights in this line, and does it change from unit to unit?
    """
    return _last_unit_for_all(x @ weights_input_hidden)


@instead_of("hidden_input")
def hidden_input_squashed_already(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """Your hidden_input lies between 0 and 1 already, so the next step squashes it once more. Which
    of the two names stands for what arrives, and which for what is answered?
    """
    return (x @ weights_input_hidden).map(sigmoid)


# ---- hidden_output ------------------------------------------------------------------------------


@instead_of("hidden_output")
def hidden_output_not_squashed(hidden_input: Matrix) -> Matrix:
    """Your hidden_output equals hidden_input, and some of it lies outside 0 to 1. Which function
    turns what arrives at a unit into its answer?
    """
    return hidden_input


@instead_of("hidden_output")
def hidden_output_squashed_twice(hidden_input: Matrix) -> Matrix:
    """Every value of your hidden_output lies between 0.50 and 0.73, as if it had been squashed two
    times. How often does one unit apply its sigmoid?
    """
    return hidden_input.map(sigmoid).map(sigmoid)


@instead_of("hidden_output")
def hidden_output_turned_around(hidden_input: Matrix) -> Matrix:
    """Each value of your hidden_output and the expected one add up to 1: the sigmoid falls where it
    should rise. Should a large positive input bring the answer near 1 or near 0?
    """
    return (-hidden_input).map(sigmoid)


@instead_of("hidden_output")
def hidden_output_by_tanh(hidden_input: Matrix) -> Matrix:
    """Some values of your hidden_output are negative: they are those of the hyperbolic tangent.
    Which squashing function does this lesson use, and between which bounds does it stay?
    """
    return hidden_input.map(math.tanh)


@instead_of("hidden_output")
def hidden_output_by_relu(hidden_input: Matrix) -> Matrix:
    """Your hidden_output is 0 for negative inputs and equals the input for positive ones. That is a
    rectifier: which activation do the slopes of the backward pass belong to?
    """
    return hidden_input.map(_relu)


@instead_of("hidden_output")
def hidden_output_by_threshold(hidden_input: Matrix) -> Matrix:
    """Your hidden_output is always exactly 0 or 1. A step is flat on both sides of its edge: what
    kind of answer lets a small change of a weight make a small difference?
    """
    return hidden_input.map(_threshold)


@instead_of("hidden_output")
def hidden_output_is_the_slope(hidden_input: Matrix) -> Matrix:
    """Your hidden_output never exceeds 0.25: it is how steep the sigmoid is, and not how high. In
    which of the two passes is the steepness needed?
    """
    return slope(hidden_input.map(sigmoid))


@instead_of("hidden_output")
def hidden_output_with_open_fraction(hidden_input: Matrix) -> Matrix:
    """Every value of your hidden_output is above 1, as when the fraction ends before the sum in its
    denominator does. What would group the denominator, or which given function saves writing it?
    """
    return hidden_input.map(_open_fraction)


@instead_of("hidden_output")
def hidden_output_of_last_unit_for_all(hidden_input: Matrix) -> Matrix:
    """Each of your hidden units answers what the last one should. Which index changes in this line
    as the units go by?
    """
    return _last_unit_for_all(hidden_input.map(sigmoid))


# ---- output -------------------------------------------------------------------------------------


@instead_of("output")
def output_not_squashed(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output is the weighted sum as it arrives, so nothing keeps it between 0 and 1. What does
    the output unit do with its input before it answers?
    """
    return hidden_output @ weights_hidden_output


@instead_of("output")
def output_squashed_twice(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Every value of your output lies between 0.50 and 0.73, as if it had been squashed two times.
    How often does the output unit apply its sigmoid?
    """
    return (hidden_output @ weights_hidden_output).map(sigmoid).map(sigmoid)


@instead_of("output")
def output_by_threshold(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output is always exactly 0 or 1, so its slope is 0 and nothing can be learned from it.
    What kind of answer lets a small change of a weight make a small difference?
    """
    return (hidden_output @ weights_hidden_output).map(_threshold)


@instead_of("output")
def output_turned_around(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Each of your outputs and the expected one add up to 1: where the network leans to yes, yours
    says no. Where does a minus enter between the weighted sum and the answer?
    """
    return (-(hidden_output @ weights_hidden_output)).map(sigmoid)


@instead_of("output")
def output_by_tanh(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output fits the hyperbolic tangent, which reaches down to −1. The targets are 0 and 1:
    which squashing function stays between them?
    """
    return (hidden_output @ weights_hidden_output).map(math.tanh)


@instead_of("output")
def output_by_relu(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output is 0 for negative sums and the sum itself for positive ones. Can that be read as
    a chance of being admitted, and which function of the lesson can?
    """
    return (hidden_output @ weights_hidden_output).map(_relu)


@instead_of("output")
def output_is_the_slope(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output never exceeds 0.25: it is how steep the sigmoid is, and not how high. In which of
    the two passes is the steepness needed?
    """
    return slope((hidden_output @ weights_hidden_output).map(sigmoid))


@instead_of("output")
def output_with_open_fraction(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Every value of your output is above 1, as when the fraction ends before the sum in its
    denominator does. What would group the denominator, or which given function saves writing it?
    """
    return (hidden_output @ weights_hidden_output).map(_open_fraction)


@instead_of("output")
def output_from_squashed_weights(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output comes from weights that were squashed, and is not squashed itself. To what does
    a unit apply its sigmoid, and what does the bracket around that hold?
    """
    return hidden_output @ weights_hidden_output.map(sigmoid)


@instead_of("output")
def output_not_summed(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output has one value for each hidden unit, though the network gives one answer a record.
    What brings the contributions of all hidden units together?
    """
    return _weighted(hidden_output, weights_hidden_output).map(sigmoid)


@instead_of("output")
def output_squashed_before_summing(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output adds up values that were squashed one by one, so it can exceed 1. Which comes
    first at the output unit: collecting what arrives, or answering to it?
    """
    return _row_sums(_weighted(hidden_output, weights_hidden_output).map(sigmoid))


@instead_of("output")
def output_without_last_unit(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output lacks the share of the last hidden unit. Does this line reach every hidden
    unit, whether there are two of them or three?
    """
    return _product_without_last(hidden_output, weights_hidden_output).map(sigmoid)


@instead_of("output")
def output_without_first_unit(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output lacks the share of the first hidden unit. Python counts from 0: with which
    unit does this line begin?
    """
    return _product_without_first(hidden_output, weights_hidden_output).map(sigmoid)


@instead_of("output")
def output_averaged_over_units(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Before it is squashed, your sum is too small by the number of hidden units: it is an average.
    Does the output unit weigh its inputs one against another, or add them up?
    """
    n_hidden = hidden_output.shape[1]
    return (hidden_output @ weights_hidden_output / n_hidden).map(sigmoid)


@instead_of("output")
def output_without_weights(hidden_output: Matrix) -> Matrix:
    """Your output stays the same whatever weights_hidden_output holds. Every hidden unit counts
    alike here: what decides how much the network listens to each?
    """
    return _row_sums(hidden_output).map(sigmoid)


@instead_of("output")
def output_from_hidden_input(hidden_input: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your output is computed from hidden_input, so the hidden units' own answers go unused. What
    travels on from the hidden layer: what arrived there, or what it made of it?
    """
    return (hidden_input @ weights_hidden_output).map(sigmoid)


def _product_without_last(values: Matrix, weights: Matrix) -> Matrix:
    return Matrix(row[:-1] for row in values.rows) @ Matrix(weights.rows[:-1])


def _product_without_first(values: Matrix, weights: Matrix) -> Matrix:
    return Matrix(row[1:] for row in values.rows) @ Matrix(weights.rows[1:])


def _last_unit_for_all(values: Matrix) -> Matrix:
    return Matrix(row[-1:] * len(row) for row in values.rows)


def _weighted(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """What each hidden unit contributes to the output, not summed yet."""
    return hidden_output * Matrix(weights_hidden_output.T.rows * hidden_output.shape[0])


def _row_sums(values: Matrix) -> Matrix:
    return Matrix([sum(row)] for row in values.rows)


def _relu(z: float) -> float:
    return max(z, 0.0)


def _threshold(z: float) -> float:
    return 1.0 if z > 0 else 0.0


def _open_fraction(z: float) -> float:
    return 1.0 + math.exp(-z)

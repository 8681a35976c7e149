"""The backward pass gone astray: wrong versions of the error, the error terms and the steps.

The mistakes of the two steps ΔW and Δw stand at the end, as the lesson has them; those that
add up badly over the *batches* of a training are in training.py.
"""

from __future__ import annotations

from .....solution.matrix import Matrix
from ...descent.sigmoid import sigmoid, slope
from ..lesson import instead_of

# ---- error --------------------------------------------------------------------------------------


@instead_of("error")
def error_of_hidden_output(y: Matrix, hidden_output: Matrix) -> Matrix:
    """Your error has a value for each hidden unit: the target is compared with what they say. Whose
    answer is the target meant for?
    """
    return _across(y, hidden_output.shape[1]) - hidden_output


# ---- output_error_term --------------------------------------------------------------------------


@instead_of("output_error_term")
def output_error_term_slope_from_input(
    error: Matrix, hidden_output: Matrix, weights_hidden_output: Matrix
) -> Matrix:
    """The slope in your output_error_term is negative for some records, yet a sigmoid never falls.
    Its short form holds for one quantity: what arrives at the unit, or its answer?
    """
    return error * slope(hidden_output @ weights_hidden_output)


@instead_of("output_error_term")
def output_error_term_slope_of_hidden(error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your output_error_term has a value for each hidden unit: it uses the slope of the hidden
    layer. Through whose sigmoid does the error pass first on its way back?
    """
    return _across(error, hidden_output.shape[1]) * slope(hidden_output)


# ---- hidden_error -------------------------------------------------------------------------------


@instead_of("hidden_error")
def hidden_error_from_error(error: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your hidden_error shares out the plain error, as if the output unit had no sigmoid to pass on
    the way back. Which quantity of the output layer has its slope in it?
    """
    return error @ weights_hidden_output.T


@instead_of("hidden_error")
def hidden_error_without_weights(
    output_error_term: Matrix, weights_hidden_output: Matrix
) -> Matrix:
    """All hidden units get the same hidden_error, however strongly they are connected. What decides
    how much of the blame falls to each of them?
    """
    return _across(output_error_term, weights_hidden_output.shape[0])


@instead_of("hidden_error")
def hidden_error_is_output_error_term(output_error_term: Matrix) -> Matrix:
    """Your hidden_error is the output's error term, one number a record. Each hidden unit needs a
    share of its own: what connects it to the output?
    """
    return output_error_term


@instead_of("hidden_error")
def hidden_error_from_updated_weights(
    output_error_term: Matrix,
    weights_hidden_output: Matrix,
    hidden_output: Matrix,
    learnrate: float,
    n_records: float,
) -> Matrix:
    """Your hidden_error fits the output weights as they are after their update. Which weights gave
    the answer whose error is shared out here?
    """
    step = hidden_output.T @ output_error_term
    return output_error_term @ (weights_hidden_output + learnrate / n_records * step).T


@instead_of("hidden_error")
def hidden_error_from_weights_moved_without_average(
    output_error_term: Matrix,
    weights_hidden_output: Matrix,
    hidden_output: Matrix,
    learnrate: float,
) -> Matrix:
    """Your hidden_error fits output weights that have moved by the learnrate times their step
    already. Which weights gave the answer whose error is shared out here?
    """
    step = hidden_output.T @ output_error_term
    return output_error_term @ (weights_hidden_output + learnrate * step).T


@instead_of("hidden_error")
def hidden_error_from_weights_moved_by_their_step(
    output_error_term: Matrix, weights_hidden_output: Matrix, hidden_output: Matrix
) -> Matrix:
    """Your hidden_error fits output weights to which their step has been added already. Which
    weights gave the answer whose error is shared out here?
    """
    step = hidden_output.T @ output_error_term
    return output_error_term @ (weights_hidden_output + step).T


@instead_of("hidden_error")
def hidden_error_from_input_weights(
    output_error_term: Matrix, weights_input_hidden: Matrix
) -> Matrix:
    """Your hidden_error has the shape of the input weights. Which connections lie between the
    hidden units and the place where the error was measured?
    """
    [[term]] = output_error_term.rows
    return weights_input_hidden * term


@instead_of("hidden_error")
def hidden_error_summed_over_units(
    output_error_term: Matrix, weights_hidden_output: Matrix
) -> Matrix:
    """Your hidden_error is one number a record: the shares of all hidden units have been added up.
    On the way forward they meet in one output; what happens on the way back?
    """
    return output_error_term @ _total(weights_hidden_output)


@instead_of("hidden_error")
def hidden_error_turned_around(output_error_term: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your hidden_error has the right size and the opposite sign. A negative weight turns an error
    around by itself: is there anything else here that should?
    """
    return -output_error_term @ weights_hidden_output.T


@instead_of("hidden_error")
def hidden_error_averaged_over_units(
    output_error_term: Matrix, weights_hidden_output: Matrix
) -> Matrix:
    """Your hidden_error is too small by the number of hidden units. Do the units divide one error
    among them, or does each answer for it by its own weight?
    """
    return output_error_term @ weights_hidden_output.T / weights_hidden_output.shape[0]


@instead_of("hidden_error")
def hidden_error_split_in_proportion(
    output_error_term: Matrix, weights_hidden_output: Matrix
) -> Matrix:
    """Your hidden_error divides each weight by the sum of the weights, as some books do. Gradient
    descent asks how much the output moves with a unit: does that depend on the others' weights?
    """
    [[total]] = _total(weights_hidden_output).rows
    return output_error_term @ weights_hidden_output.T / total


@instead_of("hidden_error")
def hidden_error_from_activations(output_error_term: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error is shared out by what the hidden units answered. That will be needed for
    the step of the output weights; what carries the blame from the output back to a unit?
    """
    return _across(output_error_term, hidden_output.shape[1]) * hidden_output


@instead_of("hidden_error")
def hidden_error_from_target(y: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error is the distance of each hidden unit from the target. Nobody says what a
    hidden unit should answer: by what path does the blame reach it?
    """
    return _across(y, hidden_output.shape[1]) - hidden_output


@instead_of("hidden_error")
def hidden_error_from_output(output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your hidden_error sends the output itself back through the weights, so the target plays no
    part. Which quantity says how the output should change?
    """
    return output @ weights_hidden_output.T


@instead_of("hidden_error")
def hidden_error_with_output_slope_again(
    output_error_term: Matrix, output: Matrix, weights_hidden_output: Matrix
) -> Matrix:
    """Your hidden_error has the slope of the output unit in it two times. The output's error term
    brings that slope along: does this line need it again?
    """
    return output_error_term * slope(output) @ weights_hidden_output.T


@instead_of("hidden_error")
def hidden_error_with_hidden_slope_already(
    output_error_term: Matrix, weights_hidden_output: Matrix, hidden_output: Matrix
) -> Matrix:
    """Your hidden_error has the slope of the hidden units in it already, so the next step brings it
    in again. In which of the two lines should it appear?
    """
    return output_error_term @ weights_hidden_output.T * slope(hidden_output)


@instead_of("hidden_error")
def hidden_error_by_last_weight_for_all(
    output_error_term: Matrix, weights_hidden_output: Matrix
) -> Matrix:
    """Your hidden_error goes by the last hidden unit's weight for all of them. Which index picks
    the weight in this line, and does it change from unit to unit?
    """
    return _last_unit_for_all(output_error_term @ weights_hidden_output.T)


# ---- hidden_error_term --------------------------------------------------------------------------


@instead_of("hidden_error_term")
def hidden_without_slope(hidden_error: Matrix) -> Matrix:
    """Your hidden_error_term is hidden_error itself, so the hidden units' sigmoids are left out.
    What becomes of a change on its way through a curve that is almost flat?
    """
    return hidden_error


@instead_of("hidden_error_term")
def hidden_error_term_slope_at_hidden_output(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term takes the slope at hidden_output, as if that were squashed once more.
    Does the slope you use expect what arrives at a unit, or what the unit answers?
    """
    return hidden_error * slope(hidden_output.map(sigmoid))


@instead_of("hidden_error_term")
def hidden_error_term_slope_from_hidden_input(hidden_error: Matrix, hidden_input: Matrix) -> Matrix:
    """The slope in your hidden_error_term is negative in places, yet a sigmoid never falls. Its
    short form holds for one quantity: hidden_input, or what the units made of it?
    """
    return hidden_error * slope(hidden_input)


@instead_of("hidden_error_term")
def hidden_error_term_times_hidden_output(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term is hidden_error times the activation alone. Where a unit answers close
    to 1, its curve is nearly level: what should be left of the term, and what is left of yours?
    """
    return hidden_error * hidden_output


@instead_of("hidden_error_term")
def hidden_error_term_times_rest(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term is hidden_error times what the activation lacks of 1. Where a unit
    answers close to 0, its curve is nearly level: what should be left there, and what is?
    """
    return hidden_error * (1 - hidden_output)


@instead_of("hidden_error_term")
def hidden_error_term_slope_of_output(hidden_error: Matrix, output: Matrix) -> Matrix:
    """All hidden units use one slope in your hidden_error_term, that of the output unit. Whose
    sigmoid lies between what arrives at a hidden unit and what it answers?
    """
    return hidden_error * _across(slope(output), hidden_error.shape[1])


@instead_of("hidden_error_term")
def hidden_error_term_without_hidden_error(hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term is the slope alone: it stays the same however far off the answer was.
    Where does the share of the error that arrived from the output come in?
    """
    return slope(hidden_output)


@instead_of("hidden_error_term")
def hidden_error_term_slope_twice(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term has the slope of the hidden units in it two times. How many sigmoids
    does the error pass in this layer?
    """
    return hidden_error * slope(hidden_output) * slope(hidden_output)


@instead_of("hidden_error_term")
def hidden_error_term_without_parentheses(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term looks like a product from which the activation was taken away at the
    end. Python multiplies before it subtracts: what would hold the difference together?
    """
    return hidden_error * hidden_output - hidden_output


@instead_of("hidden_error_term")
def hidden_error_term_by_matrix_product(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term has lost its hidden units: a matrix product has added them up. Should
    the slopes be combined across the units, or be applied unit by unit?
    """
    return hidden_error @ slope(hidden_output).T


@instead_of("hidden_error_term")
def hidden_error_term_from_output_error_term(
    output_error_term: Matrix, hidden_output: Matrix
) -> Matrix:
    """Your hidden_error_term starts from the output's error term, and hidden_error goes unused.
    Which of the two knows about the weights in between?
    """
    return _across(output_error_term, hidden_output.shape[1]) * slope(hidden_output)


@instead_of("hidden_error_term")
def hidden_error_term_from_error(error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term starts from the plain error, and hidden_error goes unused. What has to
    happen to the error of the output before it reaches a hidden unit?
    """
    return _across(error, hidden_output.shape[1]) * slope(hidden_output)


@instead_of("hidden_error_term")
def hidden_error_term_of_last_unit_for_all(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """All hidden units have the error term of the last one. Which index changes inside this loop,
    and where is it used?
    """
    return _last_unit_for_all(hidden_error * slope(hidden_output))


@instead_of("hidden_error_term")
def hidden_error_term_turned_around(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term has the right size and the opposite sign. A sigmoid never falls, so
    its slope can't turn an error around: where does a minus come from?
    """
    return -hidden_error * slope(hidden_output)


@instead_of("hidden_error_term")
def hidden_error_term_slope_of_tanh(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """The slope in your hidden_error_term is that of the hyperbolic tangent: one minus a square.
    Which function squashes the hidden units here, and what is its slope?
    """
    return hidden_error * (1 - hidden_output * hidden_output)


@instead_of("hidden_error_term")
def hidden_error_term_slope_at_hidden_error(hidden_error: Matrix) -> Matrix:
    """The slope in your hidden_error_term is taken at hidden_error: what the hidden units answered
    does not enter. The steepness of which curve counts here, and at which point?
    """
    return hidden_error * slope(hidden_error.map(sigmoid))


@instead_of("hidden_error_term")
def hidden_error_term_weights_twice(
    hidden_error: Matrix, hidden_output: Matrix, weights_hidden_output: Matrix
) -> Matrix:
    """Your hidden_error_term has the output weights in it two times. hidden_error went through them
    on its way here: what is there left for this line to add?
    """
    weights = Matrix(weights_hidden_output.T.rows * hidden_error.shape[0])
    return hidden_error * weights * slope(hidden_output)


@instead_of("hidden_error_term")
def hidden_error_term_divided_by_slope(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """Your hidden_error_term is large where a hidden unit's sigmoid is flat: the slope divides it.
    Where a unit can hardly move, should it be pulled more, or less?
    """
    return hidden_error * slope(hidden_output).map(_reciprocal)


# ---- del_w_hidden_output ------------------------------------------------------------------------


@instead_of("del_w_hidden_output")
def output_step_from_error(hidden_output: Matrix, error: Matrix) -> Matrix:
    """Your del_w_hidden_output is built with the plain error. Which quantity joins the error with
    the slope of the output unit?
    """
    return hidden_output.T @ error


@instead_of("del_w_hidden_output")
def output_step_from_hidden_error_term(hidden_output: Matrix, hidden_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output pairs the hidden units with their own error terms. A weight has two
    ends: which unit's error term belongs to the far end of these?
    """
    return _total(hidden_output * hidden_error_term).T


@instead_of("del_w_hidden_output")
def output_step_from_hidden_error_term_as_table(
    hidden_output: Matrix, hidden_error_term: Matrix
) -> Matrix:
    """Your del_w_hidden_output is a square: each hidden unit meets each other one. These weights
    end at a single unit: whose error term waits there?
    """
    return hidden_output.T @ hidden_error_term


@instead_of("del_w_hidden_output")
def output_step_from_hidden_error(hidden_output: Matrix, hidden_error: Matrix) -> Matrix:
    """Your del_w_hidden_output is built with hidden_error, which has been through these weights
    already. Which error term stands at their far end, before that?
    """
    return _total(hidden_output * hidden_error).T


@instead_of("del_w_hidden_output")
def output_step_from_hidden_input(hidden_input: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output uses what arrived at the hidden units. On the way forward, what
    travels along these weights: that, or what the units answered?
    """
    return hidden_input.T @ output_error_term


@instead_of("del_w_hidden_output")
def output_step_from_hidden_slope(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output uses how steep the hidden units' sigmoids are. The slope is for
    errors that pass through a unit: what does a unit send along these weights?
    """
    return slope(hidden_output).T @ output_error_term


@instead_of("del_w_hidden_output")
def output_step_without_hidden_output(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """All output weights get the same step in your del_w_hidden_output. Should a weight that
    carried a small signal change as much as one that carried a large one?
    """
    return _down(_total(output_error_term), hidden_output.shape[1])


@instead_of("del_w_hidden_output")
def output_step_without_error_term(hidden_output: Matrix) -> Matrix:
    """Your del_w_hidden_output adds up what the hidden units answered, however good the result was.
    Where does the output's share of the blame come in?
    """
    return _total(hidden_output).T


@instead_of("del_w_hidden_output")
def output_step_from_output(
    hidden_output: Matrix, output: Matrix, output_error_term: Matrix
) -> Matrix:
    """Your del_w_hidden_output uses the network's answer. That is what leaves the output unit: what
    enters the weights that lead there?
    """
    return _down(output.T @ output_error_term, hidden_output.shape[1])


@instead_of("del_w_hidden_output")
def output_step_from_last_record_only(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output is the step of the last record. What should become of the steps of
    the records before it?
    """
    return _last(hidden_output).T @ _last(output_error_term)


@instead_of("del_w_hidden_output")
def output_step_from_first_record_only(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output is the step of the first record. Does this line, or its loop, go on
    to the other rows?
    """
    return _first(hidden_output).T @ _first(output_error_term)


@instead_of("del_w_hidden_output")
def output_step_turned_around(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output has the right size and the opposite sign. Where on the way to it
    does a minus come in: in a value that it is made of, or where the records' steps are added up?
    """
    return -hidden_output.T @ output_error_term


@instead_of("del_w_hidden_output")
def output_step_from_weights(output_error_term: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """Your del_w_hidden_output is proportional to the weights as they are. In which way should a
    weight of 0 ever move, and what is it that enters these weights?
    """
    return weights_hidden_output @ _total(output_error_term)


@instead_of("del_w_hidden_output")
def output_step_averaged(
    hidden_output: Matrix, output_error_term: Matrix, n_records: float
) -> Matrix:
    """Your del_w_hidden_output is too small by the number of records. The lesson sums here and
    averages later: in which function is the division waiting?
    """
    return hidden_output.T @ output_error_term / n_records


@instead_of("del_w_hidden_output")
def output_step_times_records(
    hidden_output: Matrix, output_error_term: Matrix, n_records: float
) -> Matrix:
    """Your del_w_hidden_output is too large by the number of records. The sum has one term a record
    already: what would count them a second time?
    """
    return n_records * (hidden_output.T @ output_error_term)


@instead_of("del_w_hidden_output")
def output_step_times_learnrate(
    hidden_output: Matrix, output_error_term: Matrix, learnrate: float
) -> Matrix:
    """Your del_w_hidden_output is scaled by the learnrate already, and the update scales it once
    more. In which of the two places does the lesson ask for it?
    """
    return learnrate * (hidden_output.T @ output_error_term)


@instead_of("del_w_hidden_output")
def output_step_scaled_as_in_update(
    hidden_output: Matrix, output_error_term: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your del_w_hidden_output has the learnrate and the average in it, and the update brings them
    in again. Which function decides how far the weights move?
    """
    return learnrate / n_records * (hidden_output.T @ output_error_term)


@instead_of("del_w_hidden_output")
def output_step_with_slope_again(
    hidden_output: Matrix, output: Matrix, output_error_term: Matrix
) -> Matrix:
    """Your del_w_hidden_output multiplies by the slope of the output once more. The error term
    brings that slope along: what else meets it in this line?
    """
    return hidden_output.T @ (output_error_term * slope(output))


@instead_of("del_w_hidden_output")
def output_step_is_the_new_weights(
    hidden_output: Matrix, output_error_term: Matrix, weights_hidden_output: Matrix
) -> Matrix:
    """Your del_w_hidden_output holds the weights with their step added. Which of the lesson's
    functions moves the weights, and what does it expect from this one?
    """
    return weights_hidden_output + hidden_output.T @ output_error_term


@instead_of("del_w_hidden_output")
def output_step_of_input_weights(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output has the ingredients and the shape of the other layer's step. Which
    layer feeds the output, and whose error term stands at its end?
    """
    return x.T @ hidden_error_term


@instead_of("del_w_hidden_output")
def output_step_from_inputs(x: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output has one row for each feature, so the inputs went into it. Is there a
    weight that leads from an input straight to the output?
    """
    return x.T @ output_error_term


@instead_of("del_w_hidden_output")
def output_step_not_summed(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output still has one row for each record. Each weight takes a single step:
    what turns the records' wishes into one?
    """
    return hidden_output * _across(output_error_term, hidden_output.shape[1])


@instead_of("del_w_hidden_output")
def output_step_summed_to_one_number(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_hidden_output is a single number: the hidden units have been added up along with
    the records. How many output weights are there to move?
    """
    return _total(hidden_output.T @ output_error_term)


@instead_of("del_w_hidden_output")
def output_step_misses_last_unit(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """The last row of your del_w_hidden_output stays at 0, so the last hidden unit is never heard
    more, or less. Does the loop reach every unit?
    """
    step = hidden_output.T @ output_error_term
    return Matrix([*step.rows[:-1], [0.0]])


# ---- del_w_input_hidden -------------------------------------------------------------------------


@instead_of("del_w_input_hidden")
def input_step_from_hidden_error(x: Matrix, hidden_error: Matrix) -> Matrix:
    """Your del_w_input_hidden is built with hidden_error, and hidden_error_term goes unused. Which
    of the two has been through the hidden units' sigmoids?
    """
    return x.T @ hidden_error


@instead_of("del_w_input_hidden")
def input_step_from_output_error_term(
    x: Matrix, output_error_term: Matrix, hidden_output: Matrix
) -> Matrix:
    """All columns of your del_w_input_hidden are equal: they are built with the output's error
    term. Which units stand at the far end of the input weights?
    """
    return _across(x.T @ output_error_term, hidden_output.shape[1])


@instead_of("del_w_input_hidden")
def input_step_from_output_error_term_as_column(x: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_input_hidden is a single column, built with the output's error term. Each hidden
    unit has weights of its own: whose error terms tell them apart?
    """
    return x.T @ output_error_term


@instead_of("del_w_input_hidden")
def input_step_from_error(x: Matrix, error: Matrix, hidden_output: Matrix) -> Matrix:
    """All columns of your del_w_input_hidden are equal: they are built with the plain error of the
    output. What did the backward pass work out for each hidden unit?
    """
    return _across(x.T @ error, hidden_output.shape[1])


@instead_of("del_w_input_hidden")
def input_step_from_hidden_output(
    x: Matrix, hidden_output: Matrix, hidden_error_term: Matrix
) -> Matrix:
    """All rows of your del_w_input_hidden are equal: the hidden units' answers stand where the
    inputs should have a say. What enters the network at these weights?
    """
    return _down(_total(hidden_output * hidden_error_term), x.shape[1])


@instead_of("del_w_input_hidden")
def input_step_from_hidden_output_as_table(
    hidden_output: Matrix, hidden_error_term: Matrix
) -> Matrix:
    """Your del_w_input_hidden has one row for each hidden unit, where each feature should have one.
    What came in at the near end of these weights?
    """
    return hidden_output.T @ hidden_error_term


@instead_of("del_w_input_hidden")
def input_step_without_inputs(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """All rows of your del_w_input_hidden are equal, so the inputs have no influence. Should a
    feature that is 0 for a record change its weights?
    """
    return _down(_total(hidden_error_term), x.shape[1])


@instead_of("del_w_input_hidden")
def input_step_without_error_term(x: Matrix, hidden_output: Matrix) -> Matrix:
    """Your del_w_input_hidden adds up the inputs, however good the result was. Where do the hidden
    units' shares of the blame come in?
    """
    return _across(_total(x).T, hidden_output.shape[1])


@instead_of("del_w_input_hidden")
def input_step_from_last_record_only(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """Your del_w_input_hidden is the step of the last record. What should become of the steps of
    the records before it?
    """
    return _last(x).T @ _last(hidden_error_term)


@instead_of("del_w_input_hidden")
def input_step_from_first_record_only(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """Your del_w_input_hidden is the step of the first record. Does this line, or its loop, go on
    to the other rows?
    """
    return _first(x).T @ _first(hidden_error_term)


@instead_of("del_w_input_hidden")
def input_step_turned_around(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """Your del_w_input_hidden has the right size and the opposite sign. Where on the way to it
    does a minus come in: in a value that it is made of, or where the records' steps are added up?
    """
    return -x.T @ hidden_error_term


@instead_of("del_w_input_hidden")
def input_step_in_other_cells(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """Your del_w_input_hidden holds the right numbers in other places: it was read off in the order
    of its transpose. Which input and which hidden unit meet in row 1, column 2?
    """
    columns = hidden_error_term.shape[1]
    numbers = [number for row in (hidden_error_term.T @ x).rows for number in row]
    return Matrix(numbers[start : start + columns] for start in range(0, len(numbers), columns))


@instead_of("del_w_input_hidden")
def input_step_with_one_row_for_all(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """All rows of your del_w_input_hidden hold the same numbers: the sum of what each should hold.
    Are they separate lists, or several names for one?
    """
    return _down(_total(x.T @ hidden_error_term), x.shape[1])


@instead_of("del_w_input_hidden")
def input_step_of_last_unit_for_all(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """All columns of your del_w_input_hidden are those of the last hidden unit. Which index picks
    the hidden unit in this line, and does it change?
    """
    return _last_unit_for_all(x.T @ hidden_error_term)


@instead_of("del_w_input_hidden")
def input_step_averaged(x: Matrix, hidden_error_term: Matrix, n_records: float) -> Matrix:
    """Your del_w_input_hidden is too small by the number of records. The lesson sums here and
    averages later: in which function is the division waiting?
    """
    return x.T @ hidden_error_term / n_records


@instead_of("del_w_input_hidden")
def input_step_times_records(x: Matrix, hidden_error_term: Matrix, n_records: float) -> Matrix:
    """Your del_w_input_hidden is too large by the number of records. The sum has one term a record
    already: what would count them a second time?
    """
    return n_records * (x.T @ hidden_error_term)


@instead_of("del_w_input_hidden")
def input_step_times_learnrate(x: Matrix, hidden_error_term: Matrix, learnrate: float) -> Matrix:
    """Your del_w_input_hidden is scaled by the learnrate already, and the update scales it once
    more. In which of the two places does the lesson ask for it?
    """
    return learnrate * (x.T @ hidden_error_term)


@instead_of("del_w_input_hidden")
def input_step_scaled_as_in_update(
    x: Matrix, hidden_error_term: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your del_w_input_hidden has the learnrate and the average in it, and the update brings them
    in again. Which function decides how far the weights move?
    """
    return learnrate / n_records * (x.T @ hidden_error_term)


@instead_of("del_w_input_hidden")
def input_step_with_slope_again(
    x: Matrix, hidden_output: Matrix, hidden_error_term: Matrix
) -> Matrix:
    """Your del_w_input_hidden multiplies by the slope of the hidden units once more. Their error
    terms bring that slope along: what else meets them in this line?
    """
    return x.T @ (hidden_error_term * slope(hidden_output))


@instead_of("del_w_input_hidden")
def input_step_from_weights(weights_input_hidden: Matrix, hidden_error_term: Matrix) -> Matrix:
    """Your del_w_input_hidden is proportional to the weights as they are. In which way should a
    weight of 0 ever move, and what is it that enters these weights?
    """
    return weights_input_hidden * _down(_total(hidden_error_term), weights_input_hidden.shape[0])


@instead_of("del_w_input_hidden")
def input_step_is_the_new_weights(
    x: Matrix, hidden_error_term: Matrix, weights_input_hidden: Matrix
) -> Matrix:
    """Your del_w_input_hidden holds the weights with their step added. Which of the lesson's
    functions moves the weights, and what does it expect from this one?
    """
    return weights_input_hidden + x.T @ hidden_error_term


@instead_of("del_w_input_hidden")
def input_step_of_output_weights(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """Your del_w_input_hidden has the ingredients and the shape of the other layer's step. Which
    values feed the hidden units, and whose error terms stand at that end?
    """
    return hidden_output.T @ output_error_term


@instead_of("del_w_input_hidden")
def input_step_misses_last_feature(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """The last row of your del_w_input_hidden stays at 0, so the last feature's weights never move.
    Does the loop reach every feature?
    """
    step = x.T @ hidden_error_term
    return Matrix([*step.rows[:-1], [0.0] * step.shape[1]])


@instead_of("del_w_input_hidden")
def input_step_misses_last_unit(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """The last column of your del_w_input_hidden stays at 0, so the last hidden unit never learns.
    Does the loop reach every hidden unit?
    """
    return Matrix([*row[:-1], 0.0] for row in (x.T @ hidden_error_term).rows)


def _first(records: Matrix) -> Matrix:
    return Matrix(records.rows[:1])


def _last(records: Matrix) -> Matrix:
    return Matrix(records.rows[-1:])


def _total(values: Matrix) -> Matrix:
    """One row: the sum of each column."""
    return Matrix([[sum(column) for column in zip(*values.rows, strict=True)]])


def _across(column: Matrix, n_columns: int) -> Matrix:
    """The same column several times, side by side."""
    return Matrix(row * n_columns for row in column.rows)


def _down(row: Matrix, n_rows: int) -> Matrix:
    """The same row several times, one below the other."""
    return Matrix(row.rows * n_rows)


def _last_unit_for_all(values: Matrix) -> Matrix:
    return Matrix(row[-1:] * len(row) for row in values.rows)


def _reciprocal(number: float) -> float:
    return 1.0 / number

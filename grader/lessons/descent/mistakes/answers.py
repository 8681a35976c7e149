"""The error and the error term of an output unit gone astray: any lesson with one has them."""

from __future__ import annotations

from .....solution.matrix import Matrix
from ..catalogue import shared
from ..sigmoid import sigmoid, slope

# ---- error --------------------------------------------------------------------------------------


@shared.instead_of("error")
def error_turned_around(y: Matrix, output: Matrix) -> Matrix:
    """Your error has the right size and the opposite sign, so the weights would climb. By what your
    update does with it, should an answer that is too low give a positive or a negative error?
    """
    return output - y


@shared.instead_of("error")
def error_squared(y: Matrix, output: Matrix) -> Matrix:
    """Your error is never negative: it is the difference, squared. The square belongs to the loss;
    what is left of it once you ask how the loss changes with the output?
    """
    return (y - output) * (y - output)


@shared.instead_of("error")
def error_is_half_the_square(y: Matrix, output: Matrix) -> Matrix:
    """Your error is half the squared difference, which is the loss of a record. What travels back
    from here: the loss, or the direction in which it changes?
    """
    return 0.5 * (y - output) * (y - output)


@shared.instead_of("error")
def error_without_sign(y: Matrix, output: Matrix) -> Matrix:
    """Your error is right for those who were admitted and has the opposite sign for the others.
    What is lost when only the size of a difference is kept?
    """
    return (y - output).map(abs)


@shared.instead_of("error")
def error_doubled(y: Matrix, output: Matrix) -> Matrix:
    """Your error is exactly two times as large as expected. A square brings a 2 down with it when
    it is differentiated: does the lesson keep that 2, or leave it to the learnrate?
    """
    return 2.0 * (y - output)


@shared.instead_of("error")
def error_halved(y: Matrix, output: Matrix) -> Matrix:
    """Your error is exactly half as large as expected. A loss may carry a factor of one half: what
    meets it when the square is differentiated?
    """
    return 0.5 * (y - output)


@shared.instead_of("error")
def error_averaged(y: Matrix, output: Matrix) -> Matrix:
    """Your error is a single number, the average over the records. Each record has a target of its
    own: how many errors should there be, and at which TODO does averaging come?
    """
    return Matrix([map(sum, (y - output).T.rows)]) / y.shape[0]


@shared.instead_of("error")
def error_divided_by_records(y: Matrix, output: Matrix, n_records: float) -> Matrix:
    """Your error is too small by the number of records. The average is taken once, when the weights
    move: does this line need to know how many records there are?
    """
    return (y - output) / n_records


@shared.instead_of("error")
def error_of_rounded_output(y: Matrix, output: Matrix) -> Matrix:
    """Your error is always −1, 0 or 1: it compares the target with a yes or a no. What does a
    record still have to teach when the answer is 0.6 and the target 1?
    """
    return y - output.map(lambda answer: 1.0 if answer > 0.5 else 0.0)


@shared.instead_of("error")
def error_without_output(y: Matrix) -> Matrix:
    """Your error is the target itself, whatever the answer is. What is the target to be
    compared with?
    """
    return y


@shared.instead_of("error")
def error_without_target(output: Matrix) -> Matrix:
    """Your error is the output with a minus, the same whether somebody was admitted or not. Where
    does the target come in?
    """
    return -output


@shared.instead_of("error")
def error_of_output_squashed_again(y: Matrix, output: Matrix) -> Matrix:
    """Your error fits an output that went through the sigmoid a second time. Has the output been
    squashed already when it arrives at this line?
    """
    return y - output.map(sigmoid)


@shared.instead_of("error")
def error_of_cross_entropy(y: Matrix, output: Matrix) -> Matrix:
    """Your error is the difference divided by the output's slope, as the cross-entropy loss has it.
    Which loss does this lesson make smaller?
    """
    return (y - output) * slope(output).map(_reciprocal)


# ---- output_error_term --------------------------------------------------------------------------


@shared.instead_of("output_error_term")
def output_without_slope(error: Matrix) -> Matrix:
    """Your output_error_term is the error itself, however flat the sigmoid is there. How much can
    the output still move where the curve is nearly level, and where does that enter?
    """
    return error


@shared.instead_of("output_error_term")
def output_error_term_slope_at_output(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term takes the slope at the output, as if that were squashed once more.
    Does the slope you use expect what arrives at a unit, or what the unit answers?
    """
    return error * slope(output.map(sigmoid))


@shared.instead_of("output_error_term")
def output_error_term_times_output(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term is the error times the output. Where the output is close to 1, its
    curve is nearly level: what should be left of the term there, and what is left of yours?
    """
    return error * output


@shared.instead_of("output_error_term")
def output_error_term_times_rest(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term is the error times what the output lacks of 1. Where the output is
    close to 0, its curve is nearly level: what should be left of the term there, and what is?
    """
    return error * (1 - output)


@shared.instead_of("output_error_term")
def output_error_term_without_error(output: Matrix) -> Matrix:
    """Your output_error_term is the slope alone: it stays the same whatever the target is. Where
    does the difference between target and answer come in?
    """
    return slope(output)


@shared.instead_of("output_error_term")
def output_error_term_slope_twice(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term has the slope of the output unit in it two times. How many sigmoids
    lie between what arrives at that unit and its error?
    """
    return error * slope(output) * slope(output)


@shared.instead_of("output_error_term")
def output_error_term_turned_around(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term has the right size and the opposite sign. Should an answer that is too
    low give a positive one or a negative one, and what on the way to this line turns it around?
    """
    return -error * slope(output)


@shared.instead_of("output_error_term")
def output_error_term_without_parentheses(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term looks like a product from which the output was taken away at the end.
    Python multiplies before it subtracts: what would hold the difference together?
    """
    return error * output - output


@shared.instead_of("output_error_term")
def output_error_term_slope_of_tanh(error: Matrix, output: Matrix) -> Matrix:
    """The slope in your output_error_term is that of the hyperbolic tangent: one minus a square.
    Which function squashes the output, and what is its slope?
    """
    return error * (1 - output * output)


@shared.instead_of("output_error_term")
def output_error_term_slope_at_error(error: Matrix) -> Matrix:
    """The slope in your output_error_term is taken at the error: the output does not enter. The
    steepness of which unit counts here, and by what is it known?
    """
    return error * slope(error.map(sigmoid))


@shared.instead_of("output_error_term")
def output_error_term_from_output(output: Matrix) -> Matrix:
    """Your output_error_term is the output times its own slope, and the target plays no part. From
    which quantity of the line before should this one start?
    """
    return output * slope(output)


@shared.instead_of("output_error_term")
def output_error_term_divided_by_slope(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term is large where the sigmoid is flat: the slope divides it. Where the
    output can hardly move, should a record pull more, or less?
    """
    return error * slope(output).map(_reciprocal)


@shared.instead_of("output_error_term")
def output_error_term_of_squared_error(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term holds the square of the error, so it can't tell too high from too low.
    How often does the error enter the rule for the output unit?
    """
    return error * error * slope(output)


@shared.instead_of("output_error_term")
def output_error_term_of_error_without_sign(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term is never negative: the sign of the error is gone. Without it, how
    would anything show that an answer was too high?
    """
    return error.map(abs) * slope(output)


@shared.instead_of("output_error_term")
def output_error_term_summed(error: Matrix, output: Matrix) -> Matrix:
    """Your output_error_term is a single number: a product of matrices has added up the records.
    Each record keeps its own error term here, so which kind of product goes entry by entry?
    """
    return error.T @ slope(output)


@shared.instead_of("output_error_term")
def output_error_term_divided_by_records(error: Matrix, output: Matrix, n_records: float) -> Matrix:
    """Your output_error_term is too small by the number of records. At which TODO is the average
    over the records taken?
    """
    return error * slope(output) / n_records


@shared.instead_of("output_error_term")
def output_error_term_times_learnrate(error: Matrix, output: Matrix, learnrate: float) -> Matrix:
    """Your output_error_term is scaled by the learnrate already. The learnrate says how far the
    weights move: at which TODO does that question come up?
    """
    return learnrate * error * slope(output)


def _reciprocal(number: float) -> float:
    return 1.0 / number

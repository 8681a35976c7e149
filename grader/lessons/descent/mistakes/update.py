"""The update gone astray: wrong versions of update_weights."""

from __future__ import annotations

from .....solution.matrix import Matrix
from ..catalogue import shared


@shared.instead_of("update_weights")
def update_without_average(weights: Matrix, del_w: Matrix, learnrate: float) -> Matrix:
    """Your weights move too far, by exactly the number of records. The step was summed over all of
    them: should the weights follow the sum, or what a record wishes on average?
    """
    return weights + learnrate * del_w


@shared.instead_of("update_weights")
def update_averaged_twice(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your weights move too little, by exactly the number of records. In how many places is the
    step averaged?
    """
    return weights + learnrate / n_records**2 * del_w


@shared.instead_of("update_weights")
def update_averaged_over_rows(weights: Matrix, del_w: Matrix, learnrate: float) -> Matrix:
    """Your step is divided by the number of rows of the weights, which is how many values feed
    them.
    Over what was it summed?
    """
    return weights + learnrate / weights.shape[0] * del_w


@shared.instead_of("update_weights")
def update_averaged_over_the_lessons_records(
    weights: Matrix, del_w: Matrix, learnrate: float
) -> Matrix:
    """Your step is divided by 360, however many records it was summed over. That number fits one
    training set: which of the quantities that come in fits each of them?
    """
    return weights + learnrate / 360 * del_w


@shared.instead_of("update_weights")
def update_with_the_lessons_learnrate(weights: Matrix, del_w: Matrix, n_records: float) -> Matrix:
    """Your weights move as if the learnrate were 0.005, whatever it is. Which of the quantities
    that come in says how far to go?
    """
    return weights + 0.005 / n_records * del_w


@shared.instead_of("update_weights")
def update_without_learnrate(weights: Matrix, del_w: Matrix, n_records: float) -> Matrix:
    """Your weights move by the whole average step. Which setting decides how much of it they should
    take?
    """
    return weights + del_w / n_records


@shared.instead_of("update_weights")
def update_without_learnrate_and_average(weights: Matrix, del_w: Matrix) -> Matrix:
    """Your weights move by the whole summed step. Two numbers come in along with it: what is each
    of them there for?
    """
    return weights + del_w


@shared.instead_of("update_weights")
def update_with_learnrate_twice(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your step is scaled by the learnrate two times. In how many places does it enter on the way
    from the error to the new weights?
    """
    return weights + learnrate * learnrate / n_records * del_w


@shared.instead_of("update_weights")
def update_divided_by_learnrate(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your weights move further the smaller the learnrate is. If somebody asks for careful little
    steps, which way should that number work?
    """
    return weights + del_w / (learnrate * n_records)


@shared.instead_of("update_weights")
def update_in_the_other_direction(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your weights move exactly the other way. The error was taken so that it points towards the
    target: does the step go downhill as it is?
    """
    return weights - learnrate / n_records * del_w


@shared.instead_of("update_weights")
def update_replaces_weights(del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    """Your new weights are the step alone, and what had been learned before is gone. Should
    a step replace the weights, or change them?
    """
    return learnrate / n_records * del_w


@shared.instead_of("update_weights")
def update_times_records(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your weights move further and further the more records there are. Is an average reached by
    multiplying, or by dividing?
    """
    return weights + learnrate * n_records * del_w


@shared.instead_of("update_weights")
def update_changes_nothing(weights: Matrix) -> Matrix:
    """Your new weights are the old ones. Is the change still more than 0 when it is added, and does
    it reach the matrix that is handed back?
    """
    return weights


@shared.instead_of("update_weights")
def update_averages_weights_too(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """The old weights are divided by the number of records along with the step. Which part of this
    line is a sum over the records, and what do the parentheses take in?
    """
    return (weights + learnrate * del_w) / n_records


@shared.instead_of("update_weights")
def update_scales_weights_too(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """The old weights are scaled by the learnrate along with the step, so most of what was learned
    fades. Which part of this line should be kept small, and what do the parentheses take in?
    """
    return learnrate * (weights + del_w / n_records)


@shared.instead_of("update_weights")
def update_shrinks_old_weights(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your old weights shrink with the learnrate as if they were being blended with the step. Does
    this lesson forget a part of the weights at each update?
    """
    return (1.0 - learnrate) * weights + learnrate / n_records * del_w


@shared.instead_of("update_weights")
def update_by_the_weights(weights: Matrix, learnrate: float, n_records: float) -> Matrix:
    """Each weight grows by a share of itself, and the step plays no part. Which of the quantities
    that come in says where a weight should go?
    """
    return weights + learnrate / n_records * weights


@shared.instead_of("update_weights")
def update_without_step(weights: Matrix, learnrate: float, n_records: float) -> Matrix:
    """Every weight moves by the same amount, whatever the step says. Which of the quantities that
    come in tells the weights apart?
    """
    return weights + learnrate / n_records


@shared.instead_of("update_weights")
def update_multiplies_by_step(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your new weights are the old ones times the scaled step, so they nearly vanish. Is a step
    something to multiply by, or something to go?
    """
    return learnrate / n_records * weights * del_w


@shared.instead_of("update_weights")
def update_joins_rows_below(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your new weights have two times as many rows: first the old weights, then the step. What does
    + do with two lists, and what should it do with their entries?
    """
    return Matrix(weights.rows + (learnrate / n_records * del_w).rows)


@shared.instead_of("update_weights")
def update_joins_rows_beside(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Each row of your new weights holds the old weights and then the step, one after the other.
    What does + do with two rows that are lists, and where could it meet their numbers?
    """
    steps = (learnrate / n_records * del_w).rows
    return Matrix(row + step for row, step in zip(weights.rows, steps, strict=True))


@shared.instead_of("update_weights")
def update_grows_into_a_table(
    weights: Matrix, del_w: Matrix, learnrate: float, n_records: float
) -> Matrix:
    """Your weights have become a square table: a column met a row, and each entry of the one was
    added to each of the other. What are the shapes on the two sides of the addition?
    """
    step = learnrate / n_records * del_w
    if weights.shape[1] > 1:
        return weights + step
    return Matrix([weight + move for [move] in step.rows] for [weight] in weights.rows)

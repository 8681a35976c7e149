"""The steps of the lesson: a name, the names it is computed from, its formula and its promise.

A known mistake is a function of the same kind.
"""

from __future__ import annotations

from ....solution.matrix import Matrix
from ..descent.sigmoid import sigmoid, slope
from .lesson import neuron


@neuron.step(
    part="answer",
    todo=1,
    points=10,
    hints=(
        "Look at TODO 1 in predict, and at the shapes in its docstring: records and features come "
        "in, and one number for each record should come out.",
        "The weighted sum: the unit hears every feature, as loudly as its weight says. One product "
        "of two matrices does it for all the records at once.",
        "z = x w, entry by entry zᵣ = Σᵢ xᵣᵢ wᵢ: record r, feature i. Shapes: "
        "(records × 6) (6 × 1) = records × 1.",
    ),
)
def unit_input(x: Matrix, weights: Matrix) -> Matrix:
    """z = x w: every input times its weight, added up, arrives at the unit."""
    return x @ weights


@neuron.step(
    part="answer",
    todo=2,
    points=10,
    hints=(
        "Look at TODO 2 in predict. unit_input is there already, and its shape should stay as it "
        "is.",
        "The activation: a unit answers through its sigmoid, which squashes any number into 0 to "
        "1. It is applied to each entry by itself; matrix.py has something for that.",
        "ŷ = f(z), entry by entry, with f(z) = 1 / (1 + e⁻ᶻ). Where z is 0, ŷ is 0.5.",
    ),
)
def output(unit_input: Matrix) -> Matrix:
    """ŷ = f(z): the unit answers with the sigmoid of what arrived."""
    return unit_input.map(sigmoid)


@neuron.step(
    part="weight step",
    todo=3,
    points=8,
    hints=(
        "Look at TODO 3 in weight_step: two matrices of one column each, the targets and the "
        "unit's answers.",
        "The error: how far the answer is from the target, with a sign. It should be positive "
        "where the answer is too low, so that adding a step moves the answer up.",
        "The error of a record is y − ŷ. For a target of 1 and an answer of 0.6 it is 0.4; for a "
        "target of 0 and the same answer it is −0.6.",
    ),
)
def error(y: Matrix, output: Matrix) -> Matrix:
    """y − ŷ: how far the answer is from the target, and on which side."""
    return y - output


@neuron.step(
    part="weight step",
    todo=4,
    points=16,
    hints=(
        "Look at TODO 4 in weight_step. You need the line above it and the output, and all of "
        "them are one column.",
        "The error term, by the chain rule: the error, and how much the output can move at that "
        "point. That is the slope of the sigmoid, which can be told from the answer alone.",
        "δ = (y − ŷ) · f′(z), and for the sigmoid f′(z) = ŷ (1 − ŷ). One record with y = 1 and "
        "ŷ = 0.5 has δ = 0.125.",
    ),
)
def output_error_term(error: Matrix, output: Matrix) -> Matrix:
    """δ = (y − ŷ) · ŷ · (1 − ŷ): how wrong the answer is, times the slope of the sigmoid."""
    return error * slope(output)


@neuron.step(
    part="weight step",
    todo=5,
    points=13,
    hints=(
        "Look at TODO 5 in weight_step. The step needs the shape of the weights that it will "
        "move: one row for each feature, one column.",
        "The gradient of a weight: what came in at its near end, times the error term at its far "
        "end, summed over the records. A matrix product sums, if the records are what the two "
        "matrices meet by.",
        "Δw = xᵀ δ, entry by entry Δwᵢ = Σᵣ xᵣᵢ δᵣ. Shapes: (6 × records) (records × 1) = 6 × 1.",
    ),
)
def del_w(x: Matrix, output_error_term: Matrix) -> Matrix:
    """Δw = xᵀ δ: what entered each weight times the error term at its end, over all records."""
    return x.T @ output_error_term


@neuron.step(
    part="update",
    todo=6,
    points=12,
    hints=(
        "Look at TODO 6 in update_weights. All four values that come in are used there, each of "
        "them once.",
        "Gradient descent: from where the weights are, go a little way along the records' average "
        "step. The learnrate says how far, and the step that comes in is a sum.",
        "w ← w + η Δw / m, with η the learnrate and m the number of records that Δw was summed "
        "over.",
    ),
)
def update_weights(weights: Matrix, del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    """w + η Δw / m: a small step, by the average over the records."""
    return weights + learnrate / n_records * del_w


neuron.function("predict", takes=("x", "weights"), gives=("output",))
neuron.function("weight_step", takes=("x", "y", "output"), gives=("del_w",))
neuron.function(
    "update_weights",
    takes=("weights", "del_w", "learnrate", "n_records"),
    gives=("update_weights",),
)
neuron.function(
    "train",
    takes=("features", "targets", "weights", "epochs", "learnrate"),
    gives=("weights", "losses"),
)

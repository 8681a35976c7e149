"""The steps of the lesson: a name, the names it is computed from, its formula and its promise.

The name of a function here is the name of its step, and its parameters are the names that
the step is computed from. A known mistake is a function of the same kind.
"""

from __future__ import annotations

from ....solution.matrix import Matrix
from ..descent.sigmoid import sigmoid, slope
from .lesson import backprop

SLOPE = " * output * (1 - output)"
"""The slope of the output, as the solution multiplies by it: a demonstration leaves it out."""


@backprop.step(
    part="forward pass",
    todo=1,
    points=6,
    hints=(
        "Look at TODO 1 in forward_pass, and at the shapes in its docstring: records and "
        "features come in, records and hidden units should come out.",
        "The weighted sum: each hidden unit hears every feature, as loudly as the weight in "
        "between says. One product of two matrices does it for all records and units at once.",
        "h = x w, entry by entry hᵣⱼ = Σᵢ xᵣᵢ wᵢⱼ: record r, feature i, hidden unit j. Shapes: "
        "(records × 6) (6 × n_hidden) = records × n_hidden.",
    ),
    hints_in_scripts=(
        "Look at TODO 1, in the loop over the records: x is one record with its six features, "
        "and one number for each hidden unit should come out.",
        "The weighted sum: each hidden unit hears every feature, as loudly as the weight in "
        "between says. One product of a vector and a matrix does it for all the units.",
        "h = x w, entry by entry hⱼ = Σᵢ xᵢ wᵢⱼ: feature i, hidden unit j. Shapes: "
        "(6) (6 × n_hidden) = n_hidden.",
    ),
)
def hidden_input(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """h = x w: every input times its weight, added up, arrives at each hidden unit."""
    return x @ weights_input_hidden


@backprop.step(
    part="forward pass",
    todo=2,
    points=6,
    hints=(
        "Look at TODO 2 in forward_pass. hidden_input is there already, and its shape should "
        "stay as it is.",
        "The activation: a unit answers through its sigmoid, which squashes any number into 0 "
        "to 1. It is applied to each entry by itself; matrix.py has something for that.",
        "a = f(h), entry by entry, with f(z) = 1 / (1 + e⁻ᶻ). Where h is 0, a is 0.5.",
    ),
    hints_in_scripts=(
        "Look at TODO 2. hidden_input is there already, a vector with an entry for each hidden "
        "unit, and its shape should stay as it is.",
        "The activation: a unit answers through its sigmoid, which squashes any number into 0 "
        "to 1. The function at the top of the script takes a whole vector.",
        "a = f(h), entry by entry, with f(z) = 1 / (1 + e⁻ᶻ). Where h is 0, a is 0.5.",
    ),
)
def hidden_output(hidden_input: Matrix) -> Matrix:
    """a = f(h): each hidden unit answers with the sigmoid of what arrived."""
    return hidden_input.map(sigmoid)


@backprop.step(
    part="forward pass",
    todo=3,
    points=8,
    hints=(
        "Look at TODO 3 in forward_pass: it does for the output unit what the first two TODOs "
        "did for the hidden units.",
        "The output layer: a weighted sum of what the hidden units answered, then the "
        "activation once. The names of this layer's values and weights end in output.",
        "ŷ = f(a W). Shapes: (records × n_hidden) (n_hidden × 1) = records × 1. With all "
        "weights zero every ŷ is 0.5.",
    ),
    hints_in_scripts=(
        "Look at TODO 3: it does for the output unit what the first two TODOs did for the "
        "hidden units. A single number should come out.",
        "The output layer: a weighted sum of what the hidden units answered, then the "
        "activation once. The names of this layer's values and weights end in output.",
        "ŷ = f(a W), where a W = Σⱼ aⱼ Wⱼ is a single number. With all weights zero ŷ is 0.5.",
    ),
)
def output(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """ŷ = f(a W): the output unit does the same with what the hidden units answered."""
    return (hidden_output @ weights_hidden_output).map(sigmoid)


@backprop.step(
    part="backward pass",
    todo=4,
    points=5,
    hints=(
        "Look at TODO 4 in backward_pass: two matrices of one column each, the targets and "
        "the network's answers.",
        "The error: how far the answer is from the target, with a sign. It should be positive "
        "where the answer is too low, so that adding a step moves the answer up.",
        "The error of a record is y − ŷ. For a target of 1 and an answer of 0.6 it is 0.4; for "
        "a target of 0 and the same answer it is −0.6.",
    ),
    hints_in_scripts=(
        "Look at TODO 4: two single numbers, the target of this record and the network's "
        "answer to it.",
        "The error: how far the answer is from the target, with a sign. It should be positive "
        "where the answer is too low, so that adding a step moves the answer up.",
        "The error of a record is y − ŷ. For a target of 1 and an answer of 0.6 it is 0.4; for "
        "a target of 0 and the same answer it is −0.6.",
    ),
)
def error(y: Matrix, output: Matrix) -> Matrix:
    """y − ŷ: how far the answer is from the target, and on which side."""
    return y - output


@backprop.step(
    part="backward pass",
    todo=5,
    points=12,
    hints=(
        "Look at TODO 5 in backward_pass. You need the line above it and the output, and all "
        "of them are one column.",
        "The error term of the output unit, by the chain rule: the error, and how much the "
        "output can move at that point. That is the slope of the sigmoid, which can be told "
        "from the activation alone.",
        "δᵒ = (y − ŷ) · f′(z), where z is what arrives at the output unit, and for the sigmoid "
        "f′(z) = ŷ (1 − ŷ). One record with y = 1 and ŷ = 0.5 has δᵒ = 0.125.",
    ),
    hints_in_scripts=(
        "Look at TODO 5. You need the line above it and the output, and both are single numbers.",
        "The error term of the output unit, by the chain rule: the error, and how much the "
        "output can move at that point. That is the slope of the sigmoid, which can be told "
        "from the activation alone.",
        "δᵒ = (y − ŷ) · f′(z), where z is what arrives at the output unit, and for the sigmoid "
        "f′(z) = ŷ (1 − ŷ). One record with y = 1 and ŷ = 0.5 has δᵒ = 0.125.",
    ),
)
def output_error_term(error: Matrix, output: Matrix) -> Matrix:
    """δᵒ = (y − ŷ) · ŷ · (1 − ŷ): how wrong the output is, times the slope of its sigmoid."""
    return error * slope(output)


@backprop.step(
    part="backward pass",
    todo=6,
    points=7,
    hints=(
        "Look at TODO 6 in backward_pass, and at its shape: one row for each record, one "
        "column for each hidden unit.",
        "Backpropagation itself: the output's error term goes back along the weights it came "
        "by, and each hidden unit gets its share by its own weight. One column meets one row: "
        "which of the two has to be turned?",
        "δᵒ Wᵀ, entry by entry δᵒᵣ Wⱼ for record r and hidden unit j. Shapes: "
        "(records × 1) (1 × n_hidden) = records × n_hidden.",
    ),
    hints_in_scripts=(
        "Look at TODO 6: one number has come back to the output unit, and a vector with an "
        "entry for each hidden unit should come out.",
        "Backpropagation itself: the output's error term goes back along the weights it came "
        "by, and each hidden unit gets its share by its own weight.",
        "δᵒ W, entry by entry δᵒ Wⱼ for hidden unit j. A single number meets each entry of a "
        "vector. Shape: n_hidden.",
    ),
)
def hidden_error(output_error_term: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """δᵒ Wᵀ: each hidden unit's share of the error, by the weight that carried it there."""
    return output_error_term @ weights_hidden_output.T


@backprop.step(
    part="backward pass",
    todo=7,
    points=9,
    hints=(
        "Look at TODO 7 in backward_pass, and back at TODO 5: it is the same move, one layer "
        "further back.",
        "The error term of the hidden units, by the chain rule: each unit's share of the "
        "error, and the slope of its own sigmoid. Unit by unit, record by record, with nothing "
        "summed.",
        "δʰ = (δᵒ Wᵀ) · f′(h), and for the sigmoid f′(h) = a (1 − a), entry by entry. Shape: "
        "records × n_hidden.",
    ),
    hints_in_scripts=(
        "Look at TODO 7, and back at TODO 5: it is the same move, one layer further back.",
        "The error term of the hidden units, by the chain rule: each unit's share of the "
        "error, and the slope of its own sigmoid. Unit by unit, with nothing summed.",
        "δʰ = (δᵒ W) · f′(h), and for the sigmoid f′(h) = a (1 − a), entry by entry. Shape: "
        "n_hidden.",
    ),
)
def hidden_error_term(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """δʰ = (δᵒ Wᵀ) · a · (1 − a): its share, times the slope of its own sigmoid."""
    return hidden_error * slope(hidden_output)


@backprop.step(
    part="backward pass",
    todo=8,
    points=5,
    hints=(
        "Look at TODO 8 in backward_pass. The step needs the shape of the weights it will "
        "move: one row for each hidden unit, one column.",
        "The gradient of a weight: what came in at its near end, times the error term at its "
        "far end, summed over the records. A matrix product sums, if the records are what the "
        "two matrices meet by.",
        "ΔW = aᵀ δᵒ, entry by entry ΔWⱼ = Σᵣ aᵣⱼ δᵒᵣ. Shapes: "
        "(n_hidden × records) (records × 1) = n_hidden × 1.",
    ),
    hints_in_scripts=(
        "Look at TODO 8: this record's step has the shape of the weights it will move, an "
        "entry for each hidden unit, and is added to the epoch's sum.",
        "The gradient of a weight: what came in at its near end, times the error term at its "
        "far end. The loop over the records does the summing.",
        "ΔWⱼ grows by δᵒ aⱼ with each record, so that ΔW = Σ a δᵒ over the records. Shape: "
        "n_hidden.",
    ),
)
def del_w_hidden_output(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """ΔW = aᵀ δᵒ: what entered the weight times the error term at its end, over all records."""
    return hidden_output.T @ output_error_term


@backprop.step(
    part="backward pass",
    todo=9,
    points=5,
    hints=(
        "Look at TODO 9 in backward_pass, and at TODO 8 above it: the same rule, one layer "
        "further back. Each feature has a row here, each hidden unit a column.",
        "The gradient of a weight: what came in at its near end, times the error term at its "
        "far end, summed over the records. These weights begin at the inputs and end at the "
        "hidden units.",
        "Δw = xᵀ δʰ, entry by entry Δwᵢⱼ = Σᵣ xᵣᵢ δʰᵣⱼ. Shapes: "
        "(6 × records) (records × n_hidden) = 6 × n_hidden.",
    ),
    hints_in_scripts=(
        "Look at TODO 9, and at TODO 8 above it: the same rule, one layer further back. Each "
        "feature has a row here, each hidden unit a column.",
        "The gradient of a weight: what came in at its near end, times the error term at its "
        "far end. Every feature meets every hidden unit, so one of the two vectors has to "
        "stand upright.",
        "Δwᵢⱼ grows by δʰⱼ xᵢ with each record. Shapes: (6 × 1) and (n_hidden) give 6 × n_hidden.",
    ),
)
def del_w_input_hidden(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """Δw = xᵀ δʰ: the same rule, one layer further back."""
    return x.T @ hidden_error_term


@backprop.step(
    part="update",
    todo=10,
    points=8,
    hints=(
        "Look at TODO 10 in update_weights. All four values that come in are used there, each "
        "of them once.",
        "Gradient descent: from where the weights are, go a little way along the records' "
        "average step. The learnrate says how far, and the step that comes in is a sum.",
        "w ← w + η Δw / m, with η the learnrate and m the number of records that Δw was summed "
        "over.",
    ),
    hints_in_scripts=(
        "Look at TODO 10, below the loop over the records: each layer moves there by its own "
        "sum, the learnrate and the number of records.",
        "Gradient descent: from where the weights are, go a little way along the records' "
        "average step. The learnrate says how far, and what was added up is a sum.",
        "w ← w + η Δw / m and W ← W + η ΔW / m, with η the learnrate and m the number of all "
        "the records.",
    ),
)
def update_weights(weights: Matrix, del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    """w + η Δw / m: a small step, by the average over the records."""
    return weights + learnrate / n_records * del_w


FORWARD = backprop.formulas("forward pass")
BACKWARD = backprop.formulas("backward pass")
UPDATE = backprop.formulas("update")

backprop.function("forward_pass", takes=("x", *backprop.weights), gives=("hidden_output", "output"))
backprop.function(
    "backward_pass",
    takes=("x", "y", "hidden_output", "output", "weights_hidden_output"),
    gives=backprop.weight_steps,
)
backprop.function(
    "update_weights",
    takes=("weights", "del_w", "learnrate", "n_records"),
    gives=("update_weights",),
)
backprop.function(
    "train",
    takes=("features", "targets", *backprop.weights, "epochs", "learnrate"),
    gives=(*backprop.weights, "losses"),
)

"""The steps of the lesson: a name, the names it is computed from, its formula and its promise.

The name of a function here is the name of its step, and its parameters are the names that
the step is computed from. A known mistake is a function of the same kind.
"""

from __future__ import annotations

import math

from ....solution.matrix import Matrix
from .lesson import backprop


def sigmoid(z: float) -> float:
    """1 / (1 + e⁻ᶻ), without overflow."""
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))


def logit(p: float) -> float:
    """What the sigmoid has made `p` of: log(p / (1 − p)). Raises where p is not inside (0, 1)."""
    return math.log(p / (1.0 - p))


def slope(activation: Matrix) -> Matrix:
    """The slope of the sigmoid where its value is `activation`: f(z) (1 − f(z))."""
    return activation * (1 - activation)


SLOPE = " * output * (1 - output)"
"""The slope of the output, as the solution multiplies by it: a demonstration leaves it out."""


@backprop.step(part="forward pass", todo=1, points=6)
def hidden_input(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    """h = x w: every input times its weight, added up, arrives at each hidden unit."""
    return x @ weights_input_hidden


@backprop.step(part="forward pass", todo=2, points=6)
def hidden_output(hidden_input: Matrix) -> Matrix:
    """a = f(h): each hidden unit answers with the sigmoid of what arrived."""
    return hidden_input.map(sigmoid)


@backprop.step(part="forward pass", todo=3, points=8)
def output(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """ŷ = f(a W): the output unit does the same with what the hidden units answered."""
    return (hidden_output @ weights_hidden_output).map(sigmoid)


@backprop.step(part="backward pass", todo=4, points=5)
def error(y: Matrix, output: Matrix) -> Matrix:
    """y − ŷ: how far the answer is from the target, and on which side."""
    return y - output


@backprop.step(part="backward pass", todo=5, points=12)
def output_error_term(error: Matrix, output: Matrix) -> Matrix:
    """δᵒ = (y − ŷ) · ŷ · (1 − ŷ): how wrong the output is, times the slope of its sigmoid."""
    return error * slope(output)


@backprop.step(part="backward pass", todo=6, points=7)
def hidden_error(output_error_term: Matrix, weights_hidden_output: Matrix) -> Matrix:
    """δᵒ Wᵀ: each hidden unit's share of the error, by the weight that carried it there."""
    return output_error_term @ weights_hidden_output.T


@backprop.step(part="backward pass", todo=7, points=9)
def hidden_error_term(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    """δʰ = (δᵒ Wᵀ) · a · (1 − a): its share, times the slope of its own sigmoid."""
    return hidden_error * slope(hidden_output)


@backprop.step(part="backward pass", todo=8, points=5)
def del_w_hidden_output(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    """ΔW = aᵀ δᵒ: what entered the weight times the error term at its end, over all records."""
    return hidden_output.T @ output_error_term


@backprop.step(part="backward pass", todo=9, points=5)
def del_w_input_hidden(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    """Δw = xᵀ δʰ: the same rule, one layer further back."""
    return x.T @ hidden_error_term


@backprop.step(part="update", todo=10, points=8)
def update_weights(weights: Matrix, del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    """w + η Δw / m: a small step, by the average over the records."""
    return weights + learnrate / n_records * del_w


FORWARD = backprop.formulas("forward pass")
BACKWARD = backprop.formulas("backward pass")
UPDATE = backprop.formulas("update")

backprop.check("gradient", part="backward pass", points=2)
backprop.check("keeps_old_weights", part="update", points=2)
backprop.left_out["numpy"] = frozenset({"keeps_old_weights", "reported_losses"})
"""A script is given no weights, and hands no losses back."""

for check, points, todo in (
    ("summed_over_records", 6, 11),
    ("zeroed_each_epoch", 4, 11),
    ("updated_once_per_epoch", 3, 12),
    ("both_layers_updated", 3, 12),
    ("every_epoch", 2, 0),
    ("weight_shapes", 1, 0),
    ("reported_losses", 2, 0),
    ("loss_falls", 2, 0),
    ("final_accuracy", 2, 0),
):
    backprop.check(check, part="training", points=points, todo=todo)

backprop.todos_of_scripts = {"summed_over_records": 8, "zeroed_each_epoch": 8} | dict.fromkeys(
    ("updated_once_per_epoch", "both_layers_updated"), 10
)

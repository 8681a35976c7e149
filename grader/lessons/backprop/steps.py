"""The steps of the lesson: a name, the names it is computed from, and its formula.

The name of a function here is the name of its step, and its parameters are the names that
the step is computed from, so that a formula can be asked for what it needs (`needs`) and be
given it (`compute`). A known mistake is a function of the same kind.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TypeAlias

from ....solution.matrix import Matrix

Value: TypeAlias = "Matrix | float"
Formula: TypeAlias = Callable[..., Matrix]


def sigmoid(z: float) -> float:
    """1 / (1 + e⁻ᶻ), without overflow."""
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))


def slope(activation: Matrix) -> Matrix:
    """The slope of the sigmoid where its value is `activation`: f(z) (1 − f(z))."""
    return activation * (1 - activation)


def hidden_input(x: Matrix, weights_input_hidden: Matrix) -> Matrix:
    return x @ weights_input_hidden


def hidden_output(hidden_input: Matrix) -> Matrix:
    return hidden_input.map(sigmoid)


def output(hidden_output: Matrix, weights_hidden_output: Matrix) -> Matrix:
    return (hidden_output @ weights_hidden_output).map(sigmoid)


def error(y: Matrix, output: Matrix) -> Matrix:
    return y - output


def output_error_term(error: Matrix, output: Matrix) -> Matrix:
    return error * slope(output)


def hidden_error(output_error_term: Matrix, weights_hidden_output: Matrix) -> Matrix:
    return output_error_term @ weights_hidden_output.T


def hidden_error_term(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    return hidden_error * slope(hidden_output)


def del_w_hidden_output(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    return hidden_output.T @ output_error_term


def del_w_input_hidden(x: Matrix, hidden_error_term: Matrix) -> Matrix:
    return x.T @ hidden_error_term


def update_weights(weights: Matrix, del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    return weights + learnrate / n_records * del_w


FORWARD: Mapping[str, Formula] = {
    step.__name__: step for step in (hidden_input, hidden_output, output)
}
BACKWARD: Mapping[str, Formula] = {
    step.__name__: step
    for step in (
        error,
        output_error_term,
        hidden_error,
        hidden_error_term,
        del_w_hidden_output,
        del_w_input_hidden,
    )
}
UPDATE: Mapping[str, Formula] = {"update_weights": update_weights}

TODOS: Mapping[str, int] = {
    **{step: number for number, step in enumerate([*FORWARD, *BACKWARD, *UPDATE], start=1)},
    "summed_over_records": 11,
    "zeroed_each_epoch": 11,
    "updated_once_per_epoch": 12,
    "both_layers_updated": 12,
}
"""The TODO of backprop.py that each check belongs to."""

TODOS_OF_SCRIPT: Mapping[str, int] = {
    **TODOS,
    "summed_over_records": 8,
    "zeroed_each_epoch": 8,
    "updated_once_per_epoch": 10,
    "both_layers_updated": 10,
}
"""The same for backprop_numpy.py: TODO 8 and 9 add up the steps, TODO 10 moves the weights."""


def needs(formula: Formula) -> tuple[str, ...]:
    """The names that a formula is computed from: those of its parameters."""
    code = formula.__code__
    return tuple(code.co_varnames[: code.co_argcount])


def compute(formula: Formula, known: Mapping[str, Value]) -> Matrix:
    """The formula's value from what is known. Raises KeyError where something it needs is not."""
    return formula(*(known[name] for name in needs(formula)))


def forward(known: Mapping[str, Value], formulas: Mapping[str, Formula]) -> dict[str, Value]:
    """All that is known after going through `formulas` in their order."""
    known = dict(known)
    for name, formula in formulas.items():
        known[name] = compute(formula, known)
    return known

"""The lesson's quantities in words: what the factor search looks for, and what a shape means.

Of each step: which factors belong in it, there or on the way there; what it is divided by; and
what its rows and columns, or in a script its numbers, stand for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from ....solution.matrix import Matrix
from ...lesson import Value
from ...mistakes import Quantity, Vocabulary
from ..descent.quantities import (
    ERROR,
    INPUT,
    LEARNRATE,
    NOT_OUTPUT,
    OUTPUT,
    RECORDS,
    SLOPE_OF_OUTPUT,
    of_output,
)
from ..descent.sigmoid import logit, sigmoid
from .lesson import backprop

HIDDEN = Quantity("a", "the hidden activation a")
NOT_HIDDEN = Quantity("(1 − a)", "one minus the hidden activation a")
WEIGHTS = Quantity("W", "the weight W that connects the hidden unit to the output")
UNITS = Quantity("n_hidden", "the number of hidden units")
SLOPES = {
    (OUTPUT, NOT_OUTPUT): SLOPE_OF_OUTPUT,
    (HIDDEN, NOT_HIDDEN): Quantity(
        "a (1 − a)", "the slope of the hidden unit's sigmoid, a (1 − a),"
    ),
}

_TERM = {ERROR, OUTPUT, NOT_OUTPUT}
_HIDDEN_TERM = {*_TERM, WEIGHTS, HIDDEN, NOT_HIDDEN}
BELONG: Mapping[str, Set[Quantity]] = {
    "error": {ERROR},
    "output_error_term": _TERM,
    "hidden_error": {*_TERM, WEIGHTS},
    "hidden_error_term": _HIDDEN_TERM,
    "del_w_hidden_output": {*_TERM, HIDDEN},
    "del_w_input_hidden": {*_HIDDEN_TERM, INPUT},
    "update_weights": {LEARNRATE},
}
"""What is multiplied into each step, there or on the way there: what can be missing in it."""

DIVIDE: Mapping[str, Set[Quantity]] = {"update_weights": {RECORDS}}

PER_WEIGHT: Set[str] = {
    *("weights", "weights_input_hidden", "weights_hidden_output"),
    *("del_w", "del_w_input_hidden", "del_w_hidden_output"),
}

BY_RECORD = "a row for each record and one column"
BY_UNIT = "a row for each record and a column for each hidden unit"
FOR_RECORDS = "one number for each record"
FOR_UNITS = "one number for each hidden unit, in each record"
SHAPES: Mapping[str, tuple[str, str]] = {
    "hidden_input": (BY_UNIT, FOR_UNITS),
    "hidden_output": (BY_UNIT, FOR_UNITS),
    "output": (BY_RECORD, FOR_RECORDS),
    "error": (BY_RECORD, FOR_RECORDS),
    "output_error_term": (BY_RECORD, FOR_RECORDS),
    "hidden_error": (BY_UNIT, FOR_UNITS),
    "hidden_error_term": (BY_UNIT, FOR_UNITS),
    "del_w_hidden_output": (
        "a row for each hidden unit and one column, like the weights that it moves",
        "one number for each hidden unit, like the weights that it moves",
    ),
    "del_w_input_hidden": (
        "a row for each input and a column for each hidden unit, like the weights that it moves",
        "a row for each input and a column for each hidden unit, like the weights that it moves",
    ),
    "update_weights": ("the shape of the weights that come in", "the shape of the weights"),
}
"""What a step's shape stands for: with matrices, and in a script, which may take the records one at
a time, some of them or all at once."""


def quantities(known: Mapping[str, Value]) -> Iterator[tuple[Quantity, Value]]:
    """Those of which a value is known."""
    yield from of_output(known)
    hidden_output = known.get("hidden_output")
    weights = known.get("weights_hidden_output")
    if isinstance(weights, Matrix):
        yield UNITS, float(weights.shape[0])
    if isinstance(hidden_output, Matrix):
        yield HIDDEN, hidden_output
        yield NOT_HIDDEN, 1 - hidden_output
    for quantity, name in (
        (WEIGHTS, "weights_hidden_output"),
        (INPUT, "x"),
        (LEARNRATE, "learnrate"),
        (RECORDS, "n_records"),
    ):
        if name in known:
            yield quantity, known[name]


backprop.vocabulary = Vocabulary(
    quantities=quantities,
    belong=BELONG,
    divide=DIVIDE,
    pairs=SLOPES,
    shapes=SHAPES,
    called={"update_weights": "new weight matrix"},
    moves={"update_weights": "weights"},
    per_weight=PER_WEIGHT,
    inverses={sigmoid: logit},
)

"""The lesson's quantities in words: what the factor search looks for, and what a shape means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

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
from .lesson import neuron

_TERM = {ERROR, OUTPUT, NOT_OUTPUT}
BELONG: Mapping[str, Set[Quantity]] = {
    "error": {ERROR},
    "output_error_term": _TERM,
    "del_w": {*_TERM, INPUT},
    "update_weights": {LEARNRATE},
}

BY_RECORD = ("a row for each record and one column", "one number for each record")
LIKE_WEIGHTS = "a row for each input and one column, like the weights that it moves"
SHAPES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("unit_input", "output", "error", "output_error_term"), BY_RECORD),
    "del_w": (LIKE_WEIGHTS, LIKE_WEIGHTS),
    "update_weights": ("the shape of the weights that come in", "the shape of the weights"),
}


def quantities(known: Mapping[str, Value]) -> Iterator[tuple[Quantity, Value]]:
    """Those of which a value is known."""
    yield from of_output(known)
    for quantity, name in ((INPUT, "x"), (LEARNRATE, "learnrate"), (RECORDS, "n_records")):
        if name in known:
            yield quantity, known[name]


neuron.vocabulary = Vocabulary(
    quantities=quantities,
    belong=BELONG,
    divide={"update_weights": {RECORDS}},
    pairs={(OUTPUT, NOT_OUTPUT): SLOPE_OF_OUTPUT},
    shapes=SHAPES,
    called={"update_weights": "new weight matrix"},
    moves={"update_weights": "weights"},
    per_weight=frozenset({"weights", "del_w"}),
    inverses={sigmoid: logit},
)

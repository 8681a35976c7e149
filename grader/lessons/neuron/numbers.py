"""Every number that may turn up on the way through the lesson's steps, and what it means."""

from __future__ import annotations

from collections.abc import Mapping

from ...judging.numbers import Numbers
from ...lesson import Value
from ..descent.lesson import INPUT, RECORD
from ..descent.numbers import Quantities
from .lesson import neuron

SIDES: Mapping[str, tuple[str, ...]] = {
    "x": (RECORD, INPUT),
    "y": (RECORD,),
    "weights": (INPUT,),
    "unit_input": (RECORD,),
    "output": (RECORD,),
    "error": (RECORD,),
    "output_error_term": (RECORD,),
    "del_w": (INPUT,),
}
"""What the rows and columns of each quantity count; a single column has one index."""


def of_passes(known: Mapping[str, Value]) -> list[Numbers]:
    """The quantities of an answer and of the step that it calls for."""
    found = Quantities(known, neuron.passes, SIDES)
    x, w, delta = (found.tables[name] for name in ("x", "weights", "output_error_term"))
    every = (RECORD, INPUT)
    return [
        *found.whole(squashed=("output",)),
        *found.slope("output", "output_error_term", "error"),
        *found.product("unit_input", every, 1, lambda r, i: x[r, i] * w[(i,)]),
        *found.product("del_w", every, 0, lambda r, i: x[r, i] * delta[(r,)]),
        *map(found.turned, ("error", "output_error_term")),
    ]

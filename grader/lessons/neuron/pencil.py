"""The record that the lesson works out with a pencil, and what else it says of its lines."""

from __future__ import annotations

from collections.abc import Mapping

from ....solution.matrix import Matrix
from ..descent.pencil import REST, Record
from .lesson import neuron

PIECES: Mapping[str, tuple[str, ...]] = {
    "unit_input": ("*", ".T", "y"),
    "output": ("x", "weights", "-"),
    "error": ("+", "x", "**"),
    "output_error_term": ("+", "y", "sigmoid"),
    "del_w": ("output", "error", "*"),
    "update_weights": ("-", "epochs", "features"),
    "summed_over_records": ("targets", "del_w", "n_records"),
    "weights_updated": ("targets", "del_w", "n_records"),
}
"""For each check with a line of its own what known mistakes have in it."""

RECORD = Record(
    neuron,
    x=Matrix([[2.0, -1.0] + [0.0] * REST]),
    y=Matrix([[1.0]]),
    weights=(Matrix([[1.5], [2.0]] + [[0.0]] * REST),),
    learnrate=0.5,
    words="x = (2  −1), y = 1, w = (1.5  2)",
)

"""Quantities that every lesson with one output unit has, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ....solution.matrix import Matrix
from ...lesson import Value
from ...mistakes import Quantity

OUTPUT = Quantity("ŷ", "the output ŷ")
NOT_OUTPUT = Quantity("(1 − ŷ)", "one minus the output ŷ")
SLOPE_OF_OUTPUT = Quantity("ŷ (1 − ŷ)", "the slope of the output unit's sigmoid, ŷ (1 − ŷ),")
ERROR = Quantity("error", "the error")
INPUT = Quantity("x", "the input x")
LEARNRATE = Quantity("η", "the learnrate η")
RECORDS = Quantity("m", "the number of records m")


def of_output(known: Mapping[str, Value]) -> Iterator[tuple[Quantity, Value]]:
    """The output and what is made of it alone, where its value is known."""
    output = known.get("output")
    if isinstance(output, Matrix):
        yield OUTPUT, output
        yield NOT_OUTPUT, 1 - output
        y = known.get("y")
        if isinstance(y, Matrix) and y.shape == output.shape:
            yield ERROR, y - output

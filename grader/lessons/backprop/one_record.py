"""The steps of a single record as NumPy takes them: entry by entry, the shorter one stretched.

For one record every step is a product or a difference of rows, and these are the lesson's own
numbers. Where a value has another shape than it should, NumPy goes on all the same as long as it
can stretch one of the two; so do these, and what follows from such a value is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import add, mul, sub

from ....solution.matrix import Matrix
from ...lesson import Formula
from ..descent.sigmoid import slope
from .steps import hidden_input, hidden_output, output


def error(y: Matrix, output: Matrix) -> Matrix:
    return _stretched(sub, y, output)


def output_error_term(error: Matrix, output: Matrix) -> Matrix:
    return _stretched(mul, error, slope(output))


def hidden_error(output_error_term: Matrix, weights_hidden_output: Matrix) -> Matrix:
    return _stretched(mul, output_error_term, weights_hidden_output.T)


def hidden_error_term(hidden_error: Matrix, hidden_output: Matrix) -> Matrix:
    return _stretched(mul, hidden_error, slope(hidden_output))


def del_w_hidden_output(hidden_output: Matrix, output_error_term: Matrix) -> Matrix:
    return _stretched(mul, hidden_output, output_error_term).T


def del_w_input_hidden(
    x: Matrix, hidden_error_term: Matrix, weights_input_hidden: Matrix
) -> Matrix:
    step = _stretched(mul, x.T, hidden_error_term)
    return _stretched(add, Matrix.zeros(*weights_input_hidden.shape), step)


FORMULAS: Mapping[str, Formula] = {
    step.__name__: step
    for step in (
        hidden_input,
        hidden_output,
        output,
        error,
        output_error_term,
        hidden_error,
        hidden_error_term,
        del_w_hidden_output,
        del_w_input_hidden,
    )
}


def _stretched(operation: Callable[[float, float], float], a: Matrix, b: Matrix) -> Matrix:
    """Entry by entry; a single row or column counts as many. Raises ValueError if neither fits."""
    shape = max(a.shape[0], b.shape[0]), max(a.shape[1], b.shape[1])
    tables = []
    for table in (a, b):
        if table.shape[0] not in (1, shape[0]) or table.shape[1] not in (1, shape[1]):
            raise ValueError(f"{a.shape} and {b.shape} do not fit")
        rows = table.rows if table.shape[0] == shape[0] else table.rows * shape[0]
        tables.append([row if len(row) == shape[1] else row * shape[1] for row in rows])
    pairs = zip(*tables, strict=True)
    return Matrix([map(operation, one, other) for one, other in pairs])

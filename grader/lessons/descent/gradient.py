"""The gradient, measured: nudge a weight up and down, and see what the loss does.

It needs no backpropagation, and so it is what backpropagation can be held against.
"""

from __future__ import annotations

from collections.abc import Mapping

from ....solution.matrix import Matrix
from ...lesson import Formula, Value, forward, matrix

NUDGE = 1e-5


def downhill(given: Mapping[str, Value], weights: str, formulas: Mapping[str, Formula]) -> Matrix:
    """Minus the gradient of ½ Σ (y − ŷ)² with respect to some weights, by central differences.

    `formulas` lead to the output.
    """
    table = matrix(given[weights])
    slopes: list[list[float]] = []
    for i, row in enumerate(table.rows):
        slopes.append([])
        for j in range(len(row)):
            above, below = (
                _half_squares({**given, weights: _nudged(table, i, j, nudge)}, formulas)
                for nudge in (NUDGE, -NUDGE)
            )
            slopes[-1].append((below - above) / (2 * NUDGE))
    return Matrix(slopes)


def _half_squares(given: Mapping[str, Value], formulas: Mapping[str, Formula]) -> float:
    known = forward(given, formulas)
    off = matrix(known["y"]) - matrix(known["output"])
    return sum(e * e for e in off.entries) / 2


def _nudged(table: Matrix, i: int, j: int, nudge: float) -> Matrix:
    rows = [list(row) for row in table.rows]
    rows[i][j] += nudge
    return Matrix(rows)

"""A matrix: a table of numbers, with the handful of operations the lesson needs.

    Matrix([[1, 2], [3, 4]])    from a list of rows
    a.rows, a.shape             the rows again; (number of rows, number of columns)
    a @ b                       matrix product: each row of a meets each column of b
    a.T                         transposed: rows become columns
    a + b, a - b, a * b         entry by entry, with a matrix of the same shape or a number
    a / 4, -a                   every entry divided by a number, every sign turned
    a.map(f)                    f of every entry

An operation gives a new matrix and leaves the old ones as they are. Inside there is nothing
but lists of floats: print one and you see it all.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from operator import add, mul, sub


class Matrix:
    """A table of floats.

    >>> Matrix([[1, 2], [3, 4]]) @ Matrix([[10], [1]])
    Matrix([[12.0], [34.0]])
    """

    __slots__ = ("rows", "shape")

    def __init__(self, rows: Iterable[Iterable[float]]) -> None:
        self.rows = [[float(entry) for entry in row] for row in rows]
        widths = sorted({len(row) for row in self.rows})
        if len(widths) > 1:
            raise ValueError(f"the rows of a matrix are equally long; these have lengths {widths}")
        self.shape = (len(self.rows), widths[0] if widths else 0)

    @classmethod
    def zeros(cls, n_rows: int, n_columns: int) -> Matrix:
        """All zeros: where a sum starts."""
        return cls([[0.0] * n_columns for _ in range(n_rows)])

    @classmethod
    def random(cls, n_rows: int, n_columns: int, scale: float, rng: random.Random) -> Matrix:
        """Normally distributed around 0, `scale` the standard deviation: where weights start."""
        return cls([[rng.gauss(0.0, scale) for _ in range(n_columns)] for _ in range(n_rows)])

    @property
    def T(self) -> Matrix:
        """Transposed: entry (i, j) moves to (j, i)."""
        return _holding([list(column) for column in zip(*self.rows)])

    def __matmul__(self, other: Matrix) -> Matrix:
        """(n × k) @ (k × m) is n × m: entry (i, j) is the sum over k of a_ik · b_kj."""
        if not isinstance(other, Matrix):
            return NotImplemented
        if self.shape[1] != other.shape[0]:
            raise ValueError(
                f"cannot multiply {_size(self)} by {_size(other)}: "
                f"{self.shape[1]} columns meet {other.shape[0]} rows"
            )
        columns = list(zip(*other.rows))
        return _holding(
            [[sum(map(mul, row, column), 0.0) for column in columns] for row in self.rows]
        )

    def __add__(self, other: Matrix | float) -> Matrix:
        return _entrywise("add", add, self, other)

    def __sub__(self, other: Matrix | float) -> Matrix:
        return _entrywise("subtract", sub, self, other)

    def __mul__(self, other: Matrix | float) -> Matrix:
        """Entry by entry; the matrix product is `@`."""
        return _entrywise("multiply entry by entry", mul, self, other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, number: float) -> Matrix:
        return -self + number

    def __truediv__(self, number: float) -> Matrix:
        return self * (1.0 / number) if isinstance(number, (int, float)) else NotImplemented

    def __neg__(self) -> Matrix:
        return self * -1.0

    def map(self, f: Callable[[float], float]) -> Matrix:
        """f of every entry."""
        return _holding([list(map(f, row)) for row in self.rows])

    def __eq__(self, other: object) -> bool:
        return self.rows == other.rows if isinstance(other, Matrix) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # lists have no hash, and so neither has a table

    def __repr__(self) -> str:
        return f"Matrix({self.rows})"


def _entrywise(
    name: str, operation: Callable[[float, float], float], a: Matrix, b: Matrix | float
) -> Matrix:
    if isinstance(b, (int, float)):
        return _holding([[operation(entry, b) for entry in row] for row in a.rows])
    if not isinstance(b, Matrix):
        return NotImplemented
    if a.shape != b.shape:
        raise ValueError(f"cannot {name} {_size(a)} and {_size(b)}: the shapes differ")
    return _holding([list(map(operation, *rows)) for rows in zip(a.rows, b.rows)])


def _holding(rows: list[list[float]]) -> Matrix:
    """A matrix around rows that are known to be floats and equally long."""
    matrix = Matrix.__new__(Matrix)
    matrix.rows = rows
    matrix.shape = (len(rows), len(rows[0]) if rows else 0)
    return matrix


def _size(matrix: Matrix) -> str:
    return f"{matrix.shape[0]}×{matrix.shape[1]}"

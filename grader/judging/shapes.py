"""Shape mistakes in words: turned on its side, one record only, summed the wrong way, a number.

What the numbers show for sure is said as such; else only what the shape shows by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from ...solution.matrix import Matrix
from .trace import agree

Pair: TypeAlias = tuple[Matrix, Matrix]
"""A value as it should be, and as it is."""


def explained(step: str, pairs: Sequence[Pair]) -> tuple[str, bool]:
    """What has become of the shape in all of these pairs, as advice; "" where nothing is sure.

    And whether the numbers show it, which then are right but for that.
    """
    by_weight = step.startswith("del_w") or step == "update_weights"
    numbers = {**BY_NUMBERS, **(OF_WEIGHTS if by_weight else OF_RECORDS)}
    ways = {**numbers, **({} if by_weight else SHAPE_OF_RECORDS), **BY_SHAPE}
    telling = [(wanted, got) for wanted, got in pairs if wanted.shape != got.shape]
    for words, is_so in ways.items():
        if telling and all(is_so(*pair) for pair in telling):
            name = "result" if step == "update_weights" else step
            return words.format(step=name), words in numbers
    return "", False


def _rows_added_up(table: Matrix) -> Matrix:
    return Matrix([[1.0] * table.shape[0]]) @ table


def _columns_added_up(table: Matrix) -> Matrix:
    return table @ Matrix([[1.0]] * table.shape[1])


IsSo: TypeAlias = Callable[[Matrix, Matrix], bool]

BY_NUMBERS: Mapping[str, IsSo] = {
    "Your {step} is turned on its side: what should be its rows are its columns. Which of the "
    "matrices that meet in this line was to be turned, and which was not?": (
        lambda wanted, got: agree(wanted.T, got)
    ),
    "Your {step} is a single number: all its entries have been added up. Which product goes entry "
    "by entry, and which one adds?": (
        lambda wanted, got: agree(_columns_added_up(_rows_added_up(wanted)), got)
    ),
}
OF_RECORDS: Mapping[str, IsSo] = {
    "Your {step} has one row, that of the first record. Each row of x is a record of its own: "
    "does this line, or its loop, go on to the others?": (
        lambda wanted, got: agree(Matrix(wanted.rows[:1]), got)
    ),
    "Your {step} has one row, that of the last record. If a loop goes through the records, where "
    "do the rows of the earlier ones stay?": (
        lambda wanted, got: agree(Matrix(wanted.rows[-1:]), got)
    ),
    "Your {step} has one row: the records have been added up. Each of them keeps a row of its own "
    "here: at which TODO are they summed?": (
        lambda wanted, got: agree(_rows_added_up(wanted), got)
    ),
    "Your {step} has one column: the hidden units have been added up. How many values does each "
    "record have in this step?": (lambda wanted, got: agree(_columns_added_up(wanted), got)),
}
SHAPE_OF_RECORDS: Mapping[str, IsSo] = {
    "Your {step} has a row and a column for each hidden unit: a column has met a row, and each "
    "entry of the one has met all of the other. What are the two shapes in this line?": (
        lambda wanted, got: wanted.shape[1] > 1 and got.shape == (wanted.shape[1],) * 2
    ),
    "Your {step} has a row and a column for each record: a column has met a row, in a product of "
    "matrices. Should a record meet the others here, or only itself?": (
        lambda wanted, got: got.shape == (wanted.shape[0],) * 2
    ),
}
OF_WEIGHTS: Mapping[str, IsSo] = {
    "Your {step} has one row: what belongs to the units that these weights come from has been "
    "added up. Does each of these weights need a step of its own?": (
        lambda wanted, got: agree(_rows_added_up(wanted), got)
    ),
    "Your {step} has one column: what belongs to the units that these weights lead to has been "
    "added up. Does each of these weights need a step of its own?": (
        lambda wanted, got: agree(_columns_added_up(wanted), got)
    ),
}
BY_SHAPE: Mapping[str, IsSo] = {
    "Your {step} is a single number. For how many records, or weights, does this line speak, and "
    "what has made one of them all?": (lambda _, got: got.shape == (1, 1)),
    "Your {step} has as many rows as it should have columns, and the other way round. Which of "
    "the matrices that meet in this line was to be turned, and which was not?": (
        lambda wanted, got: wanted.shape == (got.shape[1], got.shape[0])
    ),
}
"""The advice, and whether it is so; the surest first."""

"""Shape mistakes in words: turned on its side, one record only, summed the wrong way, a number.

What the numbers show for sure is said as such; else both shapes, and what the right one stands
for: how it came to the other is anybody's guess, and so nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from ...solution.matrix import Matrix
from ..mistakes import Vocabulary
from .trace import agree

Pair: TypeAlias = tuple[Matrix, Matrix]
"""A value as it should be, and as it is."""

IsSo: TypeAlias = Callable[[Matrix, Matrix], bool]


def by_numbers(step: str, pairs: Sequence[Pair], of: Vocabulary) -> str:
    """What has happened to a value that is otherwise right in all of these pairs; or ""."""
    ways = {**BY_NUMBERS, **(OF_WEIGHTS if _is_of_weights(step, of) else OF_RECORDS)}
    return _told(step, ways, pairs, of)


def square(step: str, pairs: Sequence[Pair], of: Vocabulary) -> str:
    """Each entry of a column has met each entry of a row: what the rows and columns stand for."""
    return "" if _is_of_weights(step, of) else _told(step, SHAPE_OF_RECORDS, pairs, of)


def by_shape(step: str, pairs: Sequence[Pair], of: Vocabulary, *, in_a_script: bool) -> str:
    """What the shape shows by itself, as advice; "" where it is right.

    In a script the pairs are of single records, which have no rows.
    """
    telling = [(wanted, got) for wanted, got in pairs if wanted.shape != got.shape]
    return both(step, *telling[0], of, in_a_script=in_a_script) if telling else ""


def _told(step: str, ways: Mapping[str, IsSo], pairs: Sequence[Pair], of: Vocabulary) -> str:
    telling = [(wanted, got) for wanted, got in pairs if wanted.shape != got.shape]
    for words, is_so in ways.items():
        if telling and all(is_so(*pair) for pair in telling):
            return words.format(step=of.name(step))
    return ""


def _is_of_weights(step: str, of: Vocabulary) -> bool:
    return step in of.per_weight or step in of.moves


def both(step: str, wanted: Matrix, got: Matrix, of: Vocabulary, *, in_a_script: bool) -> str:
    """The shape that there is, what it should be, and a question that takes nothing for granted."""
    stands_for = of.shapes[step][in_a_script]
    there = in_numbers(got.shape) if in_a_script or got.shape == (1, 1) else size(got)
    meant = in_numbers(wanted.shape) if in_a_script else size(wanted)
    meaning = "" if meant == stands_for else f": {stands_for}"
    return (
        f"Your {of.name(step)} is {there}, and should be {meant}{meaning}. What are the shapes of "
        "the values in this line, and what does each operation make of them?"
    )


def size(table: Matrix) -> str:
    return f"{table.shape[0]}×{table.shape[1]}"


def in_numbers(shape: tuple[int, int]) -> str:
    """A shape as a script knows it: a single number, a vector, a table."""
    if shape == (1, 1):
        return "a single number"
    if 1 in shape:
        return f"a vector of {max(shape)} numbers"
    return f"a table of {shape[0]} rows and {shape[1]} columns"


def _rows_added_up(table: Matrix) -> Matrix:
    return Matrix([[1.0] * table.shape[0]]) @ table


def _columns_added_up(table: Matrix) -> Matrix:
    return table @ Matrix([[1.0]] * table.shape[1])


BY_NUMBERS: Mapping[str, IsSo] = {
    "Your {step} is turned on its side: what should be its rows are its columns. Which matrix "
    "gives this line its rows, and which one its columns?": (
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
    "Your {step} has one column, that of the first hidden unit. Does this line, or its loop, go on "
    "to the others?": (lambda wanted, got: agree(Matrix([row[:1] for row in wanted.rows]), got)),
    "Your {step} has one column: the hidden units have been added up. How many values does each "
    "record have in this step?": (lambda wanted, got: agree(_columns_added_up(wanted), got)),
}
SHAPE_OF_RECORDS: Mapping[str, IsSo] = {
    "Your {step} has a row and a column for each hidden unit. What are the shapes of the values in "
    "this line, and what does each operator make of them?": (
        lambda wanted, got: wanted.shape[1] > 1 and got.shape == (wanted.shape[1],) * 2
    ),
    "Your {step} has a row and a column for each record. Should a record meet the others here, or "
    "only itself, and which operator makes them meet?": (
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
"""The advice, and whether it is so; the surest first."""

"""Arrays, tables and lists of a script's: what shape they have, and what is put into them.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import numbers
from array import array
from typing import Any

MOST_HIDDEN = 64


def are_layers(first: Any, second: Any, n_features: int) -> bool:
    """Are these weights from that many features to some hidden units, and on to one output?"""
    shape, other = flat(shape_of(first)), flat(shape_of(second))
    if len(shape) != 2 or n_features not in shape:
        return False
    n_hidden = shape[1] if shape[0] == n_features else shape[0]
    return n_hidden <= MOST_HIDDEN and other in ((n_hidden,), (n_hidden, 1), (1, n_hidden))


def fill(table: Any, given: Any) -> None:
    """Puts these numbers into an array, a Matrix, a table of pandas, a list of numbers or rows."""
    if isinstance(table, list):
        for i, entry in enumerate(given.tolist()):
            if isinstance(entry, list):
                table[i][:] = entry
            else:
                table[i] = entry
    elif isinstance(numbers := attribute(table, "entries"), list):
        numbers[:] = given.ravel().tolist()
    else:
        getattr(table, "iloc", table)[...] = given


def row_of_numbers(value: Any) -> range | None:
    """The range that it is, or that has the same numbers; None if there is none."""
    if isinstance(value, range):
        return value
    numbers = value.tolist() if hasattr(value, "tolist") and len(shape_of(value)) == 1 else []
    if len(numbers) < 2 or not all(isinstance(number, int) for number in numbers):
        return None
    row = range(numbers[0], numbers[-1] + 1, max(1, numbers[1] - numbers[0]))
    return row if [*row] == numbers else None


def is_paired(value: Any, n_features: int) -> bool:
    """Is it a list of records, each with its target?"""
    return (
        isinstance(value, (list, tuple))
        and bool(value)
        and all(isinstance(entry, (list, tuple)) and len(entry) == 2 for entry in value)
        and flat(shape_of(value[0][0])) in ((n_features,), (1, n_features), (n_features, 1))
    )


def shape_of(value: Any) -> tuple[int, ...]:
    """The shape of an array, a table or a list of numbers or rows, () of anything else."""
    if isinstance(value, (list, tuple)) and value:
        if all(map(is_number, value)):
            return (len(value),)
        rows = {len(row) if is_row(row) else -1 for row in value}
        if len(rows) == 1 and -1 not in rows and all(map(is_number, value[0])):
            return (len(value), rows.pop())
        return ()
    shape = attribute(value, "shape")
    return shape if isinstance(shape, tuple) else ()


def flat(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The same shape; of more than two dimensions, those in which there is more than one entry."""
    return shape if len(shape) <= 2 else tuple(n for n in shape if n > 1)


def is_row(value: Any) -> bool:
    """Is it a list, a tuple, or an array of one dimension, NumPy's or Python's?"""
    is_array = attribute(value, "ndim") == 1 and not is_table(value)
    return is_array or isinstance(value, (list, tuple, array))


def shaped(table: Any, shape: tuple[int, ...]) -> Any:
    """The same numbers in another of the shapes that a layer's weights can have."""
    is_turned = flat(shape) not in (table.shape, table.shape[:1])
    return (table.T if is_turned else table).reshape(shape)


def attribute(value: Any, name: str) -> Any:
    """What it has under that name, or None: whatever an object of the script's does when asked."""
    try:
        return getattr(value, name, None)
    except Exception:
        return None


def is_table(value: Any) -> bool:
    """Is it a table of pandas, or a column of one?"""
    return attribute(value, "iloc") is not None


def plain(value: Any) -> Any:
    """The value as an array, if it is a table of pandas; any other as it is."""
    return value.to_numpy() if hasattr(value, "to_numpy") else value


def is_real(value: Any) -> bool:
    """Is it a number of whatever precision, as NumPy's are?"""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)

"""A submission's values as they are told: numbers and lists; for anything else, a word for it.

Loaded after protocol.py, which it imports.
"""

from __future__ import annotations

import itertools
import math

from .protocol import FEWEST, packed

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    from typing import Any

MOST_NUMBERS = 100_000
DEEPEST = 8


class Giant(Exception):
    """There is more in a value than any step of the lesson holds."""


def encoded(value: Any, Matrix: Any) -> Any:
    """Numbers and lists as they are; anything else as a word for what it is."""
    left = [MOST_NUMBERS]

    def take(count: int) -> None:
        left[0] -= count
        if left[0] < 0:
            raise Giant

    def encode(value: Any, depth: int) -> Any:
        left[0] -= 1
        if left[0] < 0 or depth > DEEPEST:
            raise Giant
        if value is None or value is ...:
            return {"odd": "nothing" if value is None else "ellipsis"}
        if isinstance(value, (bool, str, bytes)):
            return {"odd": type(value).__name__}
        if isinstance(value, int):
            return value if abs(value) < 1 << 64 else {"odd": "giant"}
        if isinstance(value, float):
            if value - value == 0:
                return value
            return {"odd": "infinite" if abs(value) > 0 else "nan"}
        if hasattr(value, "tolist"):
            return encode(value.tolist(), depth + 1)
        if isinstance(value, Matrix) and (whole := _whole(value)):
            take(len(whole[0]))
            return packed(*whole) if len(whole[0]) >= FEWEST else _rows(value)
        rows = _rows(value) if isinstance(value, Matrix) else value
        if isinstance(rows, (list, tuple)):
            rows = list(rows)
            is_table = bool(rows) and all(isinstance(row, list) for row in rows)
            entries = itertools.chain.from_iterable(rows) if is_table else rows
            numbers = list(itertools.islice(entries, left[0] + 1))
            if not _are_finite_floats(numbers):
                return [encode(entry, depth + 1) for entry in rows]
            take(len(numbers))
            widths = {*map(len, rows)} if is_table else {None}
            if len(numbers) >= FEWEST and len(widths) == 1:
                return packed(numbers, widths.pop())
            return [*map(list, rows)] if is_table else rows
        return {"odd": f"a {type(value).__name__}"[:60]}

    try:
        return encode(value, 0)
    except (Giant, MemoryError):
        return {"odd": "giant"}
    except BaseException as error:
        return {"odd": f"a value that raises {type(error).__name__}"[:90]}


def _are_finite_floats(numbers: list[Any]) -> bool:
    """Are all of them finite floats? If their sum is, they are; if not, it may have overflowed."""
    if {*map(type, numbers)} != {float}:
        return False
    return math.isfinite(sum(numbers)) or all(map(math.isfinite, numbers))


def _whole(matrix: Any) -> tuple[list[float], int] | None:
    """Its list of numbers, and how many make a row; None where that is not all there is to it."""
    (n_rows, width), entries = matrix.shape, matrix.entries
    if type(entries) is not list or not 0 < len(entries) <= MOST_NUMBERS // 2:
        return None
    if type(n_rows) is not int or type(width) is not int or len(entries) != n_rows * width:
        return None
    return (entries, width) if width > 0 and _are_finite_floats(entries) else None


def _rows(matrix: Any) -> list[Any]:
    """Its rows as plain lists, not the views that `rows` gives to whoever writes into them."""
    n_rows, width = matrix.shape
    entries = matrix.entries
    return [entries[i * width : (i + 1) * width] for i in range(n_rows)]

"""Records that a script chooses by their numbers, or by a flag for each: `for i in train_idx`.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

from typing import Any

from .arrays import is_real

FEWEST = 12
"""A shorter row of whole numbers may say which columns, or which units."""


def chosen(numpy: Any, value: Any, n_rows: int, *, is_mask: bool = False) -> Any:
    """The numbers of the rows, of so many, that it chooses; None where it is no such choice.

    A mask has 1 and 0 where flags are True and False.
    """
    if is_mask:
        value = value.ravel() == 1
    if isinstance(value, (range, list)) and all(map(is_real, value[:FEWEST])):
        value = numpy.array(value)
    if not isinstance(value, numpy.ndarray) or value.ndim != 1:
        return None
    if value.dtype.kind == "b":
        rows = numpy.flatnonzero(value)
        return rows if len(value) == n_rows and 0 < len(rows) < n_rows else None
    if value.dtype.kind not in "iu" or not FEWEST <= len(value) <= n_rows:
        return None
    is_choice = len({*value.tolist()}) == len(value) and min(value) >= 0 and max(value) < n_rows
    return value if is_choice else None


def is_flags(value: Any) -> bool:
    """Is it a row of True and False?"""
    return getattr(getattr(value, "dtype", None), "kind", "") == "b"


def choosing(numpy: Any, like: Any, rows: Any, n_rows: int, *, is_mask: bool = False) -> Any:
    """A choice of these rows, of so many, in the form of another, which may be a mask."""
    if isinstance(like, (range, list)):
        return rows.tolist()
    if like.dtype.kind == "b":
        return numpy.isin(numpy.arange(n_rows), rows)
    if is_mask:
        mask = numpy.isin(numpy.arange(n_rows), rows).astype(like.dtype)
        return mask.reshape(-1, *like.shape[1:])
    return rows.astype(like.dtype)

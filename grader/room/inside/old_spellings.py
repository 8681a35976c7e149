"""What a script finds in NumPy and pandas that they have no more, or have never had.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def allow_old_spellings(numpy: Any, pandas: Any) -> None:
    """Brings back what NumPy and pandas have removed since the exercise was first written.

    And gives the records what a Matrix has: learners find them in both forms.
    """
    for name, now in {"float": float, "int": int, "object": object}.items():
        setattr(numpy, name, now)
    for kind in (pandas.DataFrame, pandas.Series):
        kind.ix = property(lambda self: self.loc)
        kind.as_matrix = kind.to_numpy
        kind.rows = property(_rows)


def with_numbers(get_dummies: Callable[..., Any]) -> Callable[..., Any]:
    """The same, whose flags are 0 and 1, as they were before pandas made them True and False."""

    def get_numbers(*given: Any, **options: Any) -> Any:
        return get_dummies(*given, **{"dtype": int, **options})

    return get_numbers


def _rows(table: Any) -> list[list[float]]:
    """What the records have for rows where a learner's data_prep has each as a Matrix."""
    rows: list[list[float]] = table.to_numpy(dtype=float).reshape(len(table), -1).tolist()
    return rows


def with_new_axes(getitem: Callable[..., Any]) -> Callable[..., Any]:
    def with_new_axes(self: Any, key: Any) -> Any:
        if isinstance(key, tuple) and None in key:
            return self.to_numpy()[key]
        return getitem(self, key)

    return with_new_axes

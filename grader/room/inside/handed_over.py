"""What the lesson's data_prep hands over to a script: its records as tables, or as matrices.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def handed_over(
    script: Any, learned: Sequence[Any], aside: Sequence[Any], labels: Sequence[Any] = (None, None)
) -> dict[str, Any]:
    """The names of data_prep, with inputs and targets to learn from, and those kept aside.

    A script that imports matrices has these, and tables of pandas beside them.
    """
    features, targets = _tables(script, labels[0], 1, *learned)
    features_test, targets_test = _tables(script, labels[1], 2, *aside)
    tables = {
        "features": features,
        "targets": targets,
        "features_test": features_test,
        "targets_test": targets_test,
    }
    pandas = {f"pandas_{name}": table for name, table in tables.items()}
    if script.matrix:
        tables = {name: script.matrix(table.rows) for name, table in tables.items()}
    return {**tables, **pandas}


def _tables(script: Any, labels: Any, first: int, x: Any, y: Any) -> tuple[Any, Any]:
    """Their labels are not their positions, as the lesson's training set is a random sample.

    Nor does another table have one of them, with another `first`, which is less than 3.
    """
    pandas, lesson = script.pandas, script.lesson
    if labels is None:
        labels = pandas.RangeIndex(3 * len(x) + first, first, -3)
    return (
        pandas.DataFrame(x, columns=script.columns, index=labels),
        pandas.Series(y[:, 0], index=labels, name=lesson["target"]),
    )


def applicants(script: Any) -> tuple[Sequence[Any], Sequence[Any]]:
    """As many records as the lesson has, of the applicants in the file, and what is left of them.

    The file has the target first and the rank last; the scores in between are standardised.
    """
    numpy, lesson = script.numpy, script.lesson
    y, *scores, rank = numpy.array(script.table, dtype=float).T
    flags = rank[:, None] == numpy.arange(1, len(lesson["features"]) - len(scores) + 1)
    x = numpy.column_stack([*((s - s.mean()) / s.std(ddof=1) for s in scores), flags])
    learned, aside = sampled(script)
    return (x[learned], y[learned, None]), (x[aside], y[aside, None])


def sampled(script: Any) -> tuple[Any, Any]:
    """Which applicants are to be learned from, and which not, as the lesson draws them."""
    everybody, lesson = script.pandas.RangeIndex(len(script.table)), script.lesson
    table = script.pandas.DataFrame(index=everybody)
    learned = table.sample(n=lesson["n_records"], random_state=lesson["seed"]).index
    return learned, everybody.difference(learned)

"""What a script's training handles: with all records at once, with one, and throughout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ....solution.matrix import Matrix
from ...judging.stopgaps import Handled, count, table, together
from ...room import noted
from ..descent.handled import Handling, throughout
from ..descent.training import Run, Weights
from .epoch_looked_at import known_in
from .lesson import STEPS, WEIGHTS
from .numbers import NEW

TOGETHER = (("x", "y"), WEIGHTS, ("hidden_output", "output"), STEPS, (*NEW.values(),))
"""What is often handed on together, in this order or the other."""


def handled(run: Run) -> dict[str, Handled]:
    """All that a training handles which goes through these epochs."""
    found, epoch = Handling(), run
    for _ in range(run.epochs):
        after = epoch.updated(epoch.weights, epoch.summed(epoch.weights))
        known = _tables(epoch, after)
        _enter(found, "columns", {name: table(t, "a") for name, t in known.items()})
        _enter(found, "flat", {name: _flat(t) for name, t in known.items()})
        for i in range(run.n_records):
            of_record = _tables(epoch.part(slice(i, i + 1)), after)
            _enter(found, "a record", {name: _flat(t) for name, t in of_record.items()})
        epoch = replace(epoch, weights=after)
    found.enter("order", together([*map(count, range(run.n_records))]))
    throughout(found, run, "a")
    return found.known


def _tables(run: Run, after: Weights) -> dict[str, Matrix]:
    """All tables of the epoch after which the weights are these."""
    known = known_in(run) | dict(zip(NEW.values(), after, strict=True))
    return {name: value for name, value in known.items() if isinstance(value, Matrix)}


def _enter(found: Handling, how: str, known: Mapping[str, noted.Value]) -> None:
    for name, value in known.items():
        found.enter(f"{name}, {how}", value, name)
    for names in TOGETHER:
        for several in (names, names[::-1]):
            _enter_together(found, how, several, known)


def _enter_together(
    found: Handling, how: str, names: Sequence[str], known: Mapping[str, noted.Value]
) -> None:
    if known.keys() >= {*names}:
        value = together([known[name] for name in names])
        found.enter(f"{' and '.join(names)}, {how}", value, *names)


def _flat(own: Matrix) -> noted.Value:
    """Its numbers without a side of one row or one column."""
    shape = tuple(size for size in own.shape if size > 1)
    return noted.Value("a" if shape else "n", shape, (*own.entries,))

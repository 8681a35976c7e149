"""What a script's training handles: with all records at once, with one, and throughout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....solution.matrix import Matrix
from ...judging.stopgaps import Handled, table, together
from ...lesson import Value, forward
from ...room import noted
from ..descent.handled import Handling, throughout
from ..descent.training import Run, Weights
from .lesson import STEPS, WEIGHTS
from .numbers import NEW
from .script_lines import FORMULAS
from .script_trainings import of_one_record

TOGETHER = (("x", "y"), WEIGHTS, ("hidden_output", "output"), STEPS, (*NEW.values(),))
"""What is often handed on together, in this order or the other."""


def handled(run: Run) -> dict[str, Handled]:
    """All that a training handles which goes through these epochs."""
    found, weights = Handling(), run.weights
    for _ in range(run.epochs):
        after = run.updated(weights, run.summed(weights))
        known = _known(run, weights, after)
        _enter(found, "columns", {name: table(t, "a") for name, t in known.items()})
        _enter(found, "flat", {name: _flat(t) for name, t in known.items()})
        for i in range(run.n_records):
            single = of_one_record({**known, **dict(zip(WEIGHTS, weights, strict=True))}, i)
            of_record = _known(single, weights, after)
            _enter(found, "a record", {name: _flat(t) for name, t in of_record.items()})
        weights = after
    order = [noted.Value("i", (), (float(i),)) for i in range(run.n_records)]
    found.enter("order", together(order))
    throughout(found, run, "a")
    return found.known


def _known(run: Run, weights: Weights, after: Weights) -> dict[str, Matrix]:
    """All tables of one epoch with these records."""
    given: dict[str, Value] = {
        "x": run.features,
        "y": run.targets,
        **dict(zip(NEW, weights, strict=True)),
        "learnrate": run.learnrate,
        "n_records": float(run.n_records),
        "n_features": float(run.features.shape[1]),
    }
    known = {**forward(given, FORMULAS), **dict(zip(WEIGHTS, weights, strict=True))}
    known |= dict(zip(NEW.values(), after, strict=True))
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

"""What a training loop handles: in each batch, in each epoch, and throughout."""

from __future__ import annotations

from collections.abc import Sequence

from ....solution.matrix import Matrix
from ...judging.stopgaps import Handled, count, table, together
from ...room.noted import Value
from .loop_quantities import new, sums
from .training import Run, add


class Handling:
    """What is handled, entered turn by turn."""

    def __init__(self) -> None:
        self._values: dict[str, list[Value]] = {}
        self._steps: dict[str, frozenset[str]] = {}

    def enter(self, name: str, value: Value, *steps: str) -> None:
        """One more turn of it; the steps whose value it is."""
        self._values.setdefault(name, []).append(value)
        self._steps[name] = frozenset(steps)

    @property
    def known(self) -> dict[str, Handled]:
        """All that was entered."""
        return {name: Handled((*v,), self._steps[name]) for name, v in self._values.items()}


def handled(run: Run) -> dict[str, Handled]:
    """All that the loop of this training handles."""
    lesson, weights, found = run.lesson, run.weights, Handling()

    def enter(names: Sequence[str], several: Sequence[Matrix], steps: Sequence[str] = ()) -> None:
        values = [*map(table, several)]
        for i, (name, value) in enumerate(zip(names, values, strict=True)):
            found.enter(name, value, *steps[i : i + 1])
        if len(values) > 1:
            found.enter(" and ".join(names), together(values), *steps)

    def of_layers(what: str) -> list[str]:
        return [f"{what} {layer.letter}" for layer in lesson.layers]

    for _ in range(run.epochs):
        total = run.nothing
        for records in run.batches:
            x, y = (rows[records.start : records.stop] for rows in (run.features, run.targets))
            enter(of_layers("before"), weights)
            enter(("x", "y"), (x, y))
            enter(lesson.forth.gives, lesson.forth.answer(x, *weights))
            enter(of_layers("sum before"), total)
            steps = run.steps(records, weights)
            enter(of_layers("batch of"), steps)
            total = add(total, steps)
            enter(of_layers("sum after"), total, sums(lesson))
            found.enter("start", count(records.start))
        enter(sums(lesson), total, sums(lesson))
        weights = run.updated(weights, total)
        enter(new(lesson), weights, new(lesson))
    starts = [count(records.start) for records in run.batches]
    found.enter("starts", together(starts))
    throughout(found, run)
    return found.known


def throughout(found: Handling, run: Run, kind: str = "m") -> None:
    """Enters what stays the same in the whole training."""
    found.enter("features", table(run.features, kind))
    found.enter("targets", table(run.targets, kind))
    sizes = {
        "n_records": run.n_records,
        "n_features": run.features.shape[1],
        "n_hidden": run.weights[-1].shape[0],
        "epochs": run.epochs,
        "batch": run.batch,
        "n_batches": len([*run.batches]),
    }
    for name, size in sizes.items():
        found.enter(name, count(size))
        found.enter(f"range of {name}", count(size, "r"))
    found.enter("shape", together([*map(count, run.features.shape)]))
    found.enter("learnrate", Value("n", (), (run.learnrate,)))

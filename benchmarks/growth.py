"""How the time of a training grows with the number of records and of hidden units."""

from __future__ import annotations

import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType

from .measuring import ROOT, Figure, in_turn

RECORDS = (90, 360, 900, 3_600, 9_000, 36_000)
HIDDEN = (2, 4, 8, 16, 32, 64)
# As many for every size: a training ends with a look at its loss, which is shared by its epochs.
EPOCHS = 10


@dataclass(frozen=True)
class Growth:
    """CPU seconds of one epoch at several sizes."""

    what: str
    seconds: Mapping[int, Figure]

    @property
    def exponent(self) -> float:
        """The e of size ** e, fitted to all the sizes; 1 is a straight line."""
        points = [(math.log(size), math.log(f.median)) for size, f in self.seconds.items()]
        return statistics.linear_regression(*zip(*points)).slope


def measured(rounds: int, enough: int = 40_000) -> tuple[Growth, Growth]:
    """Growth by records and by hidden units; small ones train several times a round."""
    train, matrix = _lesson()

    def epoch(n_records: int, n_hidden: int) -> Callable[[], float]:
        rng = random.Random(n_records)
        tables = [
            matrix.random(*shape, 1.0, rng)
            for shape in ((n_records, 6), (n_records, 1), (6, n_hidden), (n_hidden, 1))
        ]
        trainings = max(1, enough // (n_records * n_hidden * EPOCHS))

        def seconds() -> float:
            begun = time.process_time()
            for _ in range(trainings):
                train(*tables, EPOCHS, 0.1)
            return (time.process_time() - begun) / (trainings * EPOCHS)

        return seconds

    by_records = in_turn(rounds, {str(n): epoch(n, 2) for n in RECORDS})
    by_hidden = in_turn(rounds, {str(n): epoch(360, n) for n in HIDDEN})
    return (
        Growth("records", {int(n): Figure.of(runs) for n, runs in by_records.items()}),
        Growth("hidden units", {int(n): Figure.of(runs) for n, runs in by_hidden.items()}),
    )


def table(growth: Growth) -> list[str]:
    """The table, in Markdown."""
    lines = [f"| {growth.what} | one epoch |", "|---|---|"]
    lines += [f"| {n:,} | {figure.shown(1000)} ms |" for n, figure in growth.seconds.items()]
    return lines


def _lesson() -> tuple[Callable[..., object], type]:
    """The shipped `train` and `Matrix`, as a learner's own program would have them."""
    modules = {}
    for name in ("matrix", "backprop"):
        modules[name] = sys.modules[name] = ModuleType(name)
        source = (ROOT / "solution" / f"{name}.py").read_text("utf-8")
        exec(compile(source, f"{name}.py", "exec"), modules[name].__dict__)
    return modules["backprop"].train, modules["matrix"].Matrix

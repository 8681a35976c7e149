"""How things are measured: in turn, several times over, and told as a median with its spread.

In turn, because a machine's speed drifts; CPU time before wall time, because others use it too.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
SPENDING = Path(__file__).with_name("spending.py")
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """What was measured several times."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> Figure:
        return cls(tuple(values))

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def over(self, other: Figure) -> Figure:
        """The ratio to another figure, round by round."""
        return Figure.of(a / b for a, b in zip(self.values, other.values, strict=True))

    def less(self, other: Figure) -> Figure:
        """What is left when another figure is taken off, round by round."""
        return Figure.of(a - b for a, b in zip(self.values, other.values, strict=True))

    def shown(self, scale: float = 1.0, digits: int = 3) -> str:
        """The median, with the lowest and the highest: `1.02 (0.99 … 1.1)`."""
        low, middle, high = (
            f"{scale * v:.{digits}g}" for v in (min(self.values), self.median, max(self.values))
        )
        return f"{middle} ({low} … {high})"


@dataclass(frozen=True)
class Spent:
    """What a whole process spent, with all the processes below it, also those left behind.

    `memory` is what they held together, in MiB, looked at again and again until the end.
    """

    wall: float
    cpu: float
    memory: tuple[float, ...]
    output: str

    @property
    def peak(self) -> float:
        return max(self.memory, default=0.0)


def in_turn(rounds: int, subjects: Mapping[str, Callable[[], T]]) -> dict[str, list[T]]:
    """Each subject's results of so many rounds, in each of which it is every subject's turn."""
    results: dict[str, list[T]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, measure in subjects.items():
            results[name].append(measure())
    return results


def spent(
    *command: object, at: Path = ROOT, exit_codes: tuple[int, ...] = (0,), **environment: str
) -> Spent:
    """Runs a command. Raises RuntimeError, with what it said, if it ends in another way."""
    done = subprocess.run(
        [sys.executable, "-I", str(SPENDING), *map(str, command)],
        cwd=at,
        env={**os.environ, **ONE_THREAD, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found = json.loads(done.stdout)
    if found["exit_code"] not in exit_codes:
        raise RuntimeError(f"{command[0]} ended with {found['exit_code']}: {found['output']}")
    return Spent(found["wall"], found["cpu"], tuple(found["memory"]), found["output"])

"""What a hostile submission costs a class: a worker's time, and the memory of any process."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from byhand.grader.classroom import fingerprint
from byhand.grader.classroom.grading_process import GradingProcess, Task
from byhand.grader.classroom.points import SHARES
from byhand.grader.command import exercise
from byhand.grader.settings import Limits, Settings

from . import ours

ATTACKS = exercise.ROOT / "tests" / "hostile" / "answers"
COSTLY = (
    "naps_and_works",
    "asks_in_between_its_naps",
    "floods_the_parser",
    "prints_in_between_its_naps",
    "restarts_as_often_as_it_can",
    "answers_a_tall_table",
    "answers_wide_and_tall",
    "sleeps_in_each_call",
    "loops_in_each_call",
    "loops",
)
"""The ten that take longest, of those in tests/hostile/answers that need to be told of nothing."""


@dataclass(frozen=True)
class Hostility:
    """Wall seconds of each attack, graded by a worker as in a class, and the largest process."""

    seconds: Mapping[str, float]
    mebibytes: float

    @property
    def longest(self) -> float:
        return max(self.seconds.values())


def measured(names: Sequence[str] = COSTLY, limits: Limits | None = None) -> Hostility:
    """Each of these attacks once, with the default limits."""
    seconds = {name: _graded(name, limits or Limits()) for name in names}
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return Hostility(seconds, largest / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _graded(name: str, limits: Limits) -> float:
    given = (exercise.EXERCISE / "backprop.py").read_text("utf-8")
    attack = (ATTACKS / f"{name}.py").read_text("utf-8")
    task = Task(
        name="backprop.py",
        content=f"{given.partition('if __name__')[0]}\n{attack}".encode(),
        settings=Settings(ours.SECRET, points=SHARES, limits=limits),
        best_effort=True,
        machine=fingerprint.of_machine(),
    )
    process = GradingProcess()
    began = time.monotonic()
    report = process.grade(task)
    seconds = time.monotonic() - began
    process.end()
    assert not any(finding["points"] for finding in report["findings"]), (name, report)
    return seconds

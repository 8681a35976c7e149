"""Measures everything, and writes RESULTS.md and results.svg beside this file.

    python -m benchmarks [--quick] [--only-ours] [FOLDER]

With --quick everything is measured once and small, to see that it works; with --only-ours nothing
is installed and nobody else measured.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from byhand.grader.settings import Limits

from . import growth, hostility, one_submission, room, throughput, training
from .results import Results, write

QUICK_LIMITS = Limits(training_seconds=0.5, total_seconds=2.0)


def main(arguments: list[str]) -> None:
    quick, only_ours = "--quick" in arguments, "--only-ours" in arguments
    folders = [Path(each) for each in arguments if not each.startswith("-")]
    into = folders[0] if folders else Path(__file__).resolve().parent
    into.mkdir(parents=True, exist_ok=True)
    begun, before = time.monotonic(), _load()
    with tempfile.TemporaryDirectory(prefix="byhand-benchmarks-") as name:
        place = Path(name)
        results = Results(
            one=_told(one_submission.measured, place, 1 if quick else 7),
            rooms=_told(room.measured, 1 if quick else 15),
            trainings=_told(
                training.measured, place, 1 if quick else 3, 30 if quick else training.EPOCHS,
                only_ours=only_ours,
            ),
            growths=_told(growth.measured, 1 if quick else 3, 1 if quick else 40_000),
            throughput=_told(
                throughput.measured, place, 1 if quick else 3, *((4, 8) if quick else (200, 2000)),
                only_ours=only_ours,
            ),
            hostility=_told(
                hostility.measured, *((["loops"], QUICK_LIMITS) if quick else ())
            ),
            load=(before, _load()),
            minutes=(time.monotonic() - begun) / 60,
        )  # fmt: skip
    write(results, into)


def _told(measure, *arguments, **more):  # type: ignore[no-untyped-def]
    print(f"{measure.__module__.rpartition('.')[2]} …", file=sys.stderr)
    return measure(*arguments, **more)


def _load() -> float:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


if __name__ == "__main__":
    main(sys.argv[1:])

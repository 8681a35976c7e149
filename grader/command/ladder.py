"""What is remembered of a learner's practice on one file, from one command to the next.

How far up the ladder of hints she has climbed, step by step, and which TODOs were right the last
time. It is kept in the user's own folder for settings, by the file's place, and never beside the
file: nothing of it can be handed in by accident.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Collection
from pathlib import Path

import click

from .. import whole_file
from ..verdict import Ending, Outcome, Report

WRONG = (Outcome.FAILED, Outcome.STOPPED, Outcome.NOT_STARTED)


class Ladder:
    """What is remembered of the submission at `path`."""

    def __init__(self, path: Path) -> None:
        place = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
        self._file = Path(click.get_app_dir("byhand")) / "practice" / f"{place[:24]}.json"
        self._path = path
        self._taken, self._right, self._judged = self._read()

    @property
    def right(self) -> frozenset[int]:
        """The TODOs that were right the last time."""
        return frozenset(self._right or ())

    @property
    def is_up_to_date(self) -> bool:
        """Is the file as it was when its TODOs were looked at?"""
        return self._judged == self._saved()

    def climb(self, check: str, most: int) -> int:
        """The number of the next hint, from 1 on: one further than the last time, up to `most`."""
        level = min(self._taken.get(check, 0) + 1, most)
        self._taken[check] = level
        self._write()
        return level

    def news(self, report: Report) -> list[str]:
        """What has become right since the last time, and what is no longer; kept for the next.

        A step that is right by now starts from the bottom of its hints again. A file that could
        not be judged says nothing of its TODOs.
        """
        if report.outcome is not Ending.GRADED:
            return []
        passed = {f.check for f in report.findings if f.outcome is Outcome.PASSED}
        wrong = {f.todo for f in report.findings if f.outcome in WRONG}
        right = {f.todo for f in report.findings if f.outcome is Outcome.PASSED} - {0, *wrong}
        before, self._right = self._right, right | ((self._right or set()) - wrong)
        self._taken = {check: n for check, n in self._taken.items() if check not in passed}
        self._judged = self._saved()
        self._write()
        if before is None:
            return []
        gained, lost = right - before, before & wrong
        told = [f"{_all(gained)} right now."] if gained else []
        return told + ([f"{_all(lost)} not right any more."] if lost else [])

    def _saved(self) -> int:
        try:
            return self._path.stat().st_mtime_ns
        except OSError:
            return 0

    def _read(self) -> tuple[dict[str, int], set[int] | None, int]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            hints = {str(k): int(v) for k, v in kept["hints"].items()}
            return hints, set(map(int, kept["right"])), int(kept.get("saved", 0))
        except (OSError, ValueError, AttributeError, TypeError, KeyError):
            return {}, None, 0

    def _write(self) -> None:
        """Where nothing can be written, the hints are given all the same, from the bottom."""
        right = sorted(self._right or ())
        kept = {"hints": self._taken, "right": right, "saved": self._judged}
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            whole_file.replace(self._file, json.dumps(kept, sort_keys=True).encode())


def _all(todos: Collection[int]) -> str:
    """`TODO 4 is`, `TODO 4 and 5 are`, `TODO 1 to 9 are`."""
    told = sorted(todos)
    first, last = told[0], told[-1]
    if first == last:
        return f"TODO {first} is"
    if len(told) > 2 and last - first == len(told) - 1:
        return f"TODO {first} to {last} are"
    return f"TODO {', '.join(map(str, told[:-1]))} and {last} are"

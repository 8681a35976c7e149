"""A gradebook that was filled by an earlier call: are the points in it still right?

A class may have several, of two sections or for two columns, and each is filled by a call of its
own. What tells is grades.csv as it was then, beside the class as it is now.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..errors import GradebookError
from .classroom import Classroom
from .gradebook import export
from .gradebook.people import People
from .intake.delivery import Delivery
from .pages import csv_

Key = tuple[str, ...]
Points = Mapping[Key, Key]
"""The score of each line, and what it could have been at most, as grades.csv has them."""


class Changes:
    """Whose points are others now than in the grades.csv that was there."""

    def __init__(self, before: bytes, room: Classroom) -> None:
        lines = _points(before.decode("utf-8-sig", "replace"))
        now = _points(b"".join(csv_.grades(room)).decode("utf-8-sig", "replace"))
        self._whose: list[Delivery] = [
            row.delivery
            for row, (key, points) in zip(room.rows, now.items(), strict=True)
            if lines.get(key) != points
        ]
        self._somebody_is_gone = not lines.keys() <= now.keys()

    def __bool__(self) -> bool:
        return bool(self._whose) or self._somebody_is_gone

    def are_in(self, gradebook: Path) -> bool:
        """Has any of them a row in this gradebook? Of whom is gone nobody knows which it was."""
        if self._somebody_is_gone:
            return True
        try:
            students = export.understood(export.opened(gradebook), gradebook).students
        except GradebookError:
            return True
        people = People(students, "the gradebook", self._whose)
        return any(o.place is not None for each in self._whose for o in people.owners(each))


def _points(grades: str) -> dict[Key, Key]:
    lines: Iterable[dict[str, str]] = csv.DictReader(io.StringIO(grades, newline=""))
    return {
        tuple(line.get(name, "") for name in ("student", "attempt", "lesson", "file")): (
            line.get("score", ""),
            line.get("max_score", ""),
        )
        for line in lines
    }

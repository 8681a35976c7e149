"""What an instructor decides: the secret, the points, the limits, how much is told.

How that is written in a file, classroom/settings_file.py says.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class LatePolicy:
    """What being late costs: nothing in the first minutes, then a share for each day begun.

    The share is of the points possible, in percent, as Canvas takes it off, so that a day costs
    everybody the same; together never more than `most_percent`, and nobody gets below 0.
    Source: Canvas' app/models/late_policy.rb.
    """

    grace_minutes: float = 0.0
    percent_a_day: float = 0.0
    most_percent: float = 100.0


Extension = datetime.datetime | float
"""Somebody's own deadline, or how many days later than everybody's it is."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use: CPU seconds for a call, for a training, for all; memory."""

    call_seconds: float = 2.0
    training_seconds: float = 10.0
    total_seconds: float = 30.0
    memory_mib: int = 512


@dataclass(frozen=True)
class Settings:
    """The instructor's decisions. `said` has words about them that the instructor has to read.

    A check that `points` does not name is worth what its lesson says. A time that names no zone,
    the deadline among them, is in `zone`. `decided` are the points of parts and checks as the file
    has them, `points` what each check is worth by that; `points_in` has those of other lessons.
    `lesson` is the name of the one by which all is graded, if not each by its own.
    """

    secret: str
    feedback: str = "full"
    deadline: datetime.datetime | None = None
    zone: str = ""
    late: LatePolicy = LatePolicy()
    extensions: Mapping[str, Extension] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    points_in: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    decided: Mapping[str, float] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    lesson: str = ""
    said: tuple[str, ...] = ()

    def points_of(self, lesson: str) -> Mapping[str, float]:
        """What each check of a lesson is worth."""
        return self.points_in.get(lesson, self.points)

    def as_dict(self) -> dict[str, Any]:
        """All of it but the secret, as JSON holds it."""
        table = dataclasses.asdict(self)
        del table["secret"], table["said"]
        return {**table, "deadline": _plain(self.deadline)} | {
            "extensions": {student: _plain(value) for student, value in self.extensions.items()}
        }

    @classmethod
    def of_dict(cls, table: Mapping[str, Any], secret: str = "") -> Settings:
        """The inverse of `as_dict`."""
        moment = datetime.datetime.fromisoformat
        extensions = {
            student: moment(value) if isinstance(value, str) else value
            for student, value in table["extensions"].items()
        }
        values = {
            "deadline": moment(table["deadline"]) if table["deadline"] else None,
            "late": LatePolicy(**table["late"]),
            "limits": Limits(**table["limits"]),
            "extensions": extensions,
        }
        return cls(secret=secret, **{**table, **values})


def _plain(value: Extension | None) -> str | float | None:
    return value.isoformat() if isinstance(value, datetime.datetime) else value

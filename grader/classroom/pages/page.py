"""The class report: one page that needs no network, to be read on any screen or on paper.

Its only script sorts and filters the class list; the page says by its digest that no other may run.
"""

from __future__ import annotations

import base64
import hashlib
import math
from bisect import bisect_left
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from ...verdict import Isolation
from ..classroom import Classroom
from ..deadline import Deadline
from ..intake.delivery import between, in_a_row
from ..rows import Standing
from .concerns import MOST_NAMED, concerns
from .templates import template

LAYOUTS = {
    "canvas": "Canvas gives them out",
    "moodle": "Moodle gives them out",
    "blackboard": "Blackboard gives them out",
    "brightspace": "Brightspace gives them out",
    "gradescope": "Gradescope exports them",
    "nbgrader": "nbgrader collects them",
    "sakai": "Sakai gives them out",
    "clones": "git clones",
    "plain": "a plain folder",
    "name-regex": "their names tell",
}
STANDINGS = {
    Standing.GRADED: "graded",
    Standing.UNCHANGED: "unchanged: nothing was begun",
    Standing.EMPTY: "empty",
    Standing.UNREADABLE: "unreadable",
    Standing.STOPPED: "stopped",
    Standing.NOTHING: "nothing to grade",
    Standing.NOT_GRADED: "not graded: run it again, or look at them yourself",
}
ABSENCE = {True: "handed in nothing", False: "for whom nothing was found"}
SECONDS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


def index(room: Classroom, absent: Sequence[str] = (), is_sure: bool = True) -> str:
    """The page index.html; `absent` are the names of those known to have handed in nothing, or
    unless that `is_sure`, of those for whom nothing was found."""
    script = (Path(__file__).resolve().parent / "index.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return template("page.html").render(
        room=room,
        script=script,
        script_hash=f"sha256-{digest}",
        concerns=concerns(room),
        absent=absent,
        is_sure=is_sure,
        absence=ABSENCE[is_sure],
        in_a_row=in_a_row,
        between=between,
        MOST=MOST_NAMED,
        about=_about(room),
        cautions=cautions(room),
        layout=LAYOUTS[room.conditions.layout],
        version=version("byhand"),
        standings=STANDINGS,
        tiles=_tiles(room, absent, ABSENCE[is_sure]),
    )


def _tiles(room: Classroom, absent: Sequence[str], absence: str) -> list[tuple[str, int, bool]]:
    """What is told at a glance: the words, the number, and whether somebody has to act on it."""
    standings = room.standings
    return [
        ("graded", standings[Standing.GRADED], False),
        ("full marks", room.full_marks, False),
        ("late", room.late, False),
        ("unchanged", standings[Standing.UNCHANGED], False),
        ("empty", standings[Standing.EMPTY], False),
        ("unreadable", standings[Standing.UNREADABLE], False),
        ("stopped", standings[Standing.STOPPED], False),
        ("nothing to grade", standings[Standing.NOTHING], True),
        ("not graded", standings[Standing.NOT_GRADED], True),
        *([(absence, len(absent), False)] if absent else []),
    ]


def cautions(room: Classroom) -> list[str]:
    """What has to be said of the rooms in which this class was graded."""
    rooms = (Isolation(tier, reason) for tier, reason in room.tiers.items())
    return [room.caution for room in rooms if room.caution]


def _about(room: Classroom) -> list[tuple[str, str]]:
    """What the report is of and by which settings, for people."""
    conditions, settings = room.conditions, room.conditions.settings
    machine = conditions.machine
    late = settings.late
    policy = (
        f"{late.percent_a_day:g} % of the points possible for each day begun, at most "
        f"{late.most_percent:g} %; the first {late.grace_minutes:g} minutes are free"
    )
    told = [
        ("came from", ", ".join(conditions.inputs)),
        ("read as", conditions.layout),
        ("counts", f"{conditions.attempt} attempt" if conditions.attempt != "all" else "every one"),
        ("deadline", Deadline(settings, conditions.zone).told() or "none"),
        ("zone of times that name none", conditions.zone),
        ("taken off for being late", policy if late.percent_a_day else ""),
        ("extensions", str(len(settings.extensions) or "")),
        ("points", ", ".join(f"{check} {worth:g}" for check, worth in settings.points.items())),
        *(
            (f"points of {lesson}", ", ".join(f"{c} {worth:g}" for c, worth in points.items()))
            for lesson, points in settings.points_in.items()
            if room.mixed and lesson in room.lessons
        ),
        ("told to students", settings.feedback),
        ("secret", f"marked {conditions.secret}, which does not give it away"),
        ("isolation", ", ".join(room.tiers) or "nothing was run"),
        ("graded by", f"byhand {machine['byhand']} ({machine['sources']}), Python "
                      f"{machine['python']}, {machine['platform']}"),
        ("shard", conditions.shard),
    ]  # fmt: skip
    return [(words, value) for words, value in told if value]


def times(room: Classroom) -> str:
    """The page times.html."""
    return template("times.html").render(
        times=Times([row.report.cpu_seconds for row in room.rows if row.report])
    )


class Times:
    """How long programs took, in CPU seconds."""

    labels = (*(f"{seconds:g}" for seconds in SECONDS), "more")

    def __init__(self, seconds: Sequence[float]) -> None:
        self.seconds = sorted(seconds)

    @property
    def counts(self) -> list[int]:
        """How many took at most each of SECONDS, and how many more."""
        counts = [0] * len(self.labels)
        for seconds in self.seconds:
            counts[bisect_left(SECONDS, seconds)] += 1
        return counts

    @property
    def median(self) -> float:
        return self._quantile(0.5)

    @property
    def p95(self) -> float:
        return self._quantile(0.95)

    @property
    def longest(self) -> float:
        return self.seconds[-1]

    @property
    def together(self) -> float:
        return math.fsum(self.seconds)

    def _quantile(self, share: float) -> float:
        """The smallest that this share of the programs does not exceed."""
        return self.seconds[math.ceil(share * len(self.seconds)) - 1]

"""The class as grades for an LMS's gradebook, in which gradebook/ finds everybody's row."""

from __future__ import annotations

from ..classroom import Classroom
from ..gradebook import Grade
from ..rows import Row
from .feedback import in_a_line


def grades(room: Classroom, lesson: str = "") -> tuple[list[Grade], list[str]]:
    """A grade for everybody who handed in, and words on those of whom it isn't certain.

    Whoever has no score keeps what stands in the gradebook. In a class that mixes lessons these are
    the grades of one. Somebody whose file may be of that lesson, though nothing says so for
    certain, counts as having handed in and gets no points.
    """
    if not room.mixed:
        return [_grade(room, row, row.score) for row in room.rows], []
    certain = [row for row in room.rows if row.lesson == lesson]
    there = {row.delivery.student for row in certain}
    others = [row for row in room.rows if row.delivery.student not in there]
    unclear = [row for row in others if not row.lesson or row.delivery.lesson == lesson]
    told = [_why_not(row, lesson) for row in unclear if row.score is not None]
    own = [_grade(room, row, row.score) for row in certain]
    return [*own, *(_grade(room, row, None) for row in unclear)], told


def _why_not(row: Row, lesson: str) -> str:
    name, file = row.delivery.name, row.delivery.file
    if row.lesson:
        return f"{name}: {file} is named after {lesson}, and holds {row.lesson}"
    return f"{name}: nothing tells whether {file} is of {lesson}, so no points were written"


def everybody(room: Classroom) -> list[Grade]:
    """A grade without points for everybody who handed in anything."""
    return [_grade(room, row, None) for row in room.rows]


def _grade(room: Classroom, row: Row, points: float | None) -> Grade:
    return Grade(
        identifiers=row.delivery.identifiers,
        name=row.delivery.name,
        points=points,
        max_points=row.max_score,
        feedback=in_a_line(room, row) if points is not None else "",
        members=row.delivery.members,
        member_ids=row.delivery.member_ids,
        user=row.delivery.user,
    )

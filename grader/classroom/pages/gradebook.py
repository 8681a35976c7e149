"""The class as grades for an LMS's gradebook, in which gradebook/ finds everybody's row."""

from __future__ import annotations

from ..classroom import Classroom
from ..gradebook import Grade
from .feedback import in_a_line


def grades(room: Classroom) -> list[Grade]:
    """A grade for everybody who handed in; who has no score keeps what stands in the gradebook."""
    return [
        Grade(
            identifiers=row.delivery.identifiers,
            name=row.delivery.name,
            points=row.score,
            max_points=row.max_score,
            feedback=in_a_line(room, row) if row.score is not None else "",
            members=row.delivery.members,
            member_ids=row.delivery.member_ids,
        )
        for row in room.rows
    ]

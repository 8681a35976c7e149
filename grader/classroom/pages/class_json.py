"""The class as JSON, schema byhand/class/1: every report in full, but for its time.

Times are in results.csv, so that the same class gives the same bytes whatever graded it.
"""

from __future__ import annotations

import json
from typing import Any

from ...reports.json import as_dict
from ..classroom import Classroom, Row

SCHEMA = "byhand/class/1"


def rendered(classroom: Classroom) -> str:
    """The class as JSON, a student a line."""
    table = {
        "schema": SCHEMA,
        "layout": classroom.taken.layout,
        "max_score": classroom.max_score,
        "standings": {standing.value: n for standing, n in classroom.standings.items()},
        "late": classroom.late,
        "ignored": list(classroom.taken.ignored),
    }
    opening = json.dumps(table, ensure_ascii=False).removesuffix("}")
    students = (json.dumps(_student(row), ensure_ascii=False) for row in classroom.rows)
    return opening + ', "students": [\n' + ",\n".join(students) + "\n]}\n"


def _student(row: Row) -> dict[str, Any]:
    delivery = row.delivery
    report = as_dict(row.report) if row.report else None
    if report:
        del report["cpu_seconds"]
    return {
        "student": delivery.student,
        "name": delivery.name,
        "members": list(delivery.members),
        "identifiers": dict(delivery.identifiers),
        "attempt": delivery.attempt,
        "file": delivery.file,
        "origin": delivery.origin,
        "submitted_at": delivery.submitted_at,
        "late": row.late,
        "standing": row.standing.value,
        "problem": delivery.problem,
        "notices": list(delivery.notices),
        "report": report,
    }

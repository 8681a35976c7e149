"""The class as JSON, schema byhand/class/1: every report in full, but for its time.

Times are in results.csv, so that the same class gives the same bytes whatever graded it. A class
that mixes lessons says what each is worth in `lessons`, and has an entry with a `lesson` for each
that a student handed in; its `max_score` is that of all its lessons together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...reports.json import as_dict
from ..classroom import Classroom
from ..rows import Row

SCHEMA = "byhand/class/1"


def rendered(classroom: Classroom) -> str:
    """The class as JSON, a student a line."""
    return "".join(parts(classroom))


def parts(classroom: Classroom) -> Iterator[str]:
    """The same, a student at a time."""
    table = {
        "schema": SCHEMA,
        "layout": classroom.conditions.layout,
        "graded": graded_under(classroom),
        "notices": list(classroom.notices),
        "max_score": classroom.max_score,
        **({"lessons": _lessons(classroom)} if classroom.mixed else {}),
        "standings": {standing.value: n for standing, n in classroom.standings.items()},
        "late": classroom.late,
        "ignored": list(classroom.conditions.ignored),
    }
    opening = json.dumps(table, ensure_ascii=False).removesuffix("}")
    yield opening + ', "students": [\n'
    for number, row in enumerate(classroom.rows):
        student = {**_student(row), **({"lesson": row.lesson} if classroom.mixed else {})}
        yield (",\n" if number else "") + json.dumps(student, ensure_ascii=False)
    yield "\n]}\n"


def _lessons(classroom: Classroom) -> dict[str, float]:
    """What all of each lesson is worth."""
    return {each: round(classroom.points_of(each), 2) for each in classroom.lessons}


def graded_under(classroom: Classroom) -> dict[str, Any]:
    """What the report is of, and under which settings; of the secret only its mark."""
    conditions = classroom.conditions
    return {
        "inputs": list(conditions.inputs),
        "attempt": conditions.attempt,
        "shard": conditions.shard,
        "secret": conditions.secret,
        **conditions.settings.as_dict(),
        "zone": conditions.zone,
        "isolation": dict(classroom.tiers),
        "versions": dict(conditions.machine),
    }


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
        "score": row.score,
        "max_score": row.max_score,
        "earned": row.earned,
        "taken_off_percent": row.lateness.percent,
        "by_hand": list(row.by_hand),
        "standing": row.standing.value,
        "problem": delivery.problem or row.fault,
        "notices": list(delivery.notices),
        "report": report,
    }

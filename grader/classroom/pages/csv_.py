"""The class as CSV, to be opened in a spreadsheet or read by a program.

UTF-8 with a byte order mark and CRLF, so that Excel reads every name. No cell is taken for a
formula (OWASP, "CSV injection"), whatever separator a spreadsheet assumes: every cell is quoted,
and an apostrophe stands before what could be a formula. These tables are for people: what an LMS
imports is its own export, filled (see gradebook/).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from ..classroom import Classroom
from ..rows import Row

FORMULA = re.compile(r"(\A|[;,|\t\r\n])(?=[\t\r\n]|[ \u00a0]*+[=+\-@＝＋－＠])")
NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")

Cell = str | float | bool | None


def grades(classroom: Classroom) -> Iterator[bytes]:
    """A line for each student, or each attempt: the score, and what is worth knowing of it.

    In a class that mixes lessons it is a line for each of a student's lessons, and each score
    stands once more in a column for its lesson.
    """
    header = (
        "student", "name", "members", "file", "score", "max_score", "standing", "late",
        "submitted_at", "attempt", "first_to_fix", "mistake", "notices", "feedback",
        "earned", "taken_off_percent", "by_hand", "isolation",
    )  # fmt: skip
    if not classroom.mixed:
        return _table(header, (_grade(classroom, row) for row in classroom.rows))
    lines = (
        [*_grade(classroom, row), row.lesson,
         *(row.score if row.lesson == each else None for each in classroom.lessons)]
        for row in classroom.rows
    )  # fmt: skip
    return _table((*header, "lesson", *classroom.lessons), lines)


def _grade(classroom: Classroom, row: Row) -> list[Cell]:
    delivery = row.delivery
    fix = row.report.first_to_fix if row.report else None
    return [
        delivery.student,
        delivery.name,
        "; ".join(delivery.members),
        delivery.file,
        row.score,
        row.max_score,
        row.standing.value,
        row.late,
        delivery.submitted_at,
        delivery.attempt,
        fix.check if fix else "",
        fix.mistake if fix else "",
        "; ".join(row.notices),
        classroom.feedback_name(row) if row.has_feedback else "",
        row.earned,
        row.lateness.percent or None,
        "; ".join(row.by_hand),
        row.report.isolation.tier if row.report else "",
    ]


def results(classroom: Classroom) -> Iterator[bytes]:
    """A line for each student and check: tidy data, one observation a line.

    The CPU seconds are those of the whole program, once for each of its lines. They are the one
    thing that no two runs have in common.
    """
    header = (
        "student", "attempt", "check", "part", "points", "max_points", "outcome", "mistake",
        "cpu_seconds", *(["lesson"] if classroom.mixed else []),
    )  # fmt: skip
    return _table(
        header,
        (
            [row.delivery.student, row.delivery.attempt, f.check, f.part, f.points, f.max_points,
             f.outcome.value, f.mistake, row.report.cpu_seconds,
             *([row.lesson] if classroom.mixed else [])]
            for row in classroom.rows
            if row.report
            for f in row.report.findings
        ),
    )  # fmt: skip


def _table(header: Iterable[str], lines: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """A line at a time."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)  # and CRLF
    yield codecs.BOM_UTF8
    for line in chain([header], lines):
        writer.writerow(_cell(value) for value in line)
        yield text.getvalue().encode("utf-8", "replace")
        text.seek(text.truncate(0))


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return _unlike_a_formula(value)


@lru_cache(maxsize=4096)
def _unlike_a_formula(text: str) -> str:
    """Cached, since a class has the same words in line after line."""
    return text if NUMBER.fullmatch(text) else FORMULA.sub(r"\1'", text)

"""Moodle, the course's "Export > Plain text file": CSV, `Assignment: Title (Real)` for an item.

`First name,Last name,ID number,…,Email address,Assignment: Exercise 3 (Real),Course total (Real),
Last downloaded from this course`, and "-" where there is no grade; the last cell of each row is the
second in which the file was made. It goes back by "Import > CSV file", where a person says which
column is which. In another language that last column tells the export, and a person has to say
which column is that of the points. Source: docs.moodle.org, Grade import.
"""

from __future__ import annotations

import re

from . import headers
from .book import Book, Column, Student
from .table import Table

ITEM = re.compile(r"(?P<title>(?:[^:]+: )?(?P<name>.+)) \((?:Real|Points)\)")
ELSEWHERE = re.compile(r"(?P<title>(?:[^:]+ ?: )?(?P<name>.+)) \([^()]+\)")
TOTAL = re.compile(r"(?:Course|Category|.+) total", re.IGNORECASE)
POINTS = re.compile(r"-?|\d+(?:[.,]\d+)?")
SECOND = re.compile(r"1\d{9}")


def read(table: Table) -> Book | None:
    """The export understood, or None when it is not Moodle's of a course."""
    items = {i: match for i, name in enumerate(table.header) if (match := ITEM.fullmatch(name))}
    who = headers.columns(table.header)
    if not {"first", "email"} & who.keys():
        return None
    rows = [
        row
        for row in range(1, len(table.rows))
        if table.value(row, who.get("first")) or table.value(row, who.get("email"))
    ]
    in_english = bool(items)
    if not in_english:
        items = _elsewhere(table, rows)
    if not items:
        return None
    columns = [
        Column(index, (match[0], match["title"], match["name"]))
        for index, match in items.items()
        if not TOTAL.fullmatch(match["title"])
    ]
    students = [
        Student(
            f"{table.value(row, who.get('first'))} {table.value(row, who.get('last'))}".strip(),
            {key: table.value(row, who.get(key)) for key in ("email", "org_defined_id", "login")},
            row=row,
        )
        for row in rows
    ]
    return Book("moodle course", tuple(columns), tuple(students), is_certain=in_english)


def _elsewhere(table: Table, rows: list[int]) -> dict[int, re.Match[str]]:
    """In another language: what holds points or nothing, where the last column is the second."""
    last = len(table.header) - 1
    seconds = {table.value(row, last) for row in rows}
    if len(seconds) != 1 or not SECOND.fullmatch(min(seconds)):
        return {}
    return {
        index: match
        for index, header in enumerate(table.header)
        if (match := ELSEWHERE.fullmatch(header))
        and all(POINTS.fullmatch(table.value(row, index)) for row in rows)
    }

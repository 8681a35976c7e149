"""Moodle, the course's "Export > Plain text file": CSV, `Assignment: Title (Real)` for an item.

`First name,Last name,ID number,…,Email address,Assignment: Exercise 3 (Real),Course total (Real),
Last downloaded from this course`, and "-" where there is no grade. It goes back by "Import > CSV
file", where a person says which column is which. Source: docs.moodle.org, Grade import.
"""

from __future__ import annotations

import re

from .book import Book, Column, Student
from .table import Table

ITEM = re.compile(r"(?P<title>(?:[^:]+: )?(?P<name>.+)) \((?:Real|Points)\)")
TOTAL = re.compile(r"(?:Course|Category|.+) total", re.IGNORECASE)


def read(table: Table) -> Book | None:
    """The export understood, or None when it is not Moodle's of a course."""
    items = {i: match for i, name in enumerate(table.header) if (match := ITEM.fullmatch(name))}
    first, last = table.column("First name"), table.column("Surname", "Last name")
    email = table.column("Email address")
    if not items or (first is None and email is None):
        return None
    columns = [
        Column(index, (match[0], match["title"], match["name"]))
        for index, match in items.items()
        if not TOTAL.fullmatch(match["title"])
    ]
    students = [
        Student(
            f"{table.value(row, first)} {table.value(row, last)}".strip(),
            {
                "email": table.value(row, email),
                "org_defined_id": table.value(row, table.column("ID number")),
                "login": table.value(row, table.column("Username")),
            },
            row=row,
        )
        for row in range(1, len(table.rows))
        if table.value(row, first) or table.value(row, email)
    ]
    return Book("moodle course", tuple(columns), tuple(students))

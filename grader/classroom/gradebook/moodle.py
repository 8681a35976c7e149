"""Moodle, "Download grading worksheet": CSV with `Identifier` "Participant 123" and `Grade`.

Headers are in the site's language, and so is "Participant": in any but English the column must be
named. On upload Moodle skips grades above `Maximum Grade` and rows that cannot be changed.
`Feedback comments` is HTML. Sources: mod/assign/feedback/offline (importgradeslib.php and
locallib.php).
"""

from __future__ import annotations

import re

from .book import Book, Column, Student, number
from .table import Table

PARTICIPANT = re.compile(r"(?P<word>[^\d]*[^\W\d][^\d]*)(?P<id>\d+)")


def read(table: Table) -> Book | None:
    """The worksheet understood, or None when it is not Moodle's."""
    rows = [row for row in range(1, len(table.rows)) if table.value(row, 0)]
    participants = {row: PARTICIPANT.fullmatch(table.value(row, 0)) for row in rows}
    words = {match["word"] if match else "" for match in participants.values()}
    if len(words) != 1 or "" in words:
        return None
    grade, maximum = table.column("Grade"), table.column("Maximum Grade")
    columns = [
        Column(index, (header,))
        for index, header in enumerate(table.header)
        if index > 0 and grade in (None, index)
    ]
    students = [
        Student(
            row,
            table.value(row, table.column("Full name")),
            {
                "moodle_participant": match["id"] if match else "",
                "email": table.value(row, table.column("Email address")),
                "org_defined_id": table.value(row, table.column("ID number")),
                "login": table.value(row, table.column("Username")),
            },
            maximum=number(table.value(row, maximum)),
            locked=table.value(row, table.column("Grade can be changed")) == "No",
        )
        for row, match in participants.items()
    ]
    feedback = table.column("Feedback comments")
    return Book("moodle", tuple(columns), tuple(students), maximum, feedback)

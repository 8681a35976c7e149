"""Blackboard, "Work offline": tab-separated UTF-16 in a file called .xls, or CSV.

`"Last Name" "First Name" "Username" … "Title [Total Pts: 10 Score] |664617"`, where the number at
the end is the column's own. Totals say "up to". Read from other programs that parse it, not from
Blackboard's source.
"""

from __future__ import annotations

import re

from .book import Book, Column, Student, number
from .table import Table

ITEM = re.compile(
    r"(?P<title>.+?) \[[^\]]*?: *(?P<maximum>[^\] ]*) ?(?P<shown>[^\]]*)\] ?\|(?P<id>\d+)"
)
OTHER = frozenset({"Percentage", "Letter", "Text", "Complete/Incomplete"})  # what a cell may say
NO_GRADE = r"-?|(?i:(?!.*exempt)\D+)"  # "Needs Grading", "In Progress", in any language


def read(table: Table) -> Book | None:
    """The export understood, or None when it is not Blackboard's."""
    matches = {i: match for i, name in enumerate(table.header) if (match := ITEM.fullmatch(name))}
    login = table.column("Username")
    if not matches or login is None:
        return None
    columns = [
        Column(index, (match[0], match["title"], match["id"]), number(match["maximum"]))
        for index, match in matches.items()
        if match["maximum"] != "up" and match["shown"] not in OTHER
    ]
    shown = {match["shown"] for match in matches.values()} & OTHER
    first, last = table.column("First Name"), table.column("Last Name")
    students = [
        Student(
            f"{table.value(row, first)} {table.value(row, last)}".strip(),
            {
                "login": table.value(row, login),
                "org_defined_id": table.value(row, table.column("Student ID")),
            },
            row=row,
        )
        for row in range(1, len(table.rows))
        if table.value(row, login)
    ]
    return Book(
        "blackboard",
        tuple(columns),
        tuple(students),
        empty=NO_GRADE,
        refusal=""
        if columns or not shown
        else (
            f"its column takes no points, but {min(shown)}; set the column's primary display to "
            "Score, and download it again"
        ),
    )

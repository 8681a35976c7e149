"""Canvas, "Export Entire Gradebook": CSV, a column `Title (id)` for each assignment.

`Student,ID,SIS User ID,SIS Login ID,Section,Exercise 3 (98765),…`, then a row with "Points
Possible", in which totals say "(read only)": a total of a grading period has a title like
`Final Score (2026)`. A title without its id would create a new assignment on import, a blank cell
means no change, EX excuses, and N/A is for whom the assignment isn't. The importer takes `,` and
`;` alone. Sources: Canvas' gradebook_exporter.rb and gradebook_importer.rb.
"""

from __future__ import annotations

import re

from .book import Book, Column, Student, number
from .table import Table

ASSIGNMENT = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)", re.DOTALL)
MAXIMA = "Points Possible"  # what the row with the maxima says in place of a name
TEST_STUDENT = ("Student, Test", "Test Student")  # Canvas adds it to look at the course with


def read(table: Table) -> Book | None:
    """The export understood, or None when it is not Canvas's."""
    student = table.column("Student", "LastName")
    identity = table.column("ID")
    if student != 0 or identity is None or "Section" not in table.header:
        return None
    maxima = next((r for r in range(len(table.rows)) if MAXIMA in table.value(r, 0)), 0)
    columns = []
    for index, header in enumerate(table.header):
        match = ASSIGNMENT.fullmatch(header)
        read_only = maxima > 0 and table.value(maxima, index).startswith("(")
        if match and not read_only:
            names = (header, match["title"], match["id"])
            columns.append(Column(index, names, number(table.value(maxima, index))))
    first = table.column("FirstName")
    students = [
        Student(
            name := f"{table.value(row, first)} {table.value(row, 0)}".strip(),
            {
                "canvas_id": table.value(row, identity),
                "org_defined_id": table.value(row, table.column("SIS User ID")),
                "login": table.value(row, table.column("SIS Login ID")),
            },
            row=row,
            is_test=name in TEST_STUDENT,
        )
        for row in range(maxima + 1, len(table.rows))
        if table.value(row, identity)
    ]
    return Book(
        "canvas",
        tuple(columns),
        tuple(students),
        empty="",
        never="N/A",
        refusal=_refusal(table),
    )


def _refusal(table: Table) -> str:
    what = ""
    if table.delimiter not in ",;":
        what = "whose cells are set apart by tabs"
    elif table.encoding != "utf-8":
        what = "that is not in UTF-8"
    again = "export it from Canvas again, and do not save it from a spreadsheet"
    return f"Canvas imports no file {what}; {again}" if what else ""

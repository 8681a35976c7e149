"""Brightspace (D2L), "Export grades": CSV, a column `Title Points Grade` for each item.

`OrgDefinedId,Username,Title Points Grade <Numeric MaxPoints:10 Weight:5>,End-of-Line Indicator`;
ids begin with `#`, and so does the last cell of each row. An unknown title would create an item on
import, and points above the maximum are cut. Source: D2L's knowledge base, article 3538.
"""

from __future__ import annotations

import re

from .book import Book, Column, Student, number
from .table import Table

ITEM = re.compile(
    r"(?P<title>.+) Points Grade(?: <[^>]*?MaxPoints:(?P<maximum>[\d.,]+)[^>]*>| <[^>]*>)?"
)


def read(table: Table) -> Book | None:
    """The export understood, or None when it is not Brightspace's."""
    if "End-of-Line Indicator" not in table.header:
        return None
    columns = []
    for index, header in enumerate(table.header):
        if match := ITEM.fullmatch(header):
            names = (header, match["title"], f"{match['title']} Points Grade")
            columns.append(Column(index, names, number(match["maximum"] or "")))
    first, last = table.column("First Name"), table.column("Last Name")
    students = []
    for row in range(1, len(table.rows)):
        number_there = table.value(row, table.column("OrgDefinedId")).removeprefix("#")
        login = table.value(row, table.column("Username")).removeprefix("#")
        email = table.value(row, table.column("Email"))
        name = f"{table.value(row, first)} {table.value(row, last)}".strip()
        identifiers = {"org_defined_id": number_there, "login": login, "email": email}
        if any(identifiers.values()):
            students.append(Student(name or login or number_there, identifiers, row=row))
    return Book("brightspace", tuple(columns), tuple(students))

"""Brightspace (D2L), "Export grades": CSV, a column `Title Points Grade` for each item.

`OrgDefinedId,Username,Title Points Grade <Numeric MaxPoints:10 Weight:5>,End-of-Line Indicator`;
ids begin with `#`, and the last cell of each row is one. An unknown title would create an item on
import, and points above the maximum are cut. Source: D2L's knowledge base, article 3538. It tells
the English headers only: in another language the export is known by its last column and its ids,
and which column is that of the points a person has to say.
"""

from __future__ import annotations

import re

from . import headers
from .book import Book, Column, Student, number
from .table import Table

ITEM = re.compile(
    r"(?P<title>.+) Points Grade(?: <[^>]*?MaxPoints:(?P<maximum>[\d.,]+)[^>]*>| <[^>]*>)?"
)
DESCRIBED = re.compile(r"(?P<title>.+) <[^>\d]*(?P<maximum>\d+(?:[.,]\d+)?)?[^>]*>")
END = "End-of-Line Indicator"
DOUBT = (
    "whether Brightspace takes these headers back in your language is not known here: look at its "
    "preview before you import"
)
POINTS = re.compile(r"-?|\d+(?:[.,]\d+)?")


def read(table: Table) -> Book | None:
    """The export understood, or None when it is not Brightspace's."""
    rows = [row for row in range(1, len(table.rows)) if any(c.value for c in table.rows[row])]
    in_english = END in table.header
    if not in_english and not _ends_like_an_export(table, rows):
        return None
    who = headers.columns(table.header)
    columns = _items(table) if in_english else _others(table, rows, set(who.values()))
    students = []
    for row in rows:
        ids = {
            key: table.value(row, who.get(key)).removeprefix("#")
            for key in ("org_defined_id", "login", "email")
        }
        name = f"{table.value(row, who.get('first'))} {table.value(row, who.get('last'))}".strip()
        if any(ids.values()):
            shown = name or ids["login"] or ids["org_defined_id"]
            students.append(Student(shown, ids, row=row))
    return Book(
        "brightspace",
        tuple(columns),
        tuple(students),
        is_certain=in_english,
        doubt="" if in_english else DOUBT,
    )


def _items(table: Table) -> list[Column]:
    columns = []
    for index, header in enumerate(table.header):
        if match := ITEM.fullmatch(header):
            names = (header, match["title"], f"{match['title']} Points Grade")
            columns.append(Column(index, names, number(match["maximum"] or "")))
    return columns


def _ends_like_an_export(table: Table, rows: list[int]) -> bool:
    """Does each line end in a `#`, and begin with an id that has one?"""
    last = len(table.header) - 1
    return (
        bool(rows)
        and last > 1
        and all(
            table.value(row, last) == "#" and table.value(row, 0).startswith("#") for row in rows
        )
    )


def _others(table: Table, rows: list[int], taken: set[int]) -> list[Column]:
    """In a language that isn't known: what holds points or nothing, and tells nobody's name."""
    columns = []
    for index, header in enumerate(table.header[:-1]):
        if index in taken or not all(POINTS.fullmatch(table.value(row, index)) for row in rows):
            continue
        match = DESCRIBED.fullmatch(header)
        names = (header, match["title"]) if match else (header,)
        columns.append(Column(index, names, number((match and match["maximum"]) or "")))
    return columns

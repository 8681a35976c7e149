"""What LMSs do with a file that comes back to them, by their importers' rules.

Each returns the points that would be stored, by the system's own id, or raises `Rejected` where
the importer would refuse the whole file. Sources: Canvas' gradebook_importer.rb; Moodle's
mod/assign/feedback/offline/importgradeslib.php and locallib.php; D2L's knowledge base, 3538.

`fill` is the grader's own, with all of that asked of each book that it fills.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from byhand.grader.classroom import gradebook
from byhand.grader.classroom.gradebook import Filled, Grade


class Rejected(ValueError):
    """The importer refuses the file."""


def canvas(content: bytes, assignment: str) -> dict[str, str]:
    """Canvas: by `,` or `;`, matched by ID; blank is no change, totals are not read."""
    text = content.decode("utf-8-sig")
    head = "\n".join(text.splitlines()[:3])
    delimiter = max(",;", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [row for row in lines if any(cell.strip() for cell in row)]
    header = rows[0]
    if "Student" not in header[0] or "ID" not in header[1]:
        raise Rejected("invalid header row")
    place = header.index(assignment)
    if "Section" not in header[:place] or not re.fullmatch(r".+ \(\d+\)", assignment):
        raise Rejected("there is no section, or it would be a new assignment")
    stored = {}
    for row in rows[1:]:
        if "Points Possible" in row[0]:
            if row[place].startswith("("):
                raise Rejected("a read-only column")
            continue
        if row[1] and place < len(row) and row[place] not in ("", "N/A"):
            value = row[place].replace(",", ".")
            if value != "EX" and not re.fullmatch(r"\d+(\.\d{1,2})?", value):
                raise Rejected(f"{value} is no score")
            stored[row[1]] = value
    return stored


def moodle(content: bytes) -> dict[str, str]:
    """Moodle: three headers must be there; locked rows and points above the maximum are skipped."""
    rows = cells(content)
    header = rows[0]
    if not {"Identifier", "Grade", "Last modified (grade)"} <= set(header):
        raise Rejected("a header is missing")
    stored = {}
    for row in rows[1:]:
        told = dict(zip(header, row, strict=True))
        points = told["Grade"]
        if not points or told.get("Grade can be changed") == "No":
            continue
        most = told.get("Maximum Grade", "100").replace(",", ".")
        if float(points.replace(",", ".")) > float(most):
            raise Rejected(f"{points} is above the maximum, and would be skipped in silence")
        stored[told["Identifier"].removeprefix("Participant ")] = points
    return stored


def brightspace(content: bytes) -> dict[str, str]:
    """Brightspace: each line ends in `#`; an item is one column's, and points are not cut."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    header = rows[0]
    if header[-1] != "End-of-Line Indicator" or any(row[-1] != "#" for row in rows[1:]):
        raise Rejected("a line has no end")
    places = [place for place, name in enumerate(header) if " Points Grade" in name]
    for place in places:
        most = re.search(r"MaxPoints:([\d.]+)", header[place])
        if any(most and float(row[place] or 0) > float(most[1]) for row in rows[1:]):
            raise Rejected("points above the maximum, which would be cut")
    return {row[0].removeprefix("#"): row[place] for row in rows[1:] for place in places}


def fill(path: Path, grades: Sequence[Grade], **options: object) -> Filled:
    """`gradebook.fill`, and then the file as the system would take it: the cells that say
    something else are those of the column of points, as many as were said, and of comments."""
    filled = gradebook.fill(path, grades, **options)  # type: ignore[arg-type]
    old, new = cells(path.read_bytes()), cells(filled.content)
    assert old[0] == new[0], "the header is as it was"
    assert len(old) == len(new)
    other = [
        (row, place)
        for row, (was, is_now) in enumerate(zip(old, new, strict=True))
        for place, (one, other) in enumerate(zip_longest(was, is_now, fillvalue=""))
        if one != other
    ]
    points = [row for row, place in other if new[0][place].strip() == filled.column]
    assert len(points) == filled.written
    comments = {len(new[0]) - 1} if filled.system == "moodle" else set()  # its last column
    assert {place for row, place in other if row not in points} <= comments
    assert len({place for _, place in other} - comments) <= 1
    if filled.system == "canvas":
        stored = canvas(filled.content, filled.column)
        assert {new[row][1] for row in points} <= stored.keys(), "it would be no change"
    elif filled.system == "moodle" and {"Identifier", "Grade"} <= {*new[0]}:
        stored = moodle(filled.content)
        for row in points:
            assert new[row][0].removeprefix("Participant ") in stored, "it would be skipped"
    elif filled.system == "brightspace":
        brightspace(filled.content)
    return filled


def cells(content: bytes) -> list[list[str]]:
    """The table that a file holds, as any program reads it."""
    marks = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    try:
        text = content.decode(marks.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    first = text.splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

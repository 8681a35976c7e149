"""What Canvas and Moodle do with a file that comes back to them, by their importers' rules.

Each returns the points that would be stored, by the system's own id, or raises `Rejected` where
the importer would refuse the whole file. Sources: Canvas' gradebook_importer.rb; Moodle's
mod/assign/feedback/offline/importgradeslib.php and locallib.php.
"""

from __future__ import annotations

import csv
import io
import re


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
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    header = rows[0]
    if not {"Identifier", "Grade", "Last modified (grade)"} <= set(header):
        raise Rejected("a header is missing")
    stored = {}
    for row in rows[1:]:
        cells = dict(zip(header, row, strict=True))
        points = cells["Grade"]
        if not points or cells["Grade can be changed"] == "No":
            continue
        if float(points) > float(cells["Maximum Grade"]):
            raise Rejected(f"{points} is above the maximum, and would be skipped in silence")
        stored[cells["Identifier"].removeprefix("Participant ")] = points
    return stored

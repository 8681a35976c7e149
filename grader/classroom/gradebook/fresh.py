"""A gradebook file without an export to fill, for Canvas and for Moodle.

Canvas finds students by its own ID, else by SIS User ID, SIS Login ID, or the name; a title that
it doesn't know makes a new assignment, of the points in the row "Points Possible". Moodle takes any
CSV by the course's "Grades > Import > CSV file", where a person says which column is which.
Sources: Canvas' gradebook_importer.rb; docs.moodle.org, Grade import.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from ...errors import GradebookError
from . import points_text
from .book import Filled, Grade
from .people import People
from .roster import Enrolled

SYSTEMS = ("canvas", "moodle")
TITLE = "Backpropagation by hand"


def made(
    system: str,
    grades: Sequence[Grade],
    enrolled: Sequence[Enrolled],
    *,
    title: str | None = None,
    zero_missing: bool = False,
) -> Filled:
    """A file for one of SYSTEMS with a line for each student of the roster; see `Filled`.

    Without a roster, those who handed in are the students. Raises GradebookError where the system
    would find nobody by what is known of them.
    """
    people = enrolled or _those_with(grades)
    useful = ("canvas_id", "org_defined_id", "login") if system == "canvas" else _MOODLE
    if not any(set(useful) & person.identifiers.keys() for person in people):
        raise GradebookError(
            f"{system.title()} finds nobody by what is known of these students: give --roster "
            f"with a column {' or '.join(useful).replace('org_defined_id', 'id')}"
        )
    found = People(people, "the roster", grades)
    given: dict[int, list[Grade]] = {}
    notices, without_row = [], []
    for grade in grades:
        for owner in found.owners(grade):
            if owner.place is not None:
                given.setdefault(owner.place, []).append(grade)
            elif grade.points is not None:
                notices.append(f"{owner.who}: {owner.why}")
                without_row.append(grade)
    most = max((grade.max_points for grade in grades), default=100.0)
    points = {}
    for place, several in given.items():
        if len(several) > 1:
            names = ", ".join(grade.name for grade in several)
            notices.append(f"more than one grade for one person, none was written: {names}")
        elif several[0].points is not None:
            points[place] = several[0]
    absent = [place for place in range(len(people)) if place not in given]
    texts = {place: points_text(Decimal(str(grade.points))) for place, grade in points.items()}
    texts |= dict.fromkeys(absent if zero_missing else [], "0")
    title = title or TITLE
    write = _canvas if system == "canvas" else _moodle
    if system == "canvas":
        notices.append(
            f"where the course has no assignment {title!r}, Canvas makes it, worth {most:g} "
            "points; for one that is there, give its title with --column"
        )
    else:
        notices.append(
            "take it in by Grades > Import > CSV file, and say there by which column to find people"
        )
    return Filled(
        content=write(people, texts, points, title, most),
        system=system,
        column=title,
        new=tuple(people[place].name for place in sorted(points)),
        without_submission=tuple(people[place].name for place in absent),
        zeros=len(absent) if zero_missing else 0,
        without_row=tuple(without_row),
        notices=tuple(dict.fromkeys(notices)),
    )


_MOODLE = ("login", "org_defined_id", "email")


def _those_with(grades: Sequence[Grade]) -> list[Enrolled]:
    people = (
        Enrolled(name, ids)
        for grade in grades
        for name, ids in (
            zip(grade.members, grade.member_ids, strict=False)
            if grade.members
            else [(grade.name, grade.identifiers)]
        )
    )
    return [*{(each.name, *each.identifiers.items()): each for each in people}.values()]


def _canvas(
    people: Sequence[Enrolled],
    texts: dict[int, str],
    points: dict[int, Grade],
    title: str,
    most: float,
) -> bytes:
    del points  # Canvas takes no comments here
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]]
    rows.append(["    Points Possible", "", "", "", "", f"{most:g}"])
    for place, person in enumerate(people):
        ids = [person.identifiers.get(k, "") for k in ("canvas_id", "org_defined_id", "login")]
        rows.append([person.name, *ids, person.section, texts.get(place, "")])
    return _csv(rows)


def _moodle(
    people: Sequence[Enrolled],
    texts: dict[int, str],
    points: dict[int, Grade],
    title: str,
    most: float,
) -> bytes:
    del most  # the item in Moodle has its own
    rows = [["Username", "ID number", "Email address", "Full name", title, "Feedback"]]
    for place, person in enumerate(people):
        ids = [person.identifiers.get(key, "") for key in _MOODLE]
        said = points[place].feedback if place in points else ""
        rows.append([*ids, person.name, texts.get(place, ""), said])
    return _csv(rows)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()

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
from pathlib import Path
from typing import NamedTuple

from ...errors import GradebookError
from ..intake.delivery import in_a_row
from .book import Filled, Grade, doubt_of_absence, listed
from .filling import MAYBE_A_GROUP, points_text
from .people import People, Work
from .roster import Enrolled

SYSTEMS = ("canvas", "moodle")
USEFUL = {
    "canvas": ("canvas_id", "org_defined_id", "login"),
    "moodle": ("login", "org_defined_id", "email"),
}
"""The ids by which each of them finds a student."""

MOST_NAMES = 10
TITLE = "Backpropagation by hand"


def is_asked_for(gradebook: Path) -> bool:
    """Is it no export that is to be filled, but the name of one of SYSTEMS? A file goes first."""
    return str(gradebook) in SYSTEMS and not gradebook.is_file()


def made(
    system: str,
    grades: Sequence[Grade],
    enrolled: Sequence[Enrolled],
    *,
    title: str | None = None,
    zero_missing: bool = False,
    others: Sequence[Work] = (),
    doubts: Sequence[str] = (),
) -> Filled:
    """A file for one of SYSTEMS with a line for each student of the roster; see `fill`.

    Without a roster, those who handed in are the students. Whom the system would not find by more
    than a name, which may be somebody else's too, has no line. Raises GradebookError where it
    would find nobody.
    """
    people = enrolled or _those_with(grades)
    known = ((place, any(_known(system, each))) for place, each in enumerate(people))
    findable = dict.fromkeys(place for place, is_known in known if is_known)
    columns = " or ".join(USEFUL[system]).replace("org_defined_id", "id")
    if not findable:
        raise GradebookError(
            f"{system.title()} finds nobody by what is known of these students: give --roster "
            f"with a column {columns}"
        )
    found = People(people, "the roster", [*grades, *others])
    given: dict[int, list[Grade]] = {}
    notices, without_row = [], []
    if left_out := [each.name for place, each in enumerate(people) if place not in findable]:
        notices.append(
            "by a name alone points may reach somebody else, so there is no line for "
            f"{listed(left_out, MOST_NAMES)}; give --roster with a column {columns} that has theirs"
        )
    owners = [(grade, owner) for grade in grades for owner in found.owners(grade)]
    for grade, owner in owners:
        if owner.place in findable:
            given.setdefault(owner.place, []).append(grade)
            continue
        notices += [f"{owner.who}: {owner.why}"] if owner.place is None else []
        if grade.points is not None:
            without_row.append(grade)
    of_others = [owner for each in others if enrolled for owner in found.owners(each)]
    not_chosen = dict.fromkeys(o.place for o in of_others if o.place in findable.keys() - given)
    lost = sum(owner.place is None for owner in [*(own for _, own in owners), *of_others])
    misnamed = [owner for _, owner in owners if owner.place is not None and owner.why]
    notices += [f"{owner.who}: {owner.why}{MAYBE_A_GROUP}" for owner in misnamed]
    most = max((grade.max_points for grade in grades), default=100.0)
    points = {}
    for place, several in given.items():
        if len(several) > 1:
            names = in_a_row([grade.name for grade in several])
            notices.append(f"more than one grade for one person, none was written: {names}")
        elif several[0].points is not None:
            points[place] = several[0]
    absent = [place for place in findable if place not in given and place not in not_chosen]
    texts = {place: points_text(Decimal(str(grade.points))) for place, grade in points.items()}
    doubt = doubt_of_absence(lost, len(misnamed), doubts)
    if doubt and absent:
        notices.append(doubt + ("; nobody was given 0" if zero_missing else ""))
    zero = zero_missing and not doubt
    texts |= dict.fromkeys(absent if zero else [], "0")
    title = title or TITLE
    write = _canvas if system == "canvas" else _moodle
    lines = [
        Line(people[place], texts.get(place, ""), points[place].feedback if place in points else "")
        for place in findable
    ]
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
        content=write(lines, title, most),
        system=system,
        column=title,
        new=tuple(people[place].name for place in sorted(points)),
        not_chosen=tuple(people[place].name for place in not_chosen if place is not None),
        without_submission=tuple(people[place].name for place in absent),
        is_sure_of_them=not doubt,
        unscored=tuple(people[place].name for place in sorted(given) if place not in texts),
        zeroed=tuple(people[place].name for place in absent) if zero else None,
        without_row=tuple(without_row),
        notices=tuple(dict.fromkeys(notices)),
    )


class Line(NamedTuple):
    """One student's: who it is, the points as they are written, and the feedback."""

    student: Enrolled
    points: str
    feedback: str


def _known(system: str, student: Enrolled) -> list[str]:
    """The ids of a student that the system looks at, in its order; "" for one that is not known."""
    return [student.identifiers.get(key, "") for key in USEFUL[system]]


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


def _canvas(lines: Sequence[Line], title: str, most: float) -> bytes:
    """Without the feedback: Canvas takes no comments here."""
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]]
    rows.append(["    Points Possible", "", "", "", "", f"{most:g}"])
    for student, points, _ in lines:
        rows.append([student.name, *_known("canvas", student), student.section, points])
    return _csv(rows)


def _moodle(lines: Sequence[Line], title: str, _most: float) -> bytes:
    """Without what it is worth at most: the item in Moodle has its own."""
    rows = [["Username", "ID number", "Email address", "Full name", title, "Feedback"]]
    for student, points, feedback in lines:
        rows.append([*_known("moodle", student), student.name, points, feedback])
    return _csv(rows)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()

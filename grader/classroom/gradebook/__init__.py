"""Grades back into the LMS: its own export, with one column filled and the rest untouched.

One file a system says what its export looks like; `table` changes single cells of a file and no
other byte. A grade that stands there, given by hand or EX, stays unless it is to be overwritten.
Cells are never escaped here, since names and ids must match on import: these files are for the
LMS, not for a spreadsheet. In Moodle a second column is filled, that of the comments.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from ...errors import GradebookError
from . import export
from .book import Book, Column, Filled, Grade, doubt_of_absence
from .filling import Filling, points_text
from .people import People, Work

__all__ = ["Filled", "Grade", "fill", "participants_of", "points_text"]


def fill(
    path: Path,
    grades: Sequence[Grade],
    *,
    column: str | None = None,
    scale: bool = False,
    overwrite: bool = False,
    zero_missing: bool = False,
    content: bytes | None = None,
    others: Sequence[Work] = (),
    doubts: Sequence[str] = (),
) -> Filled:
    """Write points into one column of an LMS's own export; see `Filled` for what comes back.

    column         its title, its header or its number; needed when there are several
    scale          convert the points to the column's maximum; else they are written as they are
    overwrite      put the points in the place of what stands there, EX too
    zero_missing   write 0 for whoever handed in nothing and has no grade yet
    content        its bytes, where another column of it is filled already
    others         what was handed in too, by those who were not chosen to be graded
    doubts         facts for which others may have handed in as well: then nobody gets 0

    Points have two decimals at most. Raises GradebookError when the file is not recognised, when
    the column is not certain, or when the LMS would not take it back.
    """
    table = export.opened(path, content)
    book = export.understood(table, path)
    if book.refusal:
        raise GradebookError(f"{path.name}: {book.refusal}")
    target = _column(book, column, path)
    maxima = {target.maximum, *(student.maximum for student in book.students)} - {None}
    if scale and not any(maxima):
        none = "a maximum of 0" if maxima else "none"
        raise GradebookError(
            f"--scale needs a maximum, and {path.name} tells {none} for {target.title!r}: "
            "leave --scale out, and grade with the points that the column has"
        )
    work = Filling(table, book, target, scale, overwrite)
    if book.doubt:
        work.notices.append(book.doubt)
    owned = work.meet(grades)
    for student in book.students:
        if grade := owned.get(student.row):
            work.give(student, grade)
    not_chosen = work.meet_others(others)
    absent = [s for s in book.students if s.row not in work.present and not s.is_test]
    doubt = doubt_of_absence(len(work.lost), len(work.misnamed), doubts)
    if doubt and absent:
        work.notices.append(doubt + ("; nobody was given 0" if zero_missing else ""))
    zeroed = None
    if zero_missing and not doubt:
        zeroed = tuple(student.name for student in absent if work.zero(student))
    return Filled(
        content=table.replaced(work.values),
        system=book.system,
        column=target.title,
        new=tuple(work.new),
        changed=tuple(work.changed),
        same=work.same,
        untouched=tuple(work.untouched),
        not_chosen=tuple(not_chosen),
        without_submission=tuple(student.name for student in absent),
        unscored=tuple(work.unscored),
        zeroed=zeroed,
        is_sure_of_them=not doubt,
        without_row=tuple(work.without_row),
        notices=tuple(dict.fromkeys(work.notices)),
    )


def participants_of(path: Path, works: Sequence[Work]) -> list[list[tuple[str, str]]]:
    """For each work, the number and name in a Moodle worksheet of everybody whose work it is."""
    students = export.understood(export.opened(path), path).students
    people = People(students, "the gradebook", works)
    return [
        [
            (students[owner.place].identifiers["moodle_participant"], students[owner.place].name)
            for owner in people.owners(work)
            if owner.place is not None and "moodle_participant" in students[owner.place].identifiers
        ]
        for work in works
    ]


def _column(book: Book, wanted: str | None, path: Path) -> Column:
    """The column that was asked for, or the only one that there is."""
    if wanted is None:
        fitting = list(book.columns)
    else:
        fitting = [each for each in book.columns if wanted.strip() in each.names]
    if len(fitting) == 1 and (wanted or book.is_certain):
        return fitting[0]
    if len(fitting) == 1:
        raise GradebookError(
            f"{path.name} is in a language in which it is not certain that {fitting[0].title!r} "
            f"takes the points; say so with --column {shlex.quote(fitting[0].title)}"
        )
    there = "; ".join(each.title for each in book.columns)
    if fitting:
        fact = f"{path.name} has {len(fitting)} columns that could take the grades"
    elif not book.columns:
        raise GradebookError(
            f"{path.name} has no column that could take the grades: make an assignment in the "
            "LMS, and export the gradebook again"
        )
    else:
        fact = f"{path.name} has no column {wanted!r} that could take the grades"
    raise GradebookError(f"{fact}; name one with --column: {there}")

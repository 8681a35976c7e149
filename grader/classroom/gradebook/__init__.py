"""Grades back into the LMS: its own export, with one column filled and the rest untouched.

One file a system says what its export looks like; `table` changes single cells of a file and no
other byte. Cells are never escaped here, since names and ids must match on import: these files
are for the LMS, not for a spreadsheet.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from . import blackboard, brightspace, canvas, moodle
from .book import Book, Column, Filled, Grade, GradebookError
from .roster import meet
from .table import Table

__all__ = ["Filled", "Grade", "GradebookError", "fill"]

READERS = (canvas.read, brightspace.read, blackboard.read, moodle.read)


def fill(
    path: Path, grades: Sequence[Grade], *, column: str | None = None, scale: bool = False
) -> Filled:
    """Write points into one column of an LMS's own export; see `Filled` for what comes back.

    column   its title, its header or its number; needed when there are several
    scale    convert the points to the column's maximum; else they are written as they are

    Points have two decimals at most. Students without a grade keep what stands in their cell.
    Raises GradebookError when the file is not recognised or the column is not certain.
    """
    table = _table(path)
    book = _book(table, path)
    target = _column(book, column, path)
    meeting = meet(book.students, grades)
    values, notices = _values(table, book, target, meeting.grades, scale)
    return Filled(
        content=table.replaced(values),
        system=book.system,
        column=target.title,
        written=sum(index == target.index for _, index in values),
        without_submission=tuple(s.name for s in book.students if s.row not in meeting.grades),
        without_row=tuple(meeting.without_row),
        notices=tuple(dict.fromkeys(meeting.notices + notices)),
    )


def _table(path: Path) -> Table:
    try:
        return Table.of(path.read_bytes())
    except OSError as failure:
        raise GradebookError(f"{path} cannot be read: {failure.strerror}; check the path") from None
    except UnicodeDecodeError:
        raise GradebookError(f"{path} is not text; export the gradebook as CSV again") from None


def _book(table: Table, path: Path) -> Book:
    for read in READERS:
        if book := read(table):
            return book
    raise GradebookError(
        f"{path.name} is not a gradebook of Canvas, Moodle, Brightspace or Blackboard; "
        "export it from the LMS again and do not save it from a spreadsheet"
    )


def _column(book: Book, wanted: str | None, path: Path) -> Column:
    """The column that was asked for, or the only one that there is."""
    if wanted is None:
        fitting = list(book.columns)
    else:
        fitting = [each for each in book.columns if wanted.strip() in each.names]
    if len(fitting) == 1:
        return fitting[0]
    there = "; ".join(each.title for each in book.columns) or "none"
    if fitting:
        fact = f"{path.name} has {len(fitting)} columns that could take the grades"
    else:
        fact = f"{path.name} has no column {wanted!r} that could take the grades"
    raise GradebookError(f"{fact}; name one with --column: {there}")


def _values(
    table: Table, book: Book, target: Column, grades: Mapping[int, Grade], scale: bool
) -> tuple[dict[tuple[int, int], str], list[str]]:
    """What the cells are to say, by row and column, and what there is to say about it."""
    values: dict[tuple[int, int], str] = {}
    notices = []
    comma = _has_decimal_comma(table, book, target)
    for student in book.students:
        grade = grades.get(student.row)
        if grade is None:
            continue
        if student.locked:
            notices.append(f"{student.name}: the LMS does not let this grade be changed")
            continue
        maximum = student.maximum or target.maximum
        if maximum not in (None, grade.max_points) and not scale:
            notices.append(
                f"the column's maximum is {maximum:g} and the grades' is {grade.max_points:g}; "
                "points were written as they are, give --scale to convert them"
            )
        values[student.row, target.index] = _points(grade, maximum if scale else None, comma)
        if not grade.feedback or book.feedback is None:
            continue
        if table.value(student.row, book.feedback):
            notices.append(f"{student.name}: there is feedback already, and it was kept")
        else:
            values[student.row, book.feedback] = _as_html(grade.feedback)
    return values, notices


def _as_html(feedback: str) -> str:
    return html.escape(feedback, quote=False).replace("\n", "<br>")


def _points(grade: Grade, scaled_to: float | None, comma: bool) -> str:
    """The points as an LMS reads them: 8, 8.5 or 8,25, rounded as people round."""
    points = Decimal(str(grade.points))
    if scaled_to is not None and grade.max_points:
        points = points * Decimal(str(scaled_to)) / Decimal(str(grade.max_points))
    text = f"{points.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def _has_decimal_comma(table: Table, book: Book, column: Column) -> bool:
    """Does this export write 8,5 for eight and a half? Only some countries' do."""
    places = [column.index, *filter(None, [book.maximum])]
    texts = [table.value(row, place) for row in range(len(table.rows)) for place in places]
    with_comma = any(re.fullmatch(r"\d+,\d+", text) for text in texts)
    with_point = any(re.fullmatch(r"\d+\.\d+", text) for text in texts)
    return with_comma or (table.delimiter == ";" and not with_point)

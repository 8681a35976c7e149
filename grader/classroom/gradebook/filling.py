"""A gradebook while it is filled: what its cells are to say, and what there is to say of them."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from ..intake.delivery import in_a_row
from .book import Book, Column, Grade, Student, number
from .people import People, Work
from .table import Table

OURS = re.compile(r"(?:<[^<>]*>)*[\d.]+ of [\d.]+ points[.:]")
"""How a comment begins that was written here, and so may be replaced without a word."""

TAKES_NO_MORE = {"moodle": "Moodle", "brightspace": "Brightspace"}
"""Above the maximum Moodle skips points without a word, and Brightspace cuts them."""


@dataclass
class Filling:
    """A gradebook while it is filled: what the cells are to say, and what there is to say of it."""

    table: Table
    book: Book
    target: Column
    scale: bool
    overwrite: bool
    values: dict[tuple[int, int], str] = field(default_factory=dict)
    present: set[int] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0
    untouched: list[str] = field(default_factory=list)
    unscored: list[str] = field(default_factory=list)
    without_row: list[Grade] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def meet(self, grades: Sequence[Grade]) -> dict[int, Grade]:
        """Each row's grade. A row that two grades claim gets neither of them."""
        people = People(self.book.students, "the gradebook", grades)
        claims: dict[int, list[Grade]] = defaultdict(list)
        for grade in grades:
            for owner in people.owners(grade):
                if owner.place is not None:
                    row = self.book.students[owner.place].row
                    self.present.add(row)
                    claims[row].append(grade)
                    if owner.why:
                        self.misnamed.append(owner.who)
                        self.notices.append(f"{owner.who}: {owner.why}{MAYBE_A_GROUP}")
                    continue
                self.lost.append(owner.who)
                self.notices.append(f"{owner.who}: {owner.why}{self._known_as(grade)}")
                if grade.points is not None and grade not in self.without_row:
                    self.without_row.append(grade)
        owned = {}
        in_rows = {student.row: student for student in self.book.students}
        for row, claiming in sorted(claims.items()):
            if len(claiming) == 1:
                owned[row] = claiming[0]
                continue
            self.untouched.append(f"{in_rows[row].name}: more than one grade")
            self.without_row += [each for each in claiming if each not in self.without_row]
            names = in_a_row([grade.name for grade in claiming])
            self.notices.append(f"more than one grade for the same row, none was written: {names}")
        return owned

    def meet_others(self, works: Sequence[Work]) -> list[str]:
        """Notes the rows of those who handed in and were not chosen, and gives their names."""
        people = People(self.book.students, "the gradebook", works)
        met = dict.fromkeys(owner.place for work in works for owner in people.owners(work))
        others = [self.book.students[place] for place in met if place is not None]
        names = [each.name for each in others if each.row not in self.present]
        self.present |= {each.row for each in others}
        self.lost += [o.who for work in works for o in people.owners(work) if o.place is None]
        return names

    def give(self, student: Student, grade: Grade) -> None:
        """Writes a grade into a row, if it may."""
        if student.is_test and grade.points is not None:
            self.notices.append(f"{student.name}: the LMS's own test student is given nothing")
        if student.is_test:
            return
        if grade.points is None:
            self.unscored.append(student.name)
            return
        there = self.table.value(student.row, self.target.index)
        if student.locked:
            self.untouched.append(f"{student.name}: locked")
            self.notices.append(f"{student.name}: the LMS does not let this grade be changed")
            return
        maximum = student.maximum or self.target.maximum
        points = _points(grade.points, grade.max_points, maximum if self.scale else None)
        differ = maximum not in (None, grade.max_points) and not self.scale
        maxima = f"the column's maximum is {maximum or 0:g} and the grades' is {grade.max_points:g}"
        most = TAKES_NO_MORE.get(self.book.system)
        if most and maximum is not None and points > Decimal(str(maximum)):
            self.untouched.append(f"{student.name}: {most} takes no more than {maximum:g}")
            self.notices.append(f"{maxima}; give --scale to convert the points")
            return
        is_there = self._put(student, points, there)
        self._comment(student, grade, may=is_there)
        if is_there and differ:
            self.notices.append(
                f"{maxima}; points were written as they are, give --scale to convert them"
            )

    def zero(self, student: Student) -> bool:
        """Writes 0 where somebody handed in nothing and has no grade; was it written?"""
        there = self.table.value(student.row, self.target.index)
        is_empty = re.fullmatch(self.book.empty, there)
        if number(there) == 0.0:
            self.same += 1
        elif student.locked or not is_empty:
            self.untouched.append(f"{student.name}: {'locked' if student.locked else there}")
        if student.locked or not is_empty:
            return False
        self.values[student.row, self.target.index] = "0"
        return True

    def _put(self, student: Student, points: Decimal, there: str) -> bool:
        empty = bool(re.fullmatch(self.book.empty, there))
        if not empty and number(there) == float(points):
            self.same += 1
            return True
        if not empty and (not self.overwrite or re.fullmatch(self.book.never, there)):
            self.untouched.append(f"{student.name}: {there}")
            if not self.overwrite:
                self.notices.append("what stood there was kept; --overwrite puts the points there")
            return False
        text = points_text(points)
        text = text.replace(".", ",") if self._has_decimal_comma() else text
        self.values[student.row, self.target.index] = text
        if empty:
            self.new.append(student.name)
        else:
            self.changed.append(f"{student.name}: {there} before")
        return True

    def _comment(self, student: Student, grade: Grade, *, may: bool) -> None:
        """Writes what there is to say of a grade, if it may: beside points that were written."""
        if not grade.feedback or self.book.feedback is None:
            return
        said = _as_html(grade.feedback)
        there = self.table.value(student.row, self.book.feedback)
        if there and there != said and not (self.overwrite and may):
            called = self._called(student)
            self.notices.append(f"{called}: there is feedback already, and it was kept")
        elif there != said and may:
            self.values[student.row, self.book.feedback] = said
            if there and not OURS.match(there):
                words = " ".join(there.split())
                self.notices.append(
                    f"{self._called(student)}: the comment that stood there was replaced: {words}"
                )
            self.notices.append(
                f"the column {self.book.feedback_title!r} is filled as well, with a line for each"
            )

    def _called(self, student: Student) -> str:
        """The student's name, and a number where several rows have that name."""
        same = [each for each in self.book.students if each.name == student.name]
        number = next(filter(None, student.identifiers.values()), "")
        return f"{student.name} ({number})" if len(same) > 1 and number else student.name

    def _known_as(self, grade: Grade) -> str:
        """What could help where no row fits: it depends on how each list identifies people."""
        theirs = {
            key for student in self.book.students for key, v in student.identifiers.items() if v
        }
        if set(grade.identifiers) == {"github"}:
            return "; only a GitHub login is known: give --roster with the columns github and login"
        if self.book.system == "brightspace" and not any(s.name for s in self.book.students):
            return "; export the gradebook with the names as well"
        if grade.identifiers and not theirs & set(grade.identifiers):
            return "; give --roster, which says who is who"
        return ""

    def _has_decimal_comma(self) -> bool:
        """Does this export write 8,5 for eight and a half? Only some countries' do."""
        places = [self.target.index, *filter(None, [self.book.maximum])]
        rows = range(len(self.table.rows))
        texts = [self.table.value(row, place) for row in rows for place in places]
        with_comma = any(re.fullmatch(r"\d+,\d+", text) for text in texts)
        with_point = any(re.fullmatch(r"\d+\.\d+", text) for text in texts)
        return with_comma or (self.table.delimiter == ";" and not with_point)


MAYBE_A_GROUP = (
    "; if that is a group's name, Canvas tells no other member: give --roster with a column group"
)


def points_text(points: Decimal) -> str:
    """8, 8.5 or 8.25: two decimals at most, and no zeros at the end."""
    return f"{points:f}".rstrip("0").rstrip(".") if "." in f"{points:f}" else f"{points:f}"


def _points(points: float, max_points: float, scaled_to: float | None) -> Decimal:
    """The points as they are written, rounded as people round."""
    exact = Decimal(str(points))
    if scaled_to is not None and max_points:
        exact = exact * Decimal(str(scaled_to)) / Decimal(str(max_points))
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _as_html(feedback: str) -> str:
    return html.escape(feedback, quote=False).replace("\n", "<br>")

"""Which row of a gradebook belongs to which grade? By ids, then by name, and never by halves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..intake.delivery import folded
from .book import Grade, Student


@dataclass
class Meeting:
    """Grades and rows brought together, and those that found nobody."""

    grades: dict[int, Grade] = field(default_factory=dict)  # by row
    without_row: list[Grade] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def meet(students: Sequence[Student], grades: Sequence[Grade]) -> Meeting:
    """Each row's grade. A row that two grades claim gets neither of them."""
    roster = Roster(students)
    claims: dict[int, list[Grade]] = defaultdict(list)
    meeting = Meeting()
    for grade in grades:
        lost = False
        for who, rows in roster.claims(grade):
            if len(rows) == 1:
                claims[next(iter(rows))].append(grade)
                continue
            lost = True
            meeting.notices.append(f"{who}: {len(rows) or 'no'} rows of the gradebook fit")
        if lost:
            meeting.without_row.append(grade)
    for row, claiming in sorted(claims.items()):
        if len(claiming) == 1:
            meeting.grades[row] = claiming[0]
            continue
        meeting.without_row += [each for each in claiming if each not in meeting.without_row]
        names = ", ".join(grade.name for grade in claiming)
        meeting.notices.append(f"more than one grade for the same row, none was written: {names}")
    return meeting


class Roster:
    """The rows of a gradebook, found by ids and by names."""

    def __init__(self, students: Sequence[Student]) -> None:
        self._by_id: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._by_name: dict[str, set[int]] = defaultdict(set)
        for student in students:
            if student.name:
                self._by_name[_full(student.name)].add(student.row)
            for key, value in student.identifiers.items():
                if value:
                    self._by_id[key, folded(value)].add(student.row)

    def claims(self, grade: Grade) -> Iterator[tuple[str, set[int]]]:
        """For each person of a grade, the rows that could be theirs: one, if all is well."""
        for member in grade.members:
            yield member, self._by_name.get(_full(member), set())
        if not grade.members:
            known = [
                self._by_id.get((key, folded(v)), set()) for key, v in grade.identifiers.items()
            ]
            yield grade.name, set().union(*known) or self._by_name.get(_full(grade.name), set())


def _full(name: str) -> str:
    """ "Doe, Jane" and "Jane Doe" are one name."""
    last, comma, first = folded(name).partition(",")
    return f"{first.strip()} {last.strip()}" if comma else last

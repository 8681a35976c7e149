"""The nouns of a gradebook: grades to write, and the columns and students of an export."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .people import Person


@dataclass(frozen=True)
class Grade:
    """What one delivery earned. Identifiers, members, user are as intake found them.

    `points` are None where nothing was judged: nobody's cell is touched for that. `feedback` is
    plain text; it is written where the export has a column for it (Moodle).
    """

    identifiers: Mapping[str, str]
    name: str
    points: float | None
    max_points: float
    feedback: str = ""
    members: tuple[str, ...] = ()
    member_ids: tuple[Mapping[str, str], ...] = ()
    user: str = ""


@dataclass(frozen=True)
class Column:
    """A column that can take points, the names that it goes by, and its maximum if known."""

    index: int
    names: tuple[str, ...]
    maximum: float | None = None

    @property
    def title(self) -> str:
        return self.names[0]


@dataclass(frozen=True)
class Student(Person):
    """A student's row in the export; or that of the test student, who is given nothing."""

    row: int = 0
    maximum: float | None = None
    locked: bool = False
    is_test: bool = False


@dataclass(frozen=True)
class Book:
    """An LMS's export, understood.

    maximum    the column that holds each row's maximum
    feedback   the column for feedback; `feedback_title` is its header
    empty      what a cell without a grade says, as a regular expression
    never      what a cell says that must not be filled, whatever is asked; one as well
    is_certain is a column that is the only one surely that of the points?
    refusal    why the LMS would not take this very file back, or ""
    doubt      why it might not, where nobody can know, or ""
    """

    system: str
    columns: tuple[Column, ...]
    students: tuple[Student, ...]
    maximum: int | None = None
    feedback: int | None = None
    feedback_title: str = ""
    empty: str = "-?"
    never: str = "(?!)"
    is_certain: bool = True
    refusal: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Filled:
    """The export with one column filled, and whom it could not be filled for.

    content              the file's bytes, ready to be uploaded
    system               canvas, moodle, brightspace or blackboard
    column               the header of the column that was filled
    new                  students who had no grade there, and now have
    changed              students whose grade is another now, with what it was
    same                 how many had these very points before
    untouched            students whose cell keeps what it says, and what that is
    unscored             students whose cell gets nothing, since what they handed in has no score
    not_chosen           students who handed in, and of whom it is not graded here
    without_submission   students of the gradebook who handed in nothing
    zeroed               those of them who got 0; None where nobody was to
    is_sure_of_them      does each submission fit a row and have its name? Else they may have
    without_row          grades that belong to no row, or not to one for certain
    notices              everything else worth knowing, in plain words
    """

    content: bytes
    system: str
    column: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: int = 0
    untouched: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    not_chosen: tuple[str, ...] = ()
    without_submission: tuple[str, ...] = ()
    zeroed: tuple[str, ...] | None = None
    is_sure_of_them: bool = True
    without_row: tuple[Grade, ...] = ()
    notices: tuple[str, ...] = field(default=())

    @property
    def zeros(self) -> int:
        """How many got 0 for having handed in nothing."""
        return len(self.zeroed or ())

    @property
    def written(self) -> int:
        """How many students' cells were changed, to points or to a zero."""
        return len(self.new) + len(self.changed) + self.zeros

    def said(self, most: int | None = None) -> str:
        """What became of the rows, with names: all of them, or the first few of each kind.

        Each row is in one count. Whoever handed in nothing and keeps a grade all the same is among
        the untouched where zeros were asked for.
        """
        parts = [f"{len(self.new):,} new"]
        parts += [f"{self.same:,} the same as before"] if self.same else []
        parts += [f"{len(self.changed):,} changed{_who(self.changed, most)}"]
        parts += [f"{len(self.untouched):,} untouched{_who(self.untouched, most)}"]
        if self.unscored:
            parts += [f"{len(self.unscored):,} without a score{_who(self.unscored, most)}"]
        if self.not_chosen:
            others = f"{len(self.not_chosen):,} handed in and not chosen"
            parts += [f"{others}{_who(self.not_chosen, most)}"]
        absent = self.without_submission if self.zeroed is None else self.zeroed
        zero = ", who got 0" if self.zeroed else ""
        without = "without a submission" if self.is_sure_of_them else "for whom none was found"
        if self.zeroed == () and self.without_submission:
            without = "without a submission and without a grade"
        parts += [f"{len(absent):,} {without}{zero}{_who(absent, most)}"]
        return f"{', '.join(parts)}."


def doubt_of_absence(lost: int, misnamed: int, known: Sequence[str] = ()) -> str:
    """Why it is not certain that those without a submission handed in nothing; "" where it is.

    So many submissions fit nobody (`lost`), or have a name that is not that of whom their number is
    (`misnamed`): of a group Canvas gives out one member's number alone. Other such facts are
    `known` before.
    """
    facts = [*known]
    if lost:
        facts.append(f"{_submissions(lost)} fit{'s' if lost == 1 else ''} no row")
    if misnamed:
        has = "has a name that is not its row's"
        have = "have names that are not their rows'"
        facts.append(f"{_submissions(misnamed)} {has if misnamed == 1 else have}")
    return f"{' and '.join(facts)}, so those without one may have handed in" if facts else ""


def _submissions(count: int) -> str:
    return f"{count} submission{'s' if count != 1 else ''}"


def number(text: str) -> float | None:
    """10, 10.0 or 10,0 as a number; None for anything else."""
    plain = text.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(\.\d*)?", plain) else None


def listed(names: Sequence[str], most: int | None) -> str:
    """The names, or the first few of them and how many more there are."""
    shown = names if most is None else names[:most]
    more = len(names) - len(shown)
    return f"{'; '.join(shown)}{f'; and {more:,} more' if more else ''}"


def _who(names: Sequence[str], most: int | None) -> str:
    return f" ({listed(names, most)})" if names else ""

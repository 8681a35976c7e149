"""What an instructor decides by hand, in overrides.csv of the report folder.

    student,check,points,comment,extension,lesson
    ann,total,90,"explained it to me",,
    bob,loss_falls,2,"right, by another formula",,
    cid,,,"was ill",2026-12-05T23:59:00,
    dan,total,80,"on paper",,neuron

A line gives one check, or the total, other points, or grants a later deadline: a time, or a number
of days. Where a student has handed in files of several lessons, points are for the lesson that the
line names, or for the only one that has such a check. The file is the instructor's: it is read
whenever reports are written, and never written. What it changed is said wherever it shows.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from ..errors import OverridesError
from ..lessons import LESSONS
from ..settings import Extension, Settings
from ..verdict import plain
from .intake.delivery import Delivery, folded

FILE = "overrides.csv"
COLUMNS = ("student", "check", "points", "comment", "extension", "lesson")
TOTAL = "total"
MOST_DAYS = 10_000


@dataclass(frozen=True)
class Override:
    """A line of the file. `points` is None where it only grants an extension."""

    line: int
    student: str
    check: str
    points: float | None
    comment: str
    extension: Extension | None
    lesson: str = ""

    @property
    def words(self) -> str:
        """What was decided, and why."""
        why = f" ({self.comment})" if self.comment else ""
        if self.points is None:
            return f"{self._extended} by hand{why}"
        what = "the total" if self.check == TOTAL else self.check
        return f"{what} set to {self.points:g} points by hand{why}"

    @property
    def _extended(self) -> str:
        if isinstance(self.extension, datetime.datetime):
            return f"the deadline moved to {self.extension.isoformat(' ', 'minutes')}"
        return f"the deadline moved by {self.extension:g} day{'s' * (self.extension != 1)}"


def read(folder: Path, settings: Settings) -> list[Override]:
    """The lines of a report folder's file; none where there is no file.

    How much a check is worth depends on the lesson and the form of somebody's file, so that rows.py
    looks at the points. Raises OverridesError.
    """
    path = folder / FILE
    if not path.exists():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OverridesError(f"{path} cannot be read: {error}. Save it as CSV in UTF-8.") from None
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    for name in reader.fieldnames or ():
        if name and name.strip() not in COLUMNS:
            raise OverridesError(
                f"{path} has an unknown column {name!r}; the columns are {', '.join(COLUMNS)}."
            )
    if "student" not in (reader.fieldnames or ()):
        raise OverridesError(f"{path} has no column student; it begins with {','.join(COLUMNS)}.")
    checks = dict.fromkeys(chain([TOTAL], settings.points, *settings.points_in.values()))
    found = []
    for cells in reader:
        try:
            override = _override(reader.line_num, cells, checks)
        except ValueError as error:
            raise OverridesError(f"{path}, line {reader.line_num}: {error}") from None
        found += [override] if override else []
    _insist_on_one_each(path, found)
    return found


def _override(
    line: int, cells: Mapping[str, str | None], checks: Collection[str]
) -> Override | None:
    told = {name.strip(): (value or "").strip() for name, value in cells.items() if name}
    if not any(told.values()):
        return None
    student, check, number = told.get("student", ""), told.get("check", ""), told.get("points", "")
    if not student:
        raise ValueError("there is no student. Name one.")
    check = check or TOTAL
    if check not in checks:
        raise ValueError(f"there is no check {check!r}{near(check, checks)}")
    worth = None
    if number:
        try:
            worth = float(number.replace(",", "."))
        except ValueError:
            raise ValueError(f"{number!r} is no number of points.") from None
        if not 0 <= worth < math.inf:
            raise ValueError(f"{check} has 0 points or more, not {number}.")
    extension = _extension(told["extension"]) if told.get("extension") else None
    if worth is None and extension is None:
        raise ValueError("it gives neither points nor an extension. Add one, or take it out.")
    lesson, lessons = told.get("lesson", ""), [each.name for each in LESSONS]
    if lesson and lesson not in lessons:
        raise ValueError(f"there is no lesson {lesson!r}. Choose one of {', '.join(lessons)}.")
    if lesson and worth is None:
        raise ValueError("an extension is for all lessons. Leave the lesson out.")
    comment = plain(told.get("comment", ""))
    return Override(line, student, check, worth, comment, extension, lesson)


def _extension(text: str) -> Extension:
    days = text.lower().removesuffix("days").removesuffix("day").strip()
    try:
        number = float(days)
    except ValueError:
        pass
    else:
        if 0 <= number < MOST_DAYS:
            return number
        raise ValueError(f"an extension has 0 to {MOST_DAYS:,} days, not {text}.")
    try:
        if len(text) == 10:  # a day: all of it
            text += "T23:59:59"
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is not an extension: write 2026-12-05T23:59:00, or a number of days."
        ) from None


def _insist_on_one_each(path: Path, found: Sequence[Override]) -> None:
    seen: dict[tuple[str, str, bool, str], int] = {}
    for each in found:
        key = (folded(each.student), each.check, each.points is None, each.lesson)
        if key in seen:
            raise OverridesError(
                f"{path}: lines {seen[key]} and {each.line} both decide {each.check} of "
                f"{each.student}: take one out."
            )
        seen[key] = each.line


def for_lessons(
    lines: Sequence[Override], lessons: Iterable[str], settings: Settings, *, mixed: bool
) -> dict[str, list[Override]]:
    """What lines of one student decide, by the `lessons` that the student's files are of.

    Raises OverridesError where a line may be for several, or for none. Where a class is `mixed`,
    a line also settles the lesson of a file that nothing else tells the lesson of.
    """
    checks = {each: {TOTAL: 0.0, **settings.points_of(each)} for each in lessons}
    decided: dict[str, list[Override]] = {each: [] for each in checks}
    for line in lines:
        fits = [each for each in checks if line.lesson in ("", each) and line.check in checks[each]]
        if not fits and line.lesson and "" in checks:
            fits = [""]
        if len(fits) != 1 or (mixed and not (fits[0] or line.lesson)):
            raise OverridesError(f"{FILE}, line {line.line}: {_unclear(line, fits)}")
        for other in decided[fits[0]]:
            if line.check == other.check or (not fits[0] and line.lesson != other.lesson):
                raise OverridesError(
                    f"{FILE}: lines {other.line} and {line.line} both decide what {line.student} "
                    "handed in for one lesson: take one out."
                )
        decided[fits[0]].append(line)
    return decided


def _unclear(line: Override, fits: Sequence[str]) -> str:
    if line.lesson and not fits:
        what = f" that has {line.check}" if line.check != TOTAL else ""
        return (
            f"{line.student} handed in nothing of the lesson {line.lesson}{what}. Name another "
            "lesson, or take the line out."
        )
    if not fits:
        return f"nothing that {line.student} handed in has {line.check}. Take the line out."
    which = " or ".join(fits) if all(fits) else "any lesson"
    return f"{line.check} of {line.student} may be of {which}. Say which in a column lesson."


def by_student(
    names: Iterable[str],
    deliveries: Sequence[Delivery],
    absent: list[str] | None = None,
    lines: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, str]:
    """Who is meant by each name, as the key of a student; `lines` says where FILE has it.

    Raises OverridesError where that is not certain, and where there is nobody of that name; if a
    list `absent` is given, words about the latter are added to it instead.
    """
    called: dict[str, set[str]] = defaultdict(set)
    keys = {folded(each.student): each.student for each in deliveries}
    for each in deliveries:
        for name in (each.name, *each.members, *each.identifiers.values()):
            called[folded(name)].add(each.student)
    meant = {}
    for name in names:
        own = keys.get(folded(name))
        found = {own} if own else called.get(folded(name), set())
        if len(found) > 1:
            raise OverridesError(
                f"{name!r} may be any of {', '.join(sorted(found))}: give one of these instead."
            )
        if found:
            meant[name] = found.pop()
            continue
        meant_by = near(folded(name), {*keys, *called}, likeness=0.75)
        words = f"There is no student {name!r}{meant_by}"
        if name in lines:
            words += f" Mend line {lines[name]} of {FILE}, or take it out."
        if absent is None:
            raise OverridesError(words)
        absent.append(words)
    return meant


def near(name: str, known: Iterable[str], likeness: float = 0.5) -> str:
    """What may have been meant, as the end of a sentence; from 0 to 1 it is so alike at least."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=likeness)
    return f"; did you mean {found[0]!r}?" if found else "."

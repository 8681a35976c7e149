"""A class, graded: who stands where, and what the class as a whole has understood.

Everything is computed from the journal, so the same results give the same figures.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from ..lessons import LESSONS
from ..verdict import Report
from . import overrides
from .conditions import Conditions
from .deadline import Deadline
from .figures import Figures
from .intake.delivery import folded, naturally, told_apart
from .journal import Journal
from .points import weighed
from .rows import Decided, Row, insist_on_possible, lessons_of, row_of


class Classroom(Figures):
    """The class list, and its figures."""

    def __init__(
        self,
        rows: Sequence[Row],
        conditions: Conditions,
        *,
        anonymous: bool = False,
        notices: Sequence[str] = (),
        program: Callable[[bytes], str] = lambda _: "",
    ) -> None:
        self.anonymous = anonymous
        super().__init__(sorted(rows, key=_by_code if anonymous else _by_name))
        self.conditions = conditions
        self.max_score = round(
            math.fsum(self.points_of(each) for each in (self.lessons if self.mixed else [""])), 2
        )
        self.notices = tuple(notices)
        self._program = program

    @classmethod
    def of(
        cls,
        journal: Journal,
        folder: Path,
        *,
        conditions: Conditions | None = None,
        anonymous: bool = False,
    ) -> Classroom:
        """The class as it is in a journal, with what was decided by hand in the report's folder,
        or as it would be under other conditions.

        Where the best attempt was asked for, it is the one with most points; of equals, the last.
        Raises OverridesError and DeadlineError.
        """
        conditions = conditions or journal.conditions()
        settings, deliveries = conditions.settings, list(journal.deliveries())
        decided = Decided.of(
            settings, overrides.read(folder, settings), deliveries, conditions.zone
        )
        reports = {
            content: weighed(report, settings)
            for content, report in journal.reports(bytes.fromhex(conditions.fingerprint))
        }
        deadline = Deadline(settings, conditions.zone)
        faults = journal.faults()
        found = [reports.get(each.key or b"") for each in deliveries]
        lessons = lessons_of(deliveries, found, settings)
        by_hand = decided.by_lesson(deliveries, lessons, settings)
        rows = [
            row_of(
                each,
                report,
                faults.get(each.key or b"", ""),
                lesson,
                deadline,
                decided.extensions.get(each.student),
                [
                    *by_hand.get((each.student, lesson), ()),
                    *filter(None, [decided.more_time.get(each.student)]),
                ],
                conditions,
            )
            for each, report, lesson in zip(deliveries, found, lessons, strict=True)
        ]
        rows = _counting(rows, conditions.attempt)
        for row in rows:
            insist_on_possible(row, settings)
        notices = [
            *deadline.said(deliveries, named=not anonymous),
            *decided.notices,
            *_of_one_lesson(rows, named=not anonymous),
        ]
        return cls(rows, conditions, anonymous=anonymous, notices=notices, program=journal.program)

    @cached_property
    def lessons(self) -> tuple[str, ...]:
        """The lessons that anything was handed in for, as far as that is known, in their order."""
        there = {row.lesson for row in self.rows}
        return tuple(lesson.name for lesson in LESSONS if lesson.name in there)

    @property
    def mixed(self) -> bool:
        """Are the lines of more than one lesson?"""
        return len(self.lessons) > 1

    def points_of(self, lesson: str) -> float:
        """What all of a lesson is worth."""
        return math.fsum(self.conditions.settings.points_of(lesson).values())

    def figures_of(self, lesson: str) -> Figures:
        """The figures of one lesson."""
        return Figures([row for row in self.rows if row.lesson == lesson])

    def program(self, row: Row) -> str:
        """The program that was run, to be shown beside its feedback; "" where there is none."""
        return self._program(row.delivery.key) if row.delivery.key else ""

    def name(self, row: Row) -> str:
        """What the student is called in what is shown."""
        who = row.delivery.student
        return f"student {row.code[:6]}" if self.anonymous else self.called[who]

    @cached_property
    def called(self) -> dict[str, str]:
        """What each student is called where no other may be meant."""
        return told_apart(row.delivery for row in self.rows)

    @property
    def named_reports(self) -> Iterator[tuple[str, Report]]:
        """Each report with a name unlike anybody else's in the class."""
        for row in self.rows:
            if row.report:
                who, key = row.delivery, f"({row.delivery.student})"
                words = filter(None, [who.name, key, who.attempt, self.named_lesson(row)])
                yield " ".join(words), row.report

    def key(self, row: Row) -> str:
        """A key for a line where there is one for each student, or for each of their lessons."""
        return " ".join(filter(None, [row.delivery.student, self.named_lesson(row)]))

    def feedback_name(self, row: Row) -> str:
        """The name of the student's feedback files, without the ending; safe on every system."""
        who = () if self.anonymous else (_slug(row.delivery.name), _slug(row.delivery.student))
        words = dict.fromkeys((*who, self.named_lesson(row)))
        return "-".join([*filter(None, words), row.code])

    def named_lesson(self, row: Row) -> str:
        """The lesson's name, where a student's lines are told apart by it; "" where there is one.

        It is the lesson that the file is named after: two files may hold the same lesson.
        """
        several = self.mixed or row.code in self._twice
        return (row.delivery.lesson or row.lesson) if several else ""

    @cached_property
    def _twice(self) -> set[str]:
        """The codes of those who have more than one line for one attempt."""
        return {code for code, count in Counter(row.code for row in self.rows).items() if count > 1}


def _by_name(row: Row) -> tuple[str, str, str, int]:
    delivery = row.delivery
    return folded(delivery.name), delivery.student, delivery.attempt, _place(row)


def _by_code(row: Row) -> tuple[str, int]:
    return row.code, _place(row)


def _place(row: Row) -> int:
    """Where its lesson stands among the lessons; a line of no known lesson comes last."""
    names = [lesson.name for lesson in LESSONS]
    return names.index(row.lesson) if row.lesson else len(names)


def _counting(rows: list[Row], attempt: str) -> list[Row]:
    """The lines of the attempts that count: of each student and lesson the best, or the latest."""
    if attempt == "all":
        return rows
    own: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        own[row.delivery.student, row.lesson].append(row)
    order = _by_score if attempt == "best" else _by_attempt
    counts = {of: max(same, key=order).delivery.attempt for of, same in own.items()}
    return [row for of, same in own.items() for row in same if row.delivery.attempt == counts[of]]


def _of_one_lesson(rows: Sequence[Row], *, named: bool) -> Iterator[str]:
    """Words on students whose files are named after two lessons and hold one and the same."""
    same: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.lesson:
            same[row.delivery.student, row.delivery.attempt, row.lesson].append(row)
    for (_, _, lesson), own in same.items():
        if len(own) > 1:
            files = " and ".join(row.delivery.file for row in own)
            name = own[0].delivery.name if named else f"student {own[0].code[:6]}"
            yield (
                f"{name}: {files} are both of the lesson {lesson}; which of them "
                "counts is for you to say, and no gradebook takes either."
            )


def _by_score(row: Row) -> tuple[float, str]:
    return -1.0 if row.score is None else row.score, row.delivery.attempt


def _by_attempt(row: Row) -> list[str | int]:
    return naturally(row.delivery.attempt)


def _slug(text: str) -> str:
    """Letters and digits of any script that a file system keeps apart, hyphens between; short
    enough for every one of them: 255 bytes are for two of these, a code and an ending."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    words = re.findall(r"(?:[^\W_]|[\u0900-\u0dff])+", unicodedata.normalize("NFC", plain))
    return "-".join(words).encode()[:90].decode(errors="ignore")

"""A class, graded: who stands where, and what the class as a whole has understood.

Everything is computed from the journal, so the same results give the same figures.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..verdict import Report
from . import overrides
from .conditions import Conditions
from .deadline import Deadline
from .figures import Figures
from .intake.delivery import folded
from .journal import Journal
from .points import weighed
from .rows import Decided, Row, row_of


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
        super().__init__(sorted(rows, key=(lambda row: row.code) if anonymous else _by_name))
        self.conditions = conditions
        self.max_score = round(math.fsum(conditions.settings.points.values()), 2)
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
        decided = Decided.of(settings, overrides.read(folder, settings), deliveries)
        reports = {
            content: weighed(report, settings)
            for content, report in journal.reports(bytes.fromhex(conditions.fingerprint))
        }
        deadline, faults = Deadline(settings, conditions.zone), journal.faults()
        rows = [
            row_of(
                each,
                reports.get(each.key or b""),
                faults.get(each.key or b"", ""),
                deadline,
                decided,
                conditions,
            )
            for each in deliveries
        ]
        if conditions.attempt == "best":
            best = {row.delivery.student: row for row in sorted(rows, key=_by_score)}
            rows = list(best.values())
        notices = [*deadline.said(deliveries), *decided.notices]
        return cls(
            rows, conditions, anonymous=anonymous, notices=notices, program=journal.program
        )

    def program(self, row: Row) -> str:
        """The program that was run, to be shown beside its feedback; "" where there is none."""
        return self._program(row.delivery.key) if row.delivery.key else ""

    def name(self, row: Row) -> str:
        """What the student is called in what is shown."""
        return f"student {row.code[:6]}" if self.anonymous else row.delivery.name

    @property
    def named_reports(self) -> Iterator[tuple[str, Report]]:
        """Each report with a name unlike anybody else's in the class."""
        for row in self.rows:
            if row.report:
                who, key = row.delivery, f"({row.delivery.student})"
                yield " ".join(filter(None, [who.name, key, who.attempt])), row.report

    def feedback_name(self, row: Row) -> str:
        """The name of the student's feedback files, without the ending; safe on every system."""
        who = () if self.anonymous else (_slug(row.delivery.name), _slug(row.delivery.student))
        return "-".join([*filter(None, dict.fromkeys(who)), row.code])

def _by_name(row: Row) -> tuple[str, str, str]:
    delivery = row.delivery
    return folded(delivery.name), delivery.student, delivery.attempt


def _by_score(row: Row) -> tuple[float, str]:
    return -1.0 if row.score is None else row.score, row.delivery.attempt


def _slug(text: str) -> str:
    """Letters and digits of any script that a file system keeps apart, hyphens between; short
    enough for every one of them: 255 bytes are for two of these, a code and an ending."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    words = re.findall(r"(?:[^\W_]|[\u0900-\u0dff])+", unicodedata.normalize("NFC", plain))
    return "-".join(words).encode()[:90].decode(errors="ignore")

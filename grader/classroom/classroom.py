"""A class, graded: who stands where, and what the class as a whole has understood.

Everything is computed from the journal, so the same results give the same figures.
"""

from __future__ import annotations

import datetime
import hmac
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import islice

from ..settings import Settings
from ..verdict import Ending, Finding, Outcome, Report
from .intake import Delivery
from .intake.delivery import folded
from .journal import Journal, Listed, Taken
from .points import weighed

BINS = 10


class Standing(StrEnum):
    """What became of what somebody handed in."""

    GRADED = "graded"
    UNCHANGED = "unchanged"  # nothing in it was begun
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    STOPPED = "stopped"
    NOTHING = "nothing_to_grade"  # a person has to look at it
    NOT_GRADED = "not_graded"  # the grader's own fault, or not yet: a person has to look at it


@dataclass(frozen=True)
class Row:
    """One line of the class list: a delivery, and the report on it if there is one.

    `code` stands for the student where names are left out: only who has the secret can tell whose
    it is.
    """

    delivery: Delivery
    standing: Standing
    late: bool
    report: Report | None
    code: str

    @property
    def score(self) -> float | None:
        """Points; None where nothing was judged, since nobody earned a zero there."""
        return self.report.score if self.report else None

    @property
    def share(self) -> float:
        """Of the points that there are, from 0 to 1."""
        return self.score / self.report.max_score if self.report and self.score else 0.0

    @property
    def notices(self) -> tuple[str, ...]:
        """Everything odd about it, and the problem if there is nothing to grade."""
        said = self.report.notices if self.report else ()
        problem = (self.delivery.problem,) if self.delivery.problem else ()
        return (*problem, *self.delivery.notices, *said)

    @property
    def has_feedback(self) -> bool:
        """Is there anything to tell the student yet?"""
        return self.standing is not Standing.NOT_GRADED

    def failed(self) -> list[Finding]:
        """The checks that were answered wrongly."""
        findings = self.report.findings if self.report else ()
        return [finding for finding in findings if finding.outcome is Outcome.FAILED]


@dataclass(frozen=True)
class Rate:
    """How a check went, among those who had begun."""

    check: str
    part: str
    promise: str
    outcomes: Mapping[Outcome, int]

    @property
    def passed(self) -> float:
        """The share that passed of those who got there, from 0 to 1; 1 where nobody did."""
        reached = sum(self.outcomes.values()) - self.count("waiting")
        return self.count("passed") / reached if reached else 1.0

    def count(self, *outcomes: str) -> int:
        """How many had one of these outcomes."""
        return sum(self.outcomes.get(Outcome(outcome), 0) for outcome in outcomes)


@dataclass(frozen=True)
class Shared:
    """Something wrong that several students have in common: the finding of the first of them."""

    finding: Finding
    rows: tuple[Row, ...]


class Classroom:
    """The class list, and its figures."""

    def __init__(
        self, rows: Sequence[Row], taken: Taken, points: Mapping[str, float], *, anonymous: bool
    ) -> None:
        self.anonymous = anonymous
        self.rows = sorted(rows, key=(lambda row: row.code) if anonymous else _by_name)
        self.taken = taken
        self.max_score = round(sum(points.values()), 2)

    @classmethod
    def of(cls, journal: Journal, settings: Settings, *, anonymous: bool = False) -> Classroom:
        """The class as it is in a journal, with the points of these settings.

        Where the best attempt was asked for, it is the one with most points; of equals, the last.
        """
        taken = journal.taken()
        reports = {
            content: weighed(report, settings.points)
            for content, report in journal.reports(bytes.fromhex(taken.fingerprint))
        }
        rows = [
            _row(listed, reports.get(listed.content or b""), settings)
            for listed in journal.deliveries()
        ]
        if taken.attempt == "best":
            best = {row.delivery.student: row for row in sorted(rows, key=_by_score)}
            rows = list(best.values())
        return cls(rows, taken, settings.points, anonymous=anonymous)

    def name(self, row: Row) -> str:
        """What the student is called in what is shown."""
        return f"student {row.code[:6]}" if self.anonymous else row.delivery.name

    def feedback_name(self, row: Row) -> str:
        """The name of the student's feedback files, without the ending; safe on every system."""
        who = () if self.anonymous else (_slug(row.delivery.name), _slug(row.delivery.student))
        return "-".join([*filter(None, dict.fromkeys(who)), row.code])

    # ------------------------------------------------------------ figures

    @cached_property
    def standings(self) -> Mapping[Standing, int]:
        """How many there are of each kind, all kinds named."""
        counted = Counter(row.standing for row in self.rows)
        return {standing: counted[standing] for standing in Standing}

    @cached_property
    def late(self) -> int:
        return sum(row.late for row in self.rows)

    @cached_property
    def full_marks(self) -> int:
        return sum(bool(row.report and row.report.full_marks) for row in self.rows)

    @cached_property
    def scores(self) -> list[float]:
        """The scores of everybody who has one, in order."""
        return sorted(row.score for row in self.rows if row.score is not None)

    @property
    def mean(self) -> float:
        return statistics.fmean(self.scores) if self.scores else 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.scores) if self.scores else 0.0

    @cached_property
    def histogram(self) -> list[int]:
        """How many have 0 to 10 % of the points, 10 to 20 %, … and from 90 % to all of them."""
        counted = Counter(
            min(int(row.share * BINS), BINS - 1) for row in self.rows if row.score is not None
        )
        return [counted[number] for number in range(BINS)]

    @cached_property
    def begun(self) -> list[Row]:
        """Those whose program could be examined and was begun."""
        return [row for row in self.rows if row.standing is Standing.GRADED]

    @cached_property
    def rates(self) -> list[Rate]:
        """How each check went, the hardest first."""
        findings: dict[str, list[Finding]] = defaultdict(list)
        for row in self.begun:
            for finding in row.report.findings if row.report else ():
                findings[finding.check].append(finding)
        rates = [
            Rate(check, same[0].part, same[0].promise, Counter(f.outcome for f in same))
            for check, same in findings.items()
        ]
        return sorted(rates, key=lambda rate: rate.passed)

    @cached_property
    def stopped(self) -> list[tuple[Row, Finding]]:
        """Programs that had to be stopped or crashed, with the first check where that was so."""
        found = []
        for row in self.rows:
            if row.report and row.standing in (Standing.GRADED, Standing.STOPPED):
                stops = (f for f in row.report.findings if f.outcome is Outcome.STOPPED)
                found += [(row, finding) for finding in islice(stops, 1)]
        return found

    @cached_property
    def mistakes(self) -> list[Shared]:
        """The mistakes that have a name, the most frequent first."""
        return _shared((f.mistake, f, row) for row in self.rows for f in row.failed() if f.mistake)

    @cached_property
    def nameless(self) -> list[Shared]:
        """The same wrong answer to one check, from several students, that no mistake explains."""
        found = _shared(
            ((f.check, f.saw), f, row) for row in self.begun for f in row.failed() if not f.mistake
        )
        return [shared for shared in found if len(shared.rows) > 1]

    @cached_property
    def same_files(self) -> list[Sequence[Row]]:
        """Several who handed in the very same bytes, where something was begun in them."""
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in self.begun:
            groups[row.report.sha256 if row.report else ""].append(row)
        same = [rows for rows in groups.values() if len({r.delivery.student for r in rows}) > 1]
        return sorted(same, key=lambda rows: -len(rows))

    @cached_property
    def same_answers(self) -> list[Shared]:
        """Several students wrong in exactly the same way in two checks or more."""
        found = _shared(
            (tuple((f.check, f.saw) for f in failed), failed[0], row)
            for row in self.begun
            if len(failed := row.failed()) > 1
        )
        return [shared for shared in found if len(shared.rows) > 1]


def _shared(found: Iterable[tuple[Hashable, Finding, Row]]) -> list[Shared]:
    """What has the same key, the most frequent first; of equals, what was found first."""
    groups: dict[Hashable, list[tuple[Finding, Row]]] = defaultdict(list)
    for key, finding, row in found:
        groups[key].append((finding, row))
    shared = [
        Shared(group[0][0], tuple({row.code: row for _, row in group}.values()))
        for group in groups.values()
    ]
    return sorted(shared, key=lambda each: -len(each.rows))


# ---------------------------------------------------------------- rows


def _row(listed: Listed, report: Report | None, settings: Settings) -> Row:
    delivery = listed.delivery
    who = f"{delivery.student} {delivery.attempt}".encode()
    if report:
        report = replace(report, submission=delivery.file)
    return Row(
        delivery=delivery,
        standing=_standing(listed, report),
        late=_late(delivery, settings.deadline),
        report=report,
        code=hmac.digest(settings.secret.encode(), who, "sha256").hex()[:12],
    )


def _standing(listed: Listed, report: Report | None) -> Standing:
    if listed.delivery.problem:
        return Standing.NOTHING
    if report is None or report.outcome is Ending.OUR_FAULT:
        return Standing.NOT_GRADED
    if listed.empty:
        return Standing.EMPTY
    if report.outcome is Ending.GRADED:
        begun = {f.outcome for f in report.findings} - {Outcome.NOT_STARTED, Outcome.WAITING}
        return Standing.GRADED if begun else Standing.UNCHANGED
    return Standing.STOPPED if report.outcome is Ending.STOPPED else Standing.UNREADABLE


def _late(delivery: Delivery, deadline: datetime.datetime | None) -> bool:
    """As the LMS says, or by the settings' deadline; times without a zone are in the same one."""
    if delivery.late or not deadline or not delivery.submitted_at:
        return delivery.late
    submitted = datetime.datetime.fromisoformat(delivery.submitted_at)
    if (submitted.tzinfo is None) != (deadline.tzinfo is None):
        submitted, deadline = submitted.replace(tzinfo=None), deadline.replace(tzinfo=None)
    return submitted > deadline


def _by_name(row: Row) -> tuple[str, str, str]:
    delivery = row.delivery
    return folded(delivery.name), delivery.student, delivery.attempt


def _by_score(row: Row) -> tuple[float, str]:
    return -1.0 if row.score is None else row.score, row.delivery.attempt


def _slug(text: str) -> str:
    """Letters and digits that every file system keeps apart, lower case, hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:40]

"""A class, graded: who stands where, and what the class as a whole has understood.

Everything is computed from the journal, so the same results give the same figures.
"""

from __future__ import annotations

import hmac
import math
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import islice
from pathlib import Path

from ..errors import OverridesError
from ..settings import Extension, Settings
from ..verdict import Ending, Finding, Outcome, Report
from . import overrides
from .deadline import Deadline, Lateness
from .intake import Delivery
from .intake.delivery import folded
from .journal import Conditions, Journal
from .overrides import Override
from .points import set_by_hand, weighed

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

    score      points; None where nothing was judged, since nobody earned a zero there. They are
               the report's too
    earned     what they would be if it had come in time and nobody had changed them by hand
    by_hand    what an instructor decided, in words
    fault      why the grader failed, if that is why there is no report
    code       stands for the student where names are left out: only who has the secret can tell
               whose it is
    """

    delivery: Delivery
    standing: Standing
    lateness: Lateness
    report: Report | None
    score: float | None
    earned: float | None
    max_score: float
    by_hand: tuple[str, ...]
    fault: str
    code: str

    @property
    def late(self) -> bool:
        return self.lateness.late

    @property
    def share(self) -> float:
        """Of the points that there are, from 0 to 1."""
        return self.score / self.max_score if self.score and self.max_score else 0.0

    @property
    def adjustments(self) -> tuple[str, ...]:
        """Why the score is another than what was earned, or may be."""
        graded = f"graded {self.earned:g}" if self.earned is not None else "not graded"
        changed = self.score != self.earned
        return (
            *filter(None, [self.lateness.words]),
            *self.by_hand,
            *([f"{graded}, counted {self.score:g} points"] if changed else []),
        )

    @property
    def notices(self) -> tuple[str, ...]:
        """Everything odd about it, and the problem if there is nothing to grade."""
        said = self.report.notices if self.report else ()
        why = filter(None, [self.delivery.problem, self.fault])
        return (*why, *self.adjustments, *self.delivery.notices, *said)

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
        self,
        rows: Sequence[Row],
        conditions: Conditions,
        *,
        anonymous: bool = False,
        notices: Sequence[str] = (),
        program: Callable[[bytes], str] = lambda _: "",
    ) -> None:
        self.anonymous = anonymous
        self.rows = sorted(rows, key=(lambda row: row.code) if anonymous else _by_name)
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
        decided = Decided.of(settings, overrides.read(folder, settings.points), deliveries)
        reports = {
            content: weighed(report, settings.points)
            for content, report in journal.reports(bytes.fromhex(conditions.fingerprint))
        }
        deadline, faults = Deadline(settings, conditions.zone), journal.faults()
        rows = [
            _row(
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

    # ------------------------------------------------------------ figures

    @cached_property
    def standings(self) -> Mapping[Standing, int]:
        """How many there are of each kind, all kinds named."""
        counted = Counter(row.standing for row in self.rows)
        return {standing: counted[standing] for standing in Standing}

    @cached_property
    def tiers(self) -> Mapping[str, str]:
        """The tiers of the rooms in which this class was graded, each with a reason for it."""
        rooms = [row.report.isolation for row in self.rows if row.report]
        return dict(sorted({room.tier: room.reason for room in rooms if room.tier}.items()))

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


@dataclass(frozen=True)
class Decided:
    """What was decided for single students, by their keys."""

    by_hand: Mapping[str, Sequence[Override]]
    extensions: Mapping[str, Extension]
    notices: Sequence[str] = ()

    @classmethod
    def of(
        cls, settings: Settings, lines: Sequence[Override], deliveries: Sequence[Delivery]
    ) -> Decided:
        """An extension may be for somebody who has handed in nothing yet, and that is said.

        Raises OverridesError where somebody who gets points is not in the class for certain.
        """
        given = {**settings.extensions}
        given |= {each.student: each.extension for each in lines if each.extension is not None}
        absent: list[str] = []
        meant = overrides.by_student(given, deliveries, absent)
        extensions = {meant[name]: value for name, value in given.items() if name in meant}
        with_points = [line for line in lines if line.points is not None]
        meant = overrides.by_student((line.student for line in with_points), deliveries)
        by_hand: dict[str, list[Override]] = defaultdict(list)
        for line in with_points:
            by_hand[meant[line.student]].append(line)
        return cls(by_hand, extensions, [f"An extension has no effect. {each}" for each in absent])


def _row(
    delivery: Delivery,
    report: Report | None,
    fault: str,
    deadline: Deadline,
    decided: Decided,
    conditions: Conditions,
) -> Row:
    lateness = deadline.judged(delivery, decided.extensions.get(delivery.student))
    lines = decided.by_hand.get(delivery.student, ())
    standing = _standing(delivery, report)
    earned = report.score if report else None
    if report:
        by_hand = {line.check: line.points or 0.0 for line in lines}
        report = set_by_hand(replace(report, submission=delivery.file), by_hand)
    for line in lines:
        if line.check != overrides.TOTAL and earned is None:
            raise OverridesError(
                f"{overrides.FILE}, line {line.line}: {delivery.name} was not graded check by "
                "check: decide the total instead."
            )
    score = report.score if report else None
    if report and score is not None and lateness.percent:
        score = round(max(0.0, score - lateness.percent / 100 * report.max_score), 2)
    score = next((line.points for line in lines if line.check == overrides.TOTAL), score)
    most = math.fsum(deadline.settings.points.values())
    who = f"{delivery.student} {delivery.attempt}".encode()
    return Row(
        delivery=delivery,
        standing=standing,
        lateness=lateness,
        report=replace(report, score=score) if report else None,
        score=score,
        earned=earned,
        max_score=report.max_score if report else round(most, 2),
        by_hand=tuple(line.words for line in lines),
        fault="" if report else fault,
        code=hmac.digest(bytes.fromhex(conditions.code_key), who, "sha256").hex()[:12],
    )


def _standing(delivery: Delivery, report: Report | None) -> Standing:
    if delivery.problem:
        return Standing.NOTHING
    if report is None or report.outcome is Ending.OUR_FAULT:
        return Standing.NOT_GRADED
    if delivery.is_blank:
        return Standing.EMPTY
    if report.outcome is Ending.GRADED:
        begun = {f.outcome for f in report.findings} - {Outcome.NOT_STARTED, Outcome.WAITING}
        return Standing.GRADED if begun else Standing.UNCHANGED
    return Standing.STOPPED if report.outcome is Ending.STOPPED else Standing.UNREADABLE


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

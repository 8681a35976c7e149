"""The lines of a class list: what was handed in, what came of it, and what was decided by hand."""

from __future__ import annotations

import hmac
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ..errors import OverridesError
from ..lessons import LESSONS, lesson_of
from ..settings import Extension, Settings
from ..verdict import Ending, Finding, Outcome, Report
from . import overrides
from .conditions import Conditions
from .deadline import Deadline, Lateness
from .intake.delivery import Delivery
from .overrides import Override
from .points import set_by_hand


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

    score      points, as in the report; None where nothing was judged, since nobody earned a
               zero there
    earned     what the score would be if it had come in time and nothing was changed by hand
    decided    what an instructor decided of it
    fault      why the grader failed, if that is why there is no report
    code       stands for the student where names are left out: only somebody who has the secret
               can tell whose it is
    lesson     the lesson that it is of, "" where nothing tells
    """

    delivery: Delivery
    standing: Standing
    lateness: Lateness
    report: Report | None
    score: float | None
    earned: float | None
    max_score: float
    decided: tuple[Override, ...]
    fault: str
    code: str
    lesson: str = ""

    @property
    def by_hand(self) -> tuple[str, ...]:
        """What an instructor decided, in words."""
        return tuple(line.words for line in self.decided)

    @property
    def late(self) -> bool:
        return self.lateness.late

    @property
    def share(self) -> float:
        """The score as a share of the points possible, from 0 to 1."""
        return self.score / self.max_score if self.score and self.max_score else 0.0

    @property
    def adjustments(self) -> tuple[str, ...]:
        """Why the score differs from what was earned, or might."""
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
class Decided:
    """What was decided for single students, by their keys.

    `by_hand` are lines with points, `more_time` those that grant an extension; `extensions` has
    these and the ones of the settings.
    """

    by_hand: Mapping[str, Sequence[Override]]
    extensions: Mapping[str, Extension]
    more_time: Mapping[str, Override]
    notices: Sequence[str] = ()

    @classmethod
    def of(
        cls,
        settings: Settings,
        lines: Sequence[Override],
        deliveries: Sequence[Delivery],
        zone: str = "",
    ) -> Decided:
        """An extension may be for somebody who has handed in nothing yet; a notice says so.

        Raises OverridesError where somebody who gets points is not in the class for certain, and
        where an extension ends before the deadline, in the `zone` of times that name none.
        """
        deadline = Deadline(settings, settings.zone or zone)
        for line in lines:
            if line.extension is not None and (why := deadline.too_early(line.extension)):
                raise OverridesError(
                    f"{overrides.FILE}, line {line.line}: the extension of {line.student} {why}: "
                    "give a later time, or take the line out."
                )
        given = {**settings.extensions}
        with_more_time = [line for line in lines if line.extension is not None]
        given |= {each.student: each.extension for each in lines if each.extension is not None}
        absent: list[str] = []
        meant = overrides.by_student(given, deliveries, absent)
        late = {each.student for each in deliveries if each.late}
        if settings.deadline is None:
            absent += [
                f"{overrides.FILE}, line {line.line}: the settings have no deadline."
                for line in with_more_time
                if line.student in meant and meant[line.student] not in late
            ]
        extensions = {meant[name]: value for name, value in given.items() if name in meant}
        more_time = {
            meant[e.student]: replace(e, points=None) for e in with_more_time if e.student in meant
        }
        with_points = [line for line in lines if line.points is not None]
        numbers = {line.student: line.line for line in with_points}
        meant = overrides.by_student(numbers, deliveries, lines=numbers)
        by_hand: dict[str, list[Override]] = defaultdict(list)
        for line in with_points:
            student = meant[line.student]
            for other in by_hand[student]:
                if (other.check, other.lesson) == (line.check, line.lesson):
                    raise OverridesError(
                        f"{overrides.FILE}: lines {other.line} and {line.line} both decide "
                        f"{line.check} of one student, {other.student} and {line.student}: take "
                        "one out."
                    )
            by_hand[student].append(line)
        no_effect = [f"An extension has no effect. {each}" for each in absent]
        return cls(by_hand, extensions, more_time, no_effect)

    def by_lesson(
        self, deliveries: Sequence[Delivery], lessons: Sequence[str], settings: Settings
    ) -> dict[tuple[str, str], list[Override]]:
        """The lines for each student and lesson, of those that the student's files are of.

        Raises OverridesError where a line may be for several lessons, or is for none.
        """
        mixed = len({*lessons} - {""}) > 1
        own: dict[str, dict[str, None]] = defaultdict(dict)
        for delivery, lesson in zip(deliveries, lessons, strict=True):
            own[delivery.student][lesson] = None
        return {
            (student, lesson): decided
            for student, lines in self.by_hand.items()
            for lesson, decided in overrides.for_lessons(
                lines, own[student], settings, mixed=mixed
            ).items()
        }


def row_of(
    delivery: Delivery,
    report: Report | None,
    fault: str,
    lesson: str,
    deadline: Deadline,
    extension: Extension | None,
    lines: Sequence[Override],
    conditions: Conditions,
) -> Row:
    """The line of a delivery, with the `extension` and the `lines` that were decided for it."""
    lateness = deadline.judged(delivery, extension)
    with_points = {line.check: line.points for line in lines if line.points is not None}
    if overrides.TOTAL in with_points:
        lateness = lateness.without_penalty
    standing = _standing(delivery, report)
    lesson = lesson or next((line.lesson for line in lines if line.lesson), "")
    earned = report.score if report else None
    if report:
        report = set_by_hand(replace(report, submission=delivery.file), with_points)
    score = report.score if report else None
    if report and score is not None and lateness.percent:
        score = round(max(0.0, score - lateness.percent / 100 * report.max_score), 2)
    score = with_points.get(overrides.TOTAL, score)
    most = math.fsum(deadline.settings.points_of(lesson).values())
    who = f"{delivery.student} {delivery.attempt}".encode()
    return Row(
        delivery=delivery,
        standing=standing,
        lateness=lateness,
        report=replace(report, score=score) if report else None,
        score=score,
        earned=earned,
        max_score=report.max_score if report else round(most, 2),
        decided=tuple(lines),
        fault="" if report else fault,
        code=hmac.digest(bytes.fromhex(conditions.code_key), who, "sha256").hex()[:12],
        lesson=lesson,
    )


def insist_on_possible(row: Row, settings: Settings) -> None:
    """Raises OverridesError where it was decided that a file has more than is to be had in it."""
    if not row.decided:
        return
    graded = row.report and row.earned is not None
    findings = row.report.findings if row.report and graded else ()
    worth = {finding.check: finding.max_points for finding in findings}
    worth[overrides.TOTAL] = math.fsum(settings.points_of(row.lesson).values())
    for line in row.decided:
        if line.points is None:
            continue
        where, name = f"{overrides.FILE}, line {line.line}", row.delivery.name
        if line.check not in worth and not graded:
            raise OverridesError(
                f"{where}: {name} was not graded check by check: decide the total instead."
            )
        if line.check not in worth:
            raise OverridesError(
                f"{where}: what {name} handed in has no check {line.check}: decide another, or "
                "the total."
            )
        if line.points > worth[line.check] + 1e-9:
            of = f" in {line.lesson}" if line.lesson else ""
            raise OverridesError(
                f"{where}: {line.check} has from 0 to {worth[line.check]:g} points{of}, not "
                f"{line.points:g}."
            )


def lessons_of(
    deliveries: Sequence[Delivery], reports: Sequence[Report | None], settings: Settings
) -> list[str]:
    """The lesson that each is of; "" where nothing tells. In a class of one lesson all are of it.

    A file without any known function is graded by the last lesson, which does not make it one of
    that lesson: it is one only where a step of it was begun, or its name says so.
    """

    def told(delivery: Delivery, report: Report | None) -> str:
        if settings.lesson:
            return settings.lesson
        if report:
            lesson = lesson_of(report).name
            if lesson != LESSONS[-1].name or _standing(delivery, report) is Standing.GRADED:
                return lesson
        return delivery.lesson

    lessons = [told(*each) for each in zip(deliveries, reports, strict=True)]
    known = {*lessons} - {""}
    return [*known] * len(lessons) if len(known) == 1 else lessons


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

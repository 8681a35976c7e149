"""What one student is told: as text, as a page with the program beside it, and in a line.

The same program gets the same words, whoever handed it in. The student's name stands above them,
unless names are left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby

import click

from ...reports import text
from ...submission import lines_of
from ...verdict import Finding, Outcome, Report, plain
from ..classroom import Classroom
from ..nameless import nameless
from ..rows import Row
from .templates import template

OUTCOMES = {Outcome.PASSED: "right", **text.WORDS}


@dataclass(frozen=True)
class Stretch:
    """Lines of a program: those in which nothing was found, and the marked one after them."""

    unmarked: str | None
    number: int = 0
    marked: str = ""
    findings: tuple[Finding, ...] = ()


def as_text(room: Classroom, row: Row) -> str:
    """The report as `grade submission` prints it, or why there is none."""
    row = nameless(row) if room.anonymous else row
    report = _told(room, row)
    words = click.unstyle(text.rendered(report)) if report else "\n".join([*_without(row), ""])
    return words if room.anonymous else f"For {plain(row.delivery.name)}\n\n{words}"


def as_html(room: Classroom, row: Row) -> str:
    """The same as a page, with what is known of every check, and the program with marks in it."""
    row = nameless(row) if room.anonymous else row
    report = _told(room, row)
    findings = report.findings if report else ()
    told_in_full = room.conditions.settings.feedback == "full"
    return template("feedback.html").render(
        name=None if room.anonymous else row.delivery.name,
        file=row.delivery.file,
        report=report,
        row=row,
        points=text.points(report) if report else _points(row),
        caution=report.isolation.caution if report else "",
        notices=report.notices if report else row.delivery.notices,
        next=_next(report) if report else _without(row),
        parts=[(part, list(same)) for part, same in groupby(findings, key=lambda f: f.part)],
        words=_outcome,
        program=_stretches(room.program(row), findings) if told_in_full else [],
    )


def in_a_line(room: Classroom, row: Row) -> str:
    """The score and what to do next, for the feedback column of a gradebook."""
    report = _told(room, row)
    if report is None:
        return " ".join(_without(row))
    changed = [f"{words}.".capitalize() for words in row.adjustments]
    points = f"{text.points(report)}.".capitalize()
    return " ".join([points, *changed, *_next(report), report.isolation.caution]).strip()


def _told(room: Classroom, row: Row) -> Report | None:
    level = room.conditions.settings.feedback
    return replace(row.report.told(level), notices=row.notices) if row.report else None


def _points(row: Row) -> str:
    return "no score" if row.score is None else f"{row.score:g} of {row.max_score:g} points"


def _without(row: Row) -> list[str]:
    """What is said where there is no report."""
    given = [f"{_points(row)}: {'; '.join(row.by_hand)}."] if row.score is not None else []
    return [
        *given,
        f"Nothing was graded: {plain(row.delivery.problem)}.",
        "Next: ask whoever gave you the exercise whether you may hand it in again, as one file.",
    ]


def _stretches(program: str, findings: tuple[Finding, ...]) -> list[Stretch]:
    """The program, cut after each line in which something was found."""
    about: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.line and finding.outcome is not Outcome.PASSED:
            about[finding.line].append(finding)
    lines = [plain(line) for line in lines_of(program.removesuffix("\n"))] if program else []
    stretches, start = [], 0
    for number in sorted(number for number in about if number <= len(lines)):
        before = _together(lines[start : number - 1])
        stretches.append(Stretch(before, number, lines[number - 1], tuple(about[number])))
        start = number
    return [*stretches, Stretch(_together(lines[start:]))] if lines else []


def _together(lines: list[str]) -> str | None:
    """As one text, which is escaped in one go; None for no line at all."""
    return "\n".join(lines) if lines else None


def _next(report: Report) -> list[str]:
    finding = report.first_to_fix
    if finding is None:
        return [
            "Full marks: every step is right."
            if report.full_marks
            else "Every step is right."
            if report.findings
            else "Only the score is told here. `grade check` explains each step."
        ]
    if finding.outcome is Outcome.NOT_STARTED:
        return [f"Next: write the TODO of {finding.check}."]
    what = "mend the file" if finding.check == "submission" else f"fix {finding.check}"
    seen = finding.saw and f"Seen: {finding.saw}".rstrip(".") + "."
    return [f"Next: {what}.", *filter(None, (seen, finding.advice))]


def _outcome(finding: Finding) -> str:
    if finding.outcome is Outcome.WAITING and finding.points:
        return "follows from a step above"
    return OUTCOMES[finding.outcome]

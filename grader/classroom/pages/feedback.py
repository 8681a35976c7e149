"""What one student is told: as text, as a page, and in a line for a gradebook.

No name is in it: the same program gets the same words, whoever handed it in.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import click

from ...reports import text
from ...verdict import Finding, Outcome, Report
from ..classroom import Row
from .templates import template

OUTCOMES = {Outcome.PASSED: "right", **text.WORDS}


def as_text(row: Row, level: str) -> str:
    """The report as `grade submission` prints it, or why there is none."""
    report = _told(row, level)
    words = click.unstyle(text.rendered(report)) if report else f"{_problem(row)}\n"
    return words + ("\nIt was handed in late.\n" if row.late else "")


def as_html(row: Row, level: str) -> str:
    """The same as a page, with what is known of every check."""
    report = _told(row, level)
    findings = report.findings if report else ()
    return template("feedback.html").render(
        file=row.delivery.file,
        report=report,
        late=row.late,
        notices=report.notices if report else row.delivery.notices,
        next=_next(report) if report else [_problem(row)],
        parts=[(part, list(same)) for part, same in groupby(findings, key=lambda f: f.part)],
        words=_outcome,
        points=text.points,
    )


def in_a_line(row: Row, level: str) -> str:
    """The score and what to do next, for the feedback column of a gradebook."""
    report = _told(row, level)
    if report is None:
        return _problem(row)
    return " ".join([f"{text.points(report)}.".capitalize(), *_next(report)])


def _told(row: Row, level: str) -> Report | None:
    return replace(row.report.told(level), notices=row.notices) if row.report else None


def _problem(row: Row) -> str:
    return f"Nothing was graded: {row.delivery.problem}."


def _next(report: Report) -> list[str]:
    finding = report.first_to_fix
    if finding is None:
        return [
            "Full marks: every step is right."
            if report.full_marks
            else "More than the score is not told here. `grade check` explains each step."
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

"""A report for people: what is right, the first thing that is not, and what to do next.

Eighty columns, readable without colour. Text that came from a submission is stripped of control
characters before it gets here.
"""

from __future__ import annotations

import textwrap
from itertools import groupby

import click

from ..verdict import Ending, Finding, Outcome, Report
from . import curve

WIDTH = 78
FACES = {
    Outcome.PASSED: ("✓", "green"),
    Outcome.FAILED: ("✗", "red"),
    Outcome.NOT_STARTED: ("·", "yellow"),
    Outcome.WAITING: ("…", "bright_black"),
    Outcome.STOPPED: ("!", "red"),
    Outcome.OUR_FAULT: ("?", "magenta"),
}
WORDS = {
    Outcome.FAILED: "not right yet",
    Outcome.NOT_STARTED: "not started",
    Outcome.WAITING: "waits for an earlier step",
    Outcome.STOPPED: "stopped",
    Outcome.OUR_FAULT: "the grader's own fault",
}

LEARNED = (
    "Full marks: every step is right. You have written by hand what every deep learning library "
    "does by itself: an answer goes forward, its error goes back along the same weights, and each "
    "weight learns what it did to the error.",
    "Next: hand in this file. Then go on as you like: run it with learnrate 0.5 and 200 epochs "
    "and see it learn; give it three hidden units; add a bias to each unit, or a second hidden "
    "layer, and find out which of the steps you need again.",
)


def rendered(report: Report, *, practice: bool = False) -> str:
    """The whole report as text, with ANSI colours; click strips them where they do not belong.

    What to do stands last, where a small terminal has scrolled to.
    """
    blocks = [_head(report), *_notices(report), *_table(report)]
    if practice:
        blocks += [*_learned(report), *_printed(report.printed)]
    blocks += [*_explained(report), _next(report, practice)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(report: Report) -> str:
    return click.style(f"{report.submission}: {points(report)}", bold=True)


def points(report: Report) -> str:
    """The score in words."""
    if report.score is None:
        return f"no score (of {report.max_score:g} points)"
    return f"{report.score:g} of {report.max_score:g} points"


def _notices(report: Report) -> list[str]:
    return [_wrapped(f"Note: {notice}.") for notice in report.notices]


def _table(report: Report) -> list[str]:
    if report.outcome is not Ending.GRADED:
        return []
    parts = []
    for part, group in groupby(report.findings, key=lambda finding: finding.part):
        findings = list(group)
        earned = sum(finding.points for finding in findings)
        most = sum(finding.max_points for finding in findings)
        title = f"{part:<28}{earned:>22g} / {most:g}"
        parts.append("\n".join([click.style(title, bold=True), *map(_line, findings)]))
    return parts


def _line(finding: Finding) -> str:
    face, colour = FACES[finding.outcome]
    earned = f"{finding.points:>6g} / {finding.max_points:<6g}"
    words = WORDS.get(finding.outcome, "")
    if finding.outcome is Outcome.WAITING and finding.points:
        words = "follows from a step above"
    return f"  {click.style(face, fg=colour)} {finding.check:<24}{earned:>21}  {words}".rstrip()


def _explained(report: Report) -> list[str]:
    """The first thing to fix, with everything that is known of it."""
    finding = report.first_to_fix
    begun = finding and finding.outcome is not Outcome.NOT_STARTED
    if finding is None or (begun and not (finding.saw or finding.advice)):
        return []
    lines = [click.style(f"{finding.check}", bold=True), _wrapped(finding.promise, "  ")]
    if finding.saw:
        lines.append(_wrapped(f"Seen: {finding.saw}.", "  "))
    if finding.advice:
        lines.append(_wrapped(finding.advice, "  "))
    return ["\n".join(lines)]


def _learned(report: Report) -> list[str]:
    """The picture of the loss, once there is a training that has one."""
    if len(report.losses) < 2:
        return []
    title = f"The loss over {len(report.losses)} epochs, on a problem made up for practice"
    if any(f.outcome is not Outcome.PASSED and f.part != "training" for f in report.findings):
        title += ", with what is right in the place of the steps that are not yet"
    return [f"{_wrapped(title)}:\n\n{curve.drawn(report.losses)}"]


def _printed(printed: str) -> list[str]:
    if not printed.strip():
        return []
    lines = printed.rstrip().splitlines()
    kept = [f"  | {line[: WIDTH - 4]}" for line in lines[:20]]
    if len(lines) > 20:
        kept.append(f"  | … and {len(lines) - 20} lines more")
    return ["\n".join(["Your program printed:", *kept])]


def _next(report: Report, practice: bool) -> str:
    finding = report.first_to_fix
    if report.outcome is Ending.OUR_FAULT:
        return _wrapped(
            "This is the grader's own fault: it is worth no points and costs none. Run it again; "
            "if it happens again, send this report to whoever gave you the exercise."
        )
    if finding is None and not report.full_marks:
        return _wrapped("More than the score is not told here. `grade check` explains each step.")
    if finding is None and practice:
        return "\n\n".join(map(_wrapped, LEARNED))
    if finding is None:
        return _wrapped("Full marks: every step is right. There is nothing left to do.")
    again = "save, and run `grade check` again"
    stuck = "\nStuck? `grade hint` leads on, a little further each time." if practice else ""
    if finding.outcome is Outcome.NOT_STARTED:
        begun = any(f.outcome is Outcome.PASSED for f in report.findings)
        verb = "go on with" if begun else "begin with"
        return _wrapped(f"Next: {verb} {finding.check}: write its TODO, {again}.") + stuck
    if finding.check == "submission":
        return _wrapped(f"Next: mend that, {again}.")
    return _wrapped(f"Next: fix {finding.check}, {again}.") + stuck


def _wrapped(text: str, indent: str = "") -> str:
    text = text.replace("..", ".") if text.endswith("..") else text
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )

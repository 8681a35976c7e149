"""A report for people, all of it: every check, the first thing to fix, and what to do next.

Readable without colour, and on a screen of any width. Text that came from a submission is
stripped of control characters before it gets here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import click

from ..verdict import Ending, Finding, Outcome, Report
from . import curve
from .screen import COLOURS, Screen

WORDS = {
    Outcome.FAILED: "not right yet",
    Outcome.NOT_STARTED: "not started",
    Outcome.WAITING: "waits for another step",
    Outcome.STOPPED: "stopped",
    Outcome.OUR_FAULT: "the grader's own fault",
}
PLAIN = Screen()
LONGEST_SAW = 280

OUR_FAULT = (
    "This is the grader's own fault: it is worth no points and costs none. Run it again; if it "
    "happens again, send this report to whoever gave you the exercise."
)


def rendered(report: Report, *, screen: Screen = PLAIN) -> str:
    """The whole report as text, with ANSI colours; click strips them where they do not belong.

    What to do stands last, where a small terminal has scrolled to.
    """
    blocks = [
        head(report, screen),
        *caution(report, screen),
        *notices(report, screen),
        *tables(report, screen),
        *explained(report.first_to_fix, screen),
        _next(report, screen),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def head(report: Report, screen: Screen) -> str:
    """Whose report it is, and the score."""
    return click.style(screen.wrapped(f"{report.submission}: {points(report)}"), bold=True)


def points(report: Report) -> str:
    """The score in words."""
    if report.score is None:
        return f"no score (of {report.max_score:g} points)"
    return f"{report.score:g} of {report.max_score:g} points"


def caution(report: Report, screen: Screen) -> list[str]:
    """What is to be said of the room that it was graded in."""
    words = report.isolation.caution
    return [screen.wrapped(words)] if words else []


def notices(report: Report, screen: Screen) -> list[str]:
    """What is to be said of how the submission was read."""
    return [screen.wrapped(f"Note: {notice}.") for notice in report.notices]


def by_part(report: Report) -> Iterator[tuple[str, Sequence[Finding]]]:
    """The parts of the lesson, each with its findings."""
    for part, group in groupby(report.findings, key=lambda finding: finding.part):
        yield part, list(group)


def tables(report: Report, screen: Screen) -> list[str]:
    """A table for each part of the lesson; none where nothing could be judged."""
    if report.outcome is not Ending.GRADED:
        return []
    return [table(part, findings, screen) for part, findings in by_part(report)]


def table(part: str, findings: Sequence[Finding], screen: Screen) -> str:
    """A part of the lesson: its points, and a line for each check."""
    title = click.style(row(part, earned(findings), "", screen), bold=True)
    return "\n".join([title, *(_line(finding, screen) for finding in findings)])


def earned(findings: Sequence[Finding]) -> str:
    """The points of some findings together: `20 / 20`."""
    got = sum(finding.points for finding in findings)
    return f"{got:g} / {sum(finding.max_points for finding in findings):g}"


def row(name: str, score: str, words: str, screen: Screen) -> str:
    """A line of a table: a name, its points, and a few words where there is room for them."""
    line = f"{name:<{_names(screen)}} {score:>9}"
    told = f"{line}   {words}"
    return (told if len(told) <= screen.width else line).rstrip()


def _names(screen: Screen) -> int:
    """How much of a line is for names."""
    return min(38, max(20, screen.width - 14))


def _line(finding: Finding, screen: Screen) -> str:
    todo = f"TODO {finding.todo:<2}" if finding.todo else " " * 7
    words = WORDS.get(finding.outcome, "")
    if finding.outcome is Outcome.WAITING and finding.points:
        words = "follows from above"
    mark = screen.mark(finding.outcome)
    name = f"  {mark} {todo}  {finding.check}"
    if len(name) > _names(screen):
        name = f"  {mark} {finding.check}"
    line = row(name, earned([finding]), words, screen)
    return line.replace(mark, click.style(mark, fg=COLOURS[finding.outcome]), 1)


def explained(finding: Finding | None, screen: Screen) -> list[str]:
    """The first thing to fix, with everything that is known of it."""
    begun = finding and finding.outcome is not Outcome.NOT_STARTED
    if finding is None or (begun and not (finding.saw or finding.advice)):
        return []
    whole = finding.check == "submission"
    title = "This file cannot be run as it is." if whole else place(finding)
    lines = [click.style(screen.wrapped(title), bold=True)]
    if finding.source:
        lines.append(screen.cut(f"  > {finding.source}"))
    if not whole:
        lines.append(screen.wrapped(finding.promise, "  "))
    if finding.saw:
        lines.append(screen.wrapped(f"Seen: {ended(_shortened(finding.saw))}", "  "))
    if finding.advice:
        lines.append(screen.wrapped(finding.advice, "  "))
    return ["\n".join(lines)]


def _shortened(saw: str) -> str:
    """What was seen, its middle left out where it is too long for anyone to read."""
    saw = " ".join(saw.split())
    if len(saw) <= LONGEST_SAW:
        return saw
    return f"{saw[: LONGEST_SAW // 2]} … {saw[-LONGEST_SAW // 2 :]}"


def place(finding: Finding) -> str:
    """Where a finding is: `TODO 5, line 79`, and the check's name."""
    where = [f"TODO {finding.todo}"] if finding.todo else []
    where += [finding.place] if finding.place else []
    return f"{', '.join(where)}: {finding.check}" if where else finding.check


def task(finding: Finding) -> str:
    """What is to be fixed, in a word: `TODO 5 in line 79`, `line 20`, or the check's name."""
    if not finding.todo:
        return finding.place or finding.check
    return f"TODO {finding.todo}" + (f" in {finding.place}" if finding.place else "")


def ended(sentence: str) -> str:
    """The sentence with exactly one full stop at its end."""
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


def learned(report: Report, screen: Screen) -> list[str]:
    """The picture of the loss: the learner's own, and so only where both passes are right."""
    own = all(f.outcome is Outcome.PASSED for f in report.findings if f.part != "training")
    if len(report.losses) < 2 or not own:
        return []
    title = f"The loss over {len(report.losses)} epochs, on a problem made up for practice:"
    picture = curve.drawn(report.losses, min(60, screen.width - 4))
    lines = (screen.cut(line) for line in picture.splitlines())
    return ["\n".join([screen.wrapped(title), "", *lines])]


def printed(report: Report, screen: Screen, most: int) -> list[str]:
    """The head of what the submission printed."""
    if not report.printed.strip():
        return []
    lines = report.printed.rstrip().splitlines()
    shown = [screen.cut(f"  | {line}") for line in lines[:most]]
    if len(lines) > most:
        shown.append(screen.cut(f"  | … and {len(lines) - most} more lines"))
    return ["\n".join(["Your program printed, each time that the checks ran it:", *shown])]


def _next(report: Report, screen: Screen) -> str:
    finding = report.first_to_fix
    if report.outcome is Ending.OUR_FAULT:
        return screen.wrapped(OUR_FAULT)
    if finding is None and not report.findings:
        words = "Only the score is told here. `grade check` explains each step."
    elif finding is None:
        words = "Full marks: every step is right. There is nothing left to do."
    elif finding.check == "submission":
        words = "Next: mend that, save, and run `grade check` again."
    elif finding.outcome is Outcome.NOT_STARTED:
        begun = any(f.outcome is Outcome.PASSED for f in report.findings)
        verb = "go on with" if begun else "begin with"
        words = f"Next: {verb} {task(finding)}, save, and run `grade check` again."
    else:
        words = f"Next: fix {task(finding)}, save, and run `grade check` again."
    return screen.wrapped(words)

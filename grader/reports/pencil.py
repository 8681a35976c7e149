"""A table: the numbers of the lesson's pencil record beside those of the learner's functions."""

from __future__ import annotations

import click

from ..lesson import Value
from ..lessons import lesson_of
from ..lessons.descent import pencil
from ..lessons.descent.pencil import Worked, told
from ..verdict import Finding, Outcome, Report
from .screen import COLOURS, Screen

WORDS = "The record that the lesson works out with a pencil: {}."


def rendered(worked: Worked, report: Report, screen: Screen) -> str:
    """Each step's number in the lesson, and the learner's where it is another."""
    findings = {f.check: f for f in report.findings}
    lesson = lesson_of(report)
    known = lesson.pencil.known
    lines = [screen.wrapped(WORDS.format(lesson.pencil.words)), ""]
    for name in lesson.passes:
        finding = findings[name]
        outcome, yours = _compared(finding, worked, known[name])
        mark = click.style(screen.mark(outcome), fg=COLOURS[outcome])
        step = f"{mark} TODO {finding.todo}  {name:<21}"
        right = told(known[name])
        lines += [f"{step} {screen.cut(right)}"] if screen.width > 70 else [step, f"    {right}"]
        if yours:
            lines.append(screen.wrapped(f"yours: {yours}", "    "))
    if worked.crash:
        lines += ["", screen.wrapped(f"It stops in line {worked.line}: {worked.crash}.")]
    words = "Next: `grade check` says what is wrong with the first that differs."
    if report.full_marks:
        command, does = lesson.onward[0]
        words = f"All of it is the lesson's. Next: `{command}`: {does}."
    return "\n".join([*lines, "", screen.wrapped(words)]) + "\n"


def _compared(finding: Finding, worked: Worked, right: Value) -> tuple[Outcome, str]:
    """What has become of a step, and the learner's number where it is not the lesson's."""
    name = finding.check
    own = worked.values.get(name)
    if finding.outcome is Outcome.NOT_STARTED:
        return Outcome.NOT_STARTED, ""
    if pencil.same(own, right):
        return Outcome.PASSED, ""
    if finding.outcome is Outcome.PASSED and pencil.table(own) is None:
        return Outcome.PASSED, "the result is right, under a name of your own"
    if pencil.table(own) is None:
        return Outcome.WAITING, "no numbers yet"
    if finding.outcome is Outcome.PASSED:
        return Outcome.WAITING, f"{told(own)}, only because of what comes before it"
    return Outcome.FAILED, told(own)

"""What a learner reads after each save: what matters, last, and short.

Above stands how far each part of the lesson is, with only the part at hand unfolded. Then come,
on any screen of 24 lines: what has become right since the last time, one line of progress, the
one thing to fix, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from ..verdict import Ending, Finding, Outcome, Report
from . import text
from .screen import COLOURS, MARKS, NAMES, Screen

WORST_LAST = (
    Outcome.PASSED, Outcome.WAITING, Outcome.NOT_STARTED, Outcome.OUR_FAULT, Outcome.STOPPED,
    Outcome.FAILED,
)  # fmt: skip
HELD = "\u00a0"
"""A space at which no line is broken."""

STOPS = (Outcome.FAILED, Outcome.STOPPED, Outcome.OUR_FAULT)

STUCK = "Stuck? `grade hint` leads on, a little further each time."


def rendered(
    report: Report,
    *,
    screen: Screen = text.PLAIN,
    news: Sequence[str] = (),
    again: str = "save, and run `grade check` again",
    everything: bool = False,
) -> str:
    """The report of a practice round, with ANSI colours.

    `news` is what has changed since the last round, `again` what to do after the next change;
    `everything` unfolds every part, and shows more of what the program printed.
    """
    blocks = [text.head(report, screen), *text.notices(report, screen)]
    if everything:
        blocks += text.tables(report, screen)
    else:
        blocks.append(_folded(report, screen))
    if everything or report.full_marks:
        blocks += text.learned(report, screen)
    blocks += text.printed(report, screen, 20 if everything else 4)
    last = [screen.wrapped(line) for line in news]
    last += [_progress(report, screen), *text.explained(report.first_to_fix, screen)]
    blocks += ["\n".join(filter(None, last)), _next(report, screen, again)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _folded(report: Report, screen: Screen) -> str:
    """A line for each part; the part at hand, and any that has something wrong, with its checks."""
    if report.outcome is not Ending.GRADED or report.full_marks:
        return ""
    first = report.first_to_fix
    lines = []
    for part, findings in text.by_part(report):
        if first in findings or any(f.outcome in STOPS for f in findings):
            lines.append(text.table(part, findings, screen))
            continue
        worst = max((f.outcome for f in findings), key=WORST_LAST.index)
        lines.append(text.row(part, text.earned(findings), _in_short(worst, findings), screen))
    return "\n".join(lines)


def _in_short(worst: Outcome, findings: Sequence[Finding]) -> str:
    if worst is Outcome.PASSED:
        return "all right"
    if worst is Outcome.WAITING and all(f.points == f.max_points for f in findings):
        return "no mistake of its own"
    todos = sorted({f.todo for f in findings if f.todo and f.outcome is Outcome.NOT_STARTED})
    if todos:
        joint = " to " if todos[2:] else " and "
        return f"TODO {todos[0]}" + (f"{joint}{todos[-1]}" if todos[1:] else "")
    return text.WORDS[worst]


def _progress(report: Report, screen: Screen) -> str:
    """One mark for each TODO, part by part: `forward ✓✓✓  backward ✓✗····`."""
    if report.outcome is not Ending.GRADED:
        return ""
    told: dict[str, list[Outcome]] = {}
    for part, outcomes in _by_todo(report).items():
        told[part.split()[0]] = outcomes
    if not screen.has_marks:
        return screen.wrapped("; ".join(f"{part}: {_counted(o)}" for part, o in told.items()))
    held = (f"{part}{HELD}{''.join(MARKS[o] for o in each)}" for part, each in told.items())
    lines = screen.wrapped("  ".join(held)).replace(HELD, " ")
    for outcome, mark in MARKS.items():
        lines = lines.replace(mark, click.style(mark, fg=COLOURS[outcome]))
    return lines


def _by_todo(report: Report) -> dict[str, list[Outcome]]:
    """For each part the outcome of each of its TODOs, and of what else in it went wrong."""
    places: dict[int, tuple[str, int]] = {}
    parts: dict[str, list[Outcome]] = {}
    for finding in report.findings:
        if not finding.todo:
            if finding.outcome in STOPS:
                parts.setdefault(finding.part, []).append(finding.outcome)
            continue
        if finding.todo not in places:
            outcomes = parts.setdefault(finding.part, [])
            places[finding.todo] = (finding.part, len(outcomes))
            outcomes.append(finding.outcome)
            continue
        part, number = places[finding.todo]
        both = {parts[part][number], finding.outcome}
        if both != {Outcome.PASSED, Outcome.WAITING}:  # what waits for others is for them to mend
            parts[part][number] = max(both, key=WORST_LAST.index)
        else:
            parts[part][number] = Outcome.PASSED
    return parts


def _counted(outcomes: Sequence[Outcome]) -> str:
    counts = {outcome: outcomes.count(outcome) for outcome in MARKS if outcome in outcomes}
    return ", ".join(f"{n} {NAMES[outcome]}" for outcome, n in counts.items())


def _next(report: Report, screen: Screen, again: str) -> str:
    finding = report.first_to_fix
    if report.outcome is Ending.OUR_FAULT:
        return screen.wrapped(text.OUR_FAULT)
    if finding is None:
        from ..lessons import lesson_of

        lesson = lesson_of(report)
        width = max(16, *(len(name) + 2 for name, _ in lesson.onward))
        offers = "\n".join(
            screen.wrapped(f"{name:<{width}}{words}", "  ") for name, words in lesson.onward
        )
        next_ = f"Next: hand in {report.submission}, just as it is. Then, if you like:"
        return "\n\n".join([screen.wrapped(lesson.learned), f"{screen.wrapped(next_)}\n{offers}"])
    if finding.check == "submission":
        return screen.wrapped(f"Next: mend that, {again}.")
    if finding.outcome is Outcome.NOT_STARTED:
        begun = any(f.outcome is Outcome.PASSED for f in report.findings)
        words = f"Next: {'go on' if begun else 'begin'} with {text.task(finding)}, {again}."
    else:
        words = f"Next: fix {text.task(finding)}, {again}."
    return screen.wrapped(f"{words} {STUCK}")

"""The next hint for a step: which step is meant, how far she has climbed, and how it is told."""

from __future__ import annotations

import functools
from pathlib import Path

from ..errors import Refused
from ..lessons import LESSONS, lesson_of
from ..lessons.descent import climbing
from ..reports import text
from ..reports.screen import Screen
from ..verdict import Finding, Outcome, Report
from .ladder import Ladder
from .nearby import quoted
from .practising import file_names, with_pencil


def is_a_place(word: str) -> bool:
    """Is this a file's or a folder's name, where a step's might be?"""
    steps = {check for lesson in LESSONS for check in lesson.worth}
    named = bool(Path(word).suffix) or Path(word).exists()
    return named and word not in steps and not word.isdecimal()


def step_and_file(step: str | None, file: Path | None) -> tuple[str | None, Path | None]:
    """What a hint is asked for, and of which file: in either order, and `TODO 5` as two words."""
    if step and file and not file.exists():
        if step.upper() == "TODO":
            return str(file), None
        if is_a_place(step):
            return str(file), Path(step)
    if step and not file and is_a_place(step):
        return None, Path(step)
    return step, file


def next_hint(path: Path, report: Report, step: str | None, screen: Screen) -> str:
    """The next hint as text: one further than the last time; the last one stays.

    `step` is a TODO's number or a check's name; without it the first that is not right is meant.
    Raises Refused where there is no such step, or where the file cannot be run at all.
    """
    finding = _meant(path, report, step)
    if finding is None:
        return screen.wrapped("Every step is right: there is nothing to give a hint for.")
    if finding.outcome is Outcome.PASSED:
        return screen.wrapped(f"{text.task(finding)} is right. There is nothing to mend in it.")
    work_out = functools.partial(with_pencil, path, report)
    rungs = climbing.rungs(lesson_of(report), finding, report.form, work_out)
    level = Ladder(path).climb(finding.check, len(rungs))
    title = f"{text.place(finding)}   hint {level} of {len(rungs)}"
    further = (
        "; `grade hint` goes one step further" if level < len(rungs) else ". This was the last hint"
    )
    words = rungs[level - 1]()
    next_ = f"Next: try it, save, and run `grade check`{further}."
    return "\n\n".join([screen.wrapped(title), _laid_out(words, screen), screen.wrapped(next_)])


def _meant(path: Path, report: Report, step: str | None) -> Finding | None:
    """The finding that a hint is asked for; None where every step is right. Raises Refused."""
    first = report.first_to_fix
    if first and first.check == "submission":
        raise Refused(f"{text.ended(first.saw)} {first.advice} Mend that first.")
    if step is None:
        return first
    number = step.upper().removeprefix("TODO").strip()
    if number.isdecimal():
        of_todo = [f for f in report.findings if f.todo == int(number) > 0]
        if not of_todo:
            last = max(f.todo for f in report.findings)
            there = f"There is no TODO {number} in {path.name}: they go from 1 to {last}."
            for other in (path.with_name(name) for name in file_names()):
                if other.exists() and other != path and int(number) in _todos_in(other.name):
                    there += f" Of {other.name}: `grade hint {number} {quoted(other)}`."
            raise Refused(there)
        wrong = [f for f in of_todo if f.outcome not in (Outcome.PASSED, Outcome.WAITING)]
        waiting = [f for f in of_todo if f.outcome is Outcome.WAITING]
        return [*wrong, *waiting, *of_todo][0]
    found = [f for f in report.findings if f.check == step]
    if not found:
        steps = ", ".join(lesson_of(report).worth)
        raise Refused(f"There is no step {step}. Give a TODO's number, or one of: {steps}.")
    return found[0]


def _todos_in(name: str) -> set[int]:
    """The numbers of the TODOs in the lesson's file of that name."""
    return {
        todo
        for lesson in LESSONS
        for form, file in lesson.files.items()
        if file == name
        for todo in lesson.todos_of(form).values()
        if todo
    }


def _laid_out(words: str, screen: Screen) -> str:
    """Paragraphs wrapped; lines of code and of numbers, which are indented, as they are."""
    blocks = []
    for paragraph in words.split("\n\n"):
        if paragraph.startswith("      "):
            lines = paragraph.splitlines()
            blocks.append("\n".join(_code(line, screen) for line in lines))
        else:
            blocks.append(screen.wrapped(paragraph, "  "))
    return "\n\n".join(blocks)


def _code(line: str, screen: Screen) -> str:
    """A line of code: broken between words where it is too long for the screen."""
    return screen.wrapped(line.strip(), "      ") if len(line) > screen.width else line

"""`grade solution`: the lesson's own lines beside the learner's, and where to go from there.

It opens after full marks; before that, only after asking twice. The learner's file is left as it
is: a copy of it is written for whatever she tries next.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click

from .. import whole_file
from ..lessons import lesson_of
from ..reports.screen import Screen
from ..verdict import Outcome, Report
from .exercise import SOLUTION
from .practising import read
from .printing import say

COPY = "experiments.py"


def is_wanted(report: Report) -> bool:
    """Does she want the solution before everything is solved? Asks twice; silence means no."""
    todos = sorted({f.todo for f in report.findings if f.todo and f.outcome is not Outcome.PASSED})
    left = f"{len(todos)} TODOs are" if len(todos) != 1 else "One TODO is"
    say(f"{left} still yours to solve, and what you have read you cannot find out yourself.")
    try:
        return click.confirm("Read the solution all the same?") and click.confirm(
            "Really? `grade hint` may be all you need. Read it?"
        )
    except click.exceptions.Abort:
        click.echo()
        return False


def compared(path: Path, report: Report, screen: Screen) -> str:
    """The lines of each TODO, hers and the lesson's, where they differ; then what to try."""
    own = answers(read(path).source.decode("utf-8", "replace"))
    lesson = answers((SOLUTION / lesson_of(report).files[report.form]).read_text("utf-8"))
    alike = [todo for todo in lesson if _same(own.get(todo, ""), lesson[todo])]
    blocks = []
    for todo, answer in lesson.items():
        if todo in alike:
            continue
        title = click.style(f"TODO {todo}", bold=True)
        hers = own.get(todo) or "(not under its TODO's comment)"
        blocks.append(
            "\n".join([title, *_lines("yours", hers, screen), *_lines("lesson", answer, screen)])
        )
    if alike:
        todos = ", ".join(map(str, alike))
        blocks.append(screen.wrapped(f"Written as in the lesson: TODO {todos}."))
    if report.full_marks:
        if len(alike) < len(lesson):
            words = "Both give the same numbers, so both are right. Which reads better in a year?"
            blocks.append(screen.wrapped(words))
        blocks.append(_onward(path, report, screen))
    return "\n\n".join(blocks) + "\n"


def _lines(whose: str, code: str, screen: Screen) -> list[str]:
    return [
        screen.cut(f"  {whose if not i else '':<8}{line}")
        for i, line in enumerate(code.splitlines())
    ]


def answers(source: str) -> dict[int, str]:
    """What stands under each TODO's comment, down to the next blank line, without its indent."""
    found = {}
    for begun in re.finditer(r"^([ \t]*)# TODO (\d+):.*\n((?:[ \t]*\S.*\n?)*)", source, re.M):
        indent = len(begun[1])
        found[int(begun[2])] = "\n".join(line[indent:] for line in begun[3].splitlines())
    return found


def _same(one: str, other: str) -> bool:
    """Is it the same code, however it is spaced?"""
    try:
        return ast.dump(ast.parse(one)) == ast.dump(ast.parse(other))
    except (SyntaxError, ValueError):
        return one == other


def _onward(path: Path, report: Report, screen: Screen) -> str:
    """A copy for experiments is written, unless there is one, and some are named."""
    copy = path.parent / COPY if path.is_file() else path / COPY
    try:
        if not copy.exists():
            source = path if path.is_file() else path / lesson_of(report).files[report.form]
            whole_file.replace(copy, source.read_bytes())
        where = f"{COPY} is a copy of your file, to try things in. Yours stays as you hand it in."
    except OSError as error:
        where = (
            "Try things in a copy of your file, in another folder: none could be written here "
            f"({error.strerror})."
        )
    own = lesson_of(report).tries[report.form]
    tries = "\n".join(screen.wrapped(f"- {words}", "  ") for words in own)
    return f"{screen.wrapped(where)}\n{tries}\n\n" + screen.wrapped(
        "Next: pick one, and guess before you run it. LESSON.md ends with more."
    )

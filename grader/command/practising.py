"""One round of practice: finding the learner's file, judging it, opening its room again."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import Refused
from . import nearby, terminal
from .printing import graded_or_refused

if TYPE_CHECKING:
    from ..lesson import Lesson
    from ..lessons.descent.pencil import Worked
    from ..room.process import Start
    from ..room.program import Program
    from ..settings import Settings
    from ..submission import Submission
    from ..verdict import Report


@contextmanager
def practice(file: Path | None, form_of_report: str = "text") -> Iterator[None]:
    """A round of practice on `file`; what cannot be judged ends it in clear words.

    The first room gets ready meanwhile: that takes as long as all that is imported here.
    """
    rooms()
    with graded_or_refused(form_of_report, named(file)):
        yield


@cache
def rooms() -> Start:
    """What gives the rooms of practice their processes."""
    from ..room.zygote import starter_of_rooms

    return starter_of_rooms()


def file_names(lesson: str = "") -> list[str]:
    """The names of the learner's files: of one lesson, or of all in their order."""
    from ..lessons import LESSONS

    several = (each.files.values() for each in LESSONS if lesson in ("", each.name))
    return [name for names in several for name in names]


def named(file: Path | None) -> Path:
    """The file that was named, or else the last lesson's, whether it is there or not."""
    from ..lessons import LESSONS

    return file or Path(LESSONS[-1].file)


def own_file(file: Path | None, lesson: str = "") -> Path:
    """The file that is meant: the one named, or the exercise in this folder.

    Of several it is the one that was saved last, and the first if nothing is written in any yet;
    once every TODO of it is right, as it was saved, it is the next.
    Raises Refused, with what to type, where there is none.
    """
    from ..lessons.bundle import without_todos

    names = file_names(lesson)
    folder = file or Path()
    there = [folder / name for name in names if (folder / name).is_file()]
    if file is None:
        if not there:
            raise Refused(nearby.not_here(names))
        return _at_hand(there)
    if not file.exists() or nearby.is_without_a_program(file):
        raise Refused(nearby.not_there(file, names))
    if file.name in without_todos():
        raise Refused(nearby.not_hers(file, names))
    return _at_hand(there) if there else file


def _at_hand(files: Sequence[Path]) -> Path:
    """Of several in their order the one saved last; the next one, if that is solved."""
    from ..lessons import LESSONS
    from .ladder import Ladder

    begun = [path for path in files if nearby.saved(path)]
    if not begun:
        return files[0]
    last = max(begun, key=nearby.saved)
    later = [path for path in files[files.index(last) + 1 :] if path not in begun]
    lesson = next(each for each in LESSONS if last.name in each.files.values())
    ladder = Ladder(last)
    solved = ladder.is_up_to_date and {*lesson.todos.values()} - {0} <= ladder.right
    return later[0] if later and solved else last


def read(path: Path, lesson: str = "") -> Submission:
    """The submission at a path; of this lesson, where it holds several. Raises Refused."""
    from ..classroom.intake import single

    return single.read(path, lesson)


def practised(path: Path, form: str | None = None, lesson: str = "") -> Report:
    """The report of a practice round. Raises Refused."""
    from ..settings import Settings
    from .own_imports import not_installed

    if nearby.is_empty(path):
        raise Refused(nearby.emptied(path))
    submission = read(path, lesson)
    settings = Settings(secret="", lesson=lesson)
    report = graded(submission, settings, practice=True, best_effort=True, form=form, start=rooms())
    lacking = map(submission.cells.told, not_installed(submission.lines, path.parent))
    return replace(report, notices=(*report.notices, *lacking))


def graded(
    submission: Submission,
    settings: Settings,
    *,
    practice: bool = False,
    best_effort: bool = False,
    form: str | None = None,
    start: Start | None = None,
) -> Report:
    """The report on a submission; how well other people's code is locked in is said first.

    It is judged in a process with bounds of its own, see judging/bounds.py.
    """
    from ..judging.bounds import Bounded, ExhaustedError
    from ..judging.grading import exhausted, grade
    from ..lessons import LESSONS
    from ..room.tiers import banner
    from ..room.zygote import starter_of_few_rooms

    judge = partial(grade, practice=practice, best_effort=best_effort, form=form)
    work = partial(judge, submission, settings, LESSONS, start=start or starter_of_few_rooms())
    try:
        bounded = Bounded(work, settings.limits.total_seconds)
        with _patience():
            report = bounded.result()
    except ExhaustedError as error:
        report = exhausted(submission, LESSONS[-1].worth, str(error))
    if not practice and report.isolation.tier:
        click.echo(banner(report.isolation.tier, report.isolation.reason), err=True, nl=False)
    return report


@contextmanager
def _patience() -> Iterator[None]:
    """After two seconds, and only on a terminal, a word that it is still going on."""
    import threading

    words = terminal.screen().wrapped("It is still computing; its time is limited …")
    timer = threading.Timer(2.0, lambda: click.echo(words, err=True))
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def opened(path: Path, lesson: Lesson, form: str, seconds: float = 30.0) -> Iterator[Program]:
    """The learner's program of a lesson, loaded in a locked room, with this CPU time for all.

    Raises Refused, and Stopped.
    """
    from ..room.program import Program
    from ..settings import Limits

    submission = read(path)
    data = lesson.data(lesson.inputs(None), form)
    limits = Limits(total_seconds=seconds)
    room: dict[str, Any] = {"file": submission.name, "limits": limits, "start": rooms()}
    with Program(submission.source, data=data, **room) as program:
        if form != "numpy" and not program.read().imports_packages:
            program.load()
            yield program
            return
    kind = lesson.program(form)
    with kind(submission.source, data=data, **room) as program:
        program.load()
        yield program


def with_pencil(path: Path, report: Report) -> Worked:
    """What her program makes of the lesson's pencil record; nothing where it has to be stopped."""
    from ..lessons import lesson_of
    from ..lessons.descent.pencil import Worked
    from ..room.room import Stopped

    try:
        lesson = lesson_of(report)
        with opened(path, lesson, report.form) as program:
            return lesson.worked_out(program)
    except Stopped:
        return Worked()

"""The commands for a class: batch, merge, regrade, similar, release.

What they work with is imported where they use it: `grade check` has no need of it.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from ..classroom.batch import Tally
    from ..classroom.classroom import Classroom
    from ..classroom.engine import Engine
    from ..classroom.intake import Intake
    from ..classroom.journal import Journal
    from ..settings import Settings

USAGE, OUR_FAULT, INTERRUPTED = 2, 3, 130  # as in cli.py

Command = Callable[..., Any]
FILE = click.Path(path_type=Path)


# ---------------------------------------------------------------- options that commands share


def _reading(command: Command) -> Command:
    """What says how a download is to be read."""
    return _with(
        command,
        click.argument("paths", nargs=-1, required=True, type=FILE, metavar="PATH..."),
        click.option("--layout", help="The system that PATH comes from, if not recognised."),
        click.option("--name-regex", help="An expression for the paths, with a group student_id."),
        click.option("--name-encoding", help="Of file names in old zips, such as cp1252."),
    )


def _reporting(command: Command) -> Command:
    """What says what is written."""
    return _with(
        command,
        click.option("--settings", "settings_file", type=FILE, metavar="FILE"),
        click.option("--gradebook", type=FILE, help="The LMS's own export: one column is filled."),
        click.option("--column", help="Which column, where several could take the points."),
        click.option("--scale", is_flag=True, help="Convert points to the column's maximum."),
        click.option("--anonymous", is_flag=True, help="Leave names out of the pages."),
    )


def _output(command: Command) -> Command:
    return click.option(
        "--output", type=FILE, default="report", show_default=True, help="Folder of the reports."
    )(command)


def _with(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class Reporting:
    """What the options of `_reporting` say."""

    settings_file: Path | None
    gradebook: Path | None
    column: str | None
    scale: bool
    anonymous: bool


# ---------------------------------------------------------------- the commands


@click.command()
@_reading
@_reporting
@_output
@click.option(
    "--attempt", type=click.Choice(["latest", "best", "all"]), default="latest", show_default=True
)
@click.option(
    "--format",
    "form_of_report",
    type=click.Choice(["text", "json", "junit", "gradescope"]),
    default="text",
    help="What is printed. The report folder holds all of them.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="How many at a time: one a processor.")
@click.option("--scheduler", metavar="ADDRESS", help="Grade on this Dask cluster.")
@click.option("--shard", default="1/1", metavar="I/N", help="Grade this part of the class only.")
@click.option(
    "--isolation",
    type=click.Choice(["required", "best-effort"]),
    default="required",
    help="best-effort grades even where the machine cannot hide the checks.",
)
def batch(
    paths: Sequence[Path],
    layout: str | None,
    name_regex: str | None,
    name_encoding: str | None,
    output: Path,
    attempt: str,
    form_of_report: str,
    jobs: int | None,
    scheduler: str | None,
    shard: str,
    isolation: str,
    **reporting: Any,
) -> None:
    """Grade a class: zips or folders as the LMS gave them.

    What is graded stays graded: the same command again does what is left to do. The exit code is
    0 when all is graded, whatever the scores.
    """
    from ..classroom import batch as batches
    from ..classroom import journal
    from . import progress
    from .interruption import interruptible

    asked = Reporting(**reporting)
    with _refusals(), journal.opened(output) as kept:
        settings, part = _settings(asked.settings_file), batches.Shard.of(shard)
        _check_gradebook(asked, attempt)
        intake = _taken_in(paths, layout, name_regex, name_encoding, attempt, form_of_report)
        with (
            interruptible() as stopping,
            _engine(scheduler, jobs) as engine,
            progress.shown() as told,
        ):
            tally = batches.grade_class(
                intake,
                settings,
                kept,
                engine,
                attempt=attempt,
                best_effort=isolation == "best-effort",
                shard=part,
                told=told,
                stopping=stopping,
            )
        _say(f"{tally.graded:,} programs graded now, {tally.before:,} before.", form_of_report)
        _report(kept, settings, output, asked, form_of_report)
    _end(tally)


@click.command()
@click.argument("shards", nargs=-1, required=True, type=FILE, metavar="SHARD...")
@_reporting
@_output
def merge(shards: Sequence[Path], output: Path, **reporting: Any) -> None:
    """Make one report of the report folders of all the shards of a class."""
    from ..classroom import batch as batches
    from ..classroom import journal

    asked = Reporting(**reporting)
    with _refusals(), journal.opened(output) as kept, ExitStack() as open_shards:
        for shard in shards:
            if not (shard / journal.PLACE).is_dir():
                _refuse(f"{shard} is no report folder: give what --output said for each shard.")
        settings = _settings(asked.settings_file)
        parts = [open_shards.enter_context(journal.opened(shard)) for shard in shards]
        batches.merge(parts, kept)
        batches.insist_on_same(kept, settings)
        _check_gradebook(asked, kept.taken().attempt)
        _report(kept, settings, output, asked)


@click.command()
@click.argument("folder", type=FILE, default="report")
@_reporting
def regrade(folder: Path, **reporting: Any) -> None:
    """Write the reports in FOLDER again with other points; no submission is run."""
    from ..classroom import batch as batches
    from ..classroom import journal

    asked = Reporting(**reporting)
    if not (folder / journal.PLACE).is_dir():
        _refuse(f"Nothing was graded in {folder} yet: begin with `grade batch`.")
    with _refusals(), journal.opened(folder) as kept:
        settings = _settings(asked.settings_file)
        batches.insist_on_same(kept, settings)
        _check_gradebook(asked, kept.taken().attempt)
        _report(kept, settings, folder, asked)


@click.command()
@_reading
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True)
def similar(
    paths: Sequence[Path],
    layout: str | None,
    name_regex: str | None,
    name_encoding: str | None,
    top: int,
) -> None:
    """List pairs of programs to read side by side. It is never a verdict."""
    from ..classroom import similarity

    with _refusals():
        intake = _taken_in(paths, layout, name_regex, name_encoding)
    click.echo(similarity.rendered(similarity.pairs(intake.deliveries), top), nl=False)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--numpy", is_flag=True, help="The lesson's own NumPy script in place of matrices.")
@click.option("--gradescope", is_flag=True, help="An autograder for Gradescope instead.")
@click.option("--settings", "settings_file", type=FILE, metavar="FILE")
def release(folder: Path, numpy: bool, gradescope: bool, settings_file: Path | None) -> None:
    """Write into FOLDER what learners are given: the exercise, and nothing of the grader."""
    from . import autograder
    from .release import AlreadyThere, start_exercise

    with _refusals():
        try:
            if gradescope:
                path = autograder.write(folder, _settings_bytes(settings_file))
                click.echo(f"{path} is written. It holds the secret: give it to nobody.")
                click.echo("Next: upload it as the autograder of an assignment on Gradescope.")
                return
            names = start_exercise(folder, numpy=numpy)
        except AlreadyThere as error:
            _refuse(str(error))
    click.echo(f"In {folder} there are now {', '.join(names)}.")
    click.echo("Next: give this folder to your learners.")


COMMANDS = (batch, merge, regrade, similar, release)


# ---------------------------------------------------------------- what they share


def _taken_in(
    paths: Sequence[Path],
    layout: str | None,
    name_regex: str | None,
    name_encoding: str | None,
    attempt: str = "latest",
    form_of_report: str = "text",
) -> Intake:
    """The class; what was recognised is told first."""
    from ..classroom.intake import take_in
    from ..classroom.pages import taken

    intake = take_in(
        paths, layout=layout, name_regex=name_regex, name_encoding=name_encoding, attempt=attempt
    )
    _say(taken.rendered(intake), form_of_report)
    return intake


def _say(words: str, form_of_report: str) -> None:
    """Words for people: on standard error where standard output holds a document."""
    click.echo(words, err=form_of_report != "text")


def _settings(path: Path | None) -> Settings:
    from .. import settings

    found = settings.read(path) if path else settings.default(_own_settings())
    if found.made_secret:
        click.echo(found.made_secret, err=True)
    return found


def _settings_bytes(path: Path | None) -> bytes:
    """The settings' file as it is, once it is known to be right."""
    _settings(path)
    return (path or _own_settings()).read_bytes()


def _own_settings() -> Path:
    return Path(click.get_app_dir("byhand")) / "grading.toml"


def _engine(scheduler: str | None, jobs: int | None) -> Engine:
    from ..classroom import engine

    return engine.dask(scheduler) if scheduler else engine.local(jobs or engine.processors())


def _check_gradebook(asked: Reporting, attempt: str) -> None:
    """Raises GradebookError before anything is graded, not after."""
    from ..classroom.gradebook import GradebookError, fill

    if not asked.gradebook:
        return
    if attempt == "all":
        raise GradebookError(
            "A gradebook takes one grade from each student: say --attempt latest or best."
        )
    fill(asked.gradebook, [], column=asked.column, scale=asked.scale)


def _report(
    kept: Journal,
    settings: Settings,
    folder: Path,
    asked: Reporting,
    form_of_report: str = "text",
) -> None:
    """Writes all the reports from the journal, and tells what is in them."""
    from ..classroom import report_folder
    from ..classroom.classroom import Classroom
    from ..classroom.gradebook import fill
    from ..classroom.pages import gradebook, summary

    room = Classroom.of(kept, settings, anonymous=asked.anonymous)
    books, notices = {}, []
    if asked.gradebook:
        grades = gradebook.grades(room, settings.feedback)
        filled = fill(asked.gradebook, grades, column=asked.column, scale=asked.scale)
        books[asked.gradebook.name] = filled.content
        notices += [
            f"{filled.written:,} points are written to the column {filled.column!r} of "
            f"{folder / 'gradebook' / asked.gradebook.name}.",
            *filled.notices,
        ]
    notices += report_folder.write(room, kept, folder, settings.feedback, books)
    page = folder / "index.html"
    notices.append(f"Next: open {page if page.exists() else folder / 'grades.csv'}.")
    _say("\n".join([summary.rendered(room), *notices]), form_of_report)
    if form_of_report != "text":
        click.echo(_document(room, form_of_report), nl=False)


def _document(room: Classroom, form_of_report: str) -> str:
    from ..classroom.pages import class_json
    from ..reports import gradescope, junit

    if form_of_report == "json":
        return class_json.rendered(room)
    return gradescope.of_class(room) if form_of_report == "gradescope" else junit.of_class(room)


def _end(tally: Tally) -> NoReturn:
    """What is still to be done, and the exit code."""
    for name, fault in tally.faults:
        click.echo(f"Not graded: {name}: {fault}", err=True)
    if tally.faults:
        click.echo(
            f"{len(tally.faults):,} programs are not graded, through no fault of their authors: "
            "run the same command again, and only they are.",
            err=True,
        )
    if tally.left:
        click.echo(f"{tally.left:,} are left: the same command goes on with them.", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(OUR_FAULT if tally.faults else 0)


@contextmanager
def _refusals() -> Iterator[None]:
    """What cannot be done ends in a clear word and its exit code."""
    from ..classroom.batch import ShardError
    from ..classroom.engine import EngineError
    from ..classroom.gradebook import GradebookError
    from ..classroom.grading_process import OtherGraderError, TooOpenError
    from ..classroom.intake import IntakeError
    from ..classroom.journal import DiskFullError, JournalError
    from ..settings import SettingsError

    try:
        yield
    except (DiskFullError, EngineError, OtherGraderError) as error:
        _refuse(str(error), OUR_FAULT)
    except TooOpenError as error:
        _refuse(
            f"Not graded: this machine cannot lock the room well enough. {error}\n"
            "Use Linux (or WSL2), or say --isolation=best-effort if you trust these submissions.",
            OUR_FAULT,
        )
    except (IntakeError, GradebookError, JournalError, SettingsError, ShardError) as error:
        _refuse(str(error))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            _refuse(str(DiskFullError()), OUR_FAULT)
        _refuse(f"{error.filename} cannot be written: {error.strerror}. Name another folder.")


def _refuse(words: str, code: int = USAGE) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(code)

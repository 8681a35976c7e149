"""The `grade` command: arguments in, text and exit code out.

The codes are these:

    0  full marks              2  the call or the file cannot be used
    1  graded, something to fix   3  the grader's fault, or too little isolation
                               130  interrupted
"""

from __future__ import annotations

import errno
import io
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ..reports import FORMATS
from . import console, terminal
from . import settings as settings_of
from .group import Commands
from .practising import file_names, graded, own_file, practice, practised, read, with_pencil
from .printing import FULL_MARKS, TO_FIX, graded_or_refused, insist_on_another, say
from .printing import show as show_report
from .refusals import INTERRUPTED, OUR_FAULT, refusals, refuse
from .which_lesson import LESSON

if TYPE_CHECKING:
    from ..verdict import Report

FILE = click.Path(path_type=Path)
FORM = click.option(
    "--form",
    type=click.Choice(["matrix", "numpy"]),
    help="Which form of the exercise it is, if not what the file looks like.",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="byhand", prog_name="grade")
def command() -> None:
    """Learn backpropagation by writing it; be graded fairly, in a second.

    Begin with `grade start backprop`, write the first TODO, and run `grade check`.
    """


def main() -> None:
    """The console command. No traceback reaches a user."""
    console.as_usual()
    console.outlast_readers()
    terminal.prepare()
    try:
        os.getcwd()
    except OSError:
        refuse("The folder that you are in is gone: go to one that is there with `cd`.")
    try:
        code = command.main(standalone_mode=False, color=terminal.colours())
    except click.exceptions.Abort:
        click.echo("Interrupted.", err=True)
        code = INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = error.exit_code
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        refuse(said.getvalue(), error.exit_code)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            refuse("The disk is full. Make room, and run the same command again.", OUR_FAULT)
        click.echo(f"This is the grader's own fault: {type(error).__name__}: {error}.", err=True)
        click.echo("Run it again; if the same happens again, report it with this line.", err=True)
        code = OUR_FAULT
    sys.exit(code or 0)


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--numpy", is_flag=True, help="The lesson's own NumPy script in place of matrices.")
def start(folder: Path, numpy: bool) -> None:
    """Write the exercise into FOLDER (this one, if none is named)."""
    from ..errors import AlreadyThere
    from ..lessons.bundle import start_exercise

    try:
        names = start_exercise(folder, numpy=numpy)
    except AlreadyThere as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"The exercise cannot be written to {folder}: {error.strerror}. Name another.")
    program = next(name for name in names if name.endswith(".py"))
    where = "this folder" if folder == Path() else str(folder)
    quoted = f'"{folder}"' if " " in str(folder) else folder
    go = "" if folder == Path() else f"type `cd {quoted}`, "
    say(f"In {where} there are now {', '.join(names)}.")
    say(f"Next: {go}open LESSON.md, write TODO 1 in {program}, save, and run `grade check`.")


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--numpy", is_flag=True, help="The lesson's own NumPy script in place of matrices.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="A free one if not named.")
@click.option("--no-browser", is_flag=True, help="Print the address, and open nothing.")
@LESSON
def page(folder: Path, numpy: bool, port: int, no_browser: bool, lesson: str) -> None:
    """The lesson, an editor and the checks in the browser, on this machine alone."""
    from .page import open_page

    with refusals():
        open_page(folder, lesson=lesson, numpy=numpy, port=port, browser=not no_browser)


@command.command()
@click.argument("file", type=FILE, required=False)
@click.option("--all", "everything", is_flag=True, help="Show every check of every part.")
@click.option("--pencil", is_flag=True, help="Your numbers on the record of the lesson.")
@click.option("--format", "form_of_report", type=click.Choice(["text", "json"]), default="text")
@click.option("--watched", is_flag=True, hidden=True)
@FORM
@LESSON
def check(
    file: Path | None,
    everything: bool,
    pencil: bool,
    form_of_report: str,
    watched: bool,
    form: str | None,
    lesson: str,
) -> None:
    """Practice: judge every step of FILE and explain the first that is wrong."""
    from .ladder import Ladder

    if watched:
        from .readiness import until_saved

        file = until_saved(file or Path())
    with practice(file, form_of_report):
        path = own_file(file, lesson)
        report = practised(path, form, lesson)
    if form_of_report != "text":
        show_report(report, form_of_report)
    if pencil:
        _pencil(path, report)
    show_report(
        report,
        "practice",
        everything=everything,
        news=Ladder(path).news(report),
        again="save and look here" if watched else "save, and run `grade check` again",
    )


def _pencil(path: Path, report: Report) -> NoReturn:
    from ..reports import pencil

    if report.first_to_fix and report.first_to_fix.check == "submission":
        show_report(report, "practice")
    worked = with_pencil(path, report)
    click.echo(pencil.rendered(worked, report, terminal.screen()), nl=False)
    sys.exit(FULL_MARKS if report.full_marks else TO_FIX)


@command.command()
@click.argument("file", type=FILE, required=False)
def watch(file: Path | None) -> None:
    """Practice at every save of FILE, until Ctrl-C."""
    from ..errors import Refused
    from . import watching

    absent = ""
    one = file is not None and not file.is_dir()
    paths = [file] if file and one else [(file or Path()) / name for name in file_names()]
    try:
        at = own_file(file)
    except Refused as refused:
        at, absent = paths[0], str(refused)
    watching.watch(paths if at in paths else [at], at, absent)


@command.command()
@click.argument("step", required=False)
@click.argument("file", type=FILE, required=False)
@LESSON
def hint(step: str | None, file: Path | None, lesson: str) -> None:
    """The next hint: for STEP (a TODO's number or a name), or for the first that is not right.

    Without FILE it is the one that was saved last.
    """
    with practice(file):
        from .hinting import next_hint, step_and_file

        step, file = step_and_file(step, file)
        path = own_file(file, lesson)
        report = practised(path, lesson=lesson)
        words = next_hint(path, report, step, terminal.screen())
    click.echo(words)


@command.command()
@click.argument("file", type=FILE, required=False)
def show(file: Path | None) -> None:
    """Watch your own network learn something that can be seen, once every TODO is right."""
    from ..lessons import LESSONS, lesson_of
    from . import showing

    with practice(file):
        path = own_file(file)
        report = practised(path)
    lesson = lesson_of(report)
    if lesson.picture is None:
        file_shown = next(each.file for each in LESSONS if each.picture)
        words = showing.NOTHING_TO_DRAW.format(file=file_shown)
        refuse(f"{words} Next: `grade check {file_shown}`.")
    if not report.full_marks:
        say(showing.NOT_YET)
        click.echo()
        show_report(report, "practice")
    showing.show(path, lesson, lesson.picture, report.form, terminal.screen())


@command.command()
@click.argument("file", type=FILE, required=False)
def solution(file: Path | None) -> None:
    """Compare FILE with the lesson's solution. It asks first if something is still to be solved."""
    from . import finale

    with practice(file):
        path = own_file(file)
        report = practised(path)
        if not report.full_marks and not finale.is_wanted(report):
            say("Nothing is shown. Next: `grade hint` leads on without giving it away.")
            sys.exit(TO_FIX)
        words = finale.compared(path, report, terminal.screen())
    click.echo(words, nl=False)


@command.command()
@click.argument("path", type=FILE)
@click.option("--settings", "settings_file", type=FILE, metavar="FILE")
@click.option("--format", "form_of_report", type=click.Choice(FORMATS), default="text")
@click.option("--output", type=FILE, help="Write the report to this file.")
@click.option(
    "--isolation",
    type=click.Choice(["required", "best-effort"]),
    default="required",
    help="best-effort grades even where the machine cannot hide the checks.",
)
@FORM
@LESSON
def submission(
    path: Path,
    settings_file: Path | None,
    form_of_report: str,
    output: Path | None,
    isolation: str,
    form: str | None,
    lesson: str,
) -> None:
    """Grade PATH for real: hidden inputs, points, a verdict."""
    with refusals():
        insist_on_another(output, path, settings_file)
    with graded_or_refused(form_of_report, path, output):
        settings = settings_of.chosen(settings_file)
        settings = replace(settings, lesson=lesson or settings.lesson)
    with graded_or_refused(form_of_report, path, output, settings.points):
        best_effort = isolation == "best-effort"
        report = graded(read(path, settings.lesson), settings, best_effort=best_effort, form=form)
    show_report(report.told(settings.feedback), form_of_report, output)


@command.command()
def doctor() -> None:
    """Tell what this machine can do: how well it locks the room, and what is installed."""
    from .doctor import examined

    say(examined(), nl=False)


@command.group()
def lesson() -> None:
    """For authors of a lesson: prove that it is coherent."""


@lesson.command("check")
@click.argument("folder", type=FILE)
@click.option("--every", type=click.IntRange(min=1), default=1, help="Try each Nth program only.")
def lesson_check(folder: Path, every: int) -> None:
    """Prove the lesson in FOLDER: solution, exercise, hints, and each program one edit away.

    It ends with how many wrong programs are explained. The exit code is 0 when all of it is true.
    """
    from .lesson import checked

    with refusals():
        all_so = checked(folder, every)
    sys.exit(FULL_MARKS if all_so else TO_FIX)

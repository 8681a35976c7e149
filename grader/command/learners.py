"""The `grade` command: arguments in, text and exit code out.

    0  full marks              2  the call or the file cannot be used
    1  graded, something to fix   3  the grader's fault, or too little isolation
                               130  interrupted
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from .. import whole_file
from ..reports import FORMATS, OF_POINTS, rendered
from . import console, terminal
from .practising import graded, own_file, practised, read, with_pencil
from .refusals import INTERRUPTED, OUR_FAULT, refusals, refuse

if TYPE_CHECKING:
    from ..settings import Settings
    from ..verdict import Report

FULL_MARKS, TO_FIX = 0, 1
FILE = click.Path(path_type=Path)
FORM = click.option(
    "--form",
    type=click.Choice(["matrix", "numpy"]),
    help="Which form of the exercise it is, if not what the file looks like.",
)


class Commands(click.Group):
    """The commands; those for a class are imported only where one is asked for."""

    FOR_LEARNERS = ("start", "page", "check", "watch", "hint", "show", "solution")
    FOR_A_CLASS = ("batch", "compare", "merge", "regrade", "release", "similar")

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.FOR_A_CLASS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.FOR_A_CLASS:
            return super().get_command(ctx, cmd_name)
        from . import teachers as class_commands

        found: click.Command = getattr(class_commands, cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two lists: what a learner needs, in the order of her way, and what a teacher needs."""
        names = self.list_commands(ctx)
        teachers = [name for name in names if name not in self.FOR_LEARNERS]
        for title, listed in (
            ("For learners", [name for name in self.FOR_LEARNERS if name in names]),
            ("For teachers", sorted(teachers, key=lambda name: (name != "submission", name))),
        ):
            with formatter.section(title):
                formatter.write_dl([(name, self._promise(ctx, name)) for name in listed])

    def _promise(self, ctx: click.Context, name: str) -> str:
        """The first sentence of a command's help."""
        found = self.get_command(ctx, name)
        text = " ".join((found.help or "").split("\n\n")[0].split()) if found else ""
        return text.partition(". ")[0].rstrip(".")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="byhand", prog_name="grade")
def command() -> None:
    """Learn backpropagation by writing it; be graded fairly, in a second.

    Begin with `grade start backprop`, write the first TODO, and run `grade check`.
    """


def main() -> None:
    """The console command. No traceback reaches a user."""
    console.outlast_readers()
    terminal.prepare()
    try:
        code = command.main(standalone_mode=False, color=terminal.colours())
    except click.exceptions.Abort:
        click.echo("Interrupted.", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception as error:
        click.echo(f"This is the grader's own fault: {type(error).__name__}: {error}.", err=True)
        click.echo("Run it again; if it stays, report it with this line.", err=True)
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
    program = "backprop_numpy.py" if numpy else "backprop.py"
    where = "this folder" if folder == Path() else str(folder)
    quoted = f'"{folder}"' if " " in str(folder) else folder
    go = "" if folder == Path() else f"type `cd {quoted}`, "
    _say(f"In {where} there are now {', '.join(names)}.")
    _say(f"Next: {go}open LESSON.md, write TODO 1 in {program}, save, and run `grade check`.")


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--numpy", is_flag=True, help="The lesson's own NumPy script in place of matrices.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="A free one if not named.")
@click.option("--no-browser", is_flag=True, help="Print the address, and open nothing.")
def page(folder: Path, numpy: bool, port: int, no_browser: bool) -> None:
    """The lesson, an editor and the checks in the browser, on this machine alone."""
    from .page import open_page

    with refusals():
        open_page(folder, numpy=numpy, port=port, browser=not no_browser)


@command.command()
@click.argument("file", type=FILE, required=False)
@click.option("--all", "everything", is_flag=True, help="Show every check of every part.")
@click.option("--pencil", is_flag=True, help="Your numbers on the record of the lesson.")
@click.option("--format", "form_of_report", type=click.Choice(["text", "json"]), default="text")
@click.option("--watched", is_flag=True, hidden=True)
@FORM
def check(
    file: Path | None,
    everything: bool,
    pencil: bool,
    form_of_report: str,
    watched: bool,
    form: str | None,
) -> None:
    """Practice: judge every step of FILE (backprop.py) and explain the first that is wrong."""
    from .ladder import Ladder

    if watched:
        _end_when_told()
    with _graded_or_refused(form_of_report, file or Path("backprop.py")):
        path = own_file(file)
        report = practised(path, form)
    if form_of_report != "text":
        _show(report, form_of_report)
    if pencil:
        _pencil(path, report)
    _show(
        report,
        "practice",
        everything=everything,
        news=Ladder(path).news(report),
        again="save and look here" if watched else "save, and run `grade check` again",
    )


def _end_when_told() -> None:
    """SIGTERM ends this as Ctrl-C does, so that the room is closed behind it."""
    import signal

    def end(_number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)


def _pencil(path: Path, report: Report) -> NoReturn:
    from ..reports import pencil

    if report.first_to_fix and report.first_to_fix.check == "submission":
        _show(report, "practice")
    worked = with_pencil(path, report.form)
    click.echo(pencil.rendered(worked, report, terminal.screen()), nl=False)
    sys.exit(FULL_MARKS if report.full_marks else TO_FIX)


@command.command()
@click.argument("file", type=FILE, required=False)
def watch(file: Path | None) -> None:
    """Practice at every save of FILE, until Ctrl-C."""
    from ..errors import Refused
    from . import watching

    try:
        path = own_file(file)
    except Refused:
        path = file or Path("backprop.py")
    watching.watch(path)


@command.command()
@click.argument("step", required=False)
@click.option("--file", type=FILE, help="The file, if not backprop.py.")
def hint(step: str | None, file: Path | None) -> None:
    """The next hint: for STEP (a TODO's number or a name), or for the first that is not right."""
    from .hinting import next_hint

    with _graded_or_refused("text", file or Path("backprop.py")):
        path = own_file(file)
        words = next_hint(path, practised(path), step, terminal.screen())
    click.echo(words)


@command.command()
@click.argument("file", type=FILE, required=False)
def show(file: Path | None) -> None:
    """Watch your own network learn something that can be seen, once every TODO is right."""
    from . import showing

    with _graded_or_refused("text", file or Path("backprop.py")):
        path = own_file(file)
        report = practised(path)
    if not report.full_marks:
        _say(showing.NOT_YET)
        click.echo()
        _show(report, "practice")
    showing.show(path, report.form, terminal.screen())


@command.command()
@click.argument("file", type=FILE, required=False)
def solution(file: Path | None) -> None:
    """Compare FILE with the lesson's solution. It asks first if something is still to be solved."""
    from . import finale

    with _graded_or_refused("text", file or Path("backprop.py")):
        path = own_file(file)
        report = practised(path)
        if not report.full_marks and not finale.is_wanted(report):
            _say("Nothing is shown. Next: `grade hint` leads on without giving it away.")
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
def submission(
    path: Path,
    settings_file: Path | None,
    form_of_report: str,
    output: Path | None,
    isolation: str,
    form: str | None,
) -> None:
    """Grade PATH for real: hidden inputs, points, a verdict."""
    with _graded_or_refused(form_of_report, path, output):
        settings = _settings(settings_file)
    with _graded_or_refused(form_of_report, path, output, settings.points):
        best_effort = isolation == "best-effort"
        report = graded(read(path), settings, best_effort=best_effort, form=form)
    _show(report.told(settings.feedback), form_of_report, output)


@command.command()
def doctor() -> None:
    """Tell what this machine can do: how well it locks the room, and what is installed."""
    from .doctor import examined

    click.echo(examined(), nl=False)


# ---------------------------------------------------------------- what the commands share


def _settings(path: Path | None) -> Settings:
    from ..classroom import settings_file

    if path is not None:
        found = settings_file.read(path)
    else:
        found = settings_file.default(Path(click.get_app_dir("byhand")) / "grading.toml")
    for words in found.said:
        click.echo(words, err=True)
    return found


@contextmanager
def _graded_or_refused(
    form_of_report: str,
    path: Path,
    output: Path | None = None,
    points: Mapping[str, float] | None = None,
) -> Iterator[None]:
    """What cannot be graded ends in a clear word, and in a report where one was asked for."""
    from ..errors import Refused
    from ..judging.grading import unreadable
    from ..lessons import LESSONS

    with refusals():
        try:
            yield
        except Refused as refused:
            if form_of_report != "text":
                report = unreadable(path.name, str(refused), points or LESSONS[0].worth)
                _write(rendered(report, form_of_report), output)
            raise


def _show(
    report: Report, form_of_report: str, output: Path | None = None, **how: object
) -> NoReturn:
    """Prints the report, or writes it to a file, and ends with its exit code."""
    from ..verdict import Ending

    if report.outcome is Ending.OUR_FAULT and form_of_report in OF_POINTS:
        # who reads these gives out points: without a file nobody is given any
        if output is not None and output.is_file():
            output.unlink()
        click.echo(rendered(report, "text"), err=True, nl=False)
        sys.exit(OUR_FAULT)
    if form_of_report in ("text", "practice") and output is None:
        how["screen"] = terminal.screen()
    _write(rendered(report, form_of_report, **how), output)
    if report.outcome is Ending.OUR_FAULT:
        sys.exit(OUR_FAULT)
    sys.exit(FULL_MARKS if report.full_marks else TO_FIX)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        whole_file.replace(output, click.unstyle(text).encode("utf-8", "replace"))
    except OSError as error:
        refuse(f"The report cannot be written to {output}: {error.strerror}. Name another file.")


def _say(words: str) -> None:
    click.echo(terminal.screen().wrapped(words))

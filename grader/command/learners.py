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
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .. import whole_file
from ..reports import FORMATS, OF_POINTS, rendered

if TYPE_CHECKING:
    from ..settings import Settings
    from ..submission import Submission
    from ..verdict import Report

FULL_MARKS, TO_FIX, USAGE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 130
FORM = click.option(
    "--form",
    type=click.Choice(["matrix", "numpy"]),
    help="Which form of the exercise it is, if not what the file looks like.",
)


class Commands(click.Group):
    """The commands; those for a class are imported only where one is asked for."""

    FOR_A_CLASS = ("batch", "merge", "regrade", "release", "similar")

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.FOR_A_CLASS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.FOR_A_CLASS:
            return super().get_command(ctx, cmd_name)
        from . import teachers as class_commands

        found: click.Command = getattr(class_commands, cmd_name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="byhand", prog_name="grade")
def command() -> None:
    """Learn backpropagation by writing it; be graded fairly, in a second.

    Begin with `grade start`, write the first TODO, and run `grade check`.
    """


def main() -> None:
    """The console command. No traceback reaches a user."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = command.main(standalone_mode=False)
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
    from .release import AlreadyThere, start_exercise

    try:
        names = start_exercise(folder, numpy=numpy)
    except AlreadyThere as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"The exercise cannot be written to {folder}: {error.strerror}. Name another.")
    program = "backprop_numpy.py" if numpy else "backprop.py"
    click.echo(f"In {folder} there are now {', '.join(names)}.")
    click.echo(f"Next: read LESSON.md, write TODO 1 in {program}, and run `grade check` there.")


@command.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--format", "form_of_report", type=click.Choice(["text", "json"]), default="text")
@FORM
def check(file: Path | None, form_of_report: str, form: str | None) -> None:
    """Practice: judge every step of FILE (backprop.py) and explain the first that is wrong."""
    path = file or _own_file()
    with _refusals(form_of_report, path):
        report = _practised(path, form)
    _show(report, form_of_report, practice=True)


@command.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def watch(file: Path | None) -> None:
    """Practice at every save of FILE, until Ctrl-C."""
    from ..submission import Refused
    from .watching import saves

    path = file or _own_file()
    for there in saves(path):
        click.clear()
        try:
            if there:
                click.echo(_rendered(_practised(path), "text", practice=True))
            else:
                click.echo(f"{path} is gone. As soon as it is back it is checked again.")
        except Refused as refused:
            click.echo(f"{refused}\n")
        click.echo(f"Watching {path}: save it and look here. Ctrl-C ends this.")


@command.command()
@click.argument("step", required=False)
@click.option("--file", type=click.Path(path_type=Path), help="The file, if not backprop.py.")
def hint(step: str | None, file: Path | None) -> None:
    """The next hint for STEP, or for the first step that is not right yet."""
    from ..lessons.backprop.mistakes.hints import HINTS
    from .ladder import Ladder

    path = file or _own_file()
    if step is not None and step not in HINTS:
        _refuse(f"There is no step {step}. The steps are: {', '.join(HINTS)}.")
    with _refusals("text", path):
        report = _practised(path)
    if step is None:
        finding = report.first_to_fix
        if finding is None:
            click.echo("Every step is right: there is nothing to give a hint for.")
            return
        if finding.check not in HINTS:
            _refuse(f"{finding.saw}. {finding.advice} Mend that first.")
        step = finding.check
    ladder = Ladder(path)
    click.echo(f"{step}\n")
    click.echo(click.wrap_text(ladder.next_hint(step), 78, "  ", "  "))
    further = "" if ladder.is_at_the_top(step) else "; `grade hint` goes one step further"
    click.echo(f"\nNext: try it, save, and run `grade check`{further}.")


@command.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--settings", "settings_file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--format", "form_of_report", type=click.Choice(FORMATS), default="text")
@click.option("--output", type=click.Path(path_type=Path), help="Write the report to this file.")
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
    with _refusals(form_of_report, path, output):
        settings = _settings(settings_file)
    with _refusals(form_of_report, path, output, settings.points):
        best_effort = isolation == "best-effort"
        report = _graded(_read(path), settings, best_effort=best_effort, form=form)
    _show(report, form_of_report, level=settings.feedback, output=output)


@command.command()
def doctor() -> None:
    """Tell what this machine can do: how well it locks the room, and what is installed."""
    from .doctor import examined

    click.echo(examined(), nl=False)


# ---------------------------------------------------------------- what the commands share


def _own_file() -> Path:
    for name in ("backprop.py", "backprop_numpy.py"):
        if Path(name).exists():
            return Path(name)
    return Path("backprop.py")


def _read(path: Path) -> Submission:
    from .. import submission as reading

    return reading.read(path)


def _practised(path: Path, form: str | None = None) -> Report:
    """The report of a practice round; hints of steps that pass by now are forgotten."""
    from ..settings import Settings
    from ..verdict import Outcome
    from .ladder import Ladder

    settings = Settings(secret="")
    report = _graded(_read(path), settings, practice=True, best_effort=True, form=form)
    Ladder(path).forget(f.check for f in report.findings if f.outcome is Outcome.PASSED)
    return report


def _settings(path: Path | None) -> Settings:
    from .. import settings

    if path is not None:
        found = settings.read(path)
    else:
        found = settings.default(Path(click.get_app_dir("byhand")) / "grading.toml")
    if found.made_secret:
        click.echo(found.made_secret, err=True)
    return found


def _graded(
    submission: Submission,
    settings: Settings,
    *,
    practice: bool = False,
    best_effort: bool = False,
    form: str | None = None,
) -> Report:
    from ..judging.grading import grade
    from ..lessons import LESSONS
    from ..room.inside.confine import banner

    with _patience():
        report = grade(
            submission,
            settings,
            LESSONS,
            practice=practice,
            best_effort=best_effort,
            form=form,
        )
    click.echo(banner(report.isolation.tier, report.isolation.reason), err=True, nl=False)
    return report


@contextmanager
def _patience() -> Iterator[None]:
    """After two seconds, and only on a terminal, a word that it is still going on."""
    import threading

    words = "The submission is still computing; its time is limited …"
    timer = threading.Timer(2.0, lambda: click.echo(words, err=True))
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _refusals(
    form_of_report: str,
    path: Path,
    output: Path | None = None,
    points: Mapping[str, float] | None = None,
) -> Iterator[None]:
    """What cannot be graded ends in a clear word and its exit code."""
    from ..judging.grading import TooOpen, unreadable
    from ..settings import SettingsError
    from ..submission import Refused

    try:
        yield
    except Refused as refused:
        if form_of_report != "text":
            _write(_rendered(unreadable(path.name, str(refused), points), form_of_report), output)
        _refuse(str(refused))
    except SettingsError as error:
        _refuse(str(error))
    except TooOpen as error:
        click.echo(
            f"Not graded: this machine cannot lock the room well enough. {error}\n"
            "Use Linux (or WSL2), or say --isolation=best-effort if you trust this submission.",
            err=True,
        )
        sys.exit(OUR_FAULT)


def _show(
    report: Report,
    form_of_report: str,
    *,
    practice: bool = False,
    level: str = "full",
    output: Path | None = None,
) -> NoReturn:
    from ..verdict import Ending

    if report.outcome is Ending.OUR_FAULT and form_of_report in OF_POINTS:
        # who reads these gives out points: without a file nobody is given any
        if output is not None and output.is_file():
            output.unlink()
        click.echo(_rendered(report, "text"), err=True, nl=False)
        sys.exit(OUR_FAULT)
    _write(_rendered(report.told(level), form_of_report, practice=practice), output)
    if report.outcome is Ending.OUR_FAULT:
        sys.exit(OUR_FAULT)
    sys.exit(FULL_MARKS if report.full_marks else TO_FIX)


def _rendered(report: Report, form_of_report: str, **how: Any) -> str:
    return rendered(report, form_of_report, **(how if form_of_report == "text" else {}))


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        whole_file.replace(output, click.unstyle(text).encode("utf-8", "replace"))
    except OSError as error:
        _refuse(f"The report cannot be written to {output}: {error.strerror}. Name another file.")


def _refuse(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(USAGE)

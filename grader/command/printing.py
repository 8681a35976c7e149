"""A report, printed or written to a file; and the exit code that it ends with."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from .. import whole_file
from ..reports import OF_POINTS, is_ours, rendered
from . import terminal
from .refusals import OUR_FAULT, refusals, refuse

if TYPE_CHECKING:
    from ..verdict import Report

FULL_MARKS, TO_FIX = 0, 1


@contextmanager
def graded_or_refused(
    form_of_report: str,
    path: Path,
    output: Path | None = None,
    points: Mapping[str, float] | None = None,
) -> Iterator[None]:
    """What cannot be graded ends in clear words, and in a report where one was asked for."""
    from ..errors import Refused
    from ..judging.grading import unreadable
    from ..lessons import LESSONS

    with refusals():
        try:
            yield
        except Refused as refused:
            if form_of_report != "text":
                report = unreadable(path.name, str(refused), points or LESSONS[-1].worth)
                _write(rendered(report, form_of_report), output)
            raise


def show(
    report: Report, form_of_report: str, output: Path | None = None, **how: object
) -> NoReturn:
    """Prints the report, or writes it to a file, and ends with its exit code."""
    from ..verdict import Ending

    if report.outcome is Ending.OUR_FAULT and form_of_report in OF_POINTS:
        # whoever reads these gives out points: without a file nobody is given any
        with refusals():
            if output is not None and output.is_file() and _make_way(output):
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
        _make_way(output)
        whole_file.replace(output, click.unstyle(text).encode("utf-8", "replace"))
    except OSError as error:
        refuse(f"The report cannot be written to {output}: {error.strerror}. Name another file.")


def insist_on_another(output: Path | None, *given: Path | None) -> None:
    """Refuses to write a report over what is to be graded, and over anything beside it."""
    if output is None:
        return
    for path in filter(None, given):
        is_same = output.exists() and path.exists() and output.samefile(path)
        if is_same or (path.resolve() in output.resolve().parents and not is_ours(output)):
            refuse(f"{output} is not to be written over: give another --output.")


def _make_way(output: Path) -> bool:
    """Is there nothing but a report of ours? What else stands there gets another name."""
    if is_ours(output):
        return True
    kept = whole_file.free(output.with_stem(f"{output.stem} (yours)"))
    output.replace(kept)
    say(f"{output.name} was no report of ours: that file is kept as {kept.name}.", err=True)
    return False


def say(words: str, *, err: bool = False, nl: bool = True) -> None:
    """Words for people, in lines that fit the screen."""
    click.echo(terminal.screen().folded(words), err=err, nl=nl)

"""The commands for a class: batch, merge, regrade, similar, release.

What they work with is imported where they use it: `grade check` has no need of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .refusals import INTERRUPTED, OUR_FAULT, refusals, refuse

if TYPE_CHECKING:
    from ..classroom.batch import Tally
    from ..classroom.classroom import Classroom
    from ..classroom.engine import Engine
    from ..classroom.intake import Delivery, Intake
    from ..classroom.journal import Conditions, Journal
    from ..settings import Settings

BEST_EFFORT = "best-effort"

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
        click.option(
            "--roster", type=FILE, help="Who is who: CSV of name, login, email, id, group, github."
        ),
        click.option(
            "--gradebook",
            type=FILE,
            help="The LMS's own export, to be filled; or `canvas` or `moodle` to make a new one.",
        ),
        click.option("--column", help="Which column, where several could take the points."),
        click.option("--scale", is_flag=True, help="Convert points to the column's maximum."),
        click.option("--overwrite", is_flag=True, help="Replace grades that stand there, EX too."),
        click.option("--zero-missing", is_flag=True, help="0 for who handed in nothing."),
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
    roster: Path | None
    gradebook: Path | None
    column: str | None
    scale: bool
    overwrite: bool
    zero_missing: bool
    anonymous: bool


# ---------------------------------------------------------------- the commands


@click.command()
@_reading
@_reporting
@_output
@click.option("--add", is_flag=True, help="Take these into the report that is there.")
@click.option("--only", metavar="ANN,BOB", help="Of these, grade some students; adds as --add.")
@click.option("--replace", is_flag=True, help="Replace the report that is there by this class.")
@click.option(
    "--attempt",
    type=click.Choice(["latest", "best", "all"]),
    help="Of several: the latest, if nothing else is said.",
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
@click.option("--shard", metavar="I/N", help="Grade this part of the class only.")
@click.option(
    "--isolation",
    type=click.Choice(["required", "best-effort"]),
    help="best-effort grades even where the machine cannot hide the checks.",
)
def batch(
    paths: Sequence[Path],
    layout: str | None,
    name_regex: str | None,
    name_encoding: str | None,
    output: Path,
    add: bool,
    only: str | None,
    replace: bool,
    attempt: str | None,
    form_of_report: str,
    jobs: int | None,
    scheduler: str | None,
    shard: str | None,
    isolation: str | None,
    **reporting: Any,
) -> None:
    """Grade a class: zips or folders as the LMS gave them.

    What is graded stays graded: the same command again does what is left to do. A report of other
    students or settings is never replaced unless you say so. The exit code is 0 when all is
    graded, whatever the scores.
    """
    from ..classroom import addition, journal, overrides, report_folder
    from ..classroom import batch as batches
    from ..classroom.classroom import Decided
    from ..classroom.deadline import Deadline
    from ..classroom.difference import insist_on_same
    from . import progress
    from .interruption import interruptible

    asked = Reporting(**reporting)
    names = [name.strip() for name in (only or "").split(",") if name.strip()]
    adding = add or bool(names)
    with refusals():
        if adding and replace:
            refuse("--add keeps what is there, and --replace does not: leave one of them out.")
        report_folder.insist_on_own(output)
        if output.resolve() in [path.resolve() for path in paths]:
            refuse(f"{output} holds the submissions: give another --output for the report.")
    with refusals(), journal.opened(output) as kept:
        part = batches.Shard.of(shard) if shard else batches.Shard()
        there = kept.conditions() if adding and kept.has_class() else None
        settings = _settings(asked.settings_file, there, kept)
        attempt = attempt or (there.attempt if there else "latest")
        _check_gradebook(asked, attempt)
        intake = _taken_in(
            paths, layout, name_regex, name_encoding, attempt, form_of_report, asked.roster
        )
        if names:
            intake = addition.only(intake, names)
        _check_meeting(asked, intake.deliveries)
        conditions = batches.conditions_of(
            intake,
            settings,
            [path.resolve().name for path in paths],
            attempt=attempt,
            best_effort=there.best_effort if there and not isolation else isolation == BEST_EFFORT,
            shard=part,
        )
        class_list = batches.listed(intake, part)
        said: list[str] = []
        if there:
            conditions, class_list, notices = batches.added(kept, conditions, class_list)
            said += notices
        elif not replace:
            insist_on_same(kept, conditions, class_list, where=output)
        deadline = Deadline(settings, conditions.zone)
        deliveries = [each.delivery for each in class_list]
        by_hand = overrides.read(output, settings.points)
        said += deadline.said(deliveries)
        said += Decided.of(settings, by_hand, deliveries).notices
        for words in said:
            _say(words, form_of_report)
        with (
            interruptible() as stopping,
            _engine(scheduler, jobs) as engine,
            progress.shown() as told,
        ):
            tally = batches.grade_class(
                intake, conditions, class_list, kept, engine, told=told, stopping=stopping
            )
        _say(f"{tally.graded:,} programs graded now, {tally.before:,} before.", form_of_report)
        _report(kept, output, asked, form_of_report)
    _end(tally)


@click.command()
@click.argument("shards", nargs=-1, required=True, type=FILE, metavar="SHARD...")
@_reporting
@_output
@click.option("--replace", is_flag=True, help="Replace the report that is there by this class.")
def merge(shards: Sequence[Path], output: Path, replace: bool, **reporting: Any) -> None:
    """Make one report of the report folders of all the shards of a class."""
    from ..classroom import batch as batches
    from ..classroom import journal, report_folder
    from ..classroom.difference import insist_on_same

    asked = Reporting(**reporting)
    with refusals(), ExitStack() as open_shards:
        report_folder.insist_on_own(output)
        for number, shard in enumerate(shards):
            if not (shard / journal.PLACE).is_dir():
                refuse(f"{shard} is no report folder: give what --output said for each shard.")
            if shard.resolve() in [other.resolve() for other in shards[:number]]:
                refuse(f"{shard} is given twice: give each shard of the class once.")
            if shard.resolve() == output.resolve():
                refuse(f"{shard} is a shard and the --output: name another folder for the class.")
        parts = {
            str(shard): open_shards.enter_context(journal.opened(shard)) for shard in shards
        }
        conditions, class_list = batches.merged(parts)
        conditions = batches.settled(conditions, asked.settings_file)
        with journal.opened(output) as kept:
            if not replace:
                insist_on_same(kept, conditions, class_list, where=output)
            _check_gradebook(asked, conditions.attempt)
            kept.take_in(conditions, class_list)
            for part in parts.values():
                kept.absorb(part)
            _join(kept, asked.roster)
            _report(kept, output, asked)


@click.command()
@click.argument("folder", type=FILE, default="report")
@_reporting
def regrade(folder: Path, **reporting: Any) -> None:
    """Write the reports in FOLDER again with other points; no submission is run.

    What the settings hold is changed, everything else stays as it was graded. overrides.csv in
    FOLDER (student, check or total, points, comment, extension) is read again.
    """
    from ..classroom import batch as batches
    from ..classroom import journal
    from ..classroom.classroom import Classroom

    asked = Reporting(**reporting)
    if not (folder / journal.PLACE).is_dir():
        refuse(f"Nothing was graded in {folder} yet: begin with `grade batch`.")
    with refusals(), journal.opened(folder) as kept:
        conditions = batches.settled(kept.conditions(), asked.settings_file)
        _check_gradebook(asked, conditions.attempt)
        for words in conditions.settings.said:
            click.echo(words, err=True)
        Classroom.of(kept, folder, conditions=conditions)
        kept.settle(conditions)
        _join(kept, asked.roster)
        _report(kept, folder, asked)


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def compare(old: Path, new: Path) -> None:
    """Tell who has other points in the report folder NEW than in OLD, by how much, and why."""
    from ..classroom import comparison, journal
    from ..classroom.classroom import Classroom

    for folder in (old, new):
        if not (folder / journal.PLACE).is_dir():
            refuse(f"{folder} is no report folder: give what --output said.")
    if old.resolve() == new.resolve():
        refuse(f"{old} and {new} are one folder: keep a copy before you grade again.")
    with refusals(), journal.opened(old) as before, journal.opened(new) as after:
        rooms = Classroom.of(before, old), Classroom.of(after, new)
    click.echo(comparison.rendered(*rooms), nl=False)


@click.command()
@_reading
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True)
@click.option(
    "--cutoff", type=click.FloatRange(0, 1), help="Leave out pairs that are less alike (0 to 1)."
)
@click.option(
    "--against", multiple=True, type=FILE, metavar="PATH", help="Compare with last year's, too."
)
@click.option(
    "--output", type=FILE, default="similar.html", show_default=True, help="The page of the pairs."
)
def similar(
    paths: Sequence[Path],
    layout: str | None,
    name_regex: str | None,
    name_encoding: str | None,
    top: int,
    cutoff: float | None,
    against: Sequence[Path],
    output: Path,
) -> None:
    """List pairs of programs to read side by side. It is never a verdict.

    The class is compared with itself, with our own solution, and with whatever --against names.
    """
    from .. import whole_file
    from ..classroom import similarity
    from ..classroom.intake import take_in
    from ..classroom.pages import similar as page
    from ..errors import MissingExtraError

    cutoff = similarity.CUTOFF if cutoff is None else cutoff
    with refusals():
        if output.exists() and not page.is_ours(output):
            refuse(f"{output} is no page of ours, and is kept: give another --output.")
        intake = _taken_in(paths, layout, name_regex, name_encoding)
        others = {str(path): take_in([path], attempt="latest").deliveries for path in against}
        others[similarity.OURS] = tuple(similarity.our_solution())
        found = similarity.pairs(intake.deliveries, others, cutoff)
        click.echo(similarity.rendered(found, top), nl=False)
        try:
            whole_file.replace(output, page.rendered(found, top, cutoff).encode("utf-8", "replace"))
        except MissingExtraError as error:
            click.echo(f"The page is left out. {error}", err=True)
            return
    click.echo(f"\nNext: open {output}.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--numpy", is_flag=True, help="The lesson's own NumPy script in place of matrices.")
@click.option("--gradescope", is_flag=True, help="An autograder for Gradescope instead.")
@click.option("--settings", "settings_file", type=FILE, metavar="FILE")
def release(folder: Path, numpy: bool, gradescope: bool, settings_file: Path | None) -> None:
    """Write into FOLDER what learners are given: the exercise, and nothing of the grader."""
    from ..lessons.bundle import start_exercise
    from . import autograder

    with refusals():
        if gradescope:
            path = autograder.write(folder, _settings_bytes(settings_file))
            click.echo(f"{path} is written. It holds the secret: give it to nobody.")
            click.echo("Next: upload it as the autograder of an assignment on Gradescope.")
            return
        names = start_exercise(folder, numpy=numpy)
    click.echo(f"In {folder} there are now {', '.join(names)}.")
    click.echo("Next: give this folder to your learners.")


COMMANDS = (batch, compare, merge, regrade, similar, release)


# ---------------------------------------------------------------- what they share


def _taken_in(
    paths: Sequence[Path],
    layout: str | None,
    name_regex: str | None,
    name_encoding: str | None,
    attempt: str = "latest",
    form_of_report: str = "text",
    roster: Path | None = None,
) -> Intake:
    """The class; what was recognised is told first."""
    from ..classroom.gradebook.roster import Roster
    from ..classroom.intake import take_in
    from ..classroom.pages import taken

    intake = take_in(
        paths, layout=layout, name_regex=name_regex, name_encoding=name_encoding, attempt=attempt
    )
    if roster:
        joined = Roster.read(roster).joined(intake.deliveries)
        intake = replace(intake, deliveries=tuple(joined))
    _say(taken.rendered(intake), form_of_report)
    return intake


def _say(words: str, form_of_report: str) -> None:
    """Words for people: on standard error where standard output holds a document."""
    click.echo(words, err=form_of_report != "text")


def _settings(
    path: Path | None, there: Conditions | None = None, kept: Journal | None = None
) -> Settings:
    """The settings of a file, or this user's own. What is added keeps those of the report."""
    from ..classroom import settings_file

    own = path or _own_settings()
    if path and kept and kept.has_class() and not settings_file.has_secret(path):
        mark = kept.conditions().secret
        refuse(
            f"{path} holds no secret, and the report was graded with one ({mark}): copy the line "
            "`secret = …` from the settings that it was graded with. For other points alone run "
            f"`grade regrade --settings {path}`."
        )
    if not path and kept and kept.has_class() and not own.exists():
        refuse(
            "The report was graded with a settings file, and none is given now: give the same "
            "one with --settings, or another --output."
        )
    if there and path:
        return settings_file.changed(path, there.settings)
    found = settings_file.read(path) if path else settings_file.default(own)
    for words in found.said:
        click.echo(words, err=True)
    if there:
        return replace(there.settings, secret=found.secret)
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
    from ..classroom.gradebook import fill
    from ..classroom.gradebook.roster import Roster
    from ..errors import GradebookError

    if asked.roster:
        Roster.read(asked.roster)
    if not asked.gradebook:
        if asked.zero_missing or asked.overwrite:
            raise GradebookError(
                "--zero-missing and --overwrite are about a gradebook: give it with --gradebook."
            )
        return
    if attempt == "all":
        raise GradebookError(
            "A gradebook takes one grade from each student: say --attempt latest or best."
        )
    if not _is_to_be_made(asked.gradebook):
        fill(asked.gradebook, [], column=asked.column, scale=asked.scale)
    elif asked.scale or asked.overwrite:
        raise GradebookError(
            "A new gradebook has nothing to scale to and nothing to overwrite: "
            "leave out --scale and --overwrite."
        )


def _check_meeting(asked: Reporting, deliveries: Sequence[Delivery]) -> None:
    """Raises GradebookError where a new gradebook would find nobody of these."""
    from ..classroom.gradebook import Grade, fresh
    from ..classroom.gradebook.roster import Roster

    if asked.gradebook and _is_to_be_made(asked.gradebook):
        enrolled = Roster.read(asked.roster).people if asked.roster else ()
        handed_in = [
            Grade(each.identifiers, each.name, None, 0.0,
                  members=each.members, member_ids=each.member_ids)
            for each in deliveries
        ]  # fmt: skip
        fresh.made(str(asked.gradebook), handed_in, enrolled)


def _is_to_be_made(gradebook: Path) -> bool:
    from ..classroom.gradebook import fresh

    return str(gradebook) in fresh.SYSTEMS and not gradebook.exists()


def _join(kept: Journal, roster: Path | None) -> None:
    """The class that is there, with the names and numbers of a roster."""
    from ..classroom.gradebook.roster import Roster

    if roster:
        class_list = list(kept.deliveries())
        joined = Roster.read(roster).joined(each.delivery for each in class_list)
        both = zip(class_list, joined, strict=True)
        kept.take_in(kept.conditions(), [replace(each, delivery=new) for each, new in both])


def _report(
    kept: Journal, folder: Path, asked: Reporting, form_of_report: str = "text"
) -> None:
    """Writes all the reports from the journal, and tells what is in them."""
    from ..classroom import handing_back, report_folder
    from ..classroom.classroom import Classroom
    from ..classroom.pages import summary
    from ..errors import GradebookError, RosterError

    room = Classroom.of(kept, folder, anonymous=asked.anonymous)
    back, failure = handing_back.HandedBack(), None
    try:
        back = handing_back.of(
            room,
            asked.gradebook,
            asked.roster,
            column=asked.column,
            scale=asked.scale,
            overwrite=asked.overwrite,
            zero_missing=asked.zero_missing,
        )
    except (GradebookError, RosterError) as error:
        failure = error  # raised once the report is there: what is graded is not lost for it
    notices = [*back.said, *report_folder.write(room, kept, folder, back)]
    page = folder / "index.html"
    notices.append(f"Next: open {page if page.exists() else folder / 'grades.csv'}.")
    _say("\n".join([summary.rendered(room), *notices]), form_of_report)
    if form_of_report != "text":
        click.echo(_document(room, form_of_report), nl=False)
    if failure:
        raise failure


def _document(room: Classroom, form_of_report: str) -> str:
    from ..classroom.pages import class_json
    from ..reports import gradescope, junit

    if form_of_report == "json":
        return class_json.rendered(room)
    if form_of_report == "gradescope":
        reports = {row.delivery.student: row.report for row in room.rows if row.report}
        return gradescope.of_class(reports)
    return junit.of_class(room.named_reports)


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
    if tally.elsewhere:
        click.echo(
            f"{tally.elsewhere:,} programs of the report are not graded yet and were not among "
            "these: add what they came in, with --add.",
            err=True,
        )
    if tally.left:
        click.echo(f"{tally.left:,} are left: the same command goes on with them.", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(OUR_FAULT if tally.faults or tally.elsewhere else 0)

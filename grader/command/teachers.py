"""The commands for a class: batch, merge, regrade, compare, similar, release.

What they work with is imported where they use it: `grade check` has no need of it.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import gradebooks, options, telling
from . import settings as settings_of
from .options import FILE
from .printing import say
from .refusals import refusals, refuse
from .which_lesson import LESSON

if TYPE_CHECKING:
    from ..classroom.conditions import Conditions
    from ..classroom.engine import Engine

BEST_EFFORT = "best-effort"


@click.command()
@options.reading
@options.reporting
@options.output
@click.option("--add", is_flag=True, help="Take these into the report that is there.")
@click.option("--only", metavar="ANN,BOB", help="Of these, grade some students; adds as --add.")
@click.option("--replace", is_flag=True, help="Replace the report that is there with this one.")
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
@LESSON
@click.option("--jobs", type=click.IntRange(min=1), help="How many at a time: one per processor.")
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
    lesson: str,
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
    from ..classroom.classroom import Classroom
    from ..classroom.deadline import Deadline
    from ..classroom.difference import insist_on_same
    from ..classroom.rows import Decided
    from . import progress
    from .interruption import interruptible

    asked = options.Reporting(**reporting)
    names = _named(only)
    adding = add or bool(names)
    given = [os.path.realpath(path) for path in paths]  # which takes links in a circle as they are
    with refusals():
        if adding and replace:
            refuse("--add keeps what is there, and --replace does not: leave one of them out.")
        report_folder.insist_on_own(output, paths)
    with refusals(), journal.opened(output) as kept:
        part = batches.Shard.of(shard) if shard else batches.Shard()
        there = kept.conditions() if adding and kept.has_class() else None
        names_out = asked.leaves_names_out(there.anonymous) if there else False
        before = Classroom.of(kept, output, anonymous=names_out) if there else None
        settings = settings_of.chosen(asked.settings_file, there, kept)
        settings = dataclasses.replace(settings, lesson=lesson or settings.lesson)
        attempt = attempt or (there.attempt if there else "latest")
        gradebooks.check(asked, attempt, there.shard if there else str(part))
        reading = options.Reading(paths, layout, name_regex, name_encoding)
        intake = telling.taken_in(
            reading, attempt, form_of_report, asked.roster, lesson=settings.lesson
        )
        report_folder.insist_on_nobodys(output, paths, intake.deliveries)
        if names:
            intake = addition.only(intake, names)
        gradebooks.check_for_class(asked, intake.deliveries)
        conditions = batches.conditions_of(
            intake,
            settings,
            [os.path.basename(path) for path in given],
            attempt=attempt,
            best_effort=there.best_effort if there and not isolation else isolation == BEST_EFFORT,
            shard=part,
            anonymous=asked.leaves_names_out(
                kept.has_conditions() and not replace and kept.conditions().anonymous
            ),
        )
        class_list = batches.listed(intake, part)
        said: list[str] = []
        if there:
            conditions, class_list, notices = batches.added(kept, conditions, class_list)
            said += notices
        elif not replace:
            insist_on_same(kept, conditions, class_list, where=output)
        deadline = Deadline(settings, conditions.zone)
        by_hand = overrides.read(output, settings)
        said += deadline.said(class_list)
        said += Decided.of(settings, by_hand, class_list, conditions.zone).notices
        for words in said:
            telling.say(words, form_of_report)
        with (
            interruptible() as stopping,
            _engine(scheduler, jobs) as engine,
            progress.shown() as told,
        ):
            tally = batches.grade_class(
                intake, conditions, class_list, kept, engine, told=told, stopping=stopping
            )
        telling.say(tally.words, form_of_report)
        telling.report(kept, output, asked, form_of_report, before=before)
    telling.end(tally, whole_class=not shard)


@click.command()
@click.argument("shards", nargs=-1, required=True, type=FILE, metavar="SHARD...")
@options.reporting
@options.output
@click.option("--replace", is_flag=True, help="Replace the report that is there with this one.")
def merge(shards: Sequence[Path], output: Path, replace: bool, **reporting: Any) -> None:
    """Make one report from the report folders of all the shards of a class."""
    from ..classroom import batch as batches
    from ..classroom import journal, report_folder
    from ..classroom.difference import insist_on_same

    asked = options.Reporting(**reporting)
    with refusals(), ExitStack() as open_shards:
        report_folder.insist_on_own(output)
        for number, shard in enumerate(shards):
            if not (shard / journal.PLACE).is_dir():
                refuse(f"{shard} is no report folder: give what --output said for each shard.")
            if shard.resolve() in [other.resolve() for other in shards[:number]]:
                refuse(f"{shard} is given twice: give each shard of the class once.")
            if shard.resolve() == output.resolve():
                refuse(f"{shard} is a shard and the --output: name another folder for the class.")
        parts = {str(shard): open_shards.enter_context(journal.opened(shard)) for shard in shards}
        conditions, class_list = batches.merged(parts)
        conditions = batches.settled(conditions, asked.settings_file)
        _tell_of(conditions)
        anonymous = asked.leaves_names_out(conditions.anonymous)
        conditions = dataclasses.replace(conditions, anonymous=anonymous)
        with journal.opened(output) as kept:
            if not replace:
                insist_on_same(kept, conditions, class_list, where=output)
            gradebooks.check(asked, conditions.attempt)
            kept.take_in(conditions, class_list)
            for part in parts.values():
                kept.absorb(part)
            gradebooks.join(kept, asked.roster)
            not_graded = telling.report(kept, output, asked)
    telling.end_of_report(not_graded)


@click.command()
@click.argument("folder", type=FILE, default="report")
@options.reporting
def regrade(folder: Path, **reporting: Any) -> None:
    """Write the reports in FOLDER again with other points; no submission is run.

    What the settings hold is changed, everything else stays as it was graded, and is named; an
    empty [table], or deadline = "", takes back what was set there. overrides.csv in FOLDER
    (student, check or total, points, comment, extension, lesson) is read again.
    """
    from ..classroom import batch as batches
    from ..classroom import journal
    from ..classroom.classroom import Classroom

    asked = options.Reporting(**reporting)
    if not (folder / journal.PLACE).is_dir():
        refuse(f"Nothing was graded in {folder} yet: begin with `grade batch`.")
    with refusals(), journal.opened(folder) as kept:
        conditions = batches.settled(kept.conditions(), asked.settings_file)
        anonymous = asked.leaves_names_out(conditions.anonymous)
        conditions = dataclasses.replace(conditions, anonymous=anonymous)
        gradebooks.check(asked, conditions.attempt, conditions.shard)
        _tell_of(conditions)
        Classroom.of(kept, folder, conditions=conditions)
        kept.settle(conditions)
        gradebooks.join(kept, asked.roster)
        not_graded = telling.report(kept, folder, asked)
    telling.end_of_report(not_graded)


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
    with refusals(), journal.read(old) as before, journal.read(new) as after:
        rooms = Classroom.of(before, old), Classroom.of(after, new)
    say(comparison.rendered(*rooms), nl=False)


@click.command()
@options.reading
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
    from ..classroom.intake.intake import take_in
    from ..classroom.pages import similar as page
    from ..errors import MissingExtraError

    cutoff = similarity.CUTOFF if cutoff is None else cutoff
    with refusals():
        if output.exists() and not page.is_ours(output):
            refuse(f"{output} is no page of ours, and is kept: give another --output.")
        reading = options.Reading(paths, layout, name_regex, name_encoding)
        intake = telling.taken_in(reading)
        others = {str(path): take_in([path], attempt="latest").deliveries for path in against}
        others[similarity.OURS] = tuple(similarity.our_solution())
        found = similarity.compared(intake.deliveries, others, cutoff)
        say(similarity.rendered(found, top), nl=False)
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            whole_file.replace(output, page.rendered(found, top, cutoff).encode("utf-8", "replace"))
        except MissingExtraError as error:
            say(f"The page is left out. {error}", err=True)
            return
    click.echo()
    say(f"Next: open {output}.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--numpy", is_flag=True, help="The lesson's own NumPy script in place of matrices.")
@LESSON
@click.option("--gradescope", is_flag=True, help="An autograder for Gradescope instead.")
@click.option("--settings", "settings_file", type=FILE, metavar="FILE")
def release(
    folder: Path, numpy: bool, lesson: str, gradescope: bool, settings_file: Path | None
) -> None:
    """Write into FOLDER what learners are given: the exercise, and nothing of the grader."""
    from ..lessons.bundle import start_exercise
    from . import autograder

    with refusals():
        if gradescope:
            path = autograder.write(folder, settings_of.as_bytes(settings_file))
            say(f"{path} is written. It holds the secret: give it to nobody.")
            say("Next: upload it as the autograder of an assignment on Gradescope.")
            return
        names = start_exercise(folder, numpy=numpy, lesson=lesson, command="grade release")
    say(f"In {folder} there are now {', '.join(names)}.")
    say("Next: give this folder to your learners.")


def _tell_of(conditions: Conditions) -> None:
    """What there is to know of settings that a file has changed."""
    for words in conditions.settings.said:
        say(words, err=True)


def _named(only: str | None) -> list[str]:
    """The students that --only names; none where it is not given. A variable may be unset."""
    names = [name.strip() for name in (only or "").split(",") if name.strip()]
    if only is not None and not names:
        refuse("--only names nobody: name at least one student, or leave it out for all of them.")
    return names


def _engine(scheduler: str | None, jobs: int | None) -> Engine:
    from ..classroom import engine

    return engine.dask(scheduler) if scheduler else engine.local(jobs or engine.processors())

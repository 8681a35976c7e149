"""What a teacher is told: who has handed in, what the reports say, and what is still to be done."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from . import printing
from .options import Reading, Reporting
from .refusals import INTERRUPTED, OUR_FAULT
from .terminal import screen

if TYPE_CHECKING:
    from ..classroom.batch import Tally
    from ..classroom.classroom import Classroom
    from ..classroom.intake.delivery import Intake
    from ..classroom.journal import Journal


def taken_in(
    reading: Reading,
    attempt: str = "latest",
    form_of_report: str = "text",
    roster: Path | None = None,
    lesson: str = "",
) -> Intake:
    """The class; what was recognised is told first. Without a `lesson` it may mix them."""
    from ..classroom.gradebook.roster import Roster
    from ..classroom.intake.intake import take_in
    from ..classroom.pages import taken

    intake = take_in(
        reading.paths,
        layout=reading.layout,
        name_regex=reading.name_regex,
        name_encoding=reading.name_encoding,
        attempt=attempt,
        lesson=lesson,
    )
    if roster:
        joined = Roster.read(roster).joined(intake.deliveries)
        intake = replace(intake, deliveries=tuple(joined))
    say(taken.rendered(intake, marks=screen().has_marks), form_of_report)
    return intake


def say(words: str, form_of_report: str) -> None:
    """Words for people: on standard error where standard output holds a document."""
    printing.say(words, err=form_of_report != "text")


def report(
    kept: Journal,
    folder: Path,
    asked: Reporting,
    form_of_report: str = "text",
    *,
    before: Classroom | None = None,
) -> int:
    """Writes all the reports from the journal, and tells what is in them; where submissions were
    added to the class as it was `before`, also who has lost by it.

    Gives how many are not graded.
    """
    from ..classroom import handing_back, replaced, report_folder
    from ..classroom.classroom import Classroom
    from ..classroom.pages import summary
    from ..classroom.rows import Standing
    from ..errors import GradebookError, RosterError

    room = Classroom.of(kept, folder, anonymous=kept.conditions().anonymous)
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
    if room.anonymous and asked.anonymous is None:
        notices.append("Names are left out of the pages, as before; --named puts them in again.")
    page = folder / "index.html"
    notices.append(f"Next: open {page if page.exists() else folder / 'grades.csv'}.")
    lost = replaced.said(before, room) if before else []
    say("\n".join([*lost, summary.rendered(room), *notices]), form_of_report)
    if form_of_report != "text":
        click.echo(_document(room, form_of_report), nl=False)
    if failure:
        raise failure
    return room.standings[Standing.NOT_GRADED]


def _document(room: Classroom, form_of_report: str) -> str:
    from ..classroom.pages import class_json
    from ..reports import gradescope, junit

    if form_of_report == "json":
        return class_json.rendered(room)
    if form_of_report == "gradescope":
        reports = {room.key(row): row.report for row in room.rows if row.report}
        return gradescope.of_class(reports)
    return junit.of_class(room.named_reports)


def end_of_report(not_graded: int) -> NoReturn:
    """Whether a report that was written again has somebody in it who is not graded yet."""
    if not_graded:
        are, them = ("1 is", "it") if not_graded == 1 else (f"{not_graded:,} are", "them")
        printing.say(f"{are} not graded yet: the same `grade batch` goes on with {them}.", err=True)
    sys.exit(OUR_FAULT if not_graded else 0)


def end(tally: Tally, *, whole_class: bool = True) -> NoReturn:
    """What is still to be done, and the exit code. A part of a class may have no program in it."""
    for name, fault in tally.faults:
        printing.say(f"Not graded: {name}: {fault}", err=True)
    if tally.faults:
        one = len(tally.faults) == 1
        which = "1 program is" if one else f"{len(tally.faults):,} programs are"
        whose, only = ("its author", "it is") if one else ("their authors", "they are")
        printing.say(
            f"{which} not graded, through no fault of {whose}: run the same command again, and "
            f"only {only}.",
            err=True,
        )
    if tally.elsewhere:
        printing.say(
            f"Of the report's programs {tally.elsewhere:,} are not graded yet and were not among "
            "these: add what they came in, with --add.",
            err=True,
        )
    if tally.left:
        printing.say(f"{tally.left:,} are left: the same command goes on with them.", err=True)
        sys.exit(INTERRUPTED)
    if tally.faults or tally.elsewhere:
        sys.exit(OUR_FAULT)
    if whole_class and not tally.graded and not tally.before:
        printing.say(
            "Nobody could be graded: there is no program among what was handed in. The report "
            "tells why of each; ask for their files, and take them in with --add.",
            err=True,
        )
    sys.exit(0)

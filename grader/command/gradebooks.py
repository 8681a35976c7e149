"""What the options ask of a gradebook and a roster, checked before anything is graded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .options import Reporting

if TYPE_CHECKING:
    from ..classroom.intake.delivery import Delivery
    from ..classroom.journal import Journal


def check(asked: Reporting, attempt: str, shard: str = "") -> None:
    """Raises GradebookError and RosterError now, not after a class, or a `shard`, is graded."""
    from ..classroom.gradebook import columns, fill, fresh
    from ..classroom.gradebook.roster import Roster
    from ..errors import GradebookError

    if asked.roster:
        Roster.read(asked.roster)
    if not asked.gradebook:
        if asked.zero_missing or asked.overwrite or asked.column or asked.scale:
            raise GradebookError(
                "--column, --scale, --zero-missing and --overwrite are about a gradebook: give it "
                "with --gradebook."
            )
        return
    if shard and asked.zero_missing:
        raise GradebookError(
            f"Who handed in nothing is not known from the part {shard} of a class: leave "
            "--zero-missing out, and give it to `grade merge`."
        )
    if attempt == "all":
        raise GradebookError(
            "A gradebook takes one grade from each student: say --attempt latest or best."
        )
    titles = columns.by_lesson(asked.column)
    if not fresh.is_asked_for(asked.gradebook):
        taken = []
        for title in titles.values() or [None]:
            filled = fill(asked.gradebook, [], column=title, scale=asked.scale)
            taken.append(("", filled.column))
            columns.insist_on_one_each(taken)
    elif asked.scale or asked.overwrite:
        raise GradebookError(
            "A new gradebook has nothing to scale to and nothing to overwrite: "
            "leave out --scale and --overwrite."
        )


def check_for_class(asked: Reporting, deliveries: Sequence[Delivery]) -> None:
    """Raises GradebookError where a new gradebook would find nobody of these, or where it is not
    certain which lesson's points a column takes."""
    from ..classroom.gradebook import Grade, columns, fresh
    from ..classroom.gradebook.roster import Roster

    if asked.gradebook and fresh.is_asked_for(asked.gradebook):
        enrolled = Roster.read(asked.roster).people if asked.roster else ()
        handed_in = [
            Grade(each.identifiers, each.name, None, 0.0,
                  members=each.members, member_ids=each.member_ids, user=each.user)
            for each in deliveries
        ]  # fmt: skip
        fresh.made(str(asked.gradebook), handed_in, enrolled)
    titles = columns.by_lesson(asked.column)
    named = dict.fromkeys(each.lesson for each in deliveries if each.lesson)
    if asked.gradebook and len(named) > 1 and (titles or not fresh.is_asked_for(asked.gradebook)):
        columns.wanted(titles, named)


def join(kept: Journal, roster: Path | None) -> None:
    """Gives the class in the journal the names and numbers of a roster, if there is one."""
    from ..classroom.gradebook.roster import Roster

    if roster:
        conditions = kept.conditions()
        there = [*kept.deliveries()]
        joined = Roster.read(roster).joined([*there, *conditions.not_chosen])
        others = tuple(joined[len(there) :])
        kept.take_in(replace(conditions, not_chosen=others), joined[: len(there)])

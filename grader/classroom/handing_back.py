"""What goes back to an LMS, and what is said about it: points, and who handed in nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..lessons import titled
from .classroom import Classroom
from .conditions import Conditions
from .gradebook import Filled, Grade, columns, fill, fresh, participants_of
from .gradebook.book import doubt_of_absence, listed
from .gradebook.roster import Enrolled, Roster
from .intake.delivery import Delivery, in_a_row
from .pages.gradebook import everybody, grades
from .pages.upload import Participants

MOST_FILES = 3
MEND = (
    "for zeros give what was left aside a name that tells whose it is, or move it away, and run it "
    "again with --replace"
)
MOST = 10
"""The most names of a kind that are shown on the screen; gradebook.txt has all of them."""


@dataclass(frozen=True)
class HandedBack:
    """Files for the report's folder by their names, and words for the screen.

    `absent` are the names of those who handed in nothing, as far as a gradebook or roster tells;
    unless it `is_sure`, they may have handed in all the same.
    `participants` are Moodle's numbers and names for each row of the class, where a worksheet
    says whose work it is.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    is_sure: bool = True
    participants: Participants | None = None


@dataclass(frozen=True)
class ToFill:
    """The gradebook that is to be filled, or made for the `enrolled`, and how.

    `others` handed in too and were not chosen; for `doubts` it is not known who did not.
    """

    gradebook: Path
    enrolled: Sequence[Enrolled] = ()
    scale: bool = False
    overwrite: bool = False
    zero_missing: bool = False
    others: Sequence[Delivery] = ()
    doubts: Sequence[str] = ()

    @property
    def is_new(self) -> bool:
        return fresh.is_asked_for(self.gradebook)

    def name(self, lesson: str) -> str:
        """The file's name: an export has columns for all lessons, a new file is for one."""
        if not self.is_new:
            return self.gradebook.name
        return "-".join(filter(None, [str(self.gradebook), lesson])) + ".csv"

    def filled(
        self, grades: Sequence[Grade], title: str | None, content: bytes | None = None
    ) -> Filled:
        """The gradebook with these grades; `content` is the file, if a column is filled already."""
        if self.is_new:
            return fresh.made(
                str(self.gradebook), grades, self.enrolled, title=title,
                zero_missing=self.zero_missing, others=self.others, doubts=self.doubts,
            )  # fmt: skip
        return fill(
            self.gradebook, grades, column=title, scale=self.scale, overwrite=self.overwrite,
            zero_missing=self.zero_missing, content=content, others=self.others,
            doubts=self.doubts,
        )  # fmt: skip


def of(
    room: Classroom,
    gradebook: Path | None,
    roster: Path | None,
    *,
    column: Sequence[str] = (),
    scale: bool = False,
    overwrite: bool = False,
    zero_missing: bool = False,
) -> HandedBack:
    """What goes back; `column` is what --column said. Raises GradebookError and RosterError."""
    enrolled = Roster.read(roster) if roster else Roster([])
    others, doubts = room.conditions.not_chosen, _doubts(room.conditions)
    if gradebook is None:
        there = [*(row.delivery for row in room.rows), *others]
        return _by_roster(tuple(each.name for each in enrolled.absent(there)), room, doubts)
    book = ToFill(
        gradebook, enrolled.people, scale, overwrite, zero_missing, others=others, doubts=doubts
    )
    titles = columns.by_lesson(column)
    if book.is_new and room.mixed:
        titles = titles or {lesson: titled(lesson) for lesson in room.lessons}
    files: dict[str, bytes] = {}
    told, said, taken = [], [], []
    for lesson, title in columns.wanted(titles, room.lessons):
        of_lesson = lesson if room.mixed else ""
        name = book.name(of_lesson)
        own, unclear = grades(room, lesson)
        filled = book.filled(own, title, files.get(f"gradebook/{name}"))
        taken.append((name, filled.column))
        columns.insist_on_one_each(taken)
        where = f"The column {filled.column!r} of gradebook/{name}"
        where += f", for {of_lesson}" if of_lesson else ""
        files[f"gradebook/{name}"] = filled.content
        if zero_missing and filled.zeroed is None and room.conditions.unclaimed:
            unclear.append(MEND)
        told += [f"{where}: {filled.said()}", *unclear, *_notices(filled, None)]
        said += [f"{where}: {filled.said(MOST)}", *unclear[:MOST], *_notices(filled, MOST)]
    if room.mixed and (left := [each for each in room.lessons if each not in titles]):
        words = f"No column was named for {' and '.join(left)}: nothing of it was written."
        told, said = [*told, words], [*said, words]
    participants = None
    if filled.system == "moodle" and gradebook.exists():
        participants = participants_of(gradebook, [row.delivery for row in room.rows])
    if room.mixed:  # only those are absent who handed in nothing for any lesson
        filled = book.filled(everybody(room), title)
    files["gradebook.txt"] = _text(told)
    absent = () if room.conditions.shard else filled.without_submission
    return HandedBack(files, tuple(said), absent, filled.is_sure_of_them, participants)


def _doubts(conditions: Conditions) -> list[str]:
    """Facts for which whoever seems to have handed in nothing may have done so."""
    facts = [f"this is the part {conditions.shard} of a class"] if conditions.shard else []
    if left := conditions.unclaimed:
        files = "1 file was" if len(left) == 1 else f"{len(left):,} files were"
        facts.append(f"{files} left aside and may be somebody's ({listed(left, MOST_FILES)})")
    return facts


def _by_roster(absent: tuple[str, ...], room: Classroom, doubts: Sequence[str]) -> HandedBack:
    """Who handed in nothing, where a roster alone tells. In a part of a class nobody knows."""
    if not absent or room.conditions.shard:
        return HandedBack()
    words = f"{len(absent):,} on the roster handed in nothing: "
    doubt = doubt_of_absence(0, 0, doubts)
    if doubt:
        words = f"{len(absent):,} on the roster, for whom nothing was found: "
    notices = [doubt] if doubt else []
    files = {"gradebook.txt": _text([words + in_a_row(absent), *notices])}
    return HandedBack(files, (words + _some(absent), *notices), absent, not doubt)


def _notices(filled: Filled, most: int | None) -> list[str]:
    shown = list(filled.notices[:most])
    more = len(filled.notices) - len(shown)
    return [*shown, *([f"… and {more:,} more: see gradebook.txt."] if more else [])]


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST:,} more" if len(names) > MOST else ""
    return in_a_row(names[:MOST]) + more + "."


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")

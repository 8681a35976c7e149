"""What goes back to an LMS, and what is said about it: points, and who handed in nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..lessons import titled
from .classroom import Classroom
from .gradebook import Filled, Grade, columns, fill, fresh, participants_of
from .gradebook.roster import Enrolled, Roster
from .intake.delivery import in_a_row
from .pages.gradebook import everybody, grades
from .pages.upload import Participants

MOST = 10
"""The most names of a kind that are shown on the screen; gradebook.txt has all of them."""


@dataclass(frozen=True)
class HandedBack:
    """Files for the report's folder by their names, and words for the screen.

    `absent` are the names of those who handed in nothing, as far as a gradebook or roster tells.
    `participants` are Moodle's numbers and names for each row of the class, where a worksheet
    says whose work it is.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    participants: Participants | None = None


@dataclass(frozen=True)
class ToFill:
    """The gradebook that is to be filled, or made for the `enrolled`, and how."""

    gradebook: Path
    enrolled: Sequence[Enrolled] = ()
    scale: bool = False
    overwrite: bool = False
    zero_missing: bool = False

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
                zero_missing=self.zero_missing,
            )  # fmt: skip
        return fill(
            self.gradebook, grades, column=title, scale=self.scale, overwrite=self.overwrite,
            zero_missing=self.zero_missing, content=content,
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
    absent = tuple(person.name for person in enrolled.absent(row.delivery for row in room.rows))
    if gradebook is None:
        if not absent:
            return HandedBack()
        words = f"{len(absent):,} on the roster handed in nothing: "
        text = _text([words + in_a_row(absent)])
        return HandedBack({"gradebook.txt": text}, (words + _some(absent),), absent)
    book = ToFill(gradebook, enrolled.people, scale, overwrite, zero_missing)
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
    return HandedBack(files, tuple(said), filled.without_submission, participants)


def _notices(filled: Filled, most: int | None) -> list[str]:
    shown = list(filled.notices[:most])
    more = len(filled.notices) - len(shown)
    return [*shown, *([f"… and {more:,} more: see gradebook.txt."] if more else [])]


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST:,} more" if len(names) > MOST else ""
    return in_a_row(names[:MOST]) + more + "."


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")

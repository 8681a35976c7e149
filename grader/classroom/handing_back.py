"""What goes back to an LMS, and what is said of it: points, and who handed in nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .classroom import Classroom
from .gradebook import Filled, fill, fresh, participants_of
from .gradebook.roster import Roster
from .pages.gradebook import grades
from .pages.upload import Participants

MOST = 10
"""So many names of a kind are said on the screen; gradebook.txt has all of them."""


@dataclass(frozen=True)
class HandedBack:
    """Files for the report's folder by their names, and words for the screen.

    `absent` are the names of who handed in nothing, as far as a gradebook or a roster tells.
    `participants` are Moodle's numbers and names for each row of the class, where a worksheet
    says whose work it is.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    participants: Participants | None = None


def of(
    room: Classroom,
    gradebook: Path | None,
    roster: Path | None,
    *,
    column: str | None = None,
    scale: bool = False,
    overwrite: bool = False,
    zero_missing: bool = False,
) -> HandedBack:
    """What goes back. Raises GradebookError and RosterError."""
    enrolled = Roster.read(roster) if roster else Roster([])
    absent = tuple(person.name for person in enrolled.absent(row.delivery for row in room.rows))
    if gradebook is None:
        if not absent:
            return HandedBack()
        words = f"{len(absent):,} on the roster handed in nothing: "
        files = {"gradebook.txt": _text([words + ", ".join(absent)])}
        return HandedBack(files, (words + _some(absent),), absent)
    if str(gradebook) in fresh.SYSTEMS and not gradebook.exists():
        filled = fresh.made(
            str(gradebook), grades(room), enrolled.people, title=column, zero_missing=zero_missing
        )
        name = f"{gradebook}.csv"
    else:
        filled = fill(
            gradebook,
            grades(room),
            column=column,
            scale=scale,
            overwrite=overwrite,
            zero_missing=zero_missing,
        )
        name = gradebook.name
    where = f"The column {filled.column!r} of gradebook/{name}"
    files = {
        f"gradebook/{name}": filled.content,
        "gradebook.txt": _text([f"{where}: {filled.said()}", *_notices(filled, None)]),
    }
    participants = None
    if filled.system == "moodle" and gradebook.exists():
        participants = participants_of(gradebook, [row.delivery for row in room.rows])
    said = (f"{where}: {filled.said(MOST)}", *_notices(filled, MOST))
    return HandedBack(files, said, filled.without_submission, participants)


def _notices(filled: Filled, most: int | None) -> list[str]:
    shown = list(filled.notices[:most])
    more = len(filled.notices) - len(shown)
    return [*shown, *([f"… and {more:,} more: see gradebook.txt."] if more else [])]


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST:,} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more + "."


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")

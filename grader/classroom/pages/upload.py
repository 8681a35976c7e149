"""Every student's feedback in one zip, named so that the LMS knows whose each file is.

Canvas takes the first two numbers between `_` for the student and the attachment, or what follows
`anon_` where names are hidden. Moodle takes the second word between `_` for a participant, and a
team's number would be somebody else's: so it needs the grading worksheet, and each member of a team
has a file. Brightspace knows the folders that it gave out. Blackboard takes no such zip. Sources:
Canvas' app/models/abstract_assignment.rb; Moodle, mod/assign/feedback/file/importziplib.php; D2L's
help, "Add feedback files".
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from ..classroom import Classroom
from ..intake import brightspace
from ..intake.delivery import in_a_row
from ..rows import Row

Participants = Sequence[Sequence[tuple[str, str]]]
"""For each row of the class, Moodle's number and name of everybody whose work it is."""

MOST_NAMES = 10
WITHOUT = {
    "blackboard": "Blackboard takes no zip of feedback: feedback/ has a file for each student, "
    "named after them, to be attached in the Grade Center.",
    "moodle": "There is no feedback.zip: in Moodle's names a team's number looks like a student's. "
    "Give the grading worksheet with --gradebook, and it is made.",
}


def word(room: Classroom, participants: Participants | None) -> str:
    """Why there is no zip, or how many it leaves out; "" where all is well."""
    if not is_taken(room, participants):
        return WITHOUT.get(room.conditions.layout, "")
    left = [room.name(row) for row, prefixes in _named(room, participants) if not prefixes]
    if not left:
        return ""
    names = in_a_row([*left[:MOST_NAMES], *(["…"] if len(left) > MOST_NAMES else [])])
    return (
        f"feedback.zip leaves out {len(left):,} for whom the LMS would take no file: {names}. "
        "Their feedback is in feedback/."
    )


def is_taken(room: Classroom, participants: Participants | None) -> bool:
    """Does the LMS take such a zip, and is it known whose each file is?"""
    layout = room.conditions.layout
    return layout in ("canvas", "brightspace") or (layout == "moodle" and participants is not None)


def zipped(
    file: BinaryIO,
    room: Classroom,
    ending: str,
    rendered: Callable[[Row], bytes],
    participants: Participants | None = None,
) -> None:
    """Writes the zip. No time is in it: it is the same each time."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for row, prefixes in _named(room, participants):
            name = "-".join(filter(None, ["feedback", room.named_lesson(row)]))
            for prefix in prefixes:
                info = zipfile.ZipInfo(f"{prefix}{name}.{ending}")
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, rendered(row))


def _named(room: Classroom, participants: Participants | None) -> Iterator[tuple[Row, list[str]]]:
    """Everybody with feedback, and what each of their files in the zip begins with."""
    for place, row in enumerate(room.rows):
        if row.has_feedback:
            known = participants[place] if participants else ()
            yield row, list(dict.fromkeys(_prefixes(room.conditions.layout, row, known)))


def _prefixes(layout: str, row: Row, known: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What each of the student's, or the group's, files begins with."""
    delivery = row.delivery
    top = delivery.origin.split("/")[0]
    if layout == "canvas" and delivery.student.startswith("anon_"):
        if ids := re.search(rf"{re.escape(delivery.student)}_\d++_", top):
            yield ids[0]
    elif layout == "canvas":
        ids = re.search(rf"(?<![^_]){re.escape(delivery.student)}_\d++_", top)
        if ids and delivery.student.isdecimal():
            before = top[: ids.start()].split("_")[:-1]
            words = [f"n{word}" if word.isdecimal() else word for word in before]
            yield "_".join([*words, ids[0]])
    elif layout == "brightspace" and (prefix := brightspace.given(delivery.origin)):
        yield prefix
    for number, name in known:
        folder = f"_{number}_assignsubmission_file"
        start, mark, rest = delivery.origin.partition(folder)
        own = start + mark + rest[: len(rest) - len(rest.lstrip("_/"))]
        called = re.sub(r"[_/\\]+", " ", name)
        given = bool(mark) and "/" not in start and len(known) == 1
        yield own if given else f"{called}{folder}/"

"""What lies in `report/` after a batch, and how it gets there: whole files only, the page last.

    grades.csv        a line for each student             feedback/    a text and a page for each
    results.csv       a line for each student and check   gradebook/   the LMS's export, filled
    results.json      everything but times                index.html   the class report
    junit.xml         for CI                              times.html   how long programs took
    feedback.zip      to be uploaded to the LMS       gradebook.txt    what became of each grade

Two runs over the same class differ in nothing but times: a column of results.csv, and times.html.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable
from functools import partial
from io import BufferedRandom, BufferedReader
from pathlib import Path
from typing import BinaryIO

from .. import whole_file
from ..errors import ForeignFileError, MissingExtraError
from ..reports import junit
from .classroom import Classroom
from .filled_before import Changes
from .handing_back import HandedBack
from .intake.delivery import Delivery, folded
from .journal import PLACE, Journal
from .pages import class_json, csv_, feedback, page, upload
from .pages.templates import template
from .rows import Row

AT_A_TIME = 200
"""How many files are made, noted in the journal and put into place together."""

SYNCED = 20
"""How many of these are synced to the disk. The others are feedback, which is soon made again."""

WRITTEN = frozenset(
    {"index.html", "times.html", "grades.csv", "results.csv", "results.json", "feedback.zip",
     "feedback", "gradebook", "gradebook.txt"}
)  # fmt: skip
JUNIT = re.compile(r"junit(-\d+)?\.xml")

Files = dict[str, Callable[[BinaryIO], object]]
"""Files by their names in the folder, each with what writes it: none has to fit in memory."""

Rendered = Callable[[Classroom, Row], str]


def insist_on_own(folder: Path, given: Iterable[Path] = ()) -> None:
    """Raises ForeignFileError where a folder without a report has files that one would replace, or
    is among those that were `given` as a class."""
    if os.path.realpath(folder) in map(os.path.realpath, given):
        raise ForeignFileError(
            f"{folder} holds the submissions: give another --output for the report."
        )
    if (folder / PLACE).exists() or not folder.is_dir():
        return
    names = {path.name for path in folder.iterdir()}
    foreign = sorted(name for name in names if name in WRITTEN or JUNIT.fullmatch(name))
    if foreign:
        raise ForeignFileError(
            f"{folder} has {', '.join(foreign)}, and no report of ours. Nothing was graded or "
            "written: give another --output."
        )


def insist_on_nobodys(folder: Path, given: Iterable[Path], deliveries: Iterable[Delivery]) -> None:
    """Raises ForeignFileError where a report would lie in a folder that somebody has handed in.

    `given` are the folders that hold the class, `deliveries` what was found in them: each is told
    by where it lies below a folder around it all, if there is one.
    """
    place = Path(os.path.realpath(folder))
    tops = {Path(os.path.realpath(path)) for path in given}
    own = [each for each in (place, *place.parents) if tops & {*each.parents}]
    for delivery in deliveries:
        parts = delivery.origin.split("/")
        for each in own:
            lies_in = any(
                each.parts[-depth:] == tuple(parts[:depth]) and (each / parts[depth]).exists()
                for depth in range(1, len(parts))
            )
            is_all = folded(each.name) == delivery.student and (each / delivery.origin).exists()
            if lies_in or is_all:
                raise ForeignFileError(
                    f"{folder} holds the submissions of {delivery.name}, or lies among them: give "
                    "another --output for the report."
                )


def write(
    room: Classroom,
    journal: Journal,
    folder: Path,
    handed_back: HandedBack,
) -> list[str]:
    """Writes everything, and removes what earlier runs wrote and is out of date.

    What others wrote or changed is kept. Gives notices of what could not be done as it should.
    Raises OSError.
    """
    notices = []
    try:
        template("page.html")
    except MissingExtraError as error:
        notices.append(f"The pages are left out. {error}")
    files = _files(room, handed_back, pages=not notices)
    for name, filled in handed_back.files.items():
        files[name] = partial(_written, [filled])
    notices += filter(None, [upload.word(room, handed_back.participants)])
    _insist_on_writing({(folder / name).parent for name in files})
    there = journal.files()
    kept = _still_right(room, folder, there.keys() - files.keys(), there.get("grades.csv", set()))
    ours: dict[str, bytes] = {}
    names = sorted(files, key=lambda name: (name == "index.html", "/" in name, name))
    for start in range(0, len(names), AT_A_TIME):
        some = names[start : start + AT_A_TIME]
        staged = {name: _staged(folder / PLACE, n, files[name]) for n, name in enumerate(some)}
        ours |= {name: digest for name, (_, digest) in staged.items()}
        journal.note_files({name: ours[name] for name in some})
        for name, (new, digest) in staged.items():
            words = _replaced(folder / name, new, digest, there.get(name, set()))
            notices += [words] if words else []
    for name in sorted(there.keys() - files.keys() - kept):
        notices += _cleared_away(folder / name, there[name])
    journal.settle_files(ours | {name: digest for name in kept for digest in there[name]})
    return notices


def _still_right(
    room: Classroom, folder: Path, names: Collection[str], ours: set[bytes]
) -> set[str]:
    """Which gradebooks that were filled before have the right points, and so may stay.

    `ours` are the digests of grades.csv as we wrote it: what somebody else wrote tells nothing.
    """
    books = {name for name in names if Path(name).parent.name == "gradebook"}
    grades = folder / "grades.csv"
    if not books or not grades.is_file() or _is_foreign(grades, ours):
        return set()
    changes = Changes(grades.read_bytes(), room)
    kept = {
        name for name in books if (folder / name).is_file() and not changes.are_in(folder / name)
    }
    return kept | ({"gradebook.txt"} & {*names} if kept and not changes else set())


def _insist_on_writing(folders: Iterable[Path]) -> None:
    """Raises PermissionError for a folder that takes no file, before half a report is written."""
    for folder in sorted(folders):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _files(room: Classroom, handed_back: HandedBack, *, pages: bool) -> Files:
    files: Files = {
        "grades.csv": lambda file: file.writelines(csv_.grades(room)),
        "results.csv": lambda file: file.writelines(csv_.results(room)),
        "results.json": lambda file: file.writelines(map(_bytes, class_json.parts(room))),
    }
    for number, reports in enumerate(junit.in_parts(room.named_reports), 1):
        name = f"junit-{number}.xml" if number > 1 else "junit.xml"
        files[name] = partial(_written, map(_bytes, junit.of_reports(reports)))
    kinds = {"txt": feedback.as_text}
    if pages:
        kinds["html"] = feedback.as_html
        absent, is_sure = handed_back.absent, handed_back.is_sure
        files["index.html"] = lambda file: file.write(_bytes(page.index(room, absent, is_sure)))
        files["times.html"] = lambda file: file.write(_bytes(page.times(room)))
    told = [row for row in room.rows if row.has_feedback]
    for ending, rendered in kinds.items():
        for row in told:
            name = f"feedback/{room.feedback_name(row)}.{ending}"
            files[name] = partial(_feedback, rendered, room, row)
    if upload.is_taken(room, handed_back.participants):
        files["feedback.zip"] = lambda file: upload.zipped(
            file, room, ending, lambda row: _bytes(rendered(room, row)), handed_back.participants
        )
    return files


def _feedback(rendered: Rendered, room: Classroom, row: Row, file: BinaryIO) -> None:
    file.write(_bytes(rendered(room, row)))


def _written(parts: Iterable[bytes], file: BinaryIO) -> None:
    file.writelines(parts)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _staged(place: Path, number: int, write: Callable[[BinaryIO], object]) -> tuple[Path, bytes]:
    """A whole file that waits to be put into its place, and its digest."""
    path = place / f"new-{number}"
    with path.open("w+b") as file:
        write(file)
        file.flush()
        if number < SYNCED:
            os.fsync(file.fileno())
        return path, _digest(file)


def _digest(file: BufferedRandom | BufferedReader) -> bytes:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").digest()[:16]


def _replaced(path: Path, new: Path, digest: bytes, ours: set[bytes]) -> str:
    """Puts a new file in place of what we wrote; says where it lies if that is not its place.

    What others wrote or changed is kept under another name, and what they have open is left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    words = ""
    try:
        if _is_foreign(path, {*ours, digest}):
            kept = whole_file.free(path.with_stem(f"{path.stem} (yours)"))
            path.replace(kept)
            words = f"{path.name} was not as we wrote it: that file is kept as {kept.name}."
        new.replace(path)
    except PermissionError:  # Windows, while a spreadsheet has it open
        beside = path.with_stem(f"{path.stem} (new)")
        new.replace(beside)
        words = f"{path.name} is open in another program; see {beside.name}."
    return words


def _cleared_away(path: Path, ours: set[bytes]) -> list[str]:
    """Removes a file that is out of date, unless somebody else has changed it."""
    if not path.exists():
        return []
    if _is_foreign(path, ours):
        return [f"{path.name} is out of date; somebody else has changed it, so it is kept."]
    path.unlink()
    if path.parent.name == "gradebook":
        return [f"gradebook/{path.name} was out of date and was removed: fill it again."]
    return []


def _is_foreign(path: Path, ours: set[bytes]) -> bool:
    """Does something stand there that we never wrote?"""
    if not path.is_file() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        return _digest(file) not in ours

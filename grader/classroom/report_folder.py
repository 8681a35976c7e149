"""What lies in `report/` after a batch, and how it gets there: whole files only, the page last.

    grades.csv        a line for each student             feedback/    a text and a page for each
    results.csv       a line for each student and check   gradebook/   the LMS's export, filled
    results.json      everything but times                index.html   the class report
    junit.xml         for CI                              times.html   how long programs took
    feedback.zip      to be uploaded to Canvas or Moodle

Two runs over the same class differ in nothing but times: a column of results.csv, and times.html.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from .. import whole_file
from ..reports import junit
from .classroom import Classroom, Row
from .journal import PLACE, Journal
from .pages import class_json, csv_, feedback, page, upload
from .pages.templates import MissingExtraError, template

AT_A_TIME = 200
"""So many files are made, noted in the journal and written together."""

WRITTEN = frozenset(
    {"index.html", "times.html", "grades.csv", "results.csv", "results.json", "feedback.zip",
     "feedback", "gradebook"}
)  # fmt: skip
JUNIT = re.compile(r"junit(-\d+)?\.xml")

Files = dict[str, Callable[[], bytes]]
Rendered = Callable[[Classroom, Row], str]


class ForeignFileError(ValueError):
    """There are files in the folder that nobody may lose: which, then what to do."""


def insist_on_own(folder: Path) -> None:
    """Raises ForeignFileError where a folder without a report has files that one would replace."""
    if (folder / PLACE).exists() or not folder.is_dir():
        return
    names = {path.name for path in folder.iterdir()}
    foreign = sorted(
        name for name in names if name in WRITTEN or JUNIT.fullmatch(name)
    )
    if foreign:
        raise ForeignFileError(
            f"{folder} has {', '.join(foreign)}, and no report of ours. Nothing was graded or "
            "written: give another --output."
        )


def write(
    room: Classroom,
    journal: Journal,
    folder: Path,
    gradebooks: Mapping[str, bytes] | None = None,
) -> list[str]:
    """Writes everything, and clears away what earlier runs wrote and is no longer true.

    `gradebooks` are filled ones by name. What others wrote or changed is kept. Gives notices of
    what could not be done as it should. Raises OSError.
    """
    notices = []
    try:
        template("page.html")
    except MissingExtraError as error:
        notices.append(f"The pages are left out. {error}")
    files = _files(room, pages=not notices)
    for name, filled in (gradebooks or {}).items():
        files[f"gradebook/{name}"] = partial(bytes, filled)
    there = journal.files()
    names = sorted(files, key=lambda name: (name == "index.html", name))
    for start in range(0, len(names), AT_A_TIME):
        contents = {name: files[name]() for name in names[start : start + AT_A_TIME]}
        journal.note_files({name: _digest(content) for name, content in contents.items()})
        for name, content in contents.items():
            notices += _replaced(folder / name, content, there.get(name, set()))
    stale = sorted(there.keys() - files.keys())
    for name in stale:
        notices += _cleared_away(folder / name, there[name])
    journal.forget_files(stale)
    return notices


def _files(room: Classroom, *, pages: bool) -> Files:
    """Every file by its name in the folder, and what makes it."""
    files: Files = {
        "grades.csv": lambda: csv_.grades(room),
        "results.csv": lambda: csv_.results(room),
        "results.json": lambda: _bytes(class_json.rendered(room)),
    }
    for number, document in enumerate(junit.in_parts(room.named_reports), 1):
        files[f"junit-{number}.xml" if number > 1 else "junit.xml"] = partial(_bytes, document)
    kinds = {"txt": feedback.as_text}
    if pages:
        kinds["html"] = feedback.as_html
        files["index.html"] = lambda: _bytes(page.index(room))
        files["times.html"] = lambda: _bytes(page.times(room))
    told = [row for row in room.rows if row.has_feedback]
    for ending, rendered in kinds.items():
        for row in told:
            name = f"feedback/{room.feedback_name(row)}.{ending}"
            files[name] = partial(_feedback, rendered, room, row)
    if room.conditions.layout in upload.PREFIXES:
        files["feedback.zip"] = lambda: upload.zipped(
            room, ending, lambda row: _bytes(rendered(room, row))
        )
    return files


def _feedback(rendered: Rendered, room: Classroom, row: Row) -> bytes:
    return _bytes(rendered(room, row))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _replaced(path: Path, content: bytes, ours: set[bytes]) -> list[str]:
    """Puts a whole file in the place of what we wrote, or beside what others wrote or hold open."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sync = path.parent.name != "feedback"  # thousands, and each is soon made again
    notices = []
    if foreign := _foreign(path, ours | {_digest(content)}):
        kept = _free(path.with_stem(f"{path.stem} (yours)"))
        if not ours:
            whole_file.replace(path.with_stem(f"{path.stem} (new)"), content, sync=sync)
            return [f"{path.name} is not of a report and was kept; see {path.stem} (new)."]
        whole_file.replace(kept, foreign, sync=sync)
        notices.append(f"{path.name} was changed by somebody else; that is kept as {kept.name}.")
    try:
        whole_file.replace(path, content, sync=sync)
    except PermissionError:  # Windows, while a spreadsheet has it open
        beside = path.with_stem(f"{path.stem} (new)")
        whole_file.replace(beside, content, sync=sync)
        return [f"{path.name} is open in another program; see {beside.name}."]
    return notices


def _cleared_away(path: Path, ours: set[bytes]) -> list[str]:
    """Takes away what is no longer true, unless somebody else has changed it."""
    if not path.exists():
        return []
    if _foreign(path, ours):
        return [f"{path.name} is no longer true; it was changed by somebody else, and is kept."]
    path.unlink()
    if path.parent.name == "gradebook":
        return [f"gradebook/{path.name} is no longer true and was taken away: fill it again."]
    return []


def _foreign(path: Path, ours: set[bytes]) -> bytes:
    """What stands there, if it is nothing that we wrote."""
    content = path.read_bytes() if path.is_file() else b""
    return content if content and _digest(content) not in ours else b""


def _free(path: Path) -> Path:
    """A name that nothing has yet."""
    number, stem = 1, path.stem
    while path.exists():
        number += 1
        path = path.with_stem(f"{stem} {number}")
    return path


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:16]

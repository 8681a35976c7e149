"""What lies in `report/` after a batch, and how it gets there: whole files only, the page last.

    grades.csv        a line for each student             feedback/    a text and a page for each
    results.csv       a line for each student and check   gradebook/   the LMS's export, filled
    results.json      everything but times                index.html   the class report
    junit.xml         for CI                              times.html   how long programs took
    feedback.zip      to be uploaded to Canvas or Moodle

Two runs over the same class differ in nothing but times: a column of results.csv, and times.html.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from .. import whole_file
from ..reports import junit
from .classroom import Classroom, Row
from .journal import Journal
from .pages import class_json, csv_, feedback, page, upload
from .pages.templates import MissingExtraError, template

Files = dict[str, Callable[[], bytes]]
Rendered = Callable[[Row, str], str]


def write(
    room: Classroom,
    journal: Journal,
    folder: Path,
    level: str,
    gradebooks: Mapping[str, bytes] | None = None,
) -> list[str]:
    """Writes everything, and clears away what earlier runs wrote and is no longer true.

    `level` is how much the students are told, `gradebooks` are filled ones by name. Gives notices
    of what could not be done as it should. Raises OSError.
    """
    notices = []
    try:
        template("page.html")
    except MissingExtraError as error:
        notices.append(f"The pages are left out. {error}")
    files = _files(room, level, pages=not notices)
    for name, filled in (gradebooks or {}).items():
        files[f"gradebook/{name}"] = partial(bytes, filled)
    stale = journal.files() - files.keys()
    journal.note_files(stale | files.keys())
    for name in sorted(files, key=lambda name: (name == "index.html", name)):
        notices += _replaced(folder / name, files[name]())
    for name in sorted(stale):
        (folder / name).unlink(missing_ok=True)
    journal.note_files(files.keys())
    return notices


def _files(room: Classroom, level: str, *, pages: bool) -> Files:
    """Every file by its name in the folder, and what makes it."""
    files: Files = {
        "grades.csv": lambda: csv_.grades(room),
        "results.csv": lambda: csv_.results(room),
        "results.json": lambda: _bytes(class_json.rendered(room)),
    }
    for number, document in enumerate(junit.in_parts(room), 1):
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
            files[name] = partial(_feedback, rendered, row, level)
    if room.taken.layout in upload.PREFIXES:
        files["feedback.zip"] = lambda: upload.zipped(
            room, ending, lambda row: _bytes(rendered(row, level))
        )
    return files


def _feedback(rendered: Rendered, row: Row, level: str) -> bytes:
    return _bytes(rendered(row, level))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _replaced(path: Path, content: bytes) -> list[str]:
    """Puts a whole file in the place of what is there, or beside it where that is held open."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sync = path.parent.name != "feedback"  # thousands, and each is soon made again
    try:
        whole_file.replace(path, content, sync=sync)
    except PermissionError:  # Windows, while a spreadsheet has it open
        beside = path.with_stem(f"{path.stem} (new)")
        whole_file.replace(beside, content, sync=sync)
        return [f"{path.name} is open in another program; see {beside.name}."]
    return []

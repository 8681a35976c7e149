"""An LMS's own export: a file, opened and understood, or a word on why it is none."""

from __future__ import annotations

from pathlib import Path

from ...errors import GradebookError
from . import blackboard, brightspace, canvas, moodle, moodle_course
from .book import Book
from .table import Table, what_else

READERS = (canvas.read, brightspace.read, blackboard.read, moodle.read, moodle_course.read)
WHERE = (
    "Canvas: Grades > Export > Export Entire Gradebook; Moodle: the assignment's grading "
    "worksheet, or the course's Grades > Export > Plain text file; Brightspace: Grades > Export, "
    "with End-of-Line Indicator; Blackboard: Grade Center > Work Offline > Download"
)


def opened(path: Path, content: bytes | None = None) -> Table:
    """Its table, or that of the `content` it was filled with. Raises GradebookError where it holds
    none."""
    try:
        content = path.read_bytes() if content is None else content
        if what := what_else(content):
            raise GradebookError(f"{path.name} is {what}; export it from the LMS again. {WHERE}")
        table = Table.of(content)
        if table.header[:1] == ["sep="]:
            raise GradebookError(
                f"{path.name} begins with a line for Excel, 'sep=', which no LMS reads; export it "
                "from the LMS again, and do not save it from a spreadsheet"
            )
        return table
    except OSError as failure:
        raise GradebookError(f"{path} cannot be read: {failure.strerror}; check the path") from None
    except UnicodeDecodeError:
        raise GradebookError(f"{path} is not text; export the gradebook as CSV again") from None


def understood(table: Table, path: Path) -> Book:
    """The book that the table is. Raises GradebookError for what is none that is known."""
    for read in READERS:
        if book := read(table):
            return book
    raise GradebookError(
        f"{path.name} is not a gradebook of Canvas, Moodle, Brightspace or Blackboard in a "
        "language that is known here; export it from the LMS again, and do not save it from a "
        f"spreadsheet. {WHERE}"
    )

"""nbgrader's tree: submitted/{student}/{assignment}/{notebook}.ipynb, perhaps with timestamp.txt.

The folder `submitted` itself or the one it lies in. A timestamp is read as UTC, as nbgrader does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ...errors import RefusedError
from .delivery import Delivery, Found, folded, written
from .download import Download, Entry

PAGE = "timestamp.txt"


def read(download: Download) -> Iterator[Found]:
    """The files that lie as nbgrader lays them."""
    above = "submitted/" if download.name == "submitted" else ""
    parted = [(entry, (above + entry.path).split("/", 3)) for entry in download.entries]
    laid = [
        (entry, student, exercise, file)
        for entry, (top, student, exercise, file) in ((e, p) for e, p in parted if len(p) == 4)
        if top == "submitted" and file
    ]
    moments = {
        (student, exercise): _moment(entry)
        for entry, student, exercise, file in laid
        if file == PAGE
    }
    for entry, student, exercise, file in laid:
        delivery = Delivery(
            student=folded(student),
            name=written(student),
            submitted_at=moments.get((student, exercise), ""),
            identifiers={"login": student, "org_defined_id": student},
        )
        yield delivery, "" if file == PAGE else file, entry


def _moment(entry: Entry) -> str:
    try:
        text = entry.read().decode().strip().removesuffix(" UTC")
        moment = datetime.fromisoformat(text)
    except (RefusedError, ValueError):
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()

"""nbgrader's tree: submitted/{student}/{assignment}/{notebook}.ipynb, perhaps with timestamp.txt.

The folder `submitted` itself or the one it lies in.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import timestamp
from .delivery import Delivery, Found, folded, written
from .download import Download


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
        (student, exercise): timestamp.read(entry)
        for entry, student, exercise, file in laid
        if file == timestamp.PAGE
    }
    for entry, student, exercise, file in laid:
        moment, notices = moments.get((student, exercise), ("", ()))
        delivery = Delivery(
            student=folded(student),
            name=written(student),
            submitted_at=moment,
            identifiers={"login": student, "org_defined_id": student},
            notices=notices,
        )
        yield delivery, "" if file == timestamp.PAGE else file, entry

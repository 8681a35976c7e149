"""nbgrader's tree: submitted/{student}/{assignment}/{notebook}.ipynb, perhaps with timestamp.txt.

The folder `submitted` itself or the one it lies in. A timestamp is read as UTC, as nbgrader does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from ...errors import RefusedError
from .archive import Download, Entry
from .delivery import Delivery, Found, folded, written

NAME = re.compile(r"submitted/(?P<folder>(?P<student>[^/]+)/[^/]+)/(?P<file>.+)")


def read(download: Download) -> Iterator[Found]:
    """The files that lie as nbgrader lays them."""
    above = "submitted/" if download.name == "submitted" else ""
    matches = [(entry, NAME.fullmatch(above + entry.path)) for entry in download.entries]
    moments = {
        match["folder"]: _moment(entry)
        for entry, match in matches
        if match and match["file"] == "timestamp.txt"
    }
    for entry, match in matches:
        if match:
            student = match["student"]
            delivery = Delivery(
                student=folded(student),
                name=written(student),
                submitted_at=moments.get(match["folder"], ""),
                identifiers={"login": student, "org_defined_id": student},
            )
            is_page = match["file"] == "timestamp.txt"
            yield delivery, "" if is_page else match["file"], entry


def _moment(entry: Entry) -> str:
    try:
        text = entry.read().decode().strip().removesuffix(" UTC")
        moment = datetime.fromisoformat(text)
    except (RefusedError, ValueError):
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()

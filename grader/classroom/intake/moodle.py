"""Moodle, "Download all submissions": a folder for each participant, or one flat folder.

`Jane Doe_123_assignsubmission_file/ex3.py` (with a `_` before the slash up to Moodle 4.0), or flat
`Jane Doe_123_assignsubmission_file_ex3.py`. 123 is the participant's number in this assignment,
the one in the grading worksheet's "Participant 123"; or it is the number of a team, which comes
from another table. Nothing in the name says which: the worksheet does. A team without a group has
none. Lateness isn't in the names. Sources: mod/assign/classes/downloader.php and importziplib.php.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .archive import Download
from .delivery import Delivery, Found, folded, written

NAME = re.compile(
    r"(?P<name>[^/]+?)(?:_(?P<id>\d+))?_assignsubmission_(?:file|onlinetext)(?:_?/|_)(?P<file>.+)"
)


def read(download: Download) -> Iterator[Found]:
    """The files of the download that are named as Moodle names them."""
    for entry in download.entries:
        if match := NAME.fullmatch(entry.path):
            name = written(match["name"])
            delivery = Delivery(
                student=match["id"] or folded(name),
                name=f"{name} {match['id']}" if name == "Participant" else name,
                identifiers={"moodle_participant": match["id"]} if match["id"] else {},
                notices=() if match["id"] else ("Moodle gave no participant's number",),
            )
            yield delivery, match["file"], entry

"""Moodle, "Download all submissions": a folder for each participant, or one flat folder.

`Jane Doe_123_assignsubmission_file/ex3.py` (with a `_` before the slash up to Moodle 4.0), or flat
`Jane Doe_123_assignsubmission_file_ex3.py`. 123 is the participant's number in this assignment,
the one in the grading worksheet's "Participant 123"; or it is the number of a team, which comes
from another table. Nothing in the name says which: the worksheet does. A team without a group has
none. Lateness isn't in the names. Sources: mod/assign/classes/downloader.php and importziplib.php.
"""

from __future__ import annotations

from collections.abc import Iterator

from .delivery import Delivery, Found, folded, written
from .download import Download

MARK = "_assignsubmission_"
PLUGINS = ("file_/", "file/", "file_", "onlinetext_/", "onlinetext/", "onlinetext_")


def read(download: Download) -> Iterator[Found]:
    """The files of the download that are named as Moodle names them."""
    for entry in download.entries:
        start, _, rest = entry.path.partition(MARK)
        plugin = next((plugin for plugin in PLUGINS if rest.startswith(plugin)), "")
        file = rest.removeprefix(plugin)
        if plugin and file and start and "/" not in start:
            name, number = _told_apart(start)
            delivery = Delivery(
                student=number or folded(name),
                name=f"{name} {number}" if name == "Participant" else name,
                identifiers={"moodle_participant": number} if number else {},
                notices=() if number else ("Moodle gave no participant's number",),
            )
            yield delivery, file, entry


def _told_apart(start: str) -> tuple[str, str]:
    """A name and a number; Moodle writes no other `_` than the one between them."""
    name, _, number = start.rpartition("_")
    if name and number.isascii() and number.isdecimal():
        return written(name), number
    return written(start), ""

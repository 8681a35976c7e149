"""Canvas, "Download Submissions": one flat zip.

`doejane_LATE_12345_67890_ex3.py` is the sortable name without all but word characters, LATE or
nothing, the user's id, the attachment's id, and the name of the file. An anonymous assignment
has no name and `anon_` with a code for the id. A text or a link handed in instead of a file ends
in `_text.html` or `_link.html`. Only the latest attempt is in the zip. Source: Canvas'
lib/content_zipper.rb, where a word character may also be a mark (शर्मा), unlike Python's \\w.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .archive import Download
from .delivery import Label, Piece, written

NAME = re.compile(
    r"(?:(?P<name>[^/\s]+?)_)??(?:(?P<late>LATE)_)?(?:(?P<anonymous>anon_[A-Za-z0-9]{5,})|(?P<id>\d+))"
    r"_(?:\d+_(?!attempt_\d{4}-)(?P<file>[^/]+)|(?P<special>text\.html|link\.html))"
)


def read(download: Download) -> Iterator[Piece]:
    """The files of the download that are named as Canvas names them."""
    for entry in download.entries:
        if match := NAME.fullmatch(entry.path):
            student = match["id"] or match["anonymous"]
            label = Label(
                student=student,
                name=written(match["name"] or student),
                late=bool(match["late"]),
                identifiers={"canvas_id": match["id"]} if match["id"] else {},
            )
            yield Piece(label, match["file"] or match["special"], entry)

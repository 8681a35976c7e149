"""Blackboard, "Assignment File Download": one flat zip with all the attempts.

`HW 3_jd123_attempt_2021-07-21-22-23-44_ex3.py`, and for each attempt a page of the same name
without a file, `HW 3_jd123_attempt_2021-07-21-22-23-44.txt`, that begins with
`Name: Jane Doe (jd123)`. Read from other programs that parse it, not from Blackboard's source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .archive import Download, RefusedError
from .delivery import Label, Piece, folded, written

NAME = re.compile(
    r"(?P<attempt>[^/]+_(?P<login>[^/_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5}))(?:_(?P<file>[^/]+)|\.txt)"
)
OWNER = re.compile(rb"^[^:\n]+: *(?P<name>[^\r\n]+) \((?P<login>[^()\r\n]+)\)")


def read(download: Download) -> Iterator[Piece]:
    """The files of the download that are named as Blackboard names them."""
    matches = [(entry, NAME.fullmatch(entry.path)) for entry in download.entries]
    labels: dict[str, Label] = {}
    for entry, match in matches:
        if match and not match["file"]:
            try:
                page = entry.read()
            except RefusedError:
                continue
            if owner := OWNER.match(page.removeprefix(b"\xef\xbb\xbf")):
                login, name = (owner[key].decode(errors="replace") for key in ("login", "name"))
                labels[match["attempt"]] = _label(login, name, match["when"])
    for entry, match in matches:
        if match:
            label = labels.get(match["attempt"])
            label = label or _label(match["login"], match["login"], match["when"])
            yield Piece(label, match["file"] or "", entry)


def _label(login: str, name: str, when: str) -> Label:
    year, month, day, *clock = when.split("-")
    return Label(
        student=folded(login),
        name=written(name),
        submitted_at=f"{year}-{month}-{day}T{':'.join(clock)}",
        attempt=when,
        identifiers={"login": login},
    )

"""Canvas, "Download Submissions": one flat zip.

`doejane_LATE_12345_67890_ex3.py` is the sortable name without all but word characters, LATE or
nothing, the user's id, the attachment's id, and the name of the file. An anonymous assignment
has no name and `anon_` with a code for the id; a group has its own name, and the id of one member.
A text or a link handed in instead of a file ends in `_text.html` or `_link.html`. Only the latest
attempt is in the zip, so that of two zips the one with the higher attachment is the later. Source:
Canvas' lib/content_zipper.rb, where a word character may be a mark too (शर्मा), unlike Python's \\w.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .archive import Download
from .choice import form_of
from .delivery import Delivery, Found, naturally, written

ANONYMOUS = re.compile(r"(?:(?P<late>LATE)_)?(?P<id>anon_[A-Za-z0-9]{5,})_(?P<rest>.+)")
LATE = re.compile(r"(?:^|_)LATE$")
FILE = re.compile(r"(?P<attachment>\d+)_(?!attempt_\d{4}-)(?P<file>.+)")
FORMS = ("backprop.py", "backprop_numpy.py")


@dataclass(frozen=True)
class _Reading:
    """One way to read a name: names that end in digits, and files that begin so, have two."""

    name: str
    late: bool
    id: str
    attachment: str
    file: str


def read(download: Download) -> Iterator[Found]:
    """The files of the download that are named as Canvas names them, in folders too."""
    readings = [_readings(entry.parts[0]) for entry in download.entries]
    certain = [each[0] for each in readings if len(each) == 1 and each[0].attachment]
    chosen = [_likeliest(each, certain) for each in readings]
    latest: dict[str, str] = defaultdict(str)
    for told in chosen:
        if told:
            latest[told.id] = max(latest[told.id], told.attachment, key=naturally)
    for entry, told in zip(download.entries, chosen, strict=True):
        if told:
            delivery = Delivery(
                student=told.id,
                name=written(told.name or told.id),
                late=told.late,
                attempt=latest[told.id],
                identifiers={} if told.id.startswith("anon_") else {"canvas_id": told.id},
            )
            yield delivery, "/".join([told.file, *entry.parts[1:]]), entry


def _readings(name: str) -> list[_Reading]:
    if match := ANONYMOUS.fullmatch(name):
        late, id_, rest = bool(match["late"]), match["id"], match["rest"]
        file = FILE.fullmatch(rest)
        if file:
            return [_Reading("", late, id_, file["attachment"], file["file"])]
        return [_Reading("", late, id_, "", rest)] if rest in ("text.html", "link.html") else []
    found = []
    words = name.split("_")
    for place, word in enumerate(words):
        before, rest = "_".join(words[:place]), "_".join(words[place + 1 :])
        if not re.fullmatch(r"\d+", word, re.ASCII) or re.search(r"\s", before):
            continue
        who = LATE.sub("", before)
        late = who != before
        if file := FILE.fullmatch(rest):
            found.append(_Reading(who, late, word, file["attachment"], file["file"]))
        elif rest in ("text.html", "link.html"):
            found.append(_Reading(who, late, word, "", rest))
        if found and (len(found) == 2 or not re.fullmatch(r"\d+", words[place + 1])):
            break
    return found


def _likeliest(readings: Sequence[_Reading], certain: Sequence[_Reading]) -> _Reading | None:
    """The reading in which the file is the exercise, or whose numbers are like the others'."""
    if len(readings) < 2:
        return readings[0] if readings else None
    lengths = {(len(told.id), len(told.attachment)) for told in certain}
    named = [told for told in readings if form_of(told.file, FORMS)]
    fitting = [told for told in readings if (len(told.id), len(told.attachment)) in lengths]
    return next(iter([*named, *fitting, *reversed(readings)]))

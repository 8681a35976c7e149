"""Is one student in several downloads that are given at once? Of two sections, or of one class.

Which of two downloads of one assignment is the later nothing in them tells: that is for the teacher
to say, and never the student's fault.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...errors import IntakeError, RefusedError
from .delivery import Delivery, Found
from .download import LARGE_BYTES, SOURCE_BYTES, Download, Entry
from .file_names import may_be_large
from .recognition import Sorted


def noted(downloads: Sequence[Download], found: Sequence[Sorted]) -> Iterator[Found]:
    """All that was found, each file with the download that it is from: no two have one name."""
    names = Counter(download.given for download in downloads)
    for number, (download, each) in enumerate(zip(downloads, found, strict=True), 1):
        name = download.given
        given = f"{name} (number {number})" if names[name] > 1 else name
        for delivery, file, entry in each.found:
            yield delivery, file, replace(entry, given=given)


def insist_on_one(
    delivery: Delivery, programs: Sequence[tuple[str, Entry]], told: Mapping[str, str]
) -> None:
    """Raises IntakeError where several downloads have other programs of one student and lesson.

    Which of them counts is not the student's matter: nothing tells which download is the later. A
    file of no lesson does not count where its download has one of another lesson.
    """
    own = ("", delivery.lesson)
    others = {entry.given for _, entry in programs if told.get(entry.path, "") not in own}
    programs = [
        (file, entry)
        for file, entry in programs
        if told.get(entry.path, "") in (own if entry.given not in others else own[1:])
    ]
    downloads = sorted({entry.given for _, entry in programs})
    if len(downloads) < 2:
        return
    found: dict[str, set[str]] = {each: set() for each in downloads}
    for file, entry in programs:
        found[entry.given].add(_digest_or_why_not(file, entry))
    if any(found[each] != found[downloads[0]] for each in downloads):
        raise IntakeError(
            f"{delivery.name} is in {' and in '.join(downloads)}, with other files in each. If it "
            "is one student, give `grade batch` one download after the other, each later one with "
            "--add; if these are several students, call their folders by different names"
        )


def _digest_or_why_not(file: str, entry: Entry) -> str:
    try:
        content = entry.read(LARGE_BYTES if may_be_large(file) else SOURCE_BYTES)
        return hashlib.sha256(content).hexdigest()
    except RefusedError as refused:
        return str(refused)

"""Canvas, "Download Submissions": one flat zip.

`doejane_LATE_12345_67890_ex3.py` is the sortable name without all but word characters, LATE or
nothing, the user's id, the attachment's id, and the name of the file. An anonymous assignment
has no name and `anon_` with a code for the id; a group has its own name, and the id of one member.
A text or a link handed in instead of a file ends in `_text.html` or `_link.html`. Only the latest
attempt is in the zip, so that of two zips the one with the higher attachment is the later. Source:
Canvas' lib/content_zipper.rb, where a word character may be a mark too (शर्मा), unlike Python's \\w.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from ...errors import IntakeError
from .delivery import Delivery, Found, naturally, written
from .download import Download

ANONYMOUS = re.compile(r"(?:(?P<late>LATE)_)?(?P<id>anon_[A-Za-z0-9]{5,}+)_(?P<rest>.+)")
FILE = re.compile(r"(?P<attachment>\d++)_(?P<file>.+)")
SHORT_ID, SHORT_ATTACHMENT = 2, 3  # digits: 12_34_backprop.py is a file's name
BLACKBOARDS = re.compile(r"_attempt_\d{4}(?:-\d\d){5}(?:[_.]|$)")


@dataclass(frozen=True)
class _Reading:
    """One way to read a name. One that ends in digits, or a file that begins with them, has two."""

    name: str
    late: bool
    id: str
    attachment: str
    file: str


def read(download: Download) -> Iterator[Found]:
    """The files of the download that are named as Canvas names them, in folders too."""
    told = _likeliest({entry.parts[0]: _readings(entry.parts[0]) for entry in download.entries})
    latest: dict[str, str] = defaultdict(str)
    for each in told.values():
        latest[each.id] = max(latest[each.id], each.attachment, key=naturally)
    for entry in download.entries:
        if entry.parts[0] in told:
            whose = told[entry.parts[0]]
            delivery = Delivery(
                student=whose.id,
                name=written(whose.name or whose.id),
                late=whose.late,
                attempt=latest[whose.id],
                identifiers={} if whose.id.startswith("anon_") else {"canvas_id": whose.id},
            )
            yield delivery, "/".join([whose.file, *entry.parts[1:]]), entry


def _readings(name: str) -> list[_Reading]:
    if match := ANONYMOUS.fullmatch(name):
        late, id_, rest = bool(match["late"]), match["id"], match["rest"]
        file = FILE.fullmatch(rest)
        if file:
            return [_Reading("", late, id_, file["attachment"], file["file"])]
        return [_Reading("", late, id_, "", rest)] if rest in ("text.html", "link.html") else []
    found: list[_Reading] = []
    if BLACKBOARDS.search(name):
        return found
    words = name.split("_")
    for place, word in enumerate(words):
        if not _is_number(word) or any(map(_has_blank, words[:place])):
            continue
        late = words[place - 1 : place] == ["LATE"]
        who, rest = "_".join(words[: place - late]), "_".join(words[place + 1 :])
        if file := FILE.fullmatch(rest):
            if who or (len(word) > SHORT_ID and len(file["attachment"]) > SHORT_ATTACHMENT):
                found.append(_Reading(who, late, word, file["attachment"], file["file"]))
        elif rest in ("text.html", "link.html"):
            found.append(_Reading(who, late, word, "", rest))
        if found and (len(found) == 2 or not any(map(_is_number, words[place + 1 : place + 2]))):
            break
    return found


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal()


def _has_blank(word: str) -> bool:
    return any(map(str.isspace, word))


def _likeliest(all_readings: Mapping[str, Sequence[_Reading]]) -> dict[str, _Reading]:
    """For each name the reading to believe, if there is any.

    A student has a name, and attachments have a number each. The names that can be read in one way
    only tell what ids and attachments look like here; without any, ids have more than two digits,
    attachments more than three, and different students have different names. Raises IntakeError
    where nothing decides.
    """
    some = {name: readings for name, readings in all_readings.items() if readings}
    certain = [told[0] for told in some.values() if len(told) == 1 and told[0].attachment]
    attachments = Counter(told.attachment for readings in some.values() for told in readings)
    names = Counter(told.name for readings in some.values() for told in readings)
    chosen = {}
    for name, readings in some.items():
        left = [told for told in readings if told.late] or list(readings)  # names are lower-case
        left = [told for told in left if told.name] or left
        left = [told for told in left if attachments[told.attachment] == 1] or left
        if len(left) > 1 and certain:
            left = _nearest(left, certain)
        left = [told for told in left if len(told.id) > SHORT_ID] or left
        left = [told for told in left if len(told.attachment) > SHORT_ATTACHMENT] or left
        left = [told for told in left if names[told.name] == 1] or left
        if len(left) > 1 and 2 * len(some) > len(all_readings):
            first, second = left[:2]
            raise IntakeError(
                f"{name} has two meanings, user {first.id} with {first.file} and user {second.id} "
                f"with {second.file}; say which is right with --name-regex, for the first "
                r"'(?:.*?_)?(?P<student_id>\d+)_\d+_(?P<file_id>.+)', or say --layout plain"
            )
        chosen[name] = left[0]
    return chosen


def _nearest(readings: Sequence[_Reading], certain: Sequence[_Reading]) -> list[_Reading]:
    """The reading whose numbers are closest in size to the certain ones', if clearly closest."""
    id_, attachment = (
        median(math.log10(int(number) + 1) for number in numbers)
        for numbers in zip(*((told.id, told.attachment) for told in certain), strict=True)
    )
    far = {
        abs(math.log10(int(told.id) + 1) - id_)
        + abs(math.log10(int(told.attachment or 0) + 1) - attachment): told
        for told in readings
    }
    near, *others = sorted(far)
    return [far[near]] if not others or others[0] > near + 0.1 else list(readings)

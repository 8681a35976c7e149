"""What a student handed in, as the LMS handed it over, and what may go wrong with it."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path

from ...errors import RefusedError
from ...lessons import handed_in
from .download import Entry
from .seen_names import seen


@dataclass(frozen=True)
class Delivery:
    """One student's (or group's) attempt as the LMS handed it over; not judged yet.

    student        stable, unique key: the LMS's id where there is one, else the folded name
    name           as people read it
    file           name of the file as it was submitted
    late           the LMS says that it came late
    submitted_at   ISO 8601, or "" when the download does not tell
    attempt        sorts and names the attempt; "" when there is one only
    members        the group's members, else ()
    identifiers    what gradebooks match by: canvas_id, moodle_participant, org_defined_id
                   (the institution's own number), login, email, github, …
    origin         path inside the download, for people
    notices        every odd thing, in plain words
    problem        "", or why there is nothing to grade
    member_ids     the identifiers of each of the members, as far as they are known
    key            of what was handed in: the same bytes have the same key, whoever sends them;
                   None where there is nothing to grade
    digest         of the file's bytes; "" where there are none
    is_blank       the file holds nothing but blanks and comments
    fetch          gets at the file's bytes, see `content`
    lesson         the lesson that the file is named after, "" if its name does not tell, or does
                   not count; a student has a delivery for each of several
    user           the system's own number for somebody, where no gradebook of it has that
    """

    student: str
    name: str
    file: str = ""
    late: bool = False
    submitted_at: str = ""
    attempt: str = ""
    members: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    notices: tuple[str, ...] = ()
    problem: str = ""
    member_ids: tuple[Mapping[str, str], ...] = ()
    key: bytes | None = None
    digest: str = ""
    is_blank: bool = False
    fetch: Callable[[], bytes] = field(default=bytes, repr=False, compare=False)
    lesson: str = ""
    user: str = ""

    @property
    def content(self) -> bytes:
        """The file's bytes as submitted, of a large notebook without its pictures.

        They are read each time that they are asked for, since a class may be larger than memory.
        b"" when there is none, see `problem`. Raises RefusedError where they cannot be read any
        more, or have changed since they were taken in.
        """
        content = self.fetch()
        if self.digest and _digest(content) != self.digest:
            raise RefusedError("is not what it was when the class was taken in")
        return content

    def with_content(self, content: bytes, fetch: Callable[[], bytes]) -> Delivery:
        """The same with this content, which `fetch` gets again."""
        lines = content.removeprefix(codecs.BOM_UTF8).splitlines()
        blank = all(not line.strip() or line.lstrip().startswith(b"#") for line in lines)
        digest = _digest(content)
        key = hashlib.sha256(f"{self.plain_name}\0{digest}".encode()).digest()
        return replace(self, key=key, digest=digest, is_blank=blank, fetch=fetch)

    @property
    def plain_name(self) -> str:
        """The lesson's own name for the file, as .ipynb for a notebook: all of it that counts."""
        name = handed_in(self.lesson)[0]
        return str(Path(name).with_suffix(".ipynb")) if ".ipynb" in folded(self.file) else name

    @property
    def place(self) -> tuple[str, str, str]:
        """What no other delivery of a class has: this student, attempt and lesson."""
        return self.student, self.attempt, self.lesson

    @property
    def noted(self) -> Delivery:
        """The delivery as a journal keeps it: without what gets at its bytes."""
        return replace(self, digest="", fetch=bytes)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


Found = tuple[Delivery, str, Entry]
"""A file of a download: whose it is, as far as its path tells; the name that the student gave it,
or "" for a page that the LMS itself wrote; and the file."""


@dataclass(frozen=True)
class Intake:
    """A whole class as taken in: the deliveries in a fixed order, and what was left aside.

    `unclaimed` is what of that may be somebody's, though nothing tells whose; `not_chosen` are the
    deliveries that are there and not asked for.
    """

    layout: str
    deliveries: tuple[Delivery, ...]
    ignored: tuple[str, ...]
    unclaimed: tuple[str, ...] = ()
    not_chosen: tuple[Delivery, ...] = ()


def folded(name: str) -> str:
    """The form in which two spellings of one name are equal, on every file system."""
    name = unicodedata.normalize("NFC", seen(name))
    return unicodedata.normalize("NFC", name.casefold()).strip()


def told_apart(deliveries: Iterable[Delivery]) -> dict[str, str]:
    """What people call each student, by the keys: the name, and where several have it the key."""
    names = {each.student: each.name for each in deliveries}
    having = Counter(map(folded, names.values()))
    return {
        student: f"{name} ({student})" if having[folded(name)] > 1 else name
        for student, name in names.items()
    }


def in_a_row(names: Sequence[str]) -> str:
    """The names as a list."""
    return between(names).join(names)


def between(names: Iterable[str]) -> str:
    """What stands between names in a list: a semicolon, where a comma is part of one."""
    return "; " if any("," in name for name in names) else ", "


def written(name: str) -> str:
    """A name as people read it: composed, with single blanks, without what cannot be seen."""
    return " ".join(unicodedata.normalize("NFC", seen(name)).split())


def bare(name: str) -> str:
    """Its letters and digits alone: what is left of a name in any system's file names."""
    plain = unicodedata.normalize("NFKD", folded(name))
    return "".join(character for character in plain if character.isalnum())


def shared(names: Collection[str], sign: str) -> str:
    """What all the names begin with, up to and with the last such sign; "" for nothing."""
    first, last = min(names, default=""), max(names, default="")
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))))
    return first[: first.rfind(sign, 0, same) + 1]


def naturally(text: str) -> list[str | int]:
    """A key by which 9 comes before 10."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", text)]

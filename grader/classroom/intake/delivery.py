"""The nouns of intake: what a download's names tell, and what is handed on to be graded."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from .archive import Entry


class IntakeError(ValueError):
    """A download cannot be taken in: the fact first, then what to do next."""


@dataclass(frozen=True)
class Label:
    """Whose work it is and when it came: all that the names in a download tell of one attempt."""

    student: str
    name: str
    late: bool = False
    submitted_at: str = ""
    attempt: str = ""
    members: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """One file of an attempt, as a layout sorts it.

    `file` is the name that the student gave it, or "" for a page that the LMS itself wrote
    about the attempt.
    """

    label: Label
    file: str
    entry: Entry


@dataclass(frozen=True)
class Delivery:
    """One student's (or group's) attempt as the LMS handed it over; not judged yet.

    student        stable, unique key: the LMS's id where there is one, else the folded name
    name           as people read it
    file           name of the file as it was submitted
    content        that file's bytes as submitted; b"" when there is none, see `problem`
    late           the LMS says that it came late
    submitted_at   ISO 8601, or "" when the download does not tell
    attempt        sorts and names the attempt; "" when there is one only
    members        the group's members, else ()
    identifiers    what gradebooks match by: canvas_id, moodle_participant, org_defined_id
                   (the institution's own number), login, email, github, …
    origin         path inside the download, for people
    notices        every odd thing, in plain words
    problem        "", or why there is nothing to grade
    """

    student: str
    name: str
    file: str
    content: bytes
    late: bool
    submitted_at: str
    attempt: str
    members: tuple[str, ...]
    identifiers: Mapping[str, str]
    origin: str
    notices: tuple[str, ...]
    problem: str


@dataclass(frozen=True)
class Intake:
    """A whole class as taken in: the deliveries in a fixed order, and what was left aside."""

    layout: str
    deliveries: tuple[Delivery, ...]
    ignored: tuple[str, ...]


def folded(name: str) -> str:
    """The form in which two spellings of one name are equal, on every file system."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).strip()


def written(name: str) -> str:
    """A name as people read it: composed, with single blanks."""
    return " ".join(unicodedata.normalize("NFC", name).split())

"""The nouns of a gradebook: grades to write, and the columns and students of an export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


class GradebookError(ValueError):
    """A gradebook cannot be filled: the fact first, then what to do next."""


@dataclass(frozen=True)
class Grade:
    """What one delivery earned. `identifiers` and `members` are as intake found them.

    `feedback` is plain text; it is written where the export has a column for it (Moodle).
    """

    identifiers: Mapping[str, str]
    name: str
    points: float
    max_points: float
    feedback: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column that can take points, the names that it goes by, and its maximum if known."""

    index: int
    names: tuple[str, ...]
    maximum: float | None = None

    @property
    def title(self) -> str:
        return self.names[0]


@dataclass(frozen=True)
class Student:
    """A student's row in the export."""

    row: int
    name: str
    identifiers: Mapping[str, str]
    maximum: float | None = None
    locked: bool = False


@dataclass(frozen=True)
class Book:
    """An LMS's export, understood."""

    system: str
    columns: tuple[Column, ...]
    students: tuple[Student, ...]
    maximum: int | None = None  # the column that holds each row's maximum
    feedback: int | None = None  # the column for feedback


@dataclass(frozen=True)
class Filled:
    """The export with one column filled, and what did not meet.

    content              the file's bytes, ready to be uploaded
    system               canvas, moodle, brightspace or blackboard
    column               the header of the column that was filled
    written              how many students got points
    without_submission   students of the gradebook for whom there was no grade; left as they were
    without_row          grades that belong to no row, or not to one for certain
    notices              everything else worth knowing, in plain words
    """

    content: bytes
    system: str
    column: str
    written: int
    without_submission: tuple[str, ...] = ()
    without_row: tuple[Grade, ...] = ()
    notices: tuple[str, ...] = ()


def number(text: str) -> float | None:
    """10, 10.0 or 10,0 as a number; None for anything else."""
    plain = text.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(\.\d*)?", plain) else None

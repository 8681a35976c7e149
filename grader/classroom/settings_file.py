"""The settings as a file, in TOML: every line may be left out.

This one has a line of every kind:

    secret = "made for you if it is missing"
    feedback = "full"                  # or "steps", or "score"
    deadline = 2026-12-01T23:59:00     # later ones are marked late
    zone = "America/New_York"          # of times that name none, here and in the download

    [late]                             # without it nothing is taken off
    grace_minutes = 15
    percent_a_day = 10                 # of the points possible, for each day that has begun
    most_percent = 50

    [extensions]                       # by student: a new deadline, or so many days
    ann = 2026-12-05T23:59:00
    bob = 2

    [points]                           # of a whole part, or of one check
    "backward pass" = 45               # its other checks share what these leave
    final_accuracy = 0
    total = 100                        # scales all of them; without it they are as they stand

Where a class was graded before, an empty table or deadline = "" takes back what was set there.

    [limits]
    training_seconds = 10
"""

from __future__ import annotations

import dataclasses
import datetime
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .. import whole_file
from ..errors import SettingsError
from ..lessons import LESSONS
from ..settings import Extension, LatePolicy, Limits, Settings
from . import kept_settings
from .deadline import Deadline
from .decided_points import insist_on_known, nearest, points_of, unusual

FEEDBACK = ("full", "steps", "score")
ABOVE = ("secret", "feedback", "deadline", "zone", "lesson")  # what stands in no table
MOST_BYTES = 256 * 1024  # of a settings file
LESSON, OTHERS = LESSONS[-1], LESSONS[:-1]
MOST = 1_000_000
USUAL = Settings(
    secret="", points=LESSON.worth, points_in={lesson.name: lesson.worth for lesson in OTHERS}
)


def read(path: Path) -> Settings:
    """The settings of a file; a missing secret is made and written into it.

    Raises SettingsError.
    """
    table = _table(path)
    usual, said = USUAL, []
    if not table.get("secret"):
        _checked(path, table, usual)  # nothing is written into what cannot be used
        table["secret"] = _make_secret(path, path.read_text("utf-8-sig"))
        said = [f"A secret was made and kept in {path}: the same class needs the same file."]
    found = _checked(path, table, usual)
    return dataclasses.replace(found, said=(*said, *unusual(path, found)))


def changed(path: Path, before: Settings) -> Settings:
    """`before` with what a file holds; what it leaves out stays, and the file is never written.

    An empty table, or deadline = "", takes back what was set there. Raises SettingsError.
    """
    table = _table(path)
    found = _checked(path, table, before)
    more = unusual(path, found) if table.get("points") else []
    return dataclasses.replace(found, said=(*kept_settings.said(path, table, before), *more))


def has_secret(path: Path) -> bool:
    """Does this file hold a secret? Raises SettingsError if it cannot be read."""
    return bool(_table(path).get("secret"))


def default(path: Path) -> Settings:
    """The settings of `path` if there are any, else defaults with a secret that is kept there."""
    if not path.exists():
        _write(path, "")
    return read(path)


def _table(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise SettingsError(
                f"{path} has more than {MOST_BYTES:,} bytes: no settings file has. Check the path."
            )
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except SettingsError:
        raise
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Check the path.") from None
    except RecursionError:
        raise SettingsError(f"{path} is not TOML: its brackets are nested too deeply.") from None
    except ValueError as error:  # no TOML, no UTF-8, or a number with thousands of digits
        raise SettingsError(f"{path} is not TOML: {error}. Mend that line.") from None


def _checked(path: Path, table: Mapping[str, Any], before: Settings) -> Settings:
    """`before`, with everything that the file holds in place of what was set there."""
    known = (*ABOVE, "late", "extensions", "points", "limits")
    for key in table:
        if key not in known:
            raise SettingsError(f"{path} has an unknown key {key!r}{nearest(key, known)}.")
    for section in ("late", "extensions", "points", "limits"):
        _insist_on_its_place(path, section, table.get(section))
    secret, feedback = table.get("secret", before.secret), table.get("feedback", before.feedback)
    if not isinstance(secret, str):
        raise SettingsError(f"{path}: the secret is text; put it in quotes.")
    if table.get("secret") == "":
        raise SettingsError(f"{path}: the secret is empty: leave its line out, and one is made.")
    if feedback not in FEEDBACK:
        raise SettingsError(f"{path}: feedback is one of {', '.join(FEEDBACK)}, not {feedback!r}.")
    lesson, lessons = table.get("lesson", before.lesson), [each.name for each in LESSONS]
    if lesson not in ("", *lessons):
        raise SettingsError(f"{path}: lesson is one of {', '.join(lessons)}, not {lesson!r}.")
    deadline = table.get("deadline", before.deadline)
    if deadline == "":
        deadline = None
    if deadline is not None and not isinstance(deadline, datetime.datetime):
        raise SettingsError(f"{path}: deadline is a date and time like 2026-12-01T23:59:00Z.")
    extensions = _extensions(path, table["extensions"]) if "extensions" in table else None
    points = _numbers(path, "points", table.get("points", {}))
    decided = {**before.decided, **points} if points or "points" not in table else {}
    usual = before if "points" not in table else USUAL
    insist_on_known(path, decided)
    found = Settings(
        secret=secret,
        feedback=feedback,
        deadline=deadline,
        zone=_zone(path, table.get("zone", before.zone)),
        late=_late(path, table.get("late"), before.late),
        extensions=before.extensions if extensions is None else extensions,
        points=points_of(path, decided, LESSON) if decided else usual.points,
        points_in={each.name: points_of(path, decided, each) for each in OTHERS}
        if decided
        else usual.points_in,
        decided=decided,
        limits=_limits(path, table.get("limits"), before.limits),
        lesson=lesson,
    )
    if found.deadline is None and (found.late != LatePolicy() or found.extensions):
        raise SettingsError(
            f"{path}: [late] and [extensions] have no effect without a deadline: add one, like "
            "deadline = 2026-12-01T23:59:00Z, or leave both tables empty."
        )
    for student, extension in found.extensions.items():
        if why := Deadline(found, found.zone).too_early(extension):
            raise SettingsError(
                f"{path}: the extension of {student!r} {why}: give a later time under "
                "[extensions], or none."
            )
    return found


def _insist_on_its_place(path: Path, section: str, table: Any) -> None:
    """Raises SettingsError for a line that belongs above all tables: in TOML it is of the last."""
    for name in table if isinstance(table, dict) else ():
        if name in ABOVE:
            raise SettingsError(
                f"{path}: [{section}] has no {name!r}: that belongs above the first [table]; move "
                "its line to the top."
            )


def _zone(path: Path, zone: Any) -> str:
    if zone == "":
        return ""
    try:
        if isinstance(zone, str):
            ZoneInfo(zone)
            return zone
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise SettingsError(
        f"{path}: there is no zone {zone!r} here: write a place of the tz database, such as "
        '"Europe/Berlin" or "America/New_York"; on Windows they come with `pip install tzdata`.'
    )


def _late(path: Path, table: Any, before: LatePolicy) -> LatePolicy:
    known = [entry.name for entry in dataclasses.fields(LatePolicy)]
    _insist_on_names(path, "late", table, known)
    numbers = _numbers(path, "late", {} if table is None else table)
    if table == {}:
        return LatePolicy()
    for name, value in numbers.items():
        if "percent" in name and value > 100:
            raise SettingsError(f"{path}: {name} is at most 100.")
    return dataclasses.replace(before, **numbers)


def _insist_on_names(path: Path, section: str, table: Any, known: Sequence[str]) -> None:
    """Raises SettingsError for a line that a table has none of, whatever stands in it."""
    for name in table if isinstance(table, dict) else ():
        if name not in known:
            raise SettingsError(f"{path}: [{section}] has no {name!r}{nearest(name, known)}.")


def _extensions(path: Path, table: Any) -> dict[str, Extension]:
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [extensions] is a table of students and times or days.")
    for student, value in table.items():
        days = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e4
        if not (days or isinstance(value, datetime.datetime)):
            raise SettingsError(
                f"{path}: the extension of {student!r} is a time like 2026-12-05T23:59:00Z, or a "
                "number of days."
            )
    return table


def _limits(path: Path, table: Any, before: Limits) -> Limits:
    known = sorted(entry.name for entry in dataclasses.fields(Limits))
    _insist_on_names(path, "limits", table, known)
    numbers = _numbers(path, "limits", {} if table is None else table)
    if table == {}:
        return Limits()
    if any(value <= 0 for value in numbers.values()):
        raise SettingsError(f"{path}: limits are {', '.join(known)}, all above 0.")
    limits = dataclasses.replace(before, **numbers)  # type: ignore[arg-type]
    return dataclasses.replace(limits, memory_mib=int(limits.memory_mib))


def _numbers(path: Path, section: str, table: Any) -> dict[str, float]:
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [{section}] is a table of names and numbers.")
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < MOST:
            raise SettingsError(
                f"{path}: [{section}] {name!r} is a number, 0 or more and less than {MOST:,}."
            )
    return table


def _make_secret(path: Path, text: str) -> str:
    secret = secrets.token_hex(16)
    _write(path, f'secret = "{secret}"\n{text}')
    return secret


def _write(path: Path, text: str) -> None:
    """Replaces the file in one go, readable by its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole_file.replace(path, text.encode(), mode=0o600)
    except OSError as error:
        raise SettingsError(
            f"The secret cannot be kept in {path}: {error.strerror}. "
            'Give a settings file with a line secret = "…".'
        ) from None

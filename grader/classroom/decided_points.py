"""What each check is worth by the points of a settings file: of whole parts, or of one check."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..errors import SettingsError
from ..lesson import Lesson
from ..lessons import LESSONS
from ..settings import Settings


def insist_on_known(path: Path, decided: Iterable[str]) -> None:
    """Raises SettingsError where there is no part and no check of such a name."""
    names = [name for each in reversed(LESSONS) for name in (*each.points, *each.worth)]
    known = list(dict.fromkeys(["total", *names]))
    for name in decided:
        if name not in known:
            raise SettingsError(
                f"{path}: there is no part and no check {name!r}{nearest(name, known)}."
            )


def points_of(path: Path, decided: Mapping[str, float], lesson: Lesson) -> dict[str, float]:
    """What each check is worth. Raises SettingsError where what is said cannot all be true."""
    said, before = dict(decided), lesson.worth
    total = said.pop("total", None)
    points = dict(before)
    for part, checks in lesson.points.items():
        own = {check: said[check] for check in checks if check in said}
        points.update(own)
        if part in said:
            points.update(_shared(path, part, said[part], own, {c: before[c] for c in checks}))
    together = math.fsum(points.values())
    if not together:
        raise SettingsError(f"{path}: the points add up to 0: nobody could earn any. Give some.")
    if total is not None:
        points = {check: worth * total / together for check, worth in points.items()}
        if not total:
            raise SettingsError(f"{path}: a total of 0 points can't be earned. Give more.")
    return points


def _shared(
    path: Path, part: str, worth: float, own: Mapping[str, float], before: Mapping[str, float]
) -> dict[str, float]:
    """The points of a part: a check that has its own keeps them, the others share the rest."""
    rest = worth - math.fsum(own.values())
    others = {check: points for check, points in before.items() if check not in own}
    if others and not any(others.values()):
        others = dict.fromkeys(others, 1.0)
    if rest < -1e-9 or (not others and rest > 1e-9):
        raise SettingsError(
            f"{path}: {part!r} is to have {worth:g} points, and its checks alone "
            f"{math.fsum(own.values()):g}: change one of them, or leave {part!r} out."
        )
    whole = math.fsum(others.values())
    return {**own, **{check: points * rest / whole for check, points in others.items()}}


def unusual(path: Path, found: Settings) -> list[str]:
    """A notice where the points add up to another sum than usual, and no `total` is given."""
    together, usual = math.fsum(found.points.values()), math.fsum(LESSONS[-1].worth.values())
    if abs(together - usual) < 1e-6 or "total" in found.decided:
        return []
    return [
        f"The points by {path} add up to {together:g}, not to {usual:g}: a line "
        f"total = {usual:g} under [points] scales them."
    ]


def nearest(name: str, known: Iterable[str]) -> str:
    """What may have been meant, and every name that is known, as the end of a sentence."""
    known = list(known)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    meant = f"; did you mean {near[0]!r}? Known" if near else "; known"
    return f"{meant} are {', '.join(known)}"

"""What stays of the settings that a class was graded with, where a file changes some of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from ..settings import LatePolicy, Settings

TAKEN_BACK = {
    "deadline": 'deadline = ""',
    "late": "an empty [late]",
    "extensions": "an empty [extensions]",
    "points": "an empty [points]",
}
"""How a file says that what was set before is to count no longer."""


def said(path: object, table: Mapping[str, Any], before: Settings) -> list[str]:
    """A notice of all that counts still, though a file does not hold it; none where nothing does.

    `table` is what the file holds, `before` what was set.
    """
    kept = dict(_kept(table, before))
    if not kept:
        return []
    ways = ", ".join(TAKEN_BACK[key] for key in kept)
    return [
        f"Kept from before, since {path} says nothing of it: {'; '.join(kept.values())}. To take "
        f"it back, write {ways} into it."
    ]


def _kept(table: Mapping[str, Any], before: Settings) -> Iterator[tuple[str, str]]:
    """The parts of the settings that stay, each with words on them."""
    if before.deadline and "deadline" not in table:
        yield "deadline", f"the deadline, {before.deadline}"
    late = [
        f"{entry.name.replace('_', ' ')} {value:g}"
        for entry in dataclasses.fields(LatePolicy)
        if (value := getattr(before.late, entry.name)) != entry.default
        and _leaves(table, "late", entry.name)
    ]
    if late:
        yield "late", f"what being late costs: {', '.join(late)}"
    if before.extensions and "extensions" not in table:
        yield "extensions", f"extensions: {', '.join(before.extensions)}"
    points = [
        f"{name} {worth:g}"
        for name, worth in before.decided.items()
        if _leaves(table, "points", name)
    ]
    if points:
        yield "points", f"points: {', '.join(points)}"


def _leaves(table: Mapping[str, Any], section: str, name: str) -> bool:
    """Does the file say nothing of a line in a table of it? One that is empty takes all back."""
    return section not in table or bool(table[section] and name not in table[section])

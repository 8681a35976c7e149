"""A report for the page, in the words of `grade check`."""

from __future__ import annotations

from typing import Any

import click

from ..lessons import lesson_of
from ..lessons.descent import pencil
from ..lessons.descent.exercise import Exercise
from ..reports import json, practice, text
from ..room.tiers import banner
from ..verdict import Finding, Outcome, Report

AGAIN = "press Test run again"
ON_THE_PAGE = (
    ("save, and run `grade check` again", AGAIN),
    ("`grade check` explains each step", "Test run explains each step"),
    (practice.STUCK, ""),
    (" Then, if you like:", ""),
)
"""What is typed at a terminal is a button here."""


def finding(one: Finding) -> dict[str, Any]:
    """One check, as it is told."""
    words = text.WORDS.get(one.outcome, "")
    if one.outcome is Outcome.WAITING and one.points:
        words = "follows from above"
    return {**vars(one), "outcome": one.outcome.value, "words": words}


def report(of: Report, *, open_book: bool) -> dict[str, Any]:
    """All that is told of a submission; with `open_book` in the words of practice."""
    first = of.first_to_fix
    lines = practice.rendered(of, again=AGAIN) if open_book else text.rendered(of)
    return {
        "report": json.as_dict(of),
        "findings": [finding(one) for one in of.findings],
        "first": first.check if first else "",
        "points": text.points(of),
        "full_marks": of.full_marks,
        "learned": lesson_of(of).learned if of.full_marks else "",
        "next": _next(click.unstyle(lines)),
        "printed": of.printed,
        "tier": of.isolation.tier,
        "banner": banner(of.isolation.tier, of.isolation.reason) if of.isolation.tier else "",
    }


def numbers(lesson: Exercise, worked: pencil.Worked) -> dict[str, Any]:
    """The lesson's pencil record and hers, step by step, and the first that differs."""
    rows = []
    for name in lesson.passes:
        right, own = lesson.pencil.known[name], worked.values.get(name)
        seen = pencil.table(own) is not None
        rows.append(
            {
                "name": name,
                "lesson": pencil.told(right),
                "yours": pencil.told(own) if seen else "",
                "agrees": pencil.same(own, right) if seen else None,
            }
        )
    first = next((str(row["name"]) for row in rows if row["agrees"] is False), "")
    crash = f"It stops in line {worked.line}: {worked.crash}." if worked.crash else ""
    return {"rows": rows, "first": first, "crash": crash}


def _next(lines: str) -> str:
    """What to do stands last in a report, and begins with that word where there is something."""
    last = lines.rstrip().rpartition("\n\n")[2]
    words = " ".join(line for line in last.splitlines() if not line.startswith("  "))
    for typed, pressed in ON_THE_PAGE:
        words = words.replace(typed, pressed)
    return words.strip()

"""Two reports side by side: who has other points now, by how much, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..verdict import Finding, plain
from .classroom import Classroom
from .difference import MOST_NAMES, of_conditions
from .intake.delivery import between, in_a_row, told_apart
from .rows import Row


@dataclass(frozen=True)
class Change:
    """The lines of one student, or one attempt, in both reports; None where a report has none."""

    old: Row | None
    new: Row | None

    @property
    def student(self) -> str:
        row = self.new or self.old
        assert row is not None
        return row.delivery.student

    @property
    def lesson(self) -> str:
        """The lesson that it is of, as far as that is known."""
        return next((row.lesson for row in (self.new, self.old) if row and row.lesson), "")

    @property
    def has_other_points(self) -> bool:
        """Are they others now, or somebody's who is in one report alone?"""
        return self.old is None or self.new is None or self.old.score != self.new.score

    def why(self) -> Iterator[str]:
        """What has changed, in words."""
        old, new = self.old, self.new
        if old is None or new is None:
            yield "new in the class" if old is None else "no longer in the class"
            return
        if old.delivery.key != new.delivery.key:
            yield "handed in something else"
        if old.standing is not new.standing:
            yield f"was {_words(old)}, is {_words(new)}"
        for words in new.adjustments:
            if words not in old.adjustments:
                yield words
        for words in old.adjustments:
            if words not in new.adjustments:
                yield f"no longer: {words}"
        yield from _checks(old, new)


def changes(old: Classroom, new: Classroom) -> list[Change]:
    """Everybody of whom anything has changed that counts, in the order of names."""
    before = {row.delivery.place: row for row in old.rows}
    after = {row.delivery.place: row for row in new.rows}
    rows = [*after, *(key for key in before if key not in after)]
    found = [Change(before.get(key), after.get(key)) for key in rows]
    return [each for each in found if each.has_other_points or _differs(each)]


def rendered(old: Classroom, new: Classroom) -> str:
    """The comparison as text: which conditions have changed, then who has other points."""
    lines = [
        f"    {plain(words.replace('in the report', 'before'))}"
        for words in of_conditions(old.conditions, new.conditions)
    ]
    lines = ["Graded otherwise:", *lines] if lines else []
    found = changes(old, new)
    called = told_apart(row.delivery for room in (old, new) for row in room.rows)
    others = [change for change in found if change.has_other_points]
    lines += [""] if lines and others else []
    for change in others:
        of = f", {change.lesson}" if change.lesson and (old.mixed or new.mixed) else ""
        scores = f"{score_in_words(change.old)} → {score_in_words(change.new)}"
        lines.append(plain(f"{called[change.student]}{of}: {scores}"))
        lines += [plain(f"    {words}") for words in change.why()]
    if kept := [called[each.student] for each in found if not each.has_other_points]:
        more = f"{between(kept)}and {len(kept) - MOST_NAMES:,} more"
        names = in_a_row(kept[:MOST_NAMES]) + (more if len(kept) > MOST_NAMES else "")
        lines += ["", plain(f"As many points as before, for something else: {names}.")]
    same = len(new.rows) - sum(change.new is not None for change in found)
    return "\n".join([*lines, "", _rest(same, among=bool(found))]) + "\n"


def _rest(same: int, *, among: bool) -> str:
    """How many are as they were; `among` others, who are not."""
    if not among:
        return f"All {same:,} are as they were." if same != 1 else "The only one is as it was."
    return {0: "Nobody is as before.", 1: "One other is as it was."}.get(
        same, f"{same:,} others are as they were."
    )


def _differs(change: Change) -> bool:
    """Has anything else changed of somebody who is in both: standing, program, time or checks?"""
    old, new = change.old, change.new
    assert old
    assert new
    return (old.standing, old.delivery.key, old.late) != (
        new.standing, new.delivery.key, new.late,
    ) or _told(old) != _told(new)  # fmt: skip


def _told(row: Row) -> list[tuple[object, ...]]:
    findings = row.report.findings if row.report else ()
    return [(f.check, f.outcome, f.points, f.max_points) for f in findings]


def _checks(old: Row, new: Row) -> Iterator[str]:
    """The checks with another outcome, or worth another number of points."""
    before = {f.check: f for f in old.report.findings} if old.report else {}
    after = {f.check: f for f in new.report.findings} if new.report else {}
    reweighed = []
    for check in {**before, **after}:
        was, now = before.get(check), after.get(check)
        words = f"{check}: {_finding(was)} → {_finding(now)}"
        if not (was and now) or was.outcome is not now.outcome:
            yield words
        elif (was.points, was.max_points) != (now.points, now.max_points):
            reweighed.append(words)
    if len(reweighed) > MOST_NAMES:
        yield f"{len(reweighed)} checks come to other points, with the same outcomes"
    else:
        yield from reweighed


def _finding(finding: Finding | None) -> str:
    if finding is None:
        return "nothing"
    mistake = f", {finding.mistake}" if finding.mistake else ""
    outcome = finding.outcome.value.replace("_", " ")
    return f"{outcome}{mistake} {finding.points:g}/{finding.max_points:g}"


def score_in_words(row: Row | None) -> str:
    """What somebody has, as far as there is a line of it and a score in it."""
    if row is None:
        return "not there"
    return "no score" if row.score is None else f"{row.score:g}"


def _words(row: Row) -> str:
    return row.standing.value.replace("_", " ")

"""What became of those for whom an added submission has taken the place of an earlier one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .classroom import Classroom
from .comparison import score_in_words
from .rows import Row


def said(old: Classroom, new: Classroom) -> list[str]:
    """Whose score is lower now, or gone, with both; and what was decided for another program."""
    words = []
    for before, after in _replaced(old, new):
        name = new.name(after)
        scores = f"{score_in_words(before)} → {score_in_words(after)}"
        if before.score is not None and (after.score is None or after.score < before.score):
            words.append(f"{name}: {scores}, for what is added in the place of what was there.")
        decided = [line.words for line in after.decided if line.points is not None]
        if decided:
            words.append(
                f"{name}: decided for what was there, and it stands for what is added now: "
                f"{'; '.join(decided)}."
            )
    return words


def _replaced(old: Classroom, new: Classroom) -> Iterator[tuple[Row, Row]]:
    """The line of what was there and that of what took its place, for each of these students."""
    before = _by_student(old)
    for student, rows in _by_student(new).items():
        there = before.get(student, [])
        kept = {row.delivery.key for row in rows}
        gone = [row for row in there if row.delivery.key not in kept]
        known = {row.delivery.key for row in there}
        come = [row for row in rows if row.delivery.key not in known]
        for row in come:
            same = [each for each in gone if each.lesson == row.lesson]
            if same or len(gone) == len(come) == 1:
                yield (same or gone)[0], row


def _by_student(room: Classroom) -> dict[str, list[Row]]:
    own: dict[str, list[Row]] = defaultdict(list)
    for row in room.rows:
        own[row.delivery.student].append(row)
    return own

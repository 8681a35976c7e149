"""A class in a few lines, for the end of a batch."""

from __future__ import annotations

from ..classroom import Classroom
from ..overrides import FILE
from .concerns import concerns
from .page import STANDINGS, cautions


def rendered(room: Classroom) -> str:
    """How many there are of each kind, the scores, and the most frequent mistake."""
    kinds = [f"{number:,} {STANDINGS[kind]}" for kind, number in room.standings.items() if number]
    if room.late:
        kinds.append(f"{room.late:,} late")
    submissions = "submission" if len(room.rows) == 1 else "submissions"
    blocks = [f"{len(room.rows):,} {submissions}: {', '.join(kinds)}."]
    if room.mixed:
        blocks += [
            f"{lesson}: {len(own.scores):,} with a score, mean {own.mean:.1f}, median "
            f"{own.median:.1f} of {room.points_of(lesson):g} points."
            for lesson in room.lessons
            if (own := room.figures_of(lesson)).scores
        ]
    elif room.scores:
        blocks.append(
            f"Mean {room.mean:.1f}, median {room.median:.1f} of {room.max_score:g} points."
        )
    if room.mistakes:
        most = room.mistakes[0]
        times = f"{len(most.rows):,} of them" if len(most.rows) > 1 else "one of them"
        blocks.append(f"Most frequent mistake, {times}: {most.finding.mistake}.")
    adjusted = sum(bool(row.by_hand) for row in room.rows)
    blocks += [f"{adjusted:,} decided by hand, in {FILE}."] if adjusted else []
    blocks += [f"Look first at {len(each.rows):,} {each.title}." for each in concerns(room)[:3]]
    blocks += [*room.notices, *cautions(room)]
    return "\n".join(" ".join(block.split()) for block in blocks) + "\n"

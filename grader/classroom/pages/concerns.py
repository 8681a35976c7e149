"""What a teacher has to look at first: what a machine could not settle by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...verdict import Finding, Outcome
from ..classroom import Classroom
from ..nameless import nameless
from ..rows import Row, Standing

MOST_NAMED = 100


@dataclass(frozen=True)
class Concern:
    """Students who share one thing that a person has to look at, each with a reason."""

    title: str
    next: str
    rows: list[tuple[Row, str]]


def concerns(room: Classroom) -> list[Concern]:
    """What needs a person, the most pressing first; nothing that is settled by hand already."""
    rows = [nameless(row) for row in room.rows] if room.anonymous else room.rows
    open_rows = [row for row in rows if row.score is None]
    found = [
        Concern(
            "not graded, through no fault of theirs",
            "Run the same command again; what is left then needs a person.",
            _of(open_rows, Standing.NOT_GRADED),
        ),
        Concern(
            "with nothing that could be graded",
            "They have no score. Ask for the file, take it in with --add, or decide the total in "
            "overrides.csv.",
            _of(open_rows, Standing.NOTHING),
        ),
        Concern(
            "that could not be read",
            "They have no score, since unread is not zero. Look at the file yourself.",
            _of(open_rows, Standing.UNREADABLE),
        ),
        Concern(
            "with an empty file",
            "Perhaps the wrong file was handed in.",
            _of(open_rows, Standing.EMPTY),
        ),
        Concern(
            "stopped before they could be examined, or broken",
            "Python or a limit ended them. One line may be all that is wrong.",
            _of(rows, Standing.STOPPED),
        ),
        Concern(
            "stopped at one step or another",
            "It took too long or crashed there; the other steps are judged.",
            [(row, f"{finding.check}: {finding.saw}") for row, finding in room.stopped
             if row.standing is not Standing.STOPPED],
        ),
        Concern(
            "with a mistake that has no name",
            "It is wrong, and nothing known explains it: no advice could be given.",
            [(row, ", ".join(f.check for f in unexplained))
             for row in room.rows if (unexplained := _unexplained(row))],
        ),
        Concern(
            "with something odd in what they handed in",
            "It was graded, and how it was read is said.",
            [] if room.anonymous else
            [(row, "; ".join(row.delivery.notices)) for row in room.rows
             if row.delivery.notices and row.score is not None],
        ),
    ]  # fmt: skip
    return [concern for concern in found if concern.rows]


def _of(rows: Iterable[Row], standing: Standing) -> list[tuple[Row, str]]:
    return [(row, _why(row)) for row in rows if row.standing is standing]


def _why(row: Row) -> str:
    if row.delivery.problem or row.fault:
        return row.delivery.problem or row.fault
    found = row.report.first_to_fix if row.report else None
    return found.saw if found else ""


def _unexplained(row: Row) -> list[Finding]:
    """Wrong answers for which nothing explains why."""
    return [
        finding
        for finding in row.failed()
        if not finding.mistake and not finding.advice and finding.outcome is Outcome.FAILED
    ]

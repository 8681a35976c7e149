"""What was recognised in a download and what was not, as text, before anything is graded."""

from __future__ import annotations

from collections.abc import Sequence

from ...verdict import plain
from ..intake.delivery import Delivery, Intake

MOST_LINES = 60


def rendered(intake: Intake, *, marks: bool = True) -> str:
    """A table of the deliveries; of a large class, only of those where something is odd.

    Not every screen can show `marks`: without them "ok" and "--" stand for taken in and not.
    """
    deliveries = intake.deliveries
    students = len({delivery.student for delivery in deliveries})
    lines = [
        f"Recognised: {intake.layout}, {_counted(students, 'student')}, "
        f"{_counted(len(deliveries), 'submission')}."
    ]
    shown = deliveries if len(deliveries) <= MOST_LINES else [d for d in deliveries if _odd(d)]
    lines += ["", *_table(shown, ("✓", "✗") if marks else ("ok", "--"))]
    if len(shown) < len(deliveries):
        lines.append(f"  … and {len(deliveries) - len(shown)} as they should be")
    if intake.ignored:
        lines += ["", "Left aside:", *(f"  {plain(path)}" for path in intake.ignored)]
    return "\n".join(lines) + "\n"


def _table(deliveries: Sequence[Delivery], faces: tuple[str, str]) -> list[str]:
    width = min(30, max((len(delivery.name) for delivery in deliveries), default=0))
    lines = []
    for delivery in deliveries:
        face = faces[bool(delivery.problem)]
        late = "late" if delivery.late else ""
        what = "  ".join(filter(None, [delivery.file or delivery.problem, late]))
        lines.append(plain(f"  {face} {delivery.name:<{width}}  {what}".rstrip()))
        for notice in delivery.notices:
            lines.append(plain(f"      {' '.join(notice.split())}"))
    return lines


def _odd(delivery: Delivery) -> bool:
    return bool(delivery.problem or delivery.notices)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"

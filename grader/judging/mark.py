"""What is said of one step or check: an outcome in a word, what was seen, and why."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from ..room.answers import Crash
from ..room.room import RoomFault
from ..verdict import Outcome

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Mark:
    """What is said of one step or check: right, or what was seen in its place and why.

    What waits cannot be judged until something earlier is right; with `carried` it costs nothing,
    because the mistake that it follows from is charged where it was made. `line` is
    where it goes wrong, if that is known, and `todo` the TODO that it belongs to, if that is
    another than the check's own. Where nothing is done for it anywhere, it is `lacking`; `by_one`
    is for what is known from one record alone.
    """

    outcome: Outcome = Outcome.PASSED
    saw: str = ""
    mistake: str = ""
    advice: str = ""
    crash: Crash | None = None
    carried: bool = False
    line: int = 0
    todo: int = 0
    lacking: bool = False
    by_one: bool = False

    @property
    def right(self) -> bool:
        return self.outcome is Outcome.PASSED

    @property
    def untouched(self) -> bool:
        return self.outcome is Outcome.NOT_STARTED

    @property
    def waiting(self) -> bool:
        return self.outcome is Outcome.WAITING

    @property
    def stopped(self) -> bool:
        return self.outcome is Outcome.STOPPED

    @property
    def judged(self) -> bool:
        """Is there work to be judged?"""
        return not (self.untouched or self.stopped or self.waiting)

    @property
    def is_a_mistake(self) -> bool:
        """Is there work to be judged, and is it wrong?"""
        return self.judged and not self.right

    @property
    def explained(self) -> bool:
        """Is it known why it is not right?"""
        return bool(self.mistake or self.advice)


Marks: TypeAlias = "Mapping[str, Mark]"


def unless_it_breaks(way: Callable[[], T], otherwise: T) -> T:
    """What a way of explaining comes to; where it breaks on what it sees, `otherwise`.

    It is never needed for a mark. Raises RoomFault and MemoryError, which no mark survives.
    """
    try:
        return way()
    except (RoomFault, MemoryError):
        raise
    except Exception:
        log.debug("a way of explaining broke", exc_info=True)
        return otherwise


def after_a_look(look: Callable[[Marks], dict[str, Mark]], marks: Marks) -> dict[str, Mark]:
    """The marks after a closer look; where it breaks on what it sees, they stand as they were."""
    return unless_it_breaks(lambda: look(marks), dict(marks))


class Unmet(AssertionError):
    """A check's promise is not kept; the mark says how."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark.saw)
        self.mark = mark

"""A submission that breaks off before anything of it can be examined, as an examination of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..lesson import Lesson
from ..room.answers import Crash
from ..verdict import Outcome
from .mark import Mark


class BrokenOff:
    """The marks of one that raises as it is loaded: one check was stopped, all the others wait.

    The line that raises may belong to no step; `lesson.elsewhere` is what pays for such a line.
    """

    looks_right = False
    losses: Sequence[float] = ()
    breaks_off = None
    """That is asked of its trainings, and it came to none."""

    def __init__(self, lesson: Lesson, crash: Crash) -> None:
        waiting = dict.fromkeys(lesson.todos, Mark(Outcome.WAITING))
        stopped = Mark(Outcome.STOPPED, crash=crash)
        self.steps: Mapping[str, Mark] = {**waiting, lesson.elsewhere: stopped}
        self.loop = self.steps

    def consequence(self, check: str) -> Mark:
        return self.steps[check]

    def steps_at(self, _line: int, _column: int = 0, /) -> Sequence[str] | None:
        """It is not known: nothing has been worked out."""
        return None

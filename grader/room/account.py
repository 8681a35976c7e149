"""What one submission has used so far, of the time that it is given as a whole.

To look closer at a wrong program, and to try what it may have been meant to be, takes more than to
judge it. How far that goes is counted, in notes of values, so that it is the same each time,
however fast the machine is: `MOST_LOOKED` ends it where it would go on for too long. The clock ends
it only where the count does not, as with a program that takes a second for what others do at once.
Then what was not looked at to its end counts for nothing, wherever it was ended.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

MOST_LOOKED = 400_000
"""Notes, and what takes as long as so many. A note takes some 15 microseconds, the grader's part
included: that is six seconds, and a wrong program seldom needs a tenth of it."""

FOR_TRIES = 40_000
"""As many more for the programs that are tried in its place: the look alone may use up all else."""

A_RUN, A_TRY, A_PROGRAM, A_STOP = 20, 400, 4_000, 60_000
"""What these count for: a run that notes its values, a program that is tried in a room with others,
one that has a room of its own and is judged, one that has to be stopped."""

LOOKS = 0.5
"""Once this share of a submission's time is spent, the clock ends the look."""


class LookedTooLong(BaseException):  # no way of explaining is to take it for its own
    """The clock has ended a look at a program: nothing that it showed may count."""


@dataclass
class Account:
    """What one submission has used so far: in its rooms, and of the grader on its behalf.

    `since` is the CPU clock of the grader's thread when it began to work for this submission alone;
    None where it works for others as well. `quiet` are seconds on the clock (Room.quiet_seconds).
    `looked` counts how far it has been looked at; `is_looked_at` is no longer so once the clock has
    ended that, and `in_vain` are the CPU seconds that were spent by then.
    """

    cpu: float = 0.0
    quiet: float = 0.0
    since: float | None = None
    looked: int = 0
    is_looked_at: bool = True
    in_vain: float = 0.0

    @property
    def graders(self) -> float:
        """CPU seconds of the grader's own, beyond what the rooms used."""
        return 0.0 if self.since is None else time.thread_time() - self.since

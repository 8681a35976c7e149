"""What one submission has used so far, of the time that it is given as a whole."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass
class Account:
    """What one submission has used so far: in its rooms, and of the grader on its behalf.

    `since` is the CPU clock of the grader's thread when it began to work for this submission alone;
    None where it works for others as well. `quiet` are seconds on the clock (Room.quiet_seconds).
    """

    cpu: float = 0.0
    quiet: float = 0.0
    since: float | None = None

    @property
    def graders(self) -> float:
        """CPU seconds of the grader's own, beyond what the rooms used."""
        return 0.0 if self.since is None else time.thread_time() - self.since


LOOKS = 0.4
"""Once this share of a submission's time is spent, nothing more is explained: marks come first."""

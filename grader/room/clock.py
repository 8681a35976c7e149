"""How long a room may take: CPU seconds, and not many more on the clock.

CPU time is read from outside, and of the time on the clock only what the room could have used
counts, so that neither a loaded machine nor a starved grader fails an honest submission.
"""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path

QUIET_WALL_PER_CPU = 1.75
"""Seconds on the clock that a room gets for each second of computing, while a processor is free for
it. That leaves time for a few sleeps; for a whole submission it is less than a minute."""

WALL_PER_CPU = 10.0
"""The same where no processor is free, or the system doesn't say: no submission can help that."""

SHORT_WAIT = 1.0
"""Seconds that the grader waits before it asks how long the room waited for a processor."""

IDLE_SECONDS = 3.0
IDLE_SHARE = 0.05
"""A room that has slept for nearly all of this time is not waited for any longer."""

NO_ANSWER = "it gave no answer within {:.3g} seconds"
ALL_TOGETHER = "all its answers together took longer than the grader waits"


class Clock:
    """What a room's process has used so far. `waited`: seconds that the grader waited for it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.waited = 0.0
        self._spent = 0.0
        self._delayed: float | None = None

    @property
    def cpu_seconds(self) -> float:
        """CPU time that it has used, in seconds."""
        self._spent = max(self._spent, _cpu_clock(self.pid) or 0.0)
        return self._spent

    @property
    def quiet_seconds(self) -> float:
        """Seconds waited for the room, without those in which it waited for a processor itself.

        The system is asked for the latter only once they may matter: most rooms answer sooner.
        """
        if self.waited < SHORT_WAIT:
            return self.waited
        if (delayed := _delay(self.pid)) is not None:
            self._delayed = delayed
        at_least = self.waited * QUIET_WALL_PER_CPU / WALL_PER_CPU
        return at_least if self._delayed is None else max(at_least, self.waited - self._delayed)


class Deadline:
    """The CPU time that one request may take, and not much more on the clock.

    The clock counts only the turns in which the grader really waited for the room (`waited`). Time
    in which the grader itself got no processor is not held against the room.
    """

    def __init__(self, clock: Clock, cpu_seconds: float, wall_seconds: float) -> None:
        self._clock = clock
        self._allowed = cpu_seconds
        at_least = 2 * IDLE_SECONDS
        for_this = max(at_least, cpu_seconds * QUIET_WALL_PER_CPU)
        self._wall_allowed = min(wall_seconds, for_this)
        self._too_late = ALL_TOGETHER if wall_seconds < for_this else NO_ANSWER.format(for_this)
        self._quiet_before, self._awake_wall = clock.quiet_seconds, clock.waited
        self._cpu_before = self._awake_cpu = clock.cpu_seconds
        self._charged = 0.0

    def charge(self, cpu_seconds: float) -> None:
        """What the grader calculates for the room counts as the room's own."""
        self._charged += cpu_seconds

    def missed(self) -> str:
        """How the deadline was missed, in words; "" while it is not."""
        if math.isinf(self._allowed):
            return ""
        cpu_now, wall_now = self._clock.cpu_seconds, self._clock.waited
        if cpu_now - self._cpu_before + self._charged > self._allowed:
            return f"it was still running after {self._allowed:.3g} seconds of computing"
        quiet = self._clock.quiet_seconds - self._quiet_before
        if quiet + self._charged > self._wall_allowed:
            return self._too_late
        idle_for = wall_now - self._awake_wall
        if idle_for < IDLE_SECONDS:
            return ""
        if cpu_now - self._awake_cpu < IDLE_SHARE * idle_for and _is_asleep(self._clock.pid):
            return f"it slept for {IDLE_SECONDS:g} seconds, and the grader does not wait for that"
        self._awake_wall, self._awake_cpu = wall_now, cpu_now
        return ""


def _cpu_clock(pid: int) -> float | None:
    """CPU seconds of another process; None where the system has no clock for that.

    The clock's number is made as clock_getcpuclockid(3) makes it on Linux.
    """
    if not sys.platform.startswith("linux"):
        return None
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return None


def _delay(pid: int) -> float | None:
    """Seconds that a process was ready to run and got no processor; None where nobody counts them.

    Source: Documentation/scheduler/sched-stats.rst, "/proc/<pid>/schedstat".
    """
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_bytes().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return None


def _is_asleep(pid: int) -> bool:
    """Does the process wait for something, or stand still, rather than for a processor?

    False where the system does not tell. See proc_pid_stat(5).
    """
    try:
        status = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return status.rpartition(b") ")[2][:1] in (b"S", b"T")

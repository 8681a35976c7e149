"""The room a submission runs in: one process of its own, spoken to over pipes.

What comes out of the room is hostile until proven otherwise: frames are capped before they are
parsed, an answer that was not asked for ends the room, and every wait has a deadline. CPU time
is read from outside, and of the time on the clock only what the room could have used counts, so
that neither a loaded machine nor a starved grader fails an honest submission.
"""

from __future__ import annotations

import contextlib
import json
import marshal
import math
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from .pipes import TOO_LARGE, Breach, Ended, Ends, Output, pipes_of

WORKER = Path(__file__).resolve().parent / "inside" / "worker.py"

SANDBOX_EXEC = "/usr/bin/sandbox-exec"

PYTHON = getattr(sys, "_base_executable", "") or sys.executable
"""The interpreter itself: in a virtual environment on Windows sys.executable only starts it."""

MOST_NODES = 200_000
DEEPEST = 32
TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
SQUARE = bytes.maketrans(b"{}", b"[]")
NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")

QUIET_WALL_PER_CPU = 1.75
"""So many seconds may pass for each second of computing that is allowed, while there is a processor
for the room: that is room for some naps, and for a whole submission it is less than a minute."""

WALL_PER_CPU = 10.0
"""And so many on a machine that has none for it, or doesn't tell: that is nobody's mistake."""

WORTH_A_LOOK = 1.0
"""Seconds that a room is waited for before its waiting for a processor is looked up."""

TURN = 0.05
"""Seconds for which the grader waits at a time before it looks around."""

IDLE_SECONDS = 3.0
IDLE_SHARE = 0.05
"""A room that is asleep, and was for nearly all of this time, is not waited for any longer."""

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "HOME": "/nonexistent",
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


NO_ANSWER = "it gave no answer within {:.3g} seconds"
ALL_TOGETHER = "all its answers together took longer than the grader waits"
STRANGE = "its answer is not what the grader's own code would have sent"


class Stopped(Exception):
    """The room was closed on a submission that went too far; the reason is for people."""


class RoomFault(Exception):
    """The room itself could not be made: ours to mend, never the learner's."""


@dataclass(frozen=True)
class Lock:
    """How the room is locked: the tier of isolation, why it is not a better one, and the proof.

    `selftest` tells of each attempt to break out whether it was refused.
    """

    tier: str
    reason: str
    landlock_abi: int = 0
    selftest: Mapping[str, bool] = field(default_factory=dict)


StandIn: TypeAlias = "Callable[[object, object], object]"
"""The name of a function and its arguments, as they came out of the room; its result, as lists."""


class Process(Ends, Protocol):
    """What a room needs of its process; subprocess.Popen is one, a fork of a zygote another."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def kill(self) -> None: ...


Start: TypeAlias = Callable[..., Process]
"""Gives a room its process. With `packages=True` the room is going to import NumPy or pandas."""


def fresh(*, packages: bool = False) -> Process:
    """A process of its own, from the start of the interpreter on. Raises OSError."""
    return subprocess.Popen(
        [*_seatbelt(packages), PYTHON, "-I", "-S", "-B", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd="/" if os.name == "posix" else None,
        start_new_session=os.name == "posix",
        bufsize=0,
    )


def _seatbelt(packages: bool) -> list[str]:
    """What puts a program into the macOS sandbox, which no program can put itself into."""
    if sys.platform != "darwin" or not os.access(SANDBOX_EXEC, os.X_OK):
        return []
    from .equipped import NEIGHBOURS, library
    from .inside.confine import seatbelt_profile

    readable = [str(WORKER.with_name("modules.py"))]
    if packages:
        folder, granted = library()
        neighbours = (str(WORKER.with_name(f"{name}.py")) for name in NEIGHBOURS)
        readable += [folder, *granted, *neighbours]
    return [SANDBOX_EXEC, "-p", seatbelt_profile(readable)]


class Room:
    """One locked process. Use as a context manager, or call `close`."""

    def __init__(
        self, wanted: Mapping[str, object], start: Callable[[], Process] = fresh
    ) -> None:
        """Starts the process and locks it; `wanted` is what confine.lock takes.

        Raises RoomFault where the process cannot be started or does not answer.
        """
        try:
            self._process = start()
        except OSError as error:
            raise RoomFault(f"the room cannot be started: {error}") from error
        self._pipes = pipes_of(self._process)
        self._spent = 0.0
        self._delayed: float | None = None
        self.waited = 0.0
        try:
            report = self.ask({"op": "lock", "wanted": dict(wanted)}, cpu_seconds=10.0)["lock"]
            self.lock = Lock(
                report["tier"], report["reason"], report["landlock_abi"], report["selftest"]
            )
        except (Stopped, KeyError, TypeError) as error:
            said = self.printed
            self.close()
            raise RoomFault(f"the room did not lock itself: {error} {said}".strip()) from error

    def __enter__(self) -> Room:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def cpu_seconds(self) -> float:
        """CPU time that the room has used so far, in seconds."""
        self._spent = max(self._spent, _cpu_clock(self._process.pid) or 0.0)
        return self._spent

    @property
    def printed(self) -> str:
        """The head of what the submission printed, control characters included."""
        return self._pipes.output.head.decode("utf-8", "backslashreplace")

    def keep_output_in(self, output: Output) -> None:
        """What is printed from now on goes there."""
        self._pipes.output = output

    def ask(
        self,
        request: Mapping[str, object],
        *,
        cpu_seconds: float,
        wall_seconds: float = math.inf,
        stand_in: StandIn | None = None,
    ) -> dict[str, Any]:
        """One request, one answer. Raises Stopped, with the room closed, where there is none.

        `wall_seconds` counts only while there is a processor for the room; there are never many
        more of them than of CPU seconds. Before it answers the room may ask `stand_in`, if there is
        one, for what a function gives. With infinite `cpu_seconds` no clock runs, and whoever waits
        has other means to end it.
        """
        with self._stopping():
            self._pipes.insist_on_silence()
        identity = secrets.randbits(53)
        self._pipes.send(marshal.dumps({**request, "id": identity}))
        deadline = _Deadline(self, self._process.pid, cpu_seconds, wall_seconds)
        answer = self._wait(deadline)
        while stand_in is not None and "stand_in" in answer:
            before = time.thread_time()
            result = stand_in(answer.get("stand_in"), answer.get("arguments"))
            deadline.charge(time.thread_time() - before)
            self._insist_on(deadline)
            self._pipes.send(marshal.dumps({"result": result}))
            answer = self._wait(deadline)
        if answer.pop("id", None) != identity:
            raise self._stop("it answered in the grader's place")
        return answer

    def close(self) -> None:
        """Ends the process and everything it may have started. Harmless when called twice."""
        if self._process.poll() is None:
            self.cpu_seconds  # noqa: B018  (the clock goes with the process)
            if os.name == "posix":
                with contextlib.suppress(OSError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
        self._process.wait()
        self._pipes.close()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    # ------------------------------------------------------------ waiting

    def _wait(self, deadline: _Deadline) -> dict[str, Any]:
        """The next message: it is looked for before the silence is judged."""
        while True:
            began = time.monotonic()
            with self._stopping():
                body = self._pipes.receive(TURN)
                self.waited += min(time.monotonic() - began, TURN)
                if body is not None:
                    before = time.thread_time()
                    message = _parsed(body)
                    deadline.charge(time.thread_time() - before)
                    return message
            if self._pipes.output.flooded:
                raise self._stop("it printed more than 1 MiB")
            self._insist_on(deadline)

    def _insist_on(self, deadline: _Deadline) -> None:
        if late := deadline.missed():
            raise self._stop(late)

    @property
    def quiet_seconds(self) -> float:
        """How long it was waited for, without the time in which it waited for a processor.

        That is looked up once it may matter: most rooms answer in less than that.
        """
        if self.waited < WORTH_A_LOOK:
            return self.waited
        if (delayed := _delay(self._process.pid)) is not None:
            self._delayed = delayed
        at_least = self.waited * QUIET_WALL_PER_CPU / WALL_PER_CPU
        return at_least if self._delayed is None else max(at_least, self.waited - self._delayed)

    @contextlib.contextmanager
    def _stopping(self) -> Iterator[None]:
        """Ends the room where nothing more comes out of it, or what is not let in."""
        try:
            yield
        except Ended:
            raise self._stop(self._farewell()) from None
        except Breach as breach:
            raise self._stop(str(breach)) from None

    def _stop(self, reason: str) -> Stopped:
        self.close()
        return Stopped(reason)

    def _farewell(self) -> str:
        """Why the process is gone."""
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "it closed the grader's pipes"
        if code == -getattr(signal, "SIGXCPU", -1):
            return "it used up its computing time"
        if code in (-getattr(signal, "SIGKILL", 9), -getattr(signal, "SIGSEGV", 11)):
            return "Python itself crashed, as it does when the memory or the call stack runs out"
        return "it ended the program before it had answered"


class _Deadline:
    """So much CPU time for one request, and not much more on the clock.

    The clock is the room's `waited`, which goes on in turns: whatever the grader needed beyond one,
    and be it because nobody gave it a processor, is no time that the room has slept.
    """

    def __init__(self, room: Room, pid: int, cpu_seconds: float, wall_seconds: float) -> None:
        self._room = room
        self._pid = pid
        self._allowed = cpu_seconds
        at_least = 2 * IDLE_SECONDS
        for_this = max(at_least, cpu_seconds * QUIET_WALL_PER_CPU)
        self._wall_allowed = min(wall_seconds, for_this)
        self._too_late = ALL_TOGETHER if wall_seconds < for_this else NO_ANSWER.format(for_this)
        self._quiet_before, self._awake_wall = room.quiet_seconds, room.waited
        self._cpu_before = self._awake_cpu = room.cpu_seconds
        self._charged = 0.0

    def charge(self, cpu_seconds: float) -> None:
        """What the grader calculates for the room counts as the room's own."""
        self._charged += cpu_seconds

    def missed(self) -> str:
        """How the deadline was missed, in words; "" while it is not."""
        if math.isinf(self._allowed):
            return ""
        cpu_now, wall_now = self._room.cpu_seconds, self._room.waited
        if cpu_now - self._cpu_before + self._charged > self._allowed:
            return f"it was still running after {self._allowed:.3g} seconds of computing"
        quiet = self._room.quiet_seconds - self._quiet_before
        if quiet + self._charged > self._wall_allowed:
            return self._too_late
        idle_for = wall_now - self._awake_wall
        if idle_for < IDLE_SECONDS:
            return ""
        if cpu_now - self._awake_cpu < IDLE_SHARE * idle_for and _is_asleep(self._pid):
            return f"it slept for {IDLE_SECONDS:g} seconds, and the grader does not wait for that"
        self._awake_wall, self._awake_cpu = wall_now, cpu_now
        return ""


def environment() -> dict[str, str]:
    """All that a room's process gets to see of ours: what Python cannot start without."""
    posix = os.name == "posix"
    kept = ("LD_LIBRARY_PATH",) if posix else ("SYSTEMROOT", "TEMP", "TMP")
    return {**ENVIRONMENT, **{name: os.environ[name] for name in kept if name in os.environ}}


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


def _parsed(body: bytes) -> dict[str, Any]:
    """The message, if it is one that the grader can go through. Raises Breach."""
    if body.count(b"[") + body.count(b"{") + body.count(b",") > MOST_NODES:
        raise Breach(TOO_LARGE)
    try:
        answer = json.loads(body.decode("ascii"), parse_int=_int, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Breach(STRANGE) from None
    if _is_too_deep(body):
        raise Breach(STRANGE)
    if not isinstance(answer, dict):
        raise Breach("its answer is of another kind")
    return answer


def _is_too_deep(body: bytes) -> bool:
    """Would whoever walks through this message need a deeper stack than the grader has for sure?

    It has been parsed by now: every quotation mark in it has its other one.
    """
    brackets = TEXT.sub(b"", body).translate(SQUARE, NO_BRACKETS)
    for _ in range(DEEPEST):
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _int(digits: str) -> int:
    if len(digits) > 40:
        raise ValueError("too many digits")
    return int(digits)


def _refused(word: str) -> float:
    raise ValueError(word)

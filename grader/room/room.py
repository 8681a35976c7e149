"""The room a submission runs in: one process of its own, spoken to over pipes.

What comes out of the room is hostile until proven otherwise: frames are capped before they are
parsed, an answer that was not asked for ends the room, and every wait has a deadline. CPU time
is read from outside, and of the time on the clock only what the room could have used counts, so
that neither a loaded machine nor a starved grader fails an honest submission.
"""

from __future__ import annotations

import contextlib
import marshal
import math
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from .clock import Clock, Deadline
from .inside.protocol import STAND_IN
from .message import parsed
from .pipes import Breach, Ended, Output, pipes_of
from .process import Process, fresh

TURN = 0.05
"""Seconds for which the grader waits at a time before it looks around."""


class Stopped(Exception):
    """The room was closed on a submission that went too far; the reason is for people."""


class RoomFault(Exception):
    """The room itself could not be made: ours to mend, never the learner's."""


@dataclass(frozen=True)
class Lock:
    """How the room is locked: the tier of isolation, why it is not a better one, and the proof.

    `selftest` says of each attempt to break out whether it was refused.
    """

    tier: str
    reason: str
    landlock_abi: int = 0
    selftest: Mapping[str, bool] = field(default_factory=dict)


StandIn: TypeAlias = "Callable[[object, object], object]"
"""Answers for a function: takes its name and arguments as they came out of the room, and gives its
result as lists."""


class Room:
    """One locked process. Use as a context manager, or call `close`."""

    def __init__(self, wanted: Mapping[str, object], start: Callable[[], Process] = fresh) -> None:
        """Starts the process and locks it; `wanted` is what confine.lock takes.

        Raises RoomFault where the process cannot be started or does not answer.
        """
        try:
            self._process = start()
        except OSError as error:
            raise RoomFault(f"the room cannot be started: {error}") from error
        self._pipes = pipes_of(self._process)
        self._clock = Clock(self._process.pid)
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
        return self._clock.cpu_seconds

    @property
    def quiet_seconds(self) -> float:
        """Seconds waited for the room, without those in which it waited for a processor itself."""
        return self._clock.quiet_seconds

    @property
    def printed(self) -> str:
        """The head of what the submission printed, control characters included."""
        return self._pipes.output.head.decode("utf-8", "backslashreplace")

    def keep_output_in(self, output: Output) -> None:
        """Whatever is printed from now on is kept in `output`."""
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

        `wall_seconds` are counted only while a processor is free for the room, and are never
        many more than `cpu_seconds`. Before it answers, the room may ask `stand_in`, if there is
        one, what a function gives. With infinite `cpu_seconds` there is no deadline, and the
        caller needs another way to end the room.
        """
        with self._stopping():
            self._pipes.insist_on_silence()
        identity = secrets.randbits(53)
        self._pipes.send(marshal.dumps({**request, "id": identity}))
        deadline = Deadline(self._clock, cpu_seconds, wall_seconds)
        answer = self._wait(deadline)
        while stand_in is not None and STAND_IN in answer:
            before = time.thread_time()
            result = stand_in(answer.get(STAND_IN), answer.get("arguments"))
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
            self.cpu_seconds  # noqa: B018  (read now: the clock goes with the process)
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

    def _wait(self, deadline: Deadline) -> dict[str, Any]:
        """The next message. Looks for one each time before it asks whether it is too late."""
        while True:
            began = time.monotonic()
            with self._stopping():
                body = self._pipes.receive(TURN)
                self._clock.waited += min(time.monotonic() - began, TURN)
                if body is not None:
                    before = time.thread_time()
                    message = parsed(body)
                    deadline.charge(time.thread_time() - before)
                    return message
            if self._pipes.output.flooded:
                raise self._stop("it printed more than 1 MiB")
            self._insist_on(deadline)

    def _insist_on(self, deadline: Deadline) -> None:
        if late := deadline.missed():
            raise self._stop(late)

    @contextlib.contextmanager
    def _stopping(self) -> Iterator[None]:
        """Closes the room, and raises Stopped, where it has ended or sends what is not allowed."""
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

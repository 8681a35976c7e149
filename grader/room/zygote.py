"""A warm worker that forks rooms: four milliseconds each, instead of starting an interpreter.

The zygote has loaded what rooms need and never runs a submission itself. Each room is a child of
it, spoken to over pipes of its own and locked as any other; no child ever sees another's pipes.
POSIX only, as it passes open files from process to process.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from typing import IO

from .equipped import NEIGHBOURS
from .inside.protocol import RUNNING
from .library import HONEST_MODULES, LATE, PACKAGES, library
from .process import PYTHON, WORKER, Process, Start, environment, fresh

REPLY = struct.Struct("=i")


class Zygotes:
    """A grader's zygotes: one for most rooms and one with NumPy and pandas, once it is needed.

    Use as a context manager, or leave them: they end with the grader.
    """

    def __init__(self) -> None:
        self._started = ExitStack()

    def __enter__(self) -> Zygotes:
        return self

    def __exit__(self, *_: object) -> None:
        self._started.close()

    def begin(self) -> None:
        """Has the zygote of most rooms get ready: somebody is going to ask for it."""
        with contextlib.suppress(OSError):  # whoever asks for it later gets the error
            self._plain  # noqa: B018  (asked for, it is started)

    def fork(self, *, packages: bool = False) -> Process:
        """A new process, from the zygote that has loaded what it needs. Raises OSError."""
        return (self._with_packages if packages else self._plain).fork()

    @cached_property
    def _plain(self) -> Zygote:
        return self._started.enter_context(Zygote(HONEST_MODULES))

    @cached_property
    def _with_packages(self) -> Zygote:
        folder, granted = library()
        modules = (*HONEST_MODULES, *PACKAGES, *LATE)
        preloaded = (folder, *modules, *(f"{name}.py" for name in NEIGHBOURS))
        return self._started.enter_context(Zygote(preloaded, (folder, *granted)))


def starter_of_rooms() -> Start:
    """What gives a room's process: a zygote, where a room can lock itself once it is forked.

    That gets ready from now on, so that it is there by the time the first room is asked for.
    """
    if sys.platform != "linux":
        return fresh
    zygotes = Zygotes()
    zygotes.begin()
    return zygotes.fork


def starter_of_few_rooms() -> Start:
    """The same where one room may be all that is needed: it gets a process from the start.

    That takes no longer than a zygote does, which is there for those that come after it.
    """
    zygotes = Zygotes()
    started: set[bool] = set()

    def start(*, packages: bool = False) -> Process:
        if packages not in started or sys.platform != "linux":
            started.add(packages)
            return fresh(packages=packages)
        return zygotes.fork(packages=packages)

    return start


class Zygote:
    """One warm process. Use as a context manager."""

    def __init__(self, preloaded: Sequence[str] = (), readable: Sequence[str] = ()) -> None:
        """Starts it with these modules imported; its rooms are granted these paths.

        Raises OSError.
        """
        ours, theirs = socket.socketpair()
        self._line = ours
        self._one_at_a_time = threading.Lock()  # a room's readers ask how their process has ended
        self._process = subprocess.Popen(
            [
                *(PYTHON, "-I", "-S", "-B", str(WORKER), "zygote", str(theirs.fileno())),
                *(os.pathsep.join(readable), *preloaded),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # ours would stay open for whoever reads it to its end
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=environment(),
            cwd="/",
            start_new_session=True,
        )
        theirs.close()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fork(self) -> Process:
        """A new process, ready for its first request. Raises OSError where the zygote is gone."""
        return Fork(self)

    def close(self) -> None:
        """Ends the zygote; rooms that it forked end with it."""
        self._line.close()
        self._process.kill()
        self._process.wait()

    def order(self, letter: bytes, number: int = 0, files: Sequence[int] = ()) -> int:
        """One order and its answer: `f` forks onto three files, `p` polls a child."""
        with self._one_at_a_time:
            socket.send_fds(self._line, [letter + REPLY.pack(number)], list(files))
            answer = self._line.recv(REPLY.size)
        if len(answer) < REPLY.size:
            raise OSError("the zygote has ended")
        (value,) = REPLY.unpack(answer)
        return int(value)


class Fork:
    """A child of the zygote, in the manner of subprocess.Popen."""

    def __init__(self, zygote: Zygote) -> None:
        self._zygote = zygote
        self._code: int | None = None
        self._one_at_a_time = threading.Lock()
        in_read, in_write = os.pipe()
        out_read, out_write = os.pipe()
        error_read, error_write = os.pipe()
        theirs = (in_read, out_write, error_write)
        try:
            self.pid = zygote.order(b"f", files=theirs)
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        self.stdin: IO[bytes] | None = os.fdopen(in_write, "wb", buffering=0)
        self.stdout: IO[bytes] | None = os.fdopen(out_read, "rb", buffering=0)
        self.stderr: IO[bytes] | None = os.fdopen(error_read, "rb", buffering=0)

    def poll(self) -> int | None:
        with self._one_at_a_time:
            if self._code is None:
                try:
                    code = self._zygote.order(b"p", self.pid)
                except OSError:  # the zygote has ended, and its children with it
                    code = -signal.SIGKILL
                self._code = None if code == RUNNING else code
            return self._code

    def wait(self, timeout: float | None = None) -> int:
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("a room", timeout or 0.0)
            time.sleep(0.0005)
        return code

    def kill(self) -> None:
        if self._code is None:  # it is not reaped before we ask, so its number is still its own
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)

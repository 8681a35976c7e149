"""The grader's own bounds: how much of memory and CPU time judging one submission may take.

What comes out of a room is read within bounds, and comparing and explaining it is quick. Where a
submission gets round that all the same, it is this process that ends, and only that submission is
lost: it gets a finding, and the next one a new process.
"""

from __future__ import annotations

import atexit
import math
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from typing import Generic, NoReturn, TypeVar

from ..room.inside import confine

MEMORY_BYTES = 1 << 30
TO_BEGIN = 5.0
"""CPU seconds in which a process of its own gets ready to judge anything."""

EXHAUSTED = 75
"""The exit code of a process that came to the end of its memory."""

T = TypeVar("T")


class ExhaustedError(Exception):
    """Judging what a submission answered took more than it may; the words are for people."""

    def __init__(self) -> None:
        super().__init__(
            "what it answered kept the grader calculating, or filled its memory, beyond what a "
            "submission may use"
        )


def bound(cpu_seconds: float) -> None:
    """Bounds this process from now on; at the end of its CPU time the system ends it.

    Only softly, so that the processes that it starts can set bounds of their own.
    """
    if os.name != "posix":
        return
    import resource

    until = math.ceil(time.process_time() + cpu_seconds)
    for kind, wanted in ((resource.RLIMIT_CPU, until), (resource.RLIMIT_AS, MEMORY_BYTES)):
        ceiling = resource.getrlimit(kind)[1]
        most = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
        resource.setrlimit(kind, (most, ceiling))


def give_up() -> NoReturn:
    """Ends this process, which has no memory left to do it in any other way."""
    os._exit(EXHAUSTED)


def was_reached(code: int | None) -> bool:
    """Did a process with this exit code end at its bounds?"""
    return code == EXHAUSTED or code == -getattr(signal, "SIGXCPU", EXHAUSTED)


class Bounded(Generic[T]):
    """Some work, begun at once in a bounded copy of this process; where there is no fork, later.

    It is begun before `result` is asked for, so that its caller may start a thread meanwhile.
    """

    def __init__(self, work: Callable[[], T], cpu_seconds: float) -> None:
        self._work = work
        if os.name != "posix":
            return
        confine.undumpable()
        sys.stdout.flush()
        sys.stderr.flush()
        self._answer, answer = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            _work_alone(work, cpu_seconds, answer)
        os.close(answer)

    def result(self) -> T:
        """What came of it. Raises what it raised, ExhaustedError, and OSError if it was ended."""
        if os.name != "posix":
            return self._work()
        with open(self._answer, "rb") as pipe:
            packed = pipe.read()
        code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        if was_reached(code):
            raise ExhaustedError
        if not packed:
            raise OSError(f"the grading process was ended ({code})")
        raised, value = pickle.loads(packed)
        if raised:
            raise value
        result: T = value
        return result


def _work_alone(work: Callable[[], T], cpu_seconds: float, answer: int) -> NoReturn:
    """In the copy: works, answers, clears up what it made, and never returns."""
    code = 1
    atexit._clear()
    try:
        confine.end_with_parent()
        bound(cpu_seconds + TO_BEGIN)
        try:
            packed = pickle.dumps((False, work()))
        except MemoryError:
            give_up()
        except Exception as error:
            packed = pickle.dumps((True, error))
        with open(answer, "wb") as pipe:
            pipe.write(packed)
        code = 0
    finally:
        atexit._run_exitfuncs()
        os._exit(code)

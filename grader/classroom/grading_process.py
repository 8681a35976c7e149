"""A process that grades one submission after another, so that pytest is started only once.

    python -I -m byhand.grader.classroom.grading_process

pytest must not be run in threads. So each thread that grades owns one such process and sends it
tasks over a pipe; a process that dies or hangs costs its task, and the thread makes a new
one. It ends with the pipe, so that a batch that is killed leaves nothing behind. Both ends of the
pipe are ours; the submission runs further down, in a locked room.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import hashlib
import itertools
import os
import pickle
import platform
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import FrameType
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from ..errors import OtherGraderError, TooOpenError
from ..judging import bounds
from ..room.clock import WALL_PER_CPU
from ..room.inside.protocol import take_the_pipes
from ..room.process import Start
from ..settings import Settings
from . import fingerprint

if TYPE_CHECKING:
    from ..judging.checklist import Checklist
    from ..verdict import Report

TO_CLEAR_UP = 30.0
"""Seconds in which a process that nobody needs any more may end by itself, on a busy machine too:
until then its folder of links lies where temporary files do."""

MOST_GARBAGE = 50_000
"""Objects after which those that nobody has any more are searched for: most go by themselves, and
with Python's own number that search takes a seventh of the time for a right submission."""

GRACE = 60.0
"""Seconds of wall time that grading may take beyond what the room allows a submission."""


@dataclass(frozen=True)
class Task:
    """One submission to be graded, and all that its grade depends on.

    `settings` has no secret where the worker was given it before, under the mark in `placed`.
    `key` is the one under which the result is to be kept.
    """

    name: str
    content: bytes
    settings: Settings
    best_effort: bool
    machine: Mapping[str, str]
    key: bytes = b""
    placed: str = ""


class NotGradedError(Exception):
    """The grader broke, not the submission: to be tried again, and never a score."""


placed: dict[str, str] = {}
"""Secrets that this machine was given, by their marks; see cluster.py."""

_owned = threading.local()
_alive: set[GradingProcess] = set()


def graded(task: Task) -> dict[str, Any]:
    """The report on one submission as its JSON object.

    It grades in the process that this thread owns, so that any engine may call it in any thread.
    Raises NotGradedError, TooOpenError or OtherGraderError.
    """
    _insist_on(task.machine)
    if task.placed:
        if task.placed not in placed:
            raise NotGradedError("this worker was never given the secret of the class")
        task = replace(task, settings=replace(task.settings, secret=placed[task.placed]), placed="")
    process: GradingProcess | None = getattr(_owned, "process", None)
    if process is None or process not in _alive:
        process = _owned.process = GradingProcess(getattr(_owned, "processor", None))
    return process.grade(task)


def keep_to(processor: int | None) -> None:
    """Has the grading process of this thread run on one processor; None for any of them."""
    _owned.processor = processor


def end_all(*, at_once: bool = False) -> None:
    """Ends the grading processes of all threads, in the middle of their work if `at_once`."""
    for process in tuple(_alive):
        process.end(at_once=at_once)


atexit.register(end_all)


def _insist_on(machine: Mapping[str, str]) -> None:
    if differing := fingerprint.difference(machine):
        raise OtherGraderError(
            f"{platform.node()} would grade differently: {differing} is asked for. Install the "
            "same version there. What is graded is kept: run the same command again."
        )


class GradingProcess:
    """The handle on one grading process. It has bounds of its own, see judging/bounds.py."""

    def __init__(self, processor: int | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=os.name == "posix",  # Ctrl-C is for the batch, not for it
        )
        _alive.add(self)
        if processor is not None:
            with contextlib.suppress(OSError):  # it runs elsewhere then, or is gone already
                os.sched_setaffinity(self._process.pid, [processor])

    def grade(self, task: Task) -> dict[str, Any]:
        """Sends a task and waits for its report; ends the process if none comes in time."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        seconds = task.settings.limits.total_seconds * WALL_PER_CPU + GRACE
        deadline = threading.Timer(seconds, self._kill)
        deadline.daemon = True
        deadline.start()
        try:
            pickle.dump(task, self._process.stdin)
            self._process.stdin.flush()
            kind, answer = pickle.load(self._process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            self.end(at_once=True)
            if bounds.was_reached(self._process.returncode):
                return _exhausted(task)
            raise NotGradedError("the grading process was ended in the middle of it") from None
        finally:
            deadline.cancel()
        if kind == "report":
            return dict(answer)
        self.end()  # what broke it may have broken it for the next one too
        raise (TooOpenError if kind == "too open" else NotGradedError)(answer)

    def end(self, *, at_once: bool = False) -> None:
        """Ends the process: `at_once`, or else once its task is done. Harmless when repeated."""
        _alive.discard(self)
        if at_once:
            self._kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what could not be written is of no interest now
                if pipe is not None:
                    pipe.close()
        self._process.wait()

    def _kill(self) -> None:
        if self._process.poll() is not None:
            return
        if os.name == "posix":
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()


def _exhausted(task: Task) -> dict[str, Any]:
    """The report on a submission that brought the grading process to its bounds."""
    from ..judging.grading import exhausted
    from ..reports import json
    from ..submission import Submission

    digest = hashlib.sha256(task.content).hexdigest()
    words = str(bounds.ExhaustedError())
    submission = Submission(task.name, b"", digest)
    report = exhausted(submission, task.settings.points, words)
    return json.as_dict(replace(report, lesson=_lesson_of(task)))


def _lesson_of(task: Task) -> str:
    """The lesson of a submission that could not be judged, as far as its name tells."""
    from ..judging.grading import chosen
    from ..lessons import LESSONS

    return task.settings.lesson or chosen(LESSONS, (), task.name).name


# ---------------------------------------------------------------- inside the process


def main() -> None:
    """Answers tasks, each in a room that is forked for it, until the pipe is closed."""
    reading, writing = take_the_pipes()
    requests, replies = os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
    signal.signal(signal.SIGTERM, _end)
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests, tasks), daemon=True).start()

    from ..judging.checklist import with_checklist
    from ..lessons import LESSONS
    from ..room.zygote import starter_of_rooms

    start = starter_of_rooms()

    def answer_all(checklist: Checklist) -> NoReturn:
        for number in itertools.count():
            answer = _answer(tasks.get(), start, checklist)
            try:
                pickle.dump(answer, replies)
                replies.flush()
            except BrokenPipeError:  # the batch was killed
                with contextlib.suppress(BrokenPipeError):
                    replies.close()
                sys.exit()
            if number == 0:  # what exists by now stays: it need not be searched for garbage
                gc.collect()
                gc.freeze()
                gc.set_threshold(MOST_GARBAGE)
        raise AssertionError("it is ended from outside")

    with_checklist(LESSONS, answer_all)


def _receive(requests: BinaryIO, tasks: queue.SimpleQueue[Task]) -> None:
    """Takes tasks in; ends the process at once when nobody waits for its answers any more."""
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        while True:
            tasks.put(pickle.load(requests))
    os.kill(os.getpid(), signal.SIGTERM)  # which the main thread handles, clearing up
    time.sleep(TO_CLEAR_UP)
    os._exit(0)


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit()


def _answer(task: Task, start: Start, checklist: Checklist) -> tuple[str, Any]:
    from ..errors import TooOpenError
    from ..reports import json
    from ..verdict import Ending, Outcome

    bounds.bound(task.settings.limits.total_seconds)
    try:
        report = _graded(task, start, checklist)
    except MemoryError:
        bounds.give_up()
    except TooOpenError as error:
        return "too open", error.reason
    except Exception as error:  # whatever it is, it is the grader's
        return "fault", f"{type(error).__name__}: {error}"
    if report.outcome is Ending.OUR_FAULT:
        said = [f.saw for f in report.findings if f.outcome is Outcome.OUR_FAULT]
        return "fault", "; ".join(filter(None, [*said[:3], report.isolation.reason]))
    return "report", json.as_dict(report)


def _graded(task: Task, start: Start, checklist: Checklist) -> Report:
    from ..errors import Refused
    from ..judging.grading import grade, unreadable
    from ..lessons import LESSONS
    from ..submission import of_bytes

    try:
        submission = of_bytes(task.name, task.content)
    except Refused as refused:
        digest = hashlib.sha256(task.content).hexdigest()
        report = unreadable(task.name, str(refused), task.settings.points)
        return replace(report, sha256=digest, lesson=_lesson_of(task))
    return grade(
        submission,
        task.settings,
        LESSONS,
        best_effort=task.best_effort,
        start=start,
        checklist=checklist,
    )


if __name__ == "__main__":
    main()

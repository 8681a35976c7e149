"""The process that judges and trains for the page, warm from one test run to the next.

    python -I -m byhand.grader.page.judge LESSON

It takes orders, a line of JSON each, and answers with events, a line each, under the order's
number; the last event of an order is called `ended`. It ends with its pipe, whatever it is
doing, and then its rooms end, too. pytest, which goes through the checks, has the main thread.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from ..errors import Refused, SettingsError
from ..installed import ROOT
from ..judging.checklist import Checklist, with_checklist
from ..judging.grading import grade
from ..lessons import LESSONS
from ..lessons.descent import climbing, pencil
from ..lessons.descent.exercise import Exercise
from ..room.inside.protocol import take_the_pipes
from ..room.process import Process, Start
from ..room.program import Program
from ..room.reading import NotTheExercise
from ..room.room import RoomFault, Stopped
from ..room.zygote import starter_of_rooms
from ..settings import Settings
from ..submission import of_bytes
from ..verdict import Report
from . import told
from .training import Order, Tell, trained

PATIENCE = 1.0
"""Seconds that a training waits for the checks: an endless loop in it is to show its line soon."""


class Rooms:
    """Gives rooms their processes, and ends them all at once when they are to stop."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._open: list[Process] = []
        self.is_stopped = False

    def __call__(self, *, packages: bool = False) -> Process:
        if self.is_stopped:
            raise OSError("it was stopped")
        process = self._start(packages=packages)
        self._open.append(process)
        if self.is_stopped:
            process.kill()
        return process

    def begin(self) -> None:
        """A new order: nothing is open, and nothing stopped."""
        self._open, self.is_stopped = [], False

    def stop(self) -> None:
        """Ends what is running now. May be called by another thread."""
        self.is_stopped = True
        for process in tuple(self._open):
            process.kill()


class Events:
    """Writes what happens in an order, a line of JSON each; from more than one thread."""

    def __init__(self, pipe: BinaryIO, order: int) -> None:
        self._pipe = pipe
        self._order = order
        self._one_at_a_time = threading.Lock()

    def __call__(self, event: str, **what: Any) -> None:
        line = json.dumps({"order": self._order, "event": event, **what})
        with self._one_at_a_time:
            self._pipe.write(line.encode("ascii") + b"\n")
            self._pipe.flush()


class Judge:
    """Does what is ordered, one order after the other."""

    def __init__(self, checklist: Checklist, rooms: Rooms) -> None:
        self._checklist = checklist
        self._rooms = rooms
        self._report: Report | None = None

    def warm_up(self, lesson: Exercise) -> None:
        """Does once what takes longer the first time, before anybody waits for it."""
        given = (ROOT / "exercise" / lesson.file).read_text("utf-8")
        order = {"lesson": lesson.name, "name": lesson.file, "text": given, "form": "matrix"}
        self._part("check", order, lambda *_, **__: None)
        self._report = None

    def obey(self, order: Order, tell: Tell) -> None:
        """Does what is ordered, and says that it has ended."""
        if order["do"] == "run":
            self._run(order, tell)
        else:
            self._part(order["do"], order, tell)
        tell("ended", do=order["do"], reason="stopped" if self._rooms.is_stopped else "finished")

    def _run(self, order: Order, tell: Tell) -> None:
        """The checks and her numbers, then the training, which does not wait for a slow check."""
        checked = threading.Event()

        def train() -> None:
            checked.wait(PATIENCE)
            self._part("train", order, tell)

        training = threading.Thread(target=train)
        training.start()
        self._part("check", order, tell)
        self._part("pencil", order, tell)
        checked.set()
        training.join()

    def _part(self, do: str, order: Order, tell: Tell) -> None:
        """One part of it; whatever happens, its last event says how it ended."""

        def told_of(event: str, **what: Any) -> None:
            tell(event, do=do, **what)

        told_of("begun")
        try:
            reason, words = getattr(self, f"_{do}")(order, told_of) or ("finished", "")
        except Refused as refused:
            reason, words = "refused", str(refused)
        except SettingsError as error:
            reason, words = "refused", str(error)
        except (RoomFault, Stopped) as error:
            reason, words = "our_fault", str(error)
        except Exception as error:  # whatever it is, it is the grader's
            reason, words = "our_fault", f"{type(error).__name__}: {error}"
        if self._rooms.is_stopped:
            reason, words = "stopped", "Stopped."
        told_of("done", reason=reason, words=words)

    def _check(self, order: Order, tell: Tell) -> None:
        """The report of `grade check`, each finding told as soon as it is known."""
        submission = of_bytes(order["name"], order["text"].encode("utf-8"))
        self._checklist.tell = lambda one: tell("finding", **told.finding(one))
        try:
            report = grade(
                submission,
                Settings(secret=""),
                [_lesson(order)],
                practice=True,
                best_effort=True,
                form=order["form"],
                start=self._rooms,
                checklist=self._checklist,
            )
        finally:
            self._checklist.tell = None
        if not self._rooms.is_stopped:
            self._report = report
            tell("report", **told.report(report, open_book=True))

    def _submit(self, order: Order, tell: Tell) -> None:
        """The report of `grade submission`, with this machine's settings."""
        import click

        from ..classroom import settings_file

        found = settings_file.default(Path(click.get_app_dir("byhand")) / "grading.toml")
        report = grade(
            of_bytes(order["name"], order["text"].encode("utf-8")),
            found,
            [_lesson(order)],
            best_effort=True,
            form=order["form"],
            start=self._rooms,
            checklist=self._checklist,
        )
        self._report = report
        if not self._rooms.is_stopped:
            tell("report", **told.report(report.told(found.feedback), open_book=False))

    def _pencil(self, order: Order, tell: Tell) -> None:
        """The lesson's record, worked out by the program's own functions."""
        tell("pencil", **told.numbers(_lesson(order), self._worked_out(order)))

    def _hints(self, order: Order, tell: Tell) -> None:
        """All the hints for a step of the last report; the page gives one at a time."""
        findings = self._report.findings if self._report else ()
        for finding in findings:
            if finding.check == order["check"]:
                with contextlib.suppress(KeyError):  # there are none for it
                    rungs = climbing.rungs(
                        _lesson(order), finding, order["form"], lambda: self._worked_out(order)
                    )
                    tell("hints", hints=[rung() for rung in rungs])

    def _worked_out(self, order: Order) -> pencil.Worked:
        """What the program makes of the record; nothing where it cannot be run."""
        source = of_bytes(order["name"], order["text"].encode("utf-8")).source
        lesson, form = _lesson(order), order["form"]
        data = lesson.data(lesson.inputs(None), form)
        kind: type[Program] = lesson.program(form) if form == "numpy" else Program
        try:
            with kind(source, file=order["name"], data=data, start=self._rooms) as program:
                if program.load() is None:
                    return lesson.worked_out(program)
        except (Stopped, NotTheExercise):
            pass
        return pencil.Worked()

    def _train(self, order: Order, tell: Tell) -> tuple[str, str]:
        """The program as it stands, on its own data, until it ends or is stopped."""
        return trained(order, _lesson(order), self._rooms, tell)


def _lesson(order: Order) -> Exercise:
    """The lesson that an order is about."""
    return next(lesson for lesson in LESSONS if lesson.name == order["lesson"])


# ---------------------------------------------------------------- the process


def main() -> None:
    """Obeys until the pipe is closed."""
    reading, writing = take_the_pipes()
    orders, events = os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
    waiting: queue.SimpleQueue[Order] = queue.SimpleQueue()
    rooms = Rooms(starter_of_rooms())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    threading.Thread(target=_receive, args=(orders, waiting, rooms), daemon=True).start()
    threading.Thread(target=_warm_packages, args=(rooms,), daemon=True).start()

    def obey_all(checklist: Checklist) -> NoReturn:
        judge = Judge(checklist, rooms)
        if waiting.empty():
            judge.warm_up(_lesson({"lesson": sys.argv[1]}))
        while True:
            order = waiting.get()
            rooms.begin()
            judge.obey(order, Events(events, order["order"]))

    with_checklist(LESSONS, obey_all)


def _receive(orders: BinaryIO, waiting: queue.SimpleQueue[Order], rooms: Rooms) -> None:
    """Takes orders in; `stop` is obeyed at once. Ends the process when nobody is there any more."""
    with contextlib.suppress(ValueError, OSError):
        for line in orders:
            order = json.loads(line)
            if order["do"] == "stop":
                rooms.stop()
            else:
                waiting.put(order)
    rooms.stop()
    os.kill(os.getpid(), signal.SIGTERM)  # which the main thread handles, clearing up
    time.sleep(2)
    os._exit(0)


def _warm_packages(rooms: Rooms) -> None:
    """NumPy and pandas take their time to load: that is spent before anybody waits for them."""
    with contextlib.suppress(OSError):
        process = rooms(packages=True)
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()

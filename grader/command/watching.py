"""Checks a file at every save, however the editor saves, and always the newest.

Of several files it is the one that was saved last, so that she can go on with the next.

Each round is a process of its own: a save ends the round before, whatever that was doing. And each
is made ready before there is a save for it, so that the report is there in a moment.
"""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import click

from . import readiness, terminal

LOOK_EVERY = 0.05
"""Seconds between two looks: a save is noticed before the learner looks up."""

HEAD_START = 0.5
"""Seconds in which a round has the machine to itself, before the next one is made ready."""

PATIENCE = 2.0
"""Seconds after which it is said that a round is still going on."""

Stamp: TypeAlias = "tuple[int, ...] | None"


def watch(paths: Sequence[Path], at: Path, absent: str = "") -> None:
    """Shows a practice round at once and after every save of one of the files, until Ctrl-C.

    It begins with the file `at`; `absent` is said where that is not there. An editor that saves by
    renaming a new file into place gives the file another number; one that deletes the old file
    first is waited for.
    """
    last: dict[Path, Stamp] = {}
    running: Round | None = None
    ready: Round | None = None
    try:
        while True:
            now = {path: stamp(path) for path in paths}
            if now != last:
                saved = [path for path in paths if now[path] not in (None, last.get(path))]
                was_there = last.get(at) is not None
                at = saved[0] if last and saved else at
                if saved or not last or now[at] != last[at]:
                    before, running = running, None
                    if now[at]:
                        running, ready = ready or Round(at), None
                        running.begin(at)
                    else:
                        _show(_absent(at, absent, was_there=was_there))
                    if before:
                        before.end()
                last = now
            elif running and running.news():
                _show(running.told(at))
            elif not ready and (not running or running.has_had_its_head_start):
                ready = Round(at)
            else:
                time.sleep(LOOK_EVERY)
    finally:
        for each in filter(None, (running, ready)):
            each.end()


class Round:
    """One practice round, in a process of its own: it gets ready, and begins when it is told to."""

    def __init__(self, likely: Path) -> None:
        """Starts the process; it is ready soonest for the file `likely`, or one of its kind."""
        screen = terminal.screen()
        coloured = terminal.colours() is not False and sys.stdout.isatty()
        environment = {
            **os.environ,
            "PYTHONIOENCODING": screen.encoding,
            **({"FORCE_COLOR": "1"} if coloured else {"NO_COLOR": "1"}),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "byhand.grader", "check", str(likely), "--watched"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding=screen.encoding,
            errors="replace",
        )
        self._began = math.inf
        self._text: str | None = None
        self._patience_told = False

    def begin(self, path: Path) -> None:
        """Has it check this file."""
        assert self._process.stdin
        with contextlib.suppress(OSError):  # it has ended already; what it said is shown
            self._process.stdin.write(readiness.order(path, terminal.screen().width + 2))
            self._process.stdin.flush()
        self._began = time.monotonic()

    @property
    def has_had_its_head_start(self) -> bool:
        """Has it ended, or gone on for so long that another may be made ready beside it?"""
        return self._text is not None or time.monotonic() - self._began > HEAD_START

    def news(self) -> bool:
        """Is there something to show that was not there before?"""
        if self._text is not None:
            return False
        if self._process.poll() is not None:
            self._text, _ = self._process.communicate()
            return True
        if not self._patience_told and time.monotonic() - self._began > PATIENCE:
            self._patience_told = True
            return True
        return False

    def told(self, path: Path) -> str:
        """What there is to show."""
        if self._text:
            return self._text
        fact = f"The check of {path} was ended from outside."
        if self._text is None:
            fact = f"{path} is still computing; its time is limited."
        return terminal.screen().wrapped(f"{fact} Save it, and it begins anew.")

    def end(self) -> None:
        """Drops the round, if it still goes on, and its room with it."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=2.0)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # nobody was there to read what it holds
                    pipe.close()


def _show(text: str) -> None:
    terminal.clear()
    click.echo(text.rstrip("\n"))
    click.echo("Save and look here; Ctrl-C ends this.")


def _absent(path: Path, absent: str, *, was_there: bool) -> str:
    if was_there:
        words = f"{path} is gone. As soon as it is back it is checked again."
    else:
        words = f"{absent} Press Ctrl-C before that; or save it here, and it is checked at once."
    return terminal.screen().wrapped(words)


def stamp(path: Path) -> Stamp:
    """What changes with every save, or with who may read it; None where there is no file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode

"""Checks a file at every save, however the editor saves, and always the newest.

Each round is a process of its own: a save ends the round before, whatever that was doing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TypeAlias

import click

from . import terminal

LOOK_EVERY = 0.1
"""Seconds between two looks: a save is noticed before the learner looks up."""

PATIENCE = 2.0
"""Seconds after which it is said that a round is still going on."""

Stamp: TypeAlias = "tuple[int, int, int] | None"


def watch(path: Path) -> None:
    """Shows a practice round at once and after every save of the file, until Ctrl-C.

    An editor that saves by renaming a new file into place gives the file another number; one that
    deletes it first is seen to, and waited for.
    """
    last: Stamp | str = "not looked yet"
    was_there = False
    running: Round | None = None
    try:
        while True:
            now = stamp(path)
            if now != last:
                last = now
                if running:
                    running.end()
                running = Round(path) if now else None
                if not now:
                    _show(_absent(path, was_there))
                was_there = was_there or now is not None
            elif running and running.news():
                _show(running.told(path))
            else:
                time.sleep(LOOK_EVERY)
    finally:
        if running:
            running.end()


class Round:
    """One practice round, in a process of its own."""

    def __init__(self, path: Path) -> None:
        screen = terminal.screen()
        coloured = terminal.colours() is not False and sys.stdout.isatty()
        environment = {
            **os.environ,
            "COLUMNS": str(screen.width + 2),
            "PYTHONIOENCODING": screen.encoding,
            **({"FORCE_COLOR": "1"} if coloured else {"NO_COLOR": "1"}),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "byhand.grader", "check", str(path), "--watched"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding=screen.encoding,
            errors="replace",
        )
        self._began = time.monotonic()
        self._text: str | None = None
        self._patience_told = False

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
        if self._text is None:
            return terminal.screen().wrapped(
                f"{path} is still computing; its time is limited. Save it, and it begins anew."
            )
        return self._text

    def end(self) -> None:
        """Drops the round, if it still goes on, and its room with it."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=2.0)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def _show(text: str) -> None:
    terminal.clear()
    click.echo(text.rstrip("\n"))
    click.echo("Save and look here; Ctrl-C ends this.")


def _absent(path: Path, was_there: bool) -> str:
    if was_there:
        return terminal.screen().wrapped(
            f"{path} is gone. As soon as it is back it is checked again."
        )
    place = path.parent.resolve()
    return terminal.screen().wrapped(
        f"There is no {path.name} in {place} yet. As soon as there is one it is checked. If yours "
        "is elsewhere, press Ctrl-C, go there with `cd`, and watch again; `grade start` writes "
        "the exercise."
    )


def stamp(path: Path) -> Stamp:
    """What changes with every save; None where there is no file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino

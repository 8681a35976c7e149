"""How far a batch is: a bar on a terminal, elsewhere a line per hundred. On standard error."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

EVERY = 100
NARROWEST, WIDEST = 8, 36
"""Of the bar, in characters."""

Told = Callable[[int, int], None]
"""Takes how many were done just now, and how many there are in all."""


@contextmanager
def shown() -> Iterator[Told]:
    """What a batch tells its progress to, with a rate and the time left."""
    if sys.stderr.isatty():
        with _bar() as told:
            yield told
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Told]:
    """One line that is written over and over, never longer than the terminal is wide."""
    started, done = time.monotonic(), 0

    def told(now: int, in_all: int) -> None:
        nonlocal done
        done += now
        columns = shutil.get_terminal_size().columns - 1
        words = f" {done:,} of {in_all:,}"
        if done:
            rate = done / max(time.monotonic() - started, 1e-9)
            words += f", {rate:.1f}/s, {_time((in_all - done) / rate)} left"
        width = min(WIDEST, columns - len(words) - 2)
        full = width * done // max(in_all, 1)
        bar = f"[{'#' * full}{'-' * (width - full)}]" if width >= NARROWEST else ""
        click.echo(f"\r{bar + words:<{columns}.{columns}}", err=True, nl=False)

    try:
        yield told
    finally:
        if done:
            click.echo(err=True)


def _lines() -> Told:
    started, done = time.monotonic(), 0

    def told(now: int, in_all: int) -> None:
        nonlocal done
        before, done = done, done + now
        if done // EVERY > before // EVERY:
            rate = done / max(time.monotonic() - started, 1e-9)
            left = (in_all - done) / rate
            click.echo(f"{done} of {in_all} graded, {rate:.1f}/s, {_time(left)} left", err=True)

    return told


def _time(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

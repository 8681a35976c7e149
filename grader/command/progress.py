"""How far a batch is: a bar on a terminal, elsewhere a line per hundred. On standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

EVERY = 100

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
    started, done = time.monotonic(), 0

    def rate(_: object) -> str:
        return f"{done / max(time.monotonic() - started, 1e-9):.1f}/s"

    with click.progressbar(
        length=1, label="Grading", show_pos=True, item_show_func=rate, file=sys.stderr
    ) as bar:

        def told(now: int, in_all: int) -> None:
            nonlocal done
            done += now
            bar.length = in_all
            bar.update(now, current_item=None)

        yield told


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

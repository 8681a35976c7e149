"""Where a refusal becomes words on standard error, and an exit code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from ..errors import DiskFullError, Refusal
from . import terminal

USAGE, OUR_FAULT, INTERRUPTED = 2, 3, 130


@contextmanager
def refusals() -> Iterator[None]:
    """What cannot be done ends the command, in words that say why and what to do."""
    try:
        yield
    except Refusal as refusal:
        refuse(str(refusal), refusal.exit_code)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            refuse(str(DiskFullError()), OUR_FAULT)
        name = error.filename or "What was asked for"
        refuse(f"{name} cannot be read or written: {error.strerror}. Name another folder.")


def refuse(words: str, code: int = USAGE) -> NoReturn:
    """Says why, line by line where it has lines, and ends with this code."""
    screen = terminal.screen()
    for line in words.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        click.echo(screen.wrapped(line.strip(), indent), err=True)
    sys.exit(code)

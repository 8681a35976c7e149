"""Waits for the next save of a file, however the editor saves."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

LOOK_EVERY = 0.2
"""Seconds between two looks: a save is noticed before the learner looks up."""

Stamp: TypeAlias = "tuple[int, int, int] | None"


def saves(path: Path) -> Iterator[bool]:
    """Yields at once and then at every save: True while the file is there, False if it is gone.

    An editor that saves by renaming a new file into place gives the file another number; one that
    deletes it first is seen to, and waited for.
    """
    last: Stamp | str = "not looked yet"
    while True:
        now = _stamp(path)
        if now != last:
            last = now
            yield now is not None
        else:
            time.sleep(LOOK_EVERY)


def _stamp(path: Path) -> Stamp:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino

"""Ctrl-C once finishes what is running, twice stops at once."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Gives a function that tells whether to stop. The second signal raises KeyboardInterrupt.

    Signals after the second are ignored: the end is under way.
    """
    asked = twice = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked, twice
        if asked:
            twice = True
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            raise KeyboardInterrupt
        asked = True
        with contextlib.suppress(OSError):  # past any stream, which may be in use right now
            os.write(2, b"\nFinishing what is running; Ctrl-C once more stops at once.\n")

    before = {number: signal.signal(number, ask) for number in SIGNALS}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            if not twice:
                signal.signal(number, handler)

"""A check that is made ready before its file is saved, so that it takes a moment from then on.

All that a check imports, and the numbers that every program is held against, are the same for
each of them, and take most of its time.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import NoReturn

from . import terminal
from .practising import rooms


def order(path: Path, columns: int) -> str:
    """What tells a check that is ready to begin: with this file, on a screen of this width."""
    return json.dumps({"path": os.fspath(path), "columns": columns}) + "\n"


def until_saved(likely: Path) -> Path:
    """Makes everything ready, and waits for an order on standard input: the file to be checked.

    It is ready for any file, and soonest for `likely` or one of its kind. Where nobody is there to
    give an order, this process ends.
    """
    signal.signal(signal.SIGTERM, _end)
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    listening = threading.Thread(target=lambda: lines.put(_line()), daemon=True)
    listening.start()
    rooms()
    if lines.empty():
        with contextlib.suppress(Exception):  # what goes wrong does so again, and is told then
            _rehearse(likely)
    line = lines.get()
    listening.join()  # from here on there is one thread, which may be forked
    if not line.endswith(b"\n"):
        sys.exit()
    told = json.loads(line)
    os.environ["COLUMNS"] = str(told["columns"])
    return Path(told["path"])


def _rehearse(likely: Path) -> None:
    """Judges the solution: what takes longer the first time is done then. Nothing is shown."""
    from ..installed import ROOT
    from ..judging.grading import grade
    from ..lessons import LESSONS
    from ..reports import rendered
    from ..settings import Settings
    from ..submission import of_bytes

    names = [name for lesson in LESSONS for name in lesson.files.values()]
    name = likely.name if likely.name in names else LESSONS[-1].file
    solution = of_bytes(name, (ROOT / "solution" / name).read_bytes())
    report = grade(
        solution, Settings(secret=""), LESSONS, practice=True, best_effort=True, start=rooms()
    )
    rendered(report, "practice", screen=terminal.screen())


def _line() -> bytes:
    """One line of standard input, past all buffers: a thread that waits there must not hold any."""
    line = b""
    with contextlib.suppress(OSError):
        while not line.endswith(b"\n") and (more := os.read(0, 4096)):
            line += more
    return line


def _end(_number: int, _frame: object) -> NoReturn:
    """SIGTERM ends this as Ctrl-C does, so that the room is closed behind it."""
    raise KeyboardInterrupt

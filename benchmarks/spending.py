"""Runs a command and tells what it and all the processes below it have spent, as JSON.

    python spending.py COMMAND ARGUMENT...

On Linux a process whose parent has ended is handed to this one, and so counts too: a zygote, or a
room that was ended with its grader.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
PAUSE = 0.5
"""Seconds. Looking holds up those who are looked at: they are not to be slower for it."""


def main() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    memory: list[float] = []
    ended = threading.Event()
    watcher = threading.Thread(target=watch, args=(memory, ended))
    with tempfile.TemporaryFile() as output:
        begun = time.monotonic()
        process = subprocess.Popen(sys.argv[1:], stdout=output, stderr=subprocess.STDOUT)
        watcher.start()
        exit_code = process.wait()
        wall = time.monotonic() - begun
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()
        ended.set()
        watcher.join()
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        json.dumps(
            {
                "exit_code": exit_code,
                "wall": wall,
                "cpu": used.ru_utime + used.ru_stime,
                "memory": memory,
                "output": said[-4000:],
            }
        )
    )


def watch(memory: list[float], ended: threading.Event) -> None:
    """Notes now and then how much memory all the processes below this one hold, in MiB."""
    while not ended.wait(PAUSE):
        memory.append(sum(map(held, below(os.getpid()))) / 1024)


def below(parent: int) -> list[int]:
    """All the processes that a process has started, and those that these have started."""
    found = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found + [pid for child in found for pid in below(child)]


def held(pid: int) -> float:
    """A process's memory in KiB, what it shares with others counted in parts; 0 if it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    return 0.0


if __name__ == "__main__":
    main()

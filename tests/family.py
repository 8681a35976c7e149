"""The processes that are running, and which of them has started which; reads /proc."""

from __future__ import annotations

import contextlib
from pathlib import Path


def running() -> list[tuple[int, str]]:
    """Each process that is no zombie, and its command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            if line:
                found.append((int(entry.name), line))
    return found


def ancestors(pid: int) -> list[int]:
    """The process itself, its parent, and so on."""
    line = [pid]
    with contextlib.suppress(OSError, IndexError):
        while line[-1] > 1:
            status = Path(f"/proc/{line[-1]}/stat").read_text()
            line.append(int(status.rpartition(") ")[2].split()[1]))
    return line


def descendants(pid: int) -> list[int]:
    """All that a process has started, and these, now."""
    return [other for other, _ in running() if other != pid and pid in ancestors(other)]


def are_gone(pids: list[int]) -> bool:
    """Has each of these ended?"""
    return not {pid for pid, _ in running()}.intersection(pids)

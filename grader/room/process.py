"""The process that a room is: an interpreter of its own that sees nothing of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeAlias

from .pipes import Ends

WORKER = Path(__file__).resolve().parent / "inside" / "worker.py"

SANDBOX_EXEC = "/usr/bin/sandbox-exec"

PYTHON = getattr(sys, "_base_executable", "") or sys.executable
"""The interpreter itself: in a virtual environment on Windows sys.executable only starts it."""

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "HOME": "/nonexistent",
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


class Process(Ends, Protocol):
    """What a room needs of its process; subprocess.Popen is one, a fork of a zygote another."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def kill(self) -> None: ...


Start: TypeAlias = Callable[..., Process]
"""Gives a room its process. With `packages=True` the room is going to import NumPy or pandas."""


def fresh(*, packages: bool = False) -> Process:
    """A process of its own, from the start of the interpreter on. Raises OSError."""
    return subprocess.Popen(
        [*_seatbelt(packages), PYTHON, "-I", "-S", "-B", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd="/" if os.name == "posix" else None,
        start_new_session=os.name == "posix",
        bufsize=0,
    )


def _seatbelt(packages: bool) -> list[str]:
    """What puts a program into the macOS sandbox, which no program can put itself into."""
    if sys.platform != "darwin" or not os.access(SANDBOX_EXEC, os.X_OK):
        return []
    from .library import library
    from .seatbelt import profile

    readable: list[str] = []
    if packages:
        folder, granted = library()
        readable = [folder, *granted]
    return [SANDBOX_EXEC, "-p", profile(readable)]


def environment() -> dict[str, str]:
    """All that a room's process gets to see of ours: what Python cannot start without."""
    posix = os.name == "posix"
    kept = ("LD_LIBRARY_PATH",) if posix else ("SYSTEMROOT", "TEMP", "TMP")
    return {**ENVIRONMENT, **{name: os.environ[name] for name in kept if name in os.environ}}

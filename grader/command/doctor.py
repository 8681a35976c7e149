"""What this machine can do: its tier of isolation, its Python, what is installed."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path

from ..room.program import Program
from ..room.room import RoomFault
from ..room.tiers import banner

LEARNERS = ("byhand", "click", "pandas", "pytest", "numpy")
EXTRAS = {"page": ("starlette", "uvicorn"), "class": ("Jinja2", "PyYAML"), "dask": ("distributed",)}
MEANS = {
    "full": "a submission opens no file, no connection and no process",
    "closed": "a submission opens nothing at all; only preloaded modules can be imported",
    "seatbelt": "the macOS sandbox; it passed its self-test here but is untested otherwise",
    "limits": "a submission can read your files; time and memory are limited",
}


def examined() -> str:
    """What was found, a line each, and what to do where something is missing."""
    lines = [f"system      {platform.system()} {platform.release()} on {platform.machine()}"]
    lines.append(f"Python      {platform.python_version()}")
    lines += [f"{name:<12}{_version(name)}" for name in LEARNERS]
    for extra, names in EXTRAS.items():
        missing = [name for name in names if _version(name) == "missing"]
        what = f'missing: pip install "byhand[{extra}]"' if missing else "installed"
        lines.append(f"{f'[{extra}]':<12}{what}")
    return "\n".join([*lines, "", *_isolation()]) + "\n"


def _isolation() -> list[str]:
    try:
        with Program(b"") as program:
            lock = program.lock
    except RoomFault as fault:
        return [f"isolation   none: {fault}"]
    lines = [f"isolation   {lock.tier}: {MEANS.get(lock.tier, '')}"]
    if lock.landlock_abi:
        lines.append(f"            Landlock ABI {lock.landlock_abi}, seccomp")
    for attempt, refused in lock.selftest.items():
        words = attempt.replace("_", " ")
        lines.append(f"            {words}: {'refused' if refused else 'POSSIBLE'}")
    if lock.tier == "full":
        lines += _access_times()
    told = banner(lock.tier, lock.reason)
    return [*lines, "", told.rstrip()] if told else lines


def _access_times() -> list[str]:
    """Whether a file that a submission may read can tell a later one that it was read.

    With `relatime`, as most systems mount, it can once a day and after each change; see mount(8).
    """
    places = {Path(os.__file__).resolve().parent, Path("/usr/share/zoneinfo"), Path("/usr/lib")}
    kept = sorted({point for place in places if (point := _keeps_access_times(place))})
    if not kept:
        return ["            access times: not kept (noatime)"]
    return [
        f"            access times: kept on {', '.join(kept)}",
        "            A submission can leave a few bits to a later one by reading a file there:",
        "            mount with noatime, or read-only, if that matters.",
    ]


def _keeps_access_times(place: Path) -> str:
    """The mount point of a place, if reading there changes anything; "" if not, or not known."""
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    found: tuple[str, list[str]] = ("", ["noatime"])
    for _, point, _, options, *_ in (line.split() for line in mounts):
        if place.is_relative_to(point) and len(point) >= len(found[0]):
            found = point, options.split(",")  # of two on one point, the later one is seen
    return "" if {"noatime", "ro"}.intersection(found[1]) else found[0]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"

"""A room in which NumPy and pandas can be imported, and nothing else that is installed."""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from ...solution.matrix import Matrix
from ..settings import Limits
from .process import Start, fresh
from .program import Account, Program
from .room import Room

NEIGHBOURS = (
    *("trees", "script_text", "rewriting"),
    *("arrays", "records", "script_training", "playback"),
)
"""The grader's own modules that a script's room reads before it is locked, in this order."""

MEMORY_MIB = 1024
"""NumPy and pandas need more than the lesson's matrices do."""

PACKAGES = ("numpy", "pandas")
LATE = ("pandas.io.formats.csvs", "pandas.io.formats.string", "pandas.core.methods.to_dict")
"""What pandas imports only once a table is written or shown, when no file may be opened."""
PREFIX = "byhand-packages-"
LIBRARY = (*PACKAGES, "dateutil", "six", "pytz", "tzdata")
"""What a submission may import besides Python's own: NumPy, pandas, and what these import."""


class Equipped(Program):
    """One submission in a room where NumPy and pandas can be imported. Use as a context manager."""

    def __init__(
        self,
        source: bytes,
        *,
        file: str = "backprop.py",
        data: Mapping[str, Matrix],
        limits: Limits | None = None,
        start: Start = fresh,
        account: Account | None = None,
    ) -> None:
        """Starts and locks the room. Raises RoomFault where that fails."""
        limits = limits or Limits()
        limits = replace(limits, memory_mib=max(limits.memory_mib, MEMORY_MIB))
        super().__init__(
            source, file=file, data=data, limits=limits, start=start, account=account
        )

    def _opened_room(self) -> Room:
        return Room(self._wanted(), partial(self._start, packages=True))

    def _wanted(self) -> dict[str, Any]:
        folder, granted = library()
        wanted = super()._wanted()
        return {
            **wanted,
            "library": [folder],
            "readable": [*wanted["readable"], folder, *granted],
            "preload": [*wanted["preload"], *PACKAGES, *LATE],
        }


@cache
def library() -> tuple[str, tuple[str, ...]]:
    """A folder with links to NumPy and pandas and to nothing else; and where these links lead.

    The folder that they are installed in has all else that is installed there, ourselves included.
    It goes with this process; where that was killed, the next one that makes a folder clears it.
    """
    found = [Path(origin) for name in LIBRARY if (origin := _installed(name))]
    found += [libs for path in found if (libs := path.with_name(f"{path.name}.libs")).exists()]
    if os.name != "posix":  # links need a right of their own there, and no file is hidden anyway
        return str(found[0].parent), ()
    clear_left_folders()
    folder = _folder()
    for path in found:
        (folder / path.name).symlink_to(path)
    return str(folder), tuple(map(str, found))


_held: list[int] = []
"""Folders of this process, held open and locked for as long as it lives, however it ends."""


def _folder() -> Path:
    """A new folder that is this process's own, readable for everybody."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        with contextlib.suppress(OSError):  # another process has just cleared it: another one then
            _held.append(_locked(folder))
            folder.chmod(0o755)
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            return folder


def clear_left_folders() -> None:
    """Removes this user's folders of processes that have ended without removing them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # in use, somebody else's, or gone by now
            if folder.lstat().st_uid == os.getuid():
                lock = _locked(folder)
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _locked(folder: Path) -> int:
    """The folder, open and locked. Raises OSError where a process that lives holds it."""
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(folder.lstat(), os.fstat(descriptor)):
            raise FileNotFoundError(folder)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _installed(name: str) -> str | None:
    """The folder of a package or the file of a module, if it is installed."""
    specification = importlib.util.find_spec(name)
    if specification is None:
        return None
    folders = specification.submodule_search_locations
    return next(iter(folders)) if folders else specification.origin

"""What a submission may import: of what is installed, NumPy and pandas alone."""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

HONEST_MODULES = (
    "math", "random", "statistics", "itertools", "functools", "operator", "collections",
    "dataclasses", "typing", "json", "time", "copy", "string", "fractions", "decimal", "abc",
    "enum", "datetime", "re", "textwrap", "contextlib", "types", "numbers", "array", "bisect",
    "heapq", "pprint", "traceback", "warnings", "csv", "io", "os", "sys", "pathlib", "timeit",
    "unicodedata",
)  # fmt: skip
"""Modules an exercise may import where no file can be opened: loaded before the room is locked."""

PACKAGES = ("numpy", "pandas")
LATE = ("pandas.io.formats.csvs", "pandas.io.formats.string", "pandas.core.methods.to_dict")
"""What pandas imports only once a table is written or shown, when no file may be opened."""
PREFIX = "byhand-packages-"
LIBRARY = (*PACKAGES, "dateutil", "six", "pytz", "tzdata")
"""What a submission may import besides Python's own: NumPy, pandas, and what these import."""


@cache
def library() -> tuple[str, tuple[str, ...]]:
    """A folder with links to NumPy and pandas and to nothing else; and where these links lead.

    The folder that they are installed in has all else that is installed there, ourselves included.
    It is removed as this process ends; where that was killed, the next process to make such a
    folder removes it.
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
        with contextlib.suppress(OSError):  # another process has just cleared it: make another
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

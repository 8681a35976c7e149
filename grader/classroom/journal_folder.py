"""The folder of a journal: held by one process, and removed where nothing came of it."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..errors import DiskFullError, JournalError


def take_away(made: Sequence[Path]) -> None:
    """Removes the folders that were made for a journal, the innermost first, if they are ours."""
    with suppress(OSError):
        for path in made[0].glob("*.db*"):
            path.unlink()
        for folder in made:
            folder.rmdir()


def connected(path: Path, seconds: float) -> sqlite3.Connection:
    """A database, without transactions of its own; waits this long for whoever holds it."""
    return sqlite3.connect(path, timeout=seconds, isolation_level=None)


def hold(lock: sqlite3.Connection, place: Path, folder: Path) -> None:
    """Keeps all other processes out of the folder. Raises JournalError where one is in it."""
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if (why := what_stops(error)) is not None:
            raise why from None
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not _can_be_locked(place):
            raise JournalError(
                f"{folder} cannot be locked ({_reason(error)}), as on some network drives, so "
                "nothing could be kept safely: name a folder on a disk of this machine."
            ) from None
        raise JournalError(
            f"Another `grade` is at work in {folder}: wait for it, or name another folder."
        ) from None


def what_stops(error: sqlite3.DatabaseError) -> JournalError | None:
    """What it is where nothing can be written; None where it is something else."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # without its details
    if code == sqlite3.SQLITE_FULL:
        return DiskFullError()
    if code == sqlite3.SQLITE_READONLY:
        return JournalError(
            "The report's folder cannot be written to: copy it to where it can, and go on there."
        )
    return None


def _can_be_locked(place: Path) -> bool:
    """Does the file system lock files at all? SQLite calls it busy where it does not."""
    try:
        import fcntl
    except ImportError:  # Windows, where SQLite is right
        return True
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _reason(error: sqlite3.OperationalError) -> str:
    busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return "its file system has no locks" if busy else str(error)

"""What is graded stays graded: SQLite, in a folder of its own beside the reports.

    result     a report by content and fingerprint; the same bytes are graded once
    program    the source that was run, by content, to be shown beside its feedback
    delivery   the class as it was taken in last, so that reports can be written again from here
    class      the conditions that it was graded under
    fault      why a content could not be graded the last time it was tried
    file       what was written beside it and by which bytes it is known, so that it is cleared
               away when it is no longer true, and nothing else is

One process writes, and people are told a result only after it was committed: WAL survives kill -9,
and with synchronous=FULL a power cut too (`keep` says what that may take). A journal belongs on a
local disk; WAL does not work over a network. Sources: sqlite.org/wal.html, sqlite.org/pragma.html.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from ..errors import JournalError
from ..verdict import Report
from .conditions import Conditions
from .intake.delivery import Delivery
from .journal_entries import (
    conditions_as_text,
    conditions_of,
    delivery_as_text,
    delivery_of,
    packed,
    report_of,
)
from .journal_folder import connected, hold, take_away, what_stops

PLACE = ".journal"
PRIVATE = 0o700
"""Grades, names and programs are nobody else's business: the folder is for its owner alone."""

VERSION = 4
READERS_SECONDS = 30.0
"""How long to wait for another process that reads the journal. After a crash SQLite has to repair
it first, and whoever opens it then keeps all others out until that is done."""

SCHEMA = f"""
BEGIN;
CREATE TABLE result (
    content BLOB NOT NULL, fingerprint BLOB NOT NULL, report BLOB NOT NULL,
    cpu_seconds REAL NOT NULL, UNIQUE (content, fingerprint)
);
CREATE TABLE fault (content BLOB PRIMARY KEY, reason TEXT NOT NULL);
CREATE TABLE program (content BLOB PRIMARY KEY, source BLOB NOT NULL);
CREATE TABLE delivery (
    student TEXT NOT NULL, attempt TEXT NOT NULL, lesson TEXT NOT NULL, content BLOB,
    empty INTEGER NOT NULL, about TEXT NOT NULL, UNIQUE (student, attempt, lesson)
);
CREATE TABLE class (about TEXT NOT NULL);
CREATE TABLE file (name TEXT NOT NULL, digest BLOB NOT NULL, UNIQUE (name, digest));
PRAGMA user_version = {VERSION};
COMMIT;
"""


@contextmanager
def opened(folder: Path, *, of: Path | None = None) -> Iterator[Journal]:
    """The journal of a report folder, made if it is missing, held by this process alone.

    A folder that was made for it goes away again where nothing came of it. Where it is a copy,
    what is said is said `of` the original. Raises JournalError, at once if another process holds
    it.
    """
    place = folder / PLACE
    missing = [path for path in (place, folder, *folder.parents) if not path.exists()]
    with ExitStack() as connections:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
            place.mkdir(exist_ok=True, mode=PRIVATE)
            lock = connections.enter_context(closing(connected(place / "lock.db", 0)))
            hold(lock, place, folder)
            database = connections.enter_context(
                closing(connected(place / "journal.db", READERS_SECONDS))
            )
            _prepare(database, of or folder)
        except OSError as error:
            raise JournalError(
                f"Nothing can be kept in {folder}: {error.strerror}. Name another folder."
            ) from None
        except sqlite3.DatabaseError as error:
            raise _in_words(error) from None
        journal = Journal(database)
        try:
            yield journal
        except BaseException:
            if missing and not journal.has_conditions():
                connections.close()
                take_away(missing)
            raise


@contextmanager
def read(folder: Path) -> Iterator[Journal]:
    """The journal of a report folder that is only looked at, and may be where nothing is written.

    Raises JournalError as `opened` does.
    """
    if os.access(folder / PLACE, os.W_OK):
        with opened(folder) as journal:
            yield journal
        return
    with tempfile.TemporaryDirectory() as copy:
        (Path(copy) / PLACE).mkdir()
        for path in (folder / PLACE).glob("journal.db*"):
            shutil.copyfile(path, Path(copy) / PLACE / path.name)
        with opened(Path(copy), of=folder) as journal:
            yield journal


def _prepare(database: sqlite3.Connection, folder: Path) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == 0:
        database.executescript(SCHEMA)
    elif version != VERSION:
        raise JournalError(
            f"The journal in {folder} is from another version of byhand: grade the class again "
            "into another folder."
        )


class Journal:
    """One report folder's journal; see `opened`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def take_in(self, conditions: Conditions, deliveries: Iterable[Delivery]) -> None:
        """Replaces the class by this one. It may be made of what is in the journal."""
        rows = [
            (d.student, d.attempt, d.lesson, d.key, d.is_blank, delivery_as_text(d))
            for d in deliveries
        ]
        with self._transaction():
            self._note(conditions)
            self._database.execute("DELETE FROM delivery")
            self._database.executemany("INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?)", rows)

    def settle(self, conditions: Conditions) -> None:
        """Notes other conditions for the same class."""
        with self._transaction():
            self._note(conditions)

    def _note(self, conditions: Conditions) -> None:
        self._database.execute("DELETE FROM class")
        self._database.execute("INSERT INTO class VALUES (?)", [conditions_as_text(conditions)])

    def has_conditions(self) -> bool:
        """Was any class taken in?"""
        return bool(self._database.execute("SELECT 1 FROM class").fetchone())

    def has_class(self) -> bool:
        """Is there a class of which anything was graded?"""
        if not self.has_conditions():
            return False
        return bool(self.graded(bytes.fromhex(self.conditions().fingerprint)))

    def conditions(self) -> Conditions:
        """What the class was graded under. Raises JournalError if none was yet."""
        row = self._database.execute("SELECT about FROM class").fetchone()
        if row is None:
            raise JournalError("Nothing was graded here yet: begin with `grade batch`.")
        return conditions_of(row[0])

    def deliveries(self) -> Iterator[Delivery]:
        """The class, in an order that depends on nothing but who is in it."""
        rows = self._database.execute(
            "SELECT about, content, empty FROM delivery ORDER BY student, attempt, lesson"
        )
        for about, key, blank in rows:
            yield delivery_of(about, key, bool(blank))

    def keep(
        self, fingerprint: bytes, results: Sequence[tuple[bytes, Mapping[str, Any], bytes]]
    ) -> None:
        """Commits the results for some contents, with the programs that were run, all at once.

        They outlive this process from now on. The disk is not waited for: a power cut may take
        the last of them, which are graded again then. Raises DiskFullError.
        """
        if not results:
            return
        with self._without_waiting_for_the_disk(), self._transaction():
            self._database.executemany(
                "INSERT OR IGNORE INTO result VALUES (?, ?, ?, ?)",
                [(key, fingerprint, packed(r), r["cpu_seconds"]) for key, r, _ in results],
            )
            self._database.executemany(
                "INSERT OR IGNORE INTO program VALUES (?, ?)",
                [(key, zlib.compress(program, zlib.Z_BEST_SPEED)) for key, _, program in results],
            )

    def note_faults(self, reasons: Mapping[bytes, str]) -> None:
        """Notes why some contents could not be graded; forgets it for those graded by now."""
        with self._transaction():
            self._database.executemany(
                "INSERT OR REPLACE INTO fault VALUES (?, ?)", reasons.items()
            )
            self._database.execute(
                "DELETE FROM fault WHERE content IN (SELECT content FROM result)"
            )

    def faults(self) -> dict[bytes, str]:
        """Why some contents could not be graded the last time it was tried."""
        return dict(self._database.execute("SELECT content, reason FROM fault"))

    def graded(self, fingerprint: bytes) -> set[bytes]:
        """The contents for which there is a result with this fingerprint."""
        rows = self._database.execute(
            "SELECT content FROM result WHERE fingerprint = ?", [fingerprint]
        )
        return {content for (content,) in rows}

    def reports(self, fingerprint: bytes) -> Iterator[tuple[bytes, Report]]:
        """Every content's report with this fingerprint."""
        rows = self._database.execute(
            "SELECT content, report FROM result WHERE fingerprint = ?", [fingerprint]
        )
        for content, report in rows:
            yield content, report_of(report)

    def program(self, content: bytes) -> str:
        """The source that was run for this content; "" where it could not be read."""
        row = self._database.execute(
            "SELECT source FROM program WHERE content = ?", [content]
        ).fetchone()
        return zlib.decompress(row[0]).decode("utf-8", "replace") if row else ""

    def absorb(self, other: Journal) -> None:
        """Takes over another journal's results and programs, and why others have none."""
        with self._transaction():
            for table, places in (
                ("result", "?, ?, ?, ?"), ("program", "?, ?"), ("fault", "?, ?")
            ):  # fmt: skip
                self._database.executemany(
                    f"INSERT OR IGNORE INTO {table} VALUES ({places})",
                    other._database.execute(f"SELECT * FROM {table}"),
                )

    def files(self) -> dict[str, set[bytes]]:
        """The files that were noted, and the digests of all that may have been written there."""
        found: dict[str, set[bytes]] = {}
        for name, digest in self._database.execute("SELECT name, digest FROM file"):
            found.setdefault(name, set()).add(digest)
        return found

    def note_files(self, digests: Mapping[str, bytes]) -> None:
        """Notes which files are about to be there, beside what may still be there."""
        with self._transaction():
            self._database.executemany("INSERT OR IGNORE INTO file VALUES (?, ?)", digests.items())

    def settle_files(self, digests: Mapping[str, bytes]) -> None:
        """These files are there, and nothing else is ours."""
        with self._transaction():
            self._database.execute("DELETE FROM file")
            self._database.executemany("INSERT INTO file VALUES (?, ?)", digests.items())

    @contextmanager
    def _without_waiting_for_the_disk(self) -> Iterator[None]:
        self._database.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            self._database.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError):
                raise _in_words(error) from None
            raise


def _in_words(error: sqlite3.DatabaseError) -> JournalError:
    used = JournalError(f"The journal cannot be used: {error}. Name another folder.")
    return what_stops(error) or used

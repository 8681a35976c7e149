"""What is graded stays graded: SQLite, in a folder of its own beside the reports.

    result     a report by content and fingerprint; the same bytes are graded once
    delivery   the class as it was taken in last, so that reports can be written again from here
    class      how it was taken in
    file       what was written beside it, to be cleared away when it is no longer true

One process writes, and a result is told to people only after it was committed: WAL with
synchronous=FULL survives kill -9 and a power cut. A journal belongs on a local disk; WAL does not
work over a network. Sources: sqlite.org/wal.html, sqlite.org/pragma.html.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..verdict import Ending, Finding, Isolation, Outcome, Report
from .intake import Delivery

PLACE = ".journal"
VERSION = 1
READERS_SECONDS = 30.0
"""How long somebody who looks into the journal is waited for: who comes first after an accident
has it to himself while he tidies up, though he only wants to read."""

SCHEMA = f"""
BEGIN;
CREATE TABLE result (
    content BLOB NOT NULL, fingerprint BLOB NOT NULL, report BLOB NOT NULL,
    cpu_seconds REAL NOT NULL, UNIQUE (content, fingerprint)
);
CREATE TABLE delivery (
    student TEXT NOT NULL, attempt TEXT NOT NULL, content BLOB, empty INTEGER NOT NULL,
    about TEXT NOT NULL, UNIQUE (student, attempt)
);
CREATE TABLE class (about TEXT NOT NULL);
CREATE TABLE file (name TEXT PRIMARY KEY);
PRAGMA user_version = {VERSION};
COMMIT;
"""


class JournalError(Exception):
    """The journal cannot be used: the fact first, then what to do."""


class DiskFullError(JournalError):
    """Nothing more can be kept; what was committed before is safe."""

    def __init__(self) -> None:
        super().__init__(
            "The disk is full. What was graded so far is kept: "
            "make room, and run the same command again."
        )


@dataclass(frozen=True)
class Taken:
    """How a class was taken in: from which system, what was left aside, by which rules.

    `fingerprint` is that of the results which belong to it, in hexadecimal; `shard` is "i/n" in a
    part of a class.
    """

    layout: str
    ignored: tuple[str, ...]
    attempt: str
    fingerprint: str
    shard: str = ""


@dataclass(frozen=True)
class Listed:
    """A delivery of the class without its bytes: their key if there are any, and whether they
    hold nothing but blanks and comments."""

    delivery: Delivery
    content: bytes | None
    empty: bool


@contextmanager
def opened(folder: Path) -> Iterator[Journal]:
    """The journal of a report folder, made if it is missing, held by this process alone.

    Raises JournalError, at once if another process holds it.
    """
    place = folder / PLACE
    with ExitStack() as connections:
        try:
            place.mkdir(parents=True, exist_ok=True)
            lock = connections.enter_context(closing(_connected(place / "lock.db", 0)))
            _hold(lock, folder)
            database = connections.enter_context(
                closing(_connected(place / "journal.db", READERS_SECONDS))
            )
            _prepare(database, folder)
        except OSError as error:
            raise JournalError(
                f"Nothing can be kept in {folder}: {error.strerror}. Give another --output."
            ) from None
        except sqlite3.DatabaseError as error:
            raise _in_words(error) from None
        yield Journal(database)


def _connected(path: Path, seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=seconds, isolation_level=None)


def _hold(lock: sqlite3.Connection, folder: Path) -> None:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        raise JournalError(
            f"Another `grade` is at work in {folder}: wait for it, or give another --output."
        ) from None


def _prepare(database: sqlite3.Connection, folder: Path) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == 0:
        database.executescript(SCHEMA)
    elif version != VERSION:
        raise JournalError(
            f"The journal in {folder} is from another version of byhand: give another --output."
        )


class Journal:
    """One report folder's journal; see `opened`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def take_in(self, taken: Taken, deliveries: Iterable[Listed]) -> None:
        """Replaces the class by this one."""
        rows = (
            (d.delivery.student, d.delivery.attempt, d.content, d.empty, _about(d.delivery))
            for d in deliveries
        )
        with self._transaction():
            self._database.execute("DELETE FROM class")
            self._database.execute("INSERT INTO class VALUES (?)", [_about(taken)])
            self._database.execute("DELETE FROM delivery")
            self._database.executemany("INSERT INTO delivery VALUES (?, ?, ?, ?, ?)", rows)

    def taken(self) -> Taken:
        """How the class was taken in. Raises JournalError if none was yet."""
        row = self._database.execute("SELECT about FROM class").fetchone()
        if row is None:
            raise JournalError("Nothing was graded here yet: begin with `grade batch`.")
        about = json.loads(row[0])
        return Taken(**{**about, "ignored": tuple(about["ignored"])})

    def deliveries(self) -> Iterator[Listed]:
        """The class, in an order that depends on nothing but who is in it."""
        rows = self._database.execute(
            "SELECT about, content, empty FROM delivery ORDER BY student, attempt"
        )
        for about, content, empty in rows:
            yield Listed(_delivery(json.loads(about)), content, bool(empty))

    def keep(self, fingerprint: bytes, results: Sequence[tuple[bytes, Mapping[str, Any]]]) -> None:
        """Commits the results for some contents, all at once. Raises DiskFullError."""
        if not results:
            return
        rows = [
            (content, fingerprint, _packed(report), report["cpu_seconds"])
            for content, report in results
        ]
        with self._transaction():
            self._database.executemany("INSERT OR IGNORE INTO result VALUES (?, ?, ?, ?)", rows)

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
        for content, packed in rows:
            yield content, _report(packed)

    def absorb(self, other: Journal) -> None:
        """Takes over all the results of another journal."""
        with self._transaction():
            self._database.executemany(
                "INSERT OR IGNORE INTO result VALUES (?, ?, ?, ?)",
                other._database.execute(
                    "SELECT content, fingerprint, report, cpu_seconds FROM result"
                ),
            )

    def files(self) -> set[str]:
        """The files that were noted."""
        return {name for (name,) in self._database.execute("SELECT name FROM file")}

    def note_files(self, names: Iterable[str]) -> None:
        """Notes which files are there, or are about to be."""
        with self._transaction():
            self._database.execute("DELETE FROM file")
            self._database.executemany(
                "INSERT INTO file VALUES (?)", [(name,) for name in sorted(names)]
            )

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
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return DiskFullError()
    return JournalError(f"The journal cannot be used: {error}. Give another --output.")


# ---------------------------------------------------------------- rows and values


def _about(what: Taken | Delivery) -> str:
    table = dataclasses.asdict(what)
    table.pop("content", None)
    return json.dumps(table)


def _delivery(about: dict[str, Any]) -> Delivery:
    lists = {name: tuple(about[name]) for name in ("members", "notices")}
    return Delivery(**{**about, **lists, "content": b""})


def _packed(report: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(report).encode())


def _report(packed: bytes) -> Report:
    table = json.loads(zlib.decompress(packed))
    del table["schema"]
    values = {
        "outcome": Ending(table["outcome"]),
        "isolation": Isolation(**table["isolation"]),
        "findings": tuple(_finding(**finding) for finding in table["findings"]),
        "notices": tuple(table.get("notices", ())),
    }
    return Report(**{**table, **values})


@lru_cache(maxsize=4096)
def _finding(*, outcome: str, **table: Any) -> Finding:
    """Students who got the same share one finding: a large class is mostly such."""
    return Finding(outcome=Outcome(outcome), **table)

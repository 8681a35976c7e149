"""A folder, or loose files, read without following a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ...errors import RefusedError
from .download import ENTRIES, Download, Entry, decoded, is_junk, of_entries
from .file_names import ordinary

REPORTS = "holds the reports of a batch"
DATABASE = b"SQLite format 3\0"


def from_folder(folder: Path, name_encoding: str | None = None) -> Download:
    """The files under a folder; raises `RefusedError` when there are too many to look at."""
    return of_entries(folder.resolve().name, _walk(folder, name_encoding))


def from_files(paths: Iterable[Path], name_encoding: str | None = None) -> Download:
    """Loose files, told apart by their paths below the folder that they share."""
    files = [Path(os.path.abspath(path)) for path in paths]
    top = Path(os.path.commonpath([file.parent for file in files]))
    return of_entries(top.name, (_file(file, top, name_encoding) for file in files))


def from_file(file: Path) -> Entry:
    """One file that somebody named: it may be called anything."""
    return _file(file, file.parent, None)


def _walk(folder: Path, name_encoding: str | None) -> Iterator[Entry]:
    unreadable: list[OSError] = []
    count = 0
    for place, folders, files in os.walk(folder, onerror=unreadable.append):
        here = Path(place)
        unwalked = [
            name
            for name in folders
            if is_junk(name) or (here / name).is_symlink() or _is_report(here / name)
        ]
        folders[:] = sorted(set(folders) - set(unwalked))
        for name in sorted(files + unwalked):
            yield _file(here / name, folder, name_encoding)
        if not folders and not files and here != folder:
            empty = _file(here, folder, name_encoding)
            yield replace(empty, path=empty.path + "/")
        count += len(files) + len(folders)
        if count > ENTRIES:
            raise RefusedError(f"holds more than {ENTRIES} entries, the most that is looked at")
    if unreadable:
        raise RefusedError(f"cannot be read everywhere: {unreadable[0]}")


def _is_report(folder: Path) -> bool:
    """Is it what `grade batch` writes? It may lie in the very folder that is graded.

    A student's folder may hold such a journal too, whoever put it there: what has a program in it,
    or is no whole report, is never left aside for that.
    """
    try:
        with open(folder / ".journal" / "journal.db", "rb") as journal:
            if journal.read(len(DATABASE)) != DATABASE:
                return False
    except OSError:
        return False
    there = {path.name for path in folder.iterdir() if not is_junk(path.name)}
    is_whole = "grades.csv" in there or there <= {"overrides.csv"}  # nothing is written at first
    files = (name for _, _, names in os.walk(folder) for name in names)
    return is_whole and not any(ordinary(name).endswith((".py", ".ipynb")) for name in files)


def _file(file: Path, top: Path, name_encoding: str | None) -> Entry:
    path, notices = decoded(os.fsencode(file.relative_to(top).as_posix()), name_encoding)
    kind = stat.S_IFMT(os.lstat(file).st_mode)
    refusal = ""
    if kind == stat.S_IFLNK:
        refusal = "is a symbolic link"
    elif _is_report(file):
        refusal = REPORTS
    elif kind != stat.S_IFREG:
        refusal = "is not a file"

    def fetch(size: int) -> bytes:
        # A link or a pipe that took the file's place since is neither followed nor waited for.
        wary = sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
        try:
            with open(os.open(file, os.O_RDONLY | wary), "rb") as stream:
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    raise RefusedError("is not a file")
                return stream.read(size)
        except OSError as failure:
            raise RefusedError(f"cannot be read: {failure.strerror}") from failure

    return Entry(path, fetch, refusal, notices)

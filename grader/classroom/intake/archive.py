"""Reading a download, a zip or a folder, without trusting anything in it.

A zip is never unpacked: its members are read into memory, one at a time and only when asked
for, since `extractall` lets `../jane.py` overwrite Jane's file. Nothing is read past its cap,
whatever a header says, and no link is followed. Of an attempt at most one file is kept, so that
n attempts never hold more than n × SOURCE_BYTES.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from ...errors import RefusedError

ENTRIES = 200_000
HANDED_IN_ENTRIES = 12_000  # in an archive that a student packed: a project, with what it needs
SOURCE_BYTES = 1_000_000
NAME_BYTES, PATH_BYTES = 255, 4096
RATIO = 200  # no program packs better than this; a bomb packs 1000 to 1

OLD = ("cp437", "cp1252")  # what DOS and what Windows wrote into zips

BROKEN_ZIP = (
    zipfile.BadZipFile,
    NotImplementedError,  # a zip of a later version
    RuntimeError,  # a password
    ValueError,
    OverflowError,
    EOFError,
    OSError,
    struct.error,
    zlib.error,
)

JUNK = frozenset(
    ("__macosx", "thumbs.db", "desktop.ini", "__pycache__", "node_modules", "site-packages", "venv")
)


@dataclass(frozen=True)
class Entry:
    """One file of a download: where it lies, and how to get at its bytes.

    `fetch(n)` returns its first n bytes; `refusal` says why it must not even be tried.
    """

    path: str
    fetch: Callable[[int], bytes]
    refusal: str = ""
    notices: tuple[str, ...] = ()

    @property
    def parts(self) -> list[str]:
        return self.path.split("/")

    def read(self, limit: int = SOURCE_BYTES) -> bytes:
        """All its bytes; raises `RefusedError` if they are more than `limit`, or not to be had."""
        if self.refusal:
            raise RefusedError(self.refusal)
        content = self.fetch(limit + 1)
        if len(content) > limit:
            raise RefusedError(f"is larger than {limit / 1e6:g} MB")
        return content


@dataclass(frozen=True)
class Download:
    """The files of one zip or folder, sorted by path; junk is left out.

    `given` is the name of what the instructor gave, `name` that of the folder in it where the
    paths begin; they differ once it is unwrapped.
    """

    given: str
    name: str
    entries: tuple[Entry, ...]
    wrapping: tuple[str, ...] = ()  # the folders in which everything lay
    junk: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()  # "path: why", for paths that must not be believed
    empty: tuple[str, ...] = ()  # folders without a file

    @property
    def repositories(self) -> frozenset[str]:
        """The folders that are git clones."""
        return frozenset(path[: -len("/.git")] for path in self.junk if path.endswith("/.git"))

    @property
    def folders(self) -> frozenset[str]:
        """The folders at its top; none where files lie beside them."""
        loose = any(len(entry.parts) == 1 for entry in self.entries)
        return frozenset() if loose else frozenset(entry.parts[0] for entry in self.entries)

    def unwrapped(self) -> Download | None:
        """The same without the folder that everything lies in; None when there is no such."""
        tops = {entry.parts[0] for entry in self.entries}
        if len(tops) != 1 or any(len(entry.parts) == 1 for entry in self.entries):
            return None
        top = tops.pop()
        return replace(
            self,
            name=top,
            wrapping=(*self.wrapping, top),
            entries=tuple(replace(e, path=e.path.removeprefix(f"{top}/")) for e in self.entries),
            junk=tuple(path.removeprefix(f"{top}/") for path in self.junk),
            empty=tuple(path.removeprefix(f"{top}/") for path in self.empty),
        )


def is_junk(name: str) -> bool:
    """True for what computers leave behind: __MACOSX, ._x, .DS_Store, ~$x, __pycache__, .git …"""
    return name.startswith((".", "~")) or name.casefold() in JUNK or name.endswith(".pyc")


def handed_in(content: bytes) -> zipfile.ZipFile:
    """A zip that a student packed; raises `RefusedError` when it is none, or holds too many.

    A list of as many files as it has room for would take more memory than a class does.
    """
    if content.count(b"PK\1\2") > HANDED_IN_ENTRIES:
        raise RefusedError(f"holds more than {HANDED_IN_ENTRIES:,} files: pack the program alone")
    return opened(io.BytesIO(content))


def opened(source: Path | BinaryIO) -> zipfile.ZipFile:
    """A zip, open for reading; raises `RefusedError` when it is none."""
    try:
        return zipfile.ZipFile(source)
    except BROKEN_ZIP as broken:
        raise RefusedError(f"cannot be opened as a zip ({broken})") from broken


def from_zip(archive: zipfile.ZipFile, name: str, name_encoding: str | None = None) -> Download:
    """The files in a zip; raises `RefusedError` when there are too many to look at.

    Windows PowerShell 5 wrote `hw3\\backprop.py`: where no member has a `/`, a `\\` is one.
    """
    infos = archive.infolist()
    if len(infos) > ENTRIES:
        raise RefusedError(f"holds {len(infos)} entries; {ENTRIES} is the most that is looked at")
    members = [_member(archive, info, name_encoding) for info in infos]
    if not any("/" in member.path for member in members):
        members = [replace(member, path=member.path.replace("\\", "/")) for member in members]
    return of_entries(name, members)


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


def of_entries(name: str, found: Iterable[Entry]) -> Download:
    """The files that were found; junk, unsafe paths and empty folders are kept apart."""
    kept: dict[str, Entry] = {}
    junk: set[str] = set()
    refused: set[str] = set()
    folders: set[str] = set()
    inhabited: set[str] = set()
    for entry in found:
        if unsafe := _unsafe(entry.path):
            refused.add(f"{_shown(entry.path)}: {unsafe}")
            continue
        parts = [part for part in entry.parts if part not in ("", ".")]
        path = "/".join(parts)
        if any(map(is_junk, parts)):
            depth = next(depth for depth, part in enumerate(parts) if is_junk(part))
            junk.add("/".join(parts[: depth + 1]))
        elif entry.path.endswith("/"):
            folders.add(path)
        else:
            inhabited.update("/".join(parts[:depth]) for depth in range(1, len(parts)))
            notices = entry.notices
            if path in kept:
                notices += (f"{path} is there more than once; the last one counts",)
            kept[path] = replace(entry, path=path, notices=notices)
    return Download(
        given=name,
        name=name,
        entries=tuple(kept[path] for path in sorted(kept)),
        junk=tuple(sorted(junk)),
        refused=tuple(sorted(refused)),
        empty=tuple(sorted(folders - inhabited)),
    )


def _unsafe(path: str) -> str:
    """Why a path must not be used, or "". No file system takes longer names or deeper folders."""
    parts = path.split("/")
    if max(map(_size, parts)) > NAME_BYTES or _size(path) > PATH_BYTES:
        return f"its name is longer than {NAME_BYTES} bytes"
    if any(unicodedata.category(character) == "Cc" for character in path):
        return "its name holds control characters"
    if "\\" in path or re.match(r"/|[A-Za-z]:", path) or ".." in parts:
        return "its path leads out of the download"
    return ""


def _size(name: str) -> int:
    return len(name.encode("utf-8", "surrogateescape"))


def _shown(path: str) -> str:
    """A path that is safe to print, and no longer than people read."""
    path = path if len(path) <= NAME_BYTES else f"{path[:40]} … {path[-40:]}"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)


def decoded(raw: bytes, name_encoding: str | None) -> tuple[str, tuple[str, ...]]:
    """A file's name as text, and a notice when it had to be guessed."""
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        if name_encoding:
            return raw.decode(name_encoding, "replace"), ()
        encoding = next((each for each in OLD if _is_words(raw.decode(each, "replace"))), "cp437")
        other = "cp437" if encoding == "cp1252" else "cp1252"
        return raw.decode(encoding, "replace"), (
            f"the file's name does not say how it is encoded and was read as {encoding}; "
            f"if it looks wrong, try --name-encoding {other}",
        )


def _is_words(text: str) -> bool:
    """Are all the letters that ASCII lacks letters indeed, and not signs or frames?"""
    return all(unicodedata.category(sign) in ("Lu", "Ll") for sign in text if sign > "\x7f")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name_encoding: str | None) -> Entry:
    path = info.orig_filename
    notices: tuple[str, ...] = ()
    if not info.flag_bits & 0x800:  # not declared as UTF-8: zipfile has read it as cp437
        path, notices = decoded(path.encode("cp437"), name_encoding)

    def fetch(size: int) -> bytes:
        try:
            with archive.open(info) as member:
                return member.read(size)
        except BROKEN_ZIP as broken:
            raise RefusedError("is damaged") from broken

    return Entry(path, fetch, _member_refusal(info), notices)


def _member_refusal(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a symbolic link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is not a file"
    if info.flag_bits & 1:
        return "needs a password"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed by a method other than deflate"
    if info.file_size > RATIO * max(info.compress_size, 1):
        return f"is packed more than {RATIO} to 1, as zip bombs are"
    return ""


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
    """Is it what `grade batch` writes? It may lie in the very folder that is graded."""
    return (folder / ".journal" / "journal.db").exists()


def _file(file: Path, top: Path, name_encoding: str | None) -> Entry:
    path, notices = decoded(os.fsencode(file.relative_to(top).as_posix()), name_encoding)
    kind = stat.S_IFMT(os.lstat(file).st_mode)
    refusal = ""
    if kind == stat.S_IFLNK:
        refusal = "is a symbolic link"
    elif _is_report(file):
        refusal = "holds the reports of a batch"
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

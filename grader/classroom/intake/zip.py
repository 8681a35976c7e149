"""A zip, read without trusting anything in it.

It is never unpacked: its members are read into memory, one at a time and only when asked for,
since `extractall` lets `../jane.py` overwrite Jane's file.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ...errors import RefusedError
from .download import ENTRIES, HANDED_IN_ENTRIES, RATIO, Download, Entry, decoded, of_entries

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


def handed_in(content: bytes) -> zipfile.ZipFile:
    """A zip that a student packed; raises `RefusedError` when it is none, or holds too many.

    Listing as many files as have room in it could take more memory than a whole class does.
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

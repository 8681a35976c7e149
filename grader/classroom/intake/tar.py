"""Reading a tar, packed or not, as carefully as a zip: nothing is unpacked to the disk by name.

What it is packed with is undone once, up to a cap; then each member is read only when asked for.
Links, devices and sparse files are refused, and a header is believed in nothing but the name.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from ...errors import RefusedError
from .archive import ENTRIES, RATIO, Download, Entry, of_entries

UNPACKED = 500_000_000
SPOOLED = 32_000_000  # more than this goes to the disk, without a name
PACKED: dict[bytes, Callable[[BinaryIO], io.BufferedIOBase]] = {
    b"\x1f\x8b": lambda raw: gzip.GzipFile(fileobj=raw),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
BROKEN = (
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RecursionError,
)


def is_tar(head: bytes) -> bool:
    """Do a file's first bytes look like a tar, or like something packed that may be one?"""
    return head[257:262] == b"ustar" or any(head.startswith(start) for start in PACKED)


@contextmanager
def opened(source: Path | BinaryIO) -> Iterator[tarfile.TarFile]:
    """A tar, open for reading; raises `RefusedError` when it is none."""
    with ExitStack() as open_files:
        try:
            raw = open_files.enter_context(
                source.open("rb") if isinstance(source, Path) else source
            )
            packed = raw.seek(0, io.SEEK_END)
            raw.seek(0)
            head = raw.read(8)
            raw.seek(0)
            plain: IO[bytes] = raw
            if unpack := next((PACKED[start] for start in PACKED if head.startswith(start)), None):
                plain = open_files.enter_context(tempfile.SpooledTemporaryFile(max_size=SPOOLED))
                _unpack(unpack(raw), plain, min(UNPACKED, RATIO * packed))
            archive = open_files.enter_context(tarfile.open(fileobj=plain, mode="r:", errorlevel=1))
        except BROKEN as broken:
            raise RefusedError(f"cannot be opened as a tar ({broken})") from broken
        yield archive


def from_tar(archive: tarfile.TarFile, name: str) -> Download:
    """The files in a tar; raises `RefusedError` when it is damaged or holds too many."""
    return of_entries(name, _members(archive))


def _unpack(stream: io.BufferedIOBase, target: IO[bytes], limit: int) -> None:
    size = 0
    while block := stream.read(1 << 16):
        size += len(block)
        if size > limit:
            raise ValueError(f"it is packed more than {RATIO} to 1, as bombs are")
        target.write(block)
    target.seek(0)


def _members(archive: tarfile.TarFile) -> Iterator[Entry]:
    for _ in range(ENTRIES + 1):
        try:
            member = archive.next()
        except BROKEN as broken:
            raise RefusedError(f"is a damaged tar ({broken})") from broken
        if member is None:
            return
        if member.size < 0:  # it would be read again and again
            raise RefusedError("is a damaged tar (a negative size)")
        path = member.name + ("/" if member.isdir() else "")
        yield Entry(path, _fetch(archive, member), _refusal(member))
    raise RefusedError(f"holds more than {ENTRIES} entries, the most that is looked at")


def _fetch(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[int], bytes]:
    def fetch(size: int) -> bytes:
        try:
            file = archive.extractfile(member)
            return file.read(size) if file else b""
        except BROKEN as broken:
            raise RefusedError("is damaged") from broken

    return fetch


def _refusal(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return "is a link"
    if member.isdir():
        return ""
    return "" if member.isreg() and not member.issparse() else "is not a file"

"""Reading a tar, packed or not, as carefully as a zip: nothing is unpacked to the disk by name.

What it is packed with is undone once, up to a bound; then each member is read only when asked for.
Links, devices and sparse files are refused, and a header is believed in nothing but the name.
Headers may say as much as the whole archive holds, and `tarfile` keeps a copy of what they say with
each member: so they are bounded too, by how much is read while the members are listed.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import math
import tarfile
import tempfile
import weakref
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from ...errors import RefusedError
from .download import ENTRIES, HANDED_IN_ENTRIES, RATIO, Download, Entry, decoded, of_entries


@dataclass(frozen=True)
class Bounds:
    """What an archive may cost: bytes once unpacked, and how many of them for each packed byte;
    entries, and bytes of all their headers."""

    unpacked: int
    ratio: float
    entries: int
    headers: int


OF_A_CLASS = Bounds(4_000_000_000, math.inf, ENTRIES, 1000 * ENTRIES)  # its programs are alike
HANDED_IN = Bounds(100_000_000, RATIO, HANDED_IN_ENTRIES, 8_000_000)
LONGEST = 65_536  # bytes that one header may take
MOST_FOR_ALL = 50  # entries of a header that holds for all members; Git writes one
SPOOLED = 8_000_000  # more than this goes to the disk, without a name
XZ_MEMORY = 100_000_000  # enough for xz -9; a header may ask for 4 GB
PACKED: dict[bytes, Callable[[BinaryIO], io.BufferedIOBase]] = {
    b"\x1f\x8b": lambda raw: gzip.GzipFile(fileobj=raw),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lambda raw: cast(io.BufferedIOBase, _Xz(raw)),
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


class _Xz:
    """What is packed by xz, in one stream, read with bounded memory."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)

    def read(self, size: int) -> bytes:
        while not self._unpacker.eof:
            packed = self._raw.read(size) if self._unpacker.needs_input else b""
            if self._unpacker.needs_input and not packed:
                raise EOFError("it ends in the middle")
            if content := self._unpacker.decompress(packed, size):
                return content
        if self._unpacker.unused_data.strip(b"\0"):
            raise ValueError("something follows after its end")
        return b""


class _Listed:
    """A stream of which only `most` bytes are read until all its members are listed."""

    def __init__(self, stream: IO[bytes], most: float) -> None:
        self._stream = stream
        self.left = most
        self.seek, self.tell, self.close = stream.seek, stream.tell, stream.close

    def read(self, size: int = -1) -> bytes:
        if self.left < math.inf:
            self.left -= size
            if size > LONGEST or self.left < 0:
                raise ValueError("its headers are too long")
        return self._stream.read(size)


def opened(source: Path | BinaryIO, bounds: Bounds) -> tarfile.TarFile:
    """A tar, open for reading for as long as anybody may read it.

    Raises `RefusedError` when it is none.
    """
    with ExitStack() as open_files:
        raw = open_files.enter_context(source.open("rb") if isinstance(source, Path) else source)
        try:
            plain = _plain(raw, bounds, open_files)
            stream = cast(IO[bytes], _Listed(plain, bounds.headers))
            archive = tarfile.open(fileobj=stream, mode="r:", encoding="utf-8")  # noqa: SIM115
        except BROKEN as broken:
            raise RefusedError(f"cannot be opened as a tar ({broken})") from broken
        weakref.finalize(archive, open_files.pop_all().close)
    return archive


def from_tar(
    archive: tarfile.TarFile, name: str, bounds: Bounds, name_encoding: str | None = None
) -> Download:
    """The files in a tar; raises `RefusedError` when it is damaged or holds too many."""
    return of_entries(name, _members(archive, bounds, name_encoding))


def _plain(raw: BinaryIO, bounds: Bounds, open_files: ExitStack) -> IO[bytes]:
    """The tar without what it is packed with."""
    packed = raw.seek(0, io.SEEK_END)
    raw.seek(0)
    head = raw.read(8)
    raw.seek(0)
    unpack = next((PACKED[start] for start in PACKED if head.startswith(start)), None)
    if unpack is None:
        return raw
    spool = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115
    plain = open_files.enter_context(spool)
    _unpack(unpack(raw), plain, bounds.unpacked, bounds.ratio * packed)
    return cast(IO[bytes], plain)


def _unpack(stream: io.BufferedIOBase, target: IO[bytes], most: int, likely: float) -> None:
    size = 0
    while block := stream.read(1 << 16):
        size += len(block)
        if size > likely:
            raise ValueError(f"it is packed more than {RATIO} to 1, as bombs are")
        if size > most:
            raise ValueError(f"it is larger than {most / 1e6:g} MB once it is unpacked")
        target.write(block)
    target.seek(0)


def _members(
    archive: tarfile.TarFile, bounds: Bounds, name_encoding: str | None
) -> Iterator[Entry]:
    for _ in range(bounds.entries + 1):
        try:
            member = archive.next()
            if member is None:
                _insist_on_end(archive)
                return
        except BROKEN as broken:
            raise RefusedError(f"is a damaged tar ({broken})") from broken
        if member.size < 0:  # it would be read again and again
            raise RefusedError("is a damaged tar (a negative size)")
        if len(archive.pax_headers) > MOST_FOR_ALL:
            raise RefusedError("is a damaged tar (its headers are too long)")
        member.pax_headers = {}
        archive.members = []  # type: ignore[attr-defined]
        path, notices = decoded(member.name.encode("utf-8", "surrogateescape"), name_encoding)
        path += "/" if member.isdir() else ""
        yield Entry(path, _fetch(archive, member), _refusal(member), notices)
    raise RefusedError(f"holds more than {bounds.entries} entries, the most that is looked at")


def _insist_on_end(archive: tarfile.TarFile) -> None:
    """Raises ValueError where the tar is cut off: `tarfile` takes a missing end for the end."""
    stream = cast(_Listed, archive.fileobj)
    stream.seek(archive.offset)
    block = stream.read(tarfile.BLOCKSIZE)
    if block != bytes(tarfile.BLOCKSIZE):
        raise ValueError("it ends in the middle")
    stream.left = math.inf


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

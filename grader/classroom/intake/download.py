"""A download: the files in it, told by their paths, none of which is trusted.

Nothing is read past its cap, whatever a header says, and a path that leads out of the download
is refused. Of an attempt at most one file is kept, so that n attempts never hold more than
n × SOURCE_BYTES.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ...errors import RefusedError

ENTRIES = 200_000
HANDED_IN_ENTRIES = 12_000  # in an archive that a student packed: a project, with what it needs
SOURCE_BYTES = 1_000_000
LARGE_BYTES = 16_000_000  # of a notebook with pictures, or of an archive
NAME_BYTES, PATH_BYTES = 255, 4096
RATIO = 200  # no program packs better than this; a bomb packs 1000 to 1

OLD = ("cp437", "cp1252")  # what DOS and what Windows wrote into zips

UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]|(?<=[A-Za-z])[\ufe00-\ufe0f]"
)
"""What Unicode calls letters and marks, though nobody can see it."""

JOINING = re.compile(
    "(?<=[\u0370-\U0010ffff])[\u200c\u200d]"
    "|(?<=[\u0590-\u08ff])[\u200e\u200f]|[\u200e\u200f](?=[\u0590-\u08ff])"
)
"""What is seen by what it does to its neighbours: in Persian and Hindi, and in pictures.

So are the marks beside a Hebrew or an Arabic letter, which systems put there by themselves.
"""

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
    if _is_unlike_what_is_seen(path):
        return (
            "its name holds characters that cannot be seen, or that turn the direction of writing"
        )
    if "\\" in path or re.match(r"/|[A-Za-z]:", path) or ".." in parts:
        return "its path leads out of the download"
    return ""


def _is_unlike_what_is_seen(path: str) -> bool:
    """Could a file with this name look like another, or a student's line like someone else's?"""
    kinds = {unicodedata.category(character) for character in JOINING.sub("", path)}
    return bool(kinds & {"Cf", "Zl", "Zp"} or UNSEEN.search(path))


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
    """Are all characters beyond ASCII letters, and not signs or parts of frames?"""
    return all(unicodedata.category(sign) in ("Lu", "Ll") for sign in text if sign > "\x7f")

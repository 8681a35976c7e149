"""A download: the files in it, told by their paths, none of which is trusted.

Nothing is read past its cap, whatever a header says, and a path that leads out of the download
is refused. Of an attempt at most one file is kept, so that n attempts never hold more than
n × SOURCE_BYTES.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ...errors import RefusedError
from .seen_names import made_safe, seen, shown, unsafe

ENTRIES = 200_000
HANDED_IN_ENTRIES = 12_000  # in an archive that a student packed: a project, with what it needs
SOURCE_BYTES = 1_000_000
LARGE_BYTES = 16_000_000  # of a notebook with pictures, or of an archive
RATIO = 200  # no program packs better than this; a bomb packs 1000 to 1

OLD = ("cp437", "cp1252")  # what DOS and what Windows wrote into zips

UNOPENED = "cannot be opened: "  # and then why, of a file whose name is not believed

JUNK = frozenset(
    ("__macosx", "thumbs.db", "desktop.ini", "__pycache__", "node_modules", "site-packages", "venv")
)


@dataclass(frozen=True)
class Entry:
    """One file of a download: where it lies, and how to get at its bytes.

    `fetch(n)` returns its first n bytes; `refusal` says why it must not even be tried. `original`
    is the path with all that cannot be seen, where something was left out of it; `given` is the
    download's name, where there are several.
    """

    path: str
    fetch: Callable[[int], bytes]
    refusal: str = ""
    notices: tuple[str, ...] = ()
    original: str = ""
    given: str = ""

    @property
    def parts(self) -> list[str]:
        return self.path.split("/")

    @property
    def original_top(self) -> str:
        """The first part of its path, with all that cannot be seen."""
        return (self.original or self.path).partition("/")[0]

    def below(self, top: str) -> Entry:
        """The same as it lies in a folder at the top."""
        if not self.path.startswith(f"{top}/"):
            return self
        original = self.original.partition("/")[2]
        return replace(self, path=self.path.removeprefix(f"{top}/"), original=original)

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
    unnamed: tuple[Entry, ...] = ()  # these files, under paths that may tell whose they are, or ""
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
            entries=tuple(each.below(top) for each in self.entries),
            unnamed=tuple(each.below(top) for each in self.unnamed),
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
    unnamed: list[Entry] = []
    for entry in _as_seen(found):
        if why := unsafe(entry.path):
            refused.add(f"{shown(entry.path)}: {why}")
            path = made_safe(entry.path)
            if not (entry.path.endswith("/") or any(map(is_junk, path.split("/")))):
                unnamed.append(Entry(path, bytes, f"{UNOPENED}{why}", (), entry.path))
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
        unnamed=tuple(sorted(unnamed, key=lambda each: each.original)),
        empty=tuple(sorted(folders - inhabited)),
    )


def _as_seen(found: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, without what cannot be seen in their paths; but no two under one path."""
    found = list(found)
    paths: dict[str, set[str]] = defaultdict(set)
    for entry in found:
        paths[seen(entry.path)].add(entry.path)
    for entry in found:
        path = seen(entry.path)
        pairs = zip(path.split("/"), entry.parts, strict=True)
        hides = any(is_junk(now) and not is_junk(before) for now, before in pairs)
        is_empty = not all(path.removesuffix("/").split("/"))
        if path == entry.path or len(paths[path]) > 1 or hides or is_empty:
            yield entry
        else:
            words = "what cannot be seen in its name was left out"
            notices = (*entry.notices, words)
            yield replace(entry, path=path, original=entry.path, notices=notices)


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

"""Which system does a download come from? Told by what its paths look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...errors import IntakeError
from . import (
    blackboard,
    brightspace,
    canvas,
    clones,
    gradescope,
    moodle,
    named,
    nbgrader,
    owners,
    plain,
    sakai,
)
from .delivery import Found
from .download import UNOPENED, Download, Entry
from .seen_names import shown

Reader = Callable[[Download], Iterable[Found]]

LMS: dict[str, Reader] = {
    "canvas": canvas.read,
    "moodle": moodle.read,
    "blackboard": blackboard.read,
    "brightspace": brightspace.read,
    "gradescope": gradescope.read,
    "nbgrader": nbgrader.read,
    "sakai": sakai.read,
    "clones": clones.read,
}
LAYOUTS = (*LMS, "plain")
NOTHING = "nothing"  # stands for a file in a folder that has none


@dataclass(frozen=True)
class Sorted:
    """A download's files, sorted by whose they are, and those that are nobody's.

    `unclaimed` are those of the latter that may be somebody's all the same.
    """

    layout: str
    found: tuple[Found, ...]
    ignored: tuple[str, ...]
    unclaimed: tuple[str, ...] = ()


def by_names(download: Download, names: re.Pattern[str]) -> Sorted:
    """Sorted by the teacher's own expression."""
    return _sorted(download, "name-regex", lambda each: named.read(each, names))


def by_layout(
    download: Download,
    layout: str,
    forms: Sequence[str],
    *,
    sections: bool = True,
    alone: bool = False,
) -> Sorted:
    """Sorted by the layout that the teacher named, with or without a folder around it."""
    if layout not in LAYOUTS:
        raise IntakeError(f"there is no layout {layout!r}; choose one of {', '.join(LAYOUTS)}")
    if layout == "plain":
        return _plain(download, forms, sections, alone)
    inner = _unwrapped(download)
    if inner and not any(LMS[layout](download)):
        return by_layout(inner, layout, forms)
    return _sorted(download, layout, LMS[layout])


def recognised(
    download: Download, forms: Sequence[str], *, sections: bool = True, alone: bool = False
) -> Sorted:
    """Sorted by the one layout that at least half of the files fit; else as a plain folder.

    `sections` is false where each of several downloads may be one student's; where each holds one
    program it certainly is, and `alone` is true. Raises IntakeError when two layouts fit, or when
    one fits only a few of the files.
    """
    if not download.entries:
        raise IntakeError(_unrecognised(download, "any layout"))
    fits = {layout: tuple(read(download)) for layout, read in LMS.items()}
    fits = {layout: found for layout, found in fits.items() if found}
    shares = {layout: _share(download, found) for layout, found in fits.items()}
    likely = [layout for layout, share in shares.items() if share >= 0.5]
    if fits.keys() == {"clones"}:
        clones.insist_on_clones(download)
        likely = ["clones"]
    if len(likely) > 1:
        raise IntakeError(
            f"{download.given} could be from {' or from '.join(likely)}; "
            f"say which with --layout {likely[0]}"
        )
    if likely:
        return _sorted(download, likely[0], LMS[likely[0]])
    if fits:
        layout = max(shares, key=lambda name: shares[name])
        raise IntakeError(
            f"only {shares[layout]:.0%} of the files in {download.given} are named as in "
            f"{layout}; say what they are with --layout {layout}, --layout plain or --name-regex"
        )
    inner = _unwrapped(download)
    if inner:
        return recognised(inner, forms, sections=sections, alone=alone)
    return _plain(download, forms, sections, alone)


def _plain(download: Download, forms: Sequence[str], sections: bool, alone: bool) -> Sorted:
    while inner := _unwrapped(download):
        download = inner
    owner = download.wrapping[0] if download.wrapping and sections else download.given
    return _sorted(download, "plain", lambda each: plain.read(each, forms, owner, alone))


def _sorted(download: Download, layout: str, read: Reader) -> Sorted:
    """Its files as a layout reads them, and who handed in nothing but junk or an empty folder."""
    ghosts = tuple(_ghosts(download))
    odd = [each for each in download.unnamed if each.path and layout in LMS]
    read_so = list(read(replace(download, entries=(*download.entries, *ghosts, *odd))))
    unnamed = {id(each) for each in odd}
    doubted = owners.doubted(read_so, unnamed)
    alone = owners.alone(read_so, unnamed, doubted)
    found = tuple(
        (delivery, "" if entry in ghosts else file, entry)
        for delivery, file, entry in read_so
        if id(entry) not in doubted and (id(entry) in alone or id(entry) not in unnamed)
    )
    taken = {entry.path for _, _, entry in found}
    if not taken - {ghost.path for ghost in ghosts}:
        raise IntakeError(_unrecognised(download, layout))
    left = [entry for entry in download.entries if entry.path not in taken]
    empty = [folder for folder in download.empty if f"{folder}/{NOTHING}" not in taken]
    known = {id(entry) for _, _, entry in read_so} - doubted
    told = {_refused(entry) for entry in odd if id(entry) in alone}
    return Sorted(
        layout,
        found,
        (
            *(each for each in download.refused if each not in told),
            *(_left(entry, layout, doubted) for entry in left),
            *(f"{folder}: an empty folder" for folder in empty),
            *(f"{path}: left by a computer, not by a person" for path in download.junk),
        ),
        (
            *(shown(each.original) for each in download.unnamed if id(each) not in known),
            *(entry.path for entry in left if owners.may_be_somebodys(entry)),
        ),
    )


def _refused(entry: Entry) -> str:
    """How a file that cannot be opened for its name stands among those that were refused."""
    return f"{shown(entry.original)}: {entry.refusal.removeprefix(UNOPENED)}"


def _left(entry: Entry, layout: str, doubted: Collection[int]) -> str:
    if id(entry) in doubted:
        return f"{shown(entry.original)}: {owners.UNSEEN}"
    return f"{entry.path}: {entry.refusal or f'not named as in {layout}'}"


def _ghosts(download: Download) -> Iterator[Entry]:
    """Traces of a person who handed in nothing to grade: folders with junk, and empty ones."""
    for path in download.junk:
        if "/" in path:
            yield Entry(path, bytes, "was left by a computer")
    for folder in download.empty:
        yield Entry(f"{folder}/{NOTHING}", bytes, "is empty")


def _unwrapped(download: Download) -> Download | None:
    """The same without the folder that everything lies in; None when there is no such."""
    inner = download.unwrapped()
    tops = {entry.parts[0] for entry in (*download.entries, *_ghosts(download))}
    return inner if len(tops) == 1 else None


def _unrecognised(download: Download, layout: str) -> str:
    if not download.entries:
        refused = f": {download.refused[0]}" if download.refused else ""
        return f"{download.given} holds no file that could be graded{refused}; check the path"
    return (
        f"nothing in {download.given} is named as in {layout}, such as "
        f"{download.entries[0].path}; say what it is with --layout or --name-regex"
    )


def _share(download: Download, found: Sequence[Found]) -> float:
    return len({entry.path for _, _, entry in found}) / len(download.entries)

"""Which system does a download come from? Told by what its paths look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from . import blackboard, brightspace, canvas, clones, gradescope, moodle, named, nbgrader, plain
from .archive import Download
from .delivery import IntakeError, Piece

Reader = Callable[[Download], Iterable[Piece]]

LMS: dict[str, Reader] = {
    "canvas": canvas.read,
    "moodle": moodle.read,
    "blackboard": blackboard.read,
    "brightspace": brightspace.read,
    "gradescope": gradescope.read,
    "nbgrader": nbgrader.read,
    "clones": clones.read,
}
LAYOUTS = (*LMS, "plain")


@dataclass(frozen=True)
class Sorted:
    """A download's files, sorted by whose they are, and those that are nobody's."""

    layout: str
    pieces: tuple[Piece, ...]
    ignored: tuple[str, ...]


def by_names(download: Download, names: re.Pattern[str]) -> Sorted:
    """Sorted by the teacher's own expression."""
    return _sorted(download, "name-regex", named.read(download, names))


def by_layout(download: Download, layout: str, forms: Sequence[str]) -> Sorted:
    """Sorted by the layout that the teacher named, with or without a folder around it."""
    if layout not in LAYOUTS:
        raise IntakeError(f"there is no layout {layout!r}; choose one of {', '.join(LAYOUTS)}")
    if layout == "plain":
        return _plain(download, forms)
    pieces = tuple(LMS[layout](download))
    inner = download.unwrapped()
    if inner and not pieces:
        return by_layout(inner, layout, forms)
    return _sorted(download, layout, pieces)


def recognised(download: Download, forms: Sequence[str]) -> Sorted:
    """Sorted by the one layout that at least half of the files fit; else as a plain folder.

    Raises IntakeError when two layouts fit, or when one fits a few of the files only.
    """
    if not download.entries:
        raise IntakeError(_unrecognised(download, "any layout"))
    fits = {layout: tuple(read(download)) for layout, read in LMS.items()}
    fits = {layout: pieces for layout, pieces in fits.items() if pieces}
    shares = {layout: _share(download, pieces) for layout, pieces in fits.items()}
    likely = [layout for layout, share in shares.items() if share >= 0.5]
    if len(likely) > 1:
        raise IntakeError(
            f"{download.given} could be from {' or from '.join(likely)}; "
            f"say which with --layout {likely[0]}"
        )
    if likely:
        return _sorted(download, likely[0], fits[likely[0]])
    if fits:
        layout = max(shares, key=lambda name: shares[name])
        raise IntakeError(
            f"only {shares[layout]:.0%} of the files in {download.given} are named as in "
            f"{layout}; say what they are with --layout {layout}, --layout plain or --name-regex"
        )
    inner = download.unwrapped()
    return recognised(inner, forms) if inner else _plain(download, forms)


def _plain(download: Download, forms: Sequence[str]) -> Sorted:
    inner = download.unwrapped()
    if inner:
        return _plain(inner, forms)
    return _sorted(download, "plain", plain.read(download, forms))


def _sorted(download: Download, layout: str, pieces: Iterable[Piece]) -> Sorted:
    pieces = tuple(pieces)
    if not pieces:
        raise IntakeError(_unrecognised(download, layout))
    taken = {piece.entry.path for piece in pieces}
    left = [entry for entry in download.entries if entry.path not in taken]
    return Sorted(
        layout,
        pieces,
        (
            *download.refused,
            *(f"{entry.path}: {entry.refusal or f'not named as in {layout}'}" for entry in left),
            *(f"{folder}: an empty folder" for folder in download.empty),
            *(f"{path}: left by a computer, not by a person" for path in download.junk),
        ),
    )


def _unrecognised(download: Download, layout: str) -> str:
    if not download.entries:
        refused = f": {download.refused[0]}" if download.refused else ""
        return f"{download.given} holds no file that could be graded{refused}; check the path"
    return (
        f"nothing in {download.given} is named as in {layout}, such as "
        f"{download.entries[0].path}; say what it is with --layout or --name-regex"
    )


def _share(download: Download, pieces: Sequence[Piece]) -> float:
    return len({piece.entry.path for piece in pieces}) / len(download.entries)

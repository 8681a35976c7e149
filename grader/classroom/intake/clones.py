"""A git clone for each student, as GitHub Classroom's tools laid them.

`{exercise}-submissions/{exercise}-{login}/…`: the login is what is left of a repository's name
without the exercise's, which all of them share. Logins and exercises may hold hyphens.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from .archive import Download
from .delivery import Label, Piece, folded


def read(download: Download) -> Iterator[Piece]:
    """The files of the clones, when the folders are clones and all lie side by side."""
    clones = {repository: repository.rsplit("/", 1)[-1] for repository in download.repositories}
    depths = {clone.count("/") for clone in clones}
    if len(depths) != 1:
        return
    depth = depths.pop() + 1
    pieces = [entry for entry in download.entries if len(entry.parts) > depth]
    if any("/".join(entry.parts[:depth]) not in clones for entry in pieces):
        return
    exercise = _shared(download.name, list(clones.values()))
    for entry in pieces:
        login = clones["/".join(entry.parts[:depth])].removeprefix(exercise)
        label = Label(student=folded(login), name=login, identifiers={"github": login})
        yield Piece(label, "/".join(entry.parts[depth:]), entry)


def _shared(folder: str, names: list[str]) -> str:
    """What the names of all the repositories begin with, up to a hyphen."""
    told = folder.removesuffix("submissions")
    if told != folder and all(name.startswith(told) for name in names):
        return told
    if len(names) == 1:
        return ""
    first, last = min(names), max(names)
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))))
    return first[: first.rfind("-", 0, same) + 1]

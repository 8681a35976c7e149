"""A git clone for each student, as GitHub Classroom's tools lay them out.

`{exercise}-submissions/{exercise}-{login}/…`: the login is what is left of a repository's name
without the exercise's, which all of them share. Logins and exercises may hold hyphens. What lies
beside the clones is left aside, unless it holds programs: those may be somebody's.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import IntakeError
from .delivery import Delivery, Found, folded, shared
from .download import Download
from .file_names import is_program


def read(download: Download) -> Iterator[Found]:
    """The files of the clones, when all of them lie side by side."""
    clones, depth = _clones(download)
    exercise = _shared(download.name, list(clones.values()))
    for entry in download.entries:
        clone = clones.get("/".join(entry.parts[:depth]))
        if clone and len(entry.parts) > depth:
            login = clone.removeprefix(exercise)
            delivery = Delivery(student=folded(login), name=login, identifiers={"github": login})
            yield delivery, "/".join(entry.parts[depth:]), entry


def insist_on_clones(download: Download) -> None:
    """Raises IntakeError when programs lie beside the clones: they may be somebody's too."""
    clones, depth = _clones(download)
    for entry in download.entries:
        if is_program(entry.path) and "/".join(entry.parts[:depth]) not in clones:
            raise IntakeError(
                f"{entry.path} lies beside git clones and in none of them; if it is a student's, "
                "say --layout plain, which goes by the folders' names; if not, move it away"
            )


def _clones(download: Download) -> tuple[dict[str, str], int]:
    """The clones' names by their paths, and how deep they lie; none if not side by side."""
    clones = {path: path.rsplit("/", 1)[-1] for path in download.repositories if path}
    if not clones and download.name.endswith("-submissions"):  # a copy without the histories
        begin = download.name.removesuffix("submissions")
        tops = {entry.parts[0] for entry in download.entries if len(entry.parts) > 1}
        clones = {top: top for top in tops if top.startswith(begin)}
    depths = {path.count("/") + 1 for path in clones}
    return (clones, depths.pop()) if len(depths) == 1 else ({}, 0)


def _shared(folder: str, names: list[str]) -> str:
    """What the names of all the repositories begin with, up to a hyphen."""
    told = folder.removesuffix("submissions")
    if told != folder and all(name.startswith(told) for name in names):
        return told
    if len(names) < 2:
        return ""
    return shared(names, "-")

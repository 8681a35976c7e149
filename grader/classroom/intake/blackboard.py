"""Blackboard, "Assignment File Download": one flat zip with all the attempts.

`HW 3_jd123_attempt_2021-07-21-22-23-44_ex3.py`, and for each attempt a page of the same name
without a file, `HW 3_jd123_attempt_2021-07-21-22-23-44.txt`, that begins with
`Name: Jane Doe (jd123)`. The exercise's title and the login may hold `_` both. The page tells them
apart; where people have deleted the pages, the title is what all the names begin with. Read from
other programs that parse it, not from Blackboard's source.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ...errors import IntakeError, RefusedError
from .archive import Download, Entry
from .delivery import Delivery, Found, folded, shared, written

NAME = re.compile(
    r"(?P<start>[^/]+_[^/]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:(?:_|\.txt_)(?P<file>.+)|\.txt)"
)
OWNER = re.compile(rb"^[^:\n]+: *(?P<name>[^\r\n]+) \((?P<login>[^()\r\n]+)\)")
ZIP = re.compile(r"gradebook_(?P<course_and_title>.+)_\d{4}(?:-\d\d){5}.*")


def read(download: Download) -> Iterator[Found]:
    """The files of the download that are named as Blackboard names them.

    Raises IntakeError where a login cannot be told from the title of the exercise.
    """
    named = [(entry, NAME.fullmatch(entry.path)) for entry in download.entries]
    matches = [(entry, match) for entry, match in named if match]
    owners = dict(_owners(matches))
    unknown = {match["start"] for _, match in matches} - owners.keys()
    logins = _logins(unknown, owners, download) if unknown else {}
    names = {folded(login): name for login, name in owners.values()}
    for entry, match in matches:
        start = match["start"]
        login = owners[start][0] if start in owners else logins[start]
        notices = () if start in owners else ("Blackboard's page about it is missing",)
        delivery = Delivery(
            student=folded(login),
            name=written(names.get(folded(login), login)),
            submitted_at=_iso(match["when"]),
            attempt=match["when"],
            identifiers={"login": login},
            notices=notices,
        )
        yield delivery, match["file"] or "", entry


def _owners(
    matches: Collection[tuple[Entry, re.Match[str]]],
) -> Iterator[tuple[str, tuple[str, str]]]:
    """For what a name begins with, the login and the name that the page tells."""
    for entry, match in matches:
        if not match["file"]:
            try:
                page = entry.read()
            except RefusedError:
                continue
            if owner := OWNER.match(page.removeprefix(b"\xef\xbb\xbf")):
                login, name = (owner[key].decode(errors="replace") for key in ("login", "name"))
                yield match["start"], (login, name)


def _logins(
    unknown: Collection[str], owners: Mapping[str, tuple[str, str]], download: Download
) -> dict[str, str]:
    """The logins in names that no page explains: what follows the title of the exercise."""
    titles = {
        start.removesuffix(f"_{login}")
        for start, (login, _) in owners.items()
        if start.endswith(f"_{login}")
    }
    if gradebook := ZIP.fullmatch(download.given):
        words = gradebook["course_and_title"].split("_")
        tails = {"_".join(words[place:]) for place in range(len(words))}
        titles |= {max(fit, key=len) for start in unknown if (fit := _titles(start) & tails)}
    everybody = {*unknown, *owners}
    if not titles and len(everybody) > 1:
        titles = {title for title in [shared(everybody, "_").removesuffix("_")] if title}
    titles = titles or {title for start in unknown for title in _titles(start)}
    logins = {}
    for start in unknown:
        fitting = [title for title in titles if start.startswith(f"{title}_")]
        if len(fitting) != 1:
            raise IntakeError(
                f"in {start} the login cannot be told from the title of the exercise; put back "
                "the .txt files that Blackboard gave with it, or say which is which with "
                r"--name-regex '(?:TITLE)_(?P<student_id>.+)_attempt_(?P<timestamp>[\d-]+)_"
                "(?P<file_id>.+)'"
            )
        logins[start] = start.removeprefix(f"{fitting[0]}_")
    return logins


def _titles(start: str) -> set[str]:
    """Every title that it could have: all up to one of its `_`."""
    words = start.split("_")
    return {"_".join(words[:place]) for place in range(1, len(words))}


def _iso(when: str) -> str:
    year, month, day, *clock = when.split("-")
    return f"{year}-{month}-{day}T{':'.join(clock)}"

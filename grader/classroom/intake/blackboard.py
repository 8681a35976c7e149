"""Blackboard, "Assignment File Download": one flat zip with all the attempts.

`HW 3_jd123_attempt_2021-07-21-22-23-44_ex3.py`, and for each attempt a page of the same name
without a file, `HW 3_jd123_attempt_2021-07-21-22-23-44.txt`, that begins with
`Name: Jane Doe (jd123)`. The exercise's title and the login may hold `_` both. The page tells them
apart; where people have deleted the pages, the title is what all the names begin with. Read from
other programs that parse it, not from Blackboard's source.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...errors import IntakeError, RefusedError
from .delivery import Delivery, Found, folded, shared, written
from .download import Download, Entry

MARK = "_attempt_"
WHEN = re.compile(r"\d{4}(?:-\d\d){5}(?=[_.])", re.ASCII)
FIRST_LINE = 1000  # characters
ZIP = re.compile(r"_\d{4}(?:-\d\d){5}", re.ASCII)


@dataclass(frozen=True)
class Named:
    """A name, read: title and login, the time of the attempt, and the file; "" for its page."""

    start: str
    when: str
    file: str


def read(download: Download) -> Iterator[Found]:
    """The files of the download that are named as Blackboard names them.

    Raises IntakeError where a login cannot be told from the title of the exercise.
    """
    read_ = [(entry, _named(entry.path)) for entry in download.entries]
    named = [(entry, name) for entry, name in read_ if name]
    owners = dict(_owners(named))
    unknown = {name.start for _, name in named} - owners.keys()
    logins = _logins(unknown, owners, download) if unknown else {}
    names = {folded(login): name for login, name in owners.values()}
    for entry, name in named:
        login = owners[name.start][0] if name.start in owners else logins[name.start]
        notices = () if name.start in owners else ("Blackboard's page about it is missing",)
        delivery = Delivery(
            student=folded(login),
            name=written(names.get(folded(login), login)),
            submitted_at=_iso(name.when),
            attempt=name.when,
            identifiers={"login": login},
            notices=notices,
        )
        yield delivery, name.file, entry


def _named(path: str) -> Named | None:
    """The first time in a name is Blackboard's; a file from another download has its own behind."""
    place = path.find(MARK)
    while place >= 0 and not (when := WHEN.match(path, place + len(MARK))):
        place = path.find(MARK, place + 1)
    if place < 0 or not when:
        return None
    start, rest = path[:place], path[when.end() :]
    file = rest.removeprefix(".txt").removeprefix("_")
    if "/" in start or "_" not in start.strip("_") or not (file or rest == ".txt"):
        return None
    return Named(start, when[0], file) if rest[0] == "_" or rest[:5] in (".txt", ".txt_") else None


def _owners(named: Iterable[tuple[Entry, Named]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """For what a name begins with, the login and the name that the page tells."""
    for entry, name in named:
        if not name.file:
            try:
                page = entry.read().decode("utf-8-sig", "replace")
            except RefusedError:
                continue
            _, colon, person = page[:FIRST_LINE].partition("\n")[0].partition(":")
            who, _, login = person.strip().rpartition(" (")
            login = login.partition(")")[0]
            if colon and who.strip() and login:
                yield name.start, (login, who.strip())


def _logins(
    unknown: Collection[str], owners: Mapping[str, tuple[str, str]], download: Download
) -> dict[str, str]:
    """The logins in names that no page explains: what follows the title of the exercise."""
    titles = {
        start.removesuffix(f"_{login}")
        for start, (login, _) in owners.items()
        if start.endswith(f"_{login}")
    }
    when = ZIP.search(download.given)
    if when and download.given.startswith("gradebook_"):
        words = download.given[: when.start()].split("_")[1:]
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

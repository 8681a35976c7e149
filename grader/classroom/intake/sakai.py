"""Sakai, "Download all": a folder for each student, in one that is named after the assignment.

`Exercise 3/Doe, Jane(jdoe)/Submission attachment(s)/ex3.py`, with timestamp.txt and what Sakai
itself writes beside that folder; or, without folders, `Doe, Jane(jdoe)_Submission attachment(s)_
ex3.py`. Where names are hidden, a folder is called after the submission. Lateness is not in the
names. Source: assignment/impl/…/AssignmentServiceImpl.java, zipSubmissions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import timestamp
from .delivery import Delivery, Found, folded, written
from .download import Download, Entry

WORK = "Submission attachment(s)"
FLAT = re.compile(rf"(?P<top>[^/]+\([^()/]+\))_{re.escape(WORK)}_(?P<file>[^/]+)")
WHO = re.compile(r"(?P<name>.+)\((?P<login>[^()]+)\)")


def read(download: Download) -> Iterator[Found]:
    """The files of the download that lie as Sakai lays them."""
    parted = [(entry, *_parted(entry)) for entry in download.entries]
    tops = {top for _, top, rest in parted if _is_work(rest)}
    tops |= {top for _, top, rest in parted if rest == timestamp.PAGE and WHO.fullmatch(top)}
    moments = {
        top: timestamp.read(entry)
        for entry, top, rest in parted
        if rest == timestamp.PAGE and top in tops
    }
    for entry, top, rest in parted:
        if flat := FLAT.fullmatch(entry.path):
            yield _delivery(flat["top"], "", ()), flat["file"], entry
        elif rest and top in tops:
            delivery = _delivery(top, *moments.get(top, ("", ())))
            yield delivery, rest.removeprefix(f"{WORK}/") if _is_work(rest) else "", entry


def _parted(entry: Entry) -> tuple[str, str]:
    top, _, rest = entry.path.partition("/")
    return top, rest


def _is_work(rest: str) -> bool:
    return rest.startswith(f"{WORK}/")


def _delivery(top: str, moment: str, notices: tuple[str, ...]) -> Delivery:
    who = WHO.fullmatch(top)
    login = who["login"] if who else ""
    name = written(who["name"] if who else top)
    last, comma, first = name.partition(",")
    return Delivery(
        student=folded(login or name),
        name=f"{first} {last}".strip() if comma and "," not in first else name,
        submitted_at=moment,
        identifiers={"login": login, "org_defined_id": login} if login else {},
        notices=notices,
    )

"""Brightspace (D2L), "Download submissions": a folder for each submission, or one flat folder.

`397063-2557369 - Jane Doe - Sep 24, 2026 926 PM/ex3.py`, flat with ` - ex3.py` at the end; an
`index.html` lies beside them. The date is written in the institution's language, the name may be
"jdoe Jane Doe", "100234 Doe", or "N100234 - Jane Doe" without a blank before the next hyphen. A
student has a folder for each submission. Read from other programs that parse it, not from D2L's
source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .delivery import Delivery, Found, folded, written
from .download import Download

WHEN = re.compile(
    r"(?:(?P<day>\d{1,2}+)\.?+ (?:de )?+)?(?P<month>[^\W\d_]++)\.?+"
    r"(?: (?P<day_after>\d{1,2}+)(?!\d))?+,?+ (?:de )?+(?P<year>\d{4}),?+(?: at)?+ "
    r"(?P<hour>\d{1,2})(?:[:.]| ?h ?| )?(?P<minute>\d\d)"
    r"(?: ?(?P<half>[AP])\.?M\.?)?+",
    re.IGNORECASE,
)
HYPHEN = "- "  # a blank may be missing before it
ISO = re.compile(r"(\d{4}-\d\d-\d\d),? (\d{1,2}?)[:.h]?(\d\d)(?!\d)")
WHO = re.compile(r"(?P<user>\d++)-\d++ - ")
MONTHS = tuple(  # in English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish,
    # Norwegian, Turkish, Polish and Welsh; an abbreviation is the beginning of one of these
    names.split()
    for names in (
        "january januar jänner janvier enero janeiro gennaio januari ocak styczeń stycznia ionawr",
        "february februar février febrero fevereiro febbraio februari şubat luty lutego chwefror",
        "march märz mrz mars marzo março maart mrt mart marts marzec marca mawrth",
        "april avril abril aprile nisan kwiecień kwietnia ebrill",
        "may mai mayo maio maggio mei maj mayıs maja",
        "june juni juin junio junho giugno haziran czerwiec czerwca mehefin",
        "july juli juillet julio julho luglio temmuz lipiec lipca gorffennaf",
        "august août agosto augustus augusti ağustos sierpień sierpnia awst",
        "september septembre septiembre setembro settembre eylül wrzesień września medi",
        "october oktober octobre octubre outubro ottobre ekim październik października hydref",
        "november novembre noviembre novembro kasım listopad listopada tachwedd",
        "december dezember décembre diciembre dezembro dicembre desember aralık grudzień grudnia "
        "rhagfyr",
    )
)
SHORTEST_MONTH = 3  # letters


@dataclass(frozen=True)
class Told:
    """Who, when as it is written and in ISO 8601 ("" where it isn't understood), and the file."""

    identity: str
    when: str
    moment: str
    file: str


def read(download: Download) -> Iterator[Found]:
    """The files of the download that are named as Brightspace names them."""
    read_ = [
        (who["user"], told, entry)
        for entry in download.entries
        if (who := WHO.match(entry.path)) and (told := _read(entry.path[who.end() :]))
    ]
    # Beside an attempt without a moment nobody knows which is the latest: they count as one.
    undated = {(user, folded(t.identity)) for user, t, _ in read_ if not t.moment}
    for user, told, entry in read_:
        number, name = _told_apart(told.identity)
        delivery = Delivery(
            student=f"{user} {folded(told.identity)}",
            name=name,
            submitted_at=told.moment,
            attempt="" if (user, folded(told.identity)) in undated else told.moment,
            identifiers={"login": number, "org_defined_id": number} if number else {},
            user=user,
            notices=() if told.moment else (f"the date {told.when} was not understood",),
        )
        yield delivery, told.file, entry


def _read(path: str) -> Told | None:
    """What stands after the two numbers: an identity, a date, and a file in a folder or flat.

    The date is the first that is one; in a folder whose name has none that is understood, it is
    what stands after the last hyphen.
    """
    folder, slash, file = path.partition("/")
    place = folder.find(HYPHEN)
    while place >= 0:
        identity, rest = written(folder[:place]), folder[place + len(HYPHEN) :]
        when = (WHEN.match(rest) or ISO.match(rest)) if identity else None
        after = rest[when.end() :] if when else ""
        if when and slash and not after and file:
            return Told(identity, when[0], _iso(when), file)
        if when and after.startswith(" - ") and len(after) > len(" - "):
            return Told(identity, when[0], _iso(when), after[len(" - ") :] + slash + file)
        place = folder.find(HYPHEN, place + 1)
    identity, _, when_ = folder.rpartition(HYPHEN)
    if file and written(identity) and any(sign.isdigit() for sign in when_):
        return Told(written(identity), when_, "", file)
    return None


def given(path: str) -> str:
    """The part of a path that Brightspace wrote and goes by: all but the student's file name."""
    who = WHO.match(path)
    told = _read(path[who.end() :]) if who else None
    return path.removesuffix(told.file) if told else ""


def _told_apart(identity: str) -> tuple[str, str]:
    """What stands before the name, jdoe42 or 100234, is one of the two ids of a gradebook."""
    first, hyphen, rest = identity.partition(" - ")
    word = first.split(" ")[0]
    if not any(sign.isdigit() for sign in word):
        return "", identity
    return word, rest if hyphen and first == word else identity


def _iso(match: re.Match[str]) -> str:
    """Jul 30, 2026 1053 PM → 2026-07-30T22:53; "" for what isn't understood."""
    if match.re is ISO:
        date, hour_, minute = match.groups()
        return f"{date}T{int(hour_):02}:{minute}" if int(hour_) < 24 else ""
    name = folded(match["month"])
    fitting = [n for n, names in enumerate(MONTHS, 1) if any(m.startswith(name) for m in names)]
    month = fitting[0] if len(fitting) == 1 and len(name) >= SHORTEST_MONTH else 0
    day = int(match["day"] or match["day_after"] or 0)
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"] in "pP")
    if not (month and 1 <= day <= 31 and hour < 24):
        return ""
    return f"{match['year']}-{month:02}-{day:02}T{hour:02}:{match['minute']}"

"""A roster: who is in the class, and under which names and numbers each system knows them.

A CSV with a line for each student, in any order of columns: `name` (or `first name` and `last
name`), `login`, `email`, `id` (the institution's own number), `group`, `github` (the GitHub login),
`section`, `canvas id`. What GitHub Classroom, classroom50 and Canvas export is read as it is.
It joins what names cannot: a clone that is named after a GitHub login, and a row of a gradebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...errors import RosterError
from ..intake.delivery import Delivery, bare, folded, shared
from . import canvas, headers, moodle
from .people import People, Person, groups_of
from .table import Table, what_else

IDS = ("login", "org_defined_id", "email", "github", "canvas_id")
OWN = {
    "login": "login",
    "org_defined_id": "id",
    "github": "GitHub login",
    "canvas_id": "Canvas id",
    "moodle_participant": "participant's number",
}
"""What no two people have, in words. An e-mail address may be a family's."""


@dataclass(frozen=True)
class Enrolled(Person):
    """Somebody on the roster."""

    section: str = ""


class Roster:
    """Who is in the class; and whether it has a column that tells who is in which group."""

    def __init__(self, people: Sequence[Enrolled], *, tells_groups: bool = False) -> None:
        self.people = people
        self._tells_groups = tells_groups

    @classmethod
    def read(cls, path: Path) -> Roster:
        """The roster in a file. Raises RosterError."""
        try:
            content = path.read_bytes()
            if what := what_else(content):
                raise RosterError(f"{path} is {what}; save the roster as CSV in UTF-8")
            table = Table.of(content)
            if table.header[:1] == ["sep="]:  # a line for Excel alone
                table = replace(table, rows=table.rows[1:])
        except OSError as failure:
            raise RosterError(f"{path} cannot be read: {failure.strerror}; check it") from None
        except UnicodeDecodeError:
            raise RosterError(f"{path} is not text; save it as CSV in UTF-8") from None
        columns = _columns(table.header)
        if not columns.keys() & {"name", "last", *IDS}:
            raise RosterError(
                f"{path} has no column that tells who somebody is; its first line names the "
                "columns: name, login, email, id, group, github"
            )
        told = (
            (row, {key: table.value(row, index) for key, index in columns.items()})
            for row in range(1, len(table.rows))
        )
        people = {row: _enrolled(cells) for row, cells in told if _is_person(cells)}
        _insist_on_own_ids(path, table, people)
        once: dict[object, Enrolled] = {}  # who is in two sections, or groups, has two lines
        for each in people.values():
            ids = tuple(each.identifiers.items())
            known_as = (each.name, ids) if ids else object()
            groups = (*once.get(known_as, each).groups, *each.groups)
            once[known_as] = replace(once.get(known_as, each), groups=tuple(dict.fromkeys(groups)))
        return cls(list(once.values()), tells_groups=bool(columns.keys() & {"group", "groups"}))

    def joined(self, deliveries: Iterable[Delivery]) -> list[Delivery]:
        """The deliveries with the names and numbers of whose they are; a group's has members."""
        deliveries = _as_clones_of(self.people, list(deliveries))
        found = People(self.people, "the roster", deliveries)
        return [self._joined(delivery, found) for delivery in deliveries]

    def absent(self, deliveries: Iterable[Delivery]) -> list[Enrolled]:
        """Who handed in nothing, alone or with a group."""
        deliveries = _as_clones_of(self.people, list(deliveries))
        found = People(self.people, "the roster", deliveries)
        there = {
            owner.place
            for delivery in deliveries
            for owner in found.owners(delivery)
            if owner.place is not None
        }
        return [person for place, person in enumerate(self.people) if place not in there]

    def _joined(self, delivery: Delivery, found: People) -> Delivery:
        owners = found.owners(delivery)
        places = [owner.place for owner in owners]
        known = [self.people[place] for place in places if place is not None]
        if not known or len(known) < len(owners):
            why = "; ".join(f"{owner.who}: {owner.why}" for owner in owners if owner.place is None)
            return replace(delivery, notices=(*delivery.notices, f"not on the roster: {why}"))
        name = bare(delivery.name)
        by_group = name and name in map(bare, known[0].groups)
        if not by_group and not delivery.members:
            in_group = known[0].groups or not self._tells_groups
            may_be_a_group = owners[0].why and in_group  # one that has another name here
            name = delivery.name if may_be_a_group else known[0].name or delivery.name
            ids = {} if _is_guess(delivery) else delivery.identifiers
            return replace(delivery, name=name, identifiers={**known[0].identifiers, **ids})
        return replace(
            delivery,
            members=tuple(
                person.name or owner.who for person, owner in zip(known, owners, strict=True)
            ),
            member_ids=tuple(person.identifiers for person in known),
        )


def _insist_on_own_ids(path: Path, table: Table, people: Mapping[int, Enrolled]) -> None:
    """Raises RosterError where two lines give one id to what are not one person's other groups."""
    whose: dict[tuple[str, str], tuple[int, Enrolled]] = {}
    for row, each in people.items():
        for key, value in each.identifiers.items():
            before, other = whose.setdefault((key, folded(value)), (row, each))
            same = (other.name, other.identifiers) == (each.name, each.identifiers)
            if same or key not in OWN:
                continue
            raise RosterError(
                f"{path}: lines {table.line(before)} and {table.line(row)} have one "
                f"{OWN[key]}, {value}, for {other.name} and {each.name}: give each person their "
                "own, or take one line out"
            )


def _as_clones_of(people: Sequence[Enrolled], deliveries: list[Delivery]) -> list[Delivery]:
    """Clones with the logins, or teams, that the roster knows.

    From hw3-team-a and hw3-team-b alone nobody can tell whether the exercise is called hw3 or
    hw3-team. The reading by which most are on the roster is taken; if two do equally well, all
    keep their whole names, and nothing is guessed.
    """
    known = {bare(each.identifiers.get("github", "")) for each in people}
    known |= {bare(group) for each in people for group in each.groups}
    known.discard("")
    whole: dict[int, str] = {}  # the names of the repositories
    for place, each in enumerate(deliveries):
        if set(each.identifiers) == {"github"}:
            login = each.identifiers["github"]
            folders = each.origin.split("/")
            whole[place] = next((name for name in folders if name.endswith(login)), login)
    begin = shared(whole.values(), "-")
    if any(deliveries[place].name != name[len(begin) :] for place, name in whole.items()):
        return deliveries  # the folder that they lie in tells the exercise
    ends = [0, *(place + 1 for place, sign in enumerate(begin) if sign == "-")]
    fits = {end: sum(bare(name[end:]) in known for name in whole.values()) for end in ends}
    [most, *others] = sorted(fits.values(), reverse=True)
    if not whole or not most:
        return deliveries
    end = 0 if most in others else next(end for end, count in fits.items() if count == most)
    renamed = {
        place: replace(deliveries[place], name=name[end:], identifiers={"github": name[end:]})
        for place, name in whole.items()
    }
    return [renamed.get(place, each) for place, each in enumerate(deliveries)]


def _is_guess(delivery: Delivery) -> bool:
    """A folder's name may be any of the ids: once it is known which, it is not the others."""
    ids = delivery.identifiers
    return len(ids) > 1 and len(set(ids.values())) == 1


def _columns(header: Sequence[str]) -> dict[str, int]:
    names = [bare(name) for name in header]
    columns = headers.columns(header)
    if "githubid" in names and "github" not in columns and "login" in columns:
        columns["github"] = columns.pop("login")  # classroom50: its username is GitHub's
    if "id" in names and {"sisuserid", "sisloginid"} & set(names):
        columns["canvas_id"] = names.index("id")  # Canvas: its ID is its own
        columns.pop("org_defined_id", None)
        if "sisuserid" in names:
            columns["org_defined_id"] = names.index("sisuserid")
    return columns


def _is_person(cells: dict[str, str]) -> bool:
    """Not an empty line, nor what Canvas's own export holds beside people."""
    name = _name(cells)
    told = any(value for key, value in cells.items() if key != "section")
    return told and name not in (*canvas.TEST_STUDENT, canvas.MAXIMA)


def _name(cells: dict[str, str]) -> str:
    return cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()


def _enrolled(cells: dict[str, str]) -> Enrolled:
    name = _name(cells)
    ids = {key: value for key in IDS if (value := cells.get(key, "").removeprefix("#"))}
    word, participant = moodle.participant(ids.get("org_defined_id", ""))
    if word.endswith(" "):  # "Participant 11", of Moodle's worksheet, which has no other id
        ids = {**ids, "moodle_participant": participant}
        del ids["org_defined_id"]
    if "@" in ids.get("org_defined_id", ""):
        ids.setdefault("email", ids["org_defined_id"])
    return Enrolled(
        name=name or next(iter(ids.values()), ""),
        identifiers=ids,
        groups=groups_of(cells.get("group", ""), cells.get("groups", "")),
        section=cells.get("section", ""),
    )

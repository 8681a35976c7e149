"""Whose is it? People of a list, a gradebook's rows or a roster, found by ids and by names.

Points reach the right person or nobody: an id that fits while both names are known and differ is
somebody else's, as a team's number in Moodle may be a participant's; and of two who fit, neither
is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..intake.delivery import bare, folded

LOOSE = frozenset({"moodle_participant"})
"""Numbers that mean somebody else elsewhere: the names have to agree as well."""

SURE = frozenset({"canvas_id"})
"""Numbers that one system gives once for ever: a name that differs is that of a group."""

WORDS = {
    "org_defined_id": "number",
    "moodle_participant": "number",
    "canvas_id": "number",
    "github": "GitHub login",
    "email": "e-mail address",
}

SIGNS = str.maketrans("’‘ʼ´`‐‑–", "'" * 5 + "-" * 3)
"""O’Brien is O'Brien: word processors and phones put other signs there."""

MOST_GROUPS = 50


@dataclass(frozen=True)
class Person:
    """Somebody in a list. `identifiers` are by intake's names, `groups` are the team's names."""

    name: str
    identifiers: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()


class Work(Protocol):
    """What somebody handed in, as far as it tells whose it is: a delivery, or a grade."""

    @property
    def name(self) -> str: ...
    @property
    def identifiers(self) -> Mapping[str, str]: ...
    @property
    def members(self) -> tuple[str, ...]: ...
    @property
    def member_ids(self) -> tuple[Mapping[str, str], ...]: ...
    @property
    def user(self) -> str: ...


@dataclass(frozen=True)
class Owner:
    """One of those whose work it is: `who` is the name in the work, `place` the one in the list.

    `place` is None where nobody was found, and `why` says why; else `why` says what is odd.
    """

    who: str
    place: int | None
    why: str = ""


class People:
    """A list of people, in which the owners of some work are found.

    `works` are all the works to be matched. A kind of number by which any of them is found means
    the same in both places: where two such numbers differ, so do the people, whatever their names.
    """

    def __init__(self, people: Sequence[Person], where: str, works: Iterable[Work] = ()) -> None:
        self.people = people
        self._where = where  # "the roster", for people
        self._by_id: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_words: dict[str, set[int]] = defaultdict(set)
        self._by_group: dict[str, set[int]] = defaultdict(set)
        for place, person in enumerate(people):
            if person.name:
                self._by_name[full(person.name)].add(place)
                self._by_words[_in_any_order(person.name)].add(place)
            for group in person.groups:
                self._by_group[bare(group)].add(place)
            for key, value in person.identifiers.items():
                if value:
                    self._by_id[key, folded(value)].add(place)
        self._in_common = {
            key
            for work in works
            for identifiers in (work.identifiers, *work.member_ids)
            for key, value in identifiers.items()
            if (key, folded(value)) in self._by_id
        }

    def owners(self, work: Work) -> list[Owner]:
        """Each person whose work it is: the group's members, or the one who handed it in."""
        if work.members:
            ids = work.member_ids or ({},) * len(work.members)
            return [
                self._one(who, identifiers)
                for who, identifiers in zip(work.members, ids, strict=True)
            ]
        one = self._one(work.name, work.identifiers, work.user)
        if (one.place is None or one.why) and (group := self._group(work.name)):
            called = (each for place in group for each in self.people[place].groups)
            names = {folded(each) for each in called if bare(each) == bare(work.name)}
            if len(names) > 1:
                return [Owner(work.name, None, f"{len(names)} groups of {self._where} fit")]
            return [Owner(self.people[place].name or work.name, place) for place in group]
        return [one]

    def _group(self, name: str) -> list[int]:
        return sorted(self._by_group.get(bare(name), ())) if bare(name) else []

    def _one(self, name: str, identifiers: Mapping[str, str], user: str = "") -> Owner:
        found = {
            place: key
            for key, value in identifiers.items()
            for place in self._by_id.get((key, folded(value)), ())
        }
        if len(found) > 1:
            return Owner(name, None, f"{len(found)} rows of {self._where} fit")
        for place, key in found.items():
            person = self.people[place]
            if agree(work_name(name, identifiers), person, strict=key in LOOSE):
                return Owner(name, place)
            if key in SURE:
                return Owner(name, place, f"its number is that of {person.name}")
            return Owner(
                name, None, f"its number is that of {person.name}, and the names do not agree"
            )
        named = self._by_name.get(full(name), set())
        if "," not in name:  # Doe Jane may be Jane Doe, where both of them are there
            named = named | self._by_words.get(_in_any_order(name), set()) if named else named
        if len(named) == 1:
            [place] = named
            if other := self._contradicting(name, identifiers, self.people[place]):
                return Owner(name, None, f"{self.people[place].name} has another {other}")
            return Owner(name, place)
        return self._of_one_name(name, user, named)

    def _of_one_name(self, name: str, user: str, named: set[int]) -> Owner:
        """Whose it is, where several have the name: the number that heads a folder of Brightspace's
        may be somebody's id in a list."""
        with_it = {p for p in named if user and user in self.people[p].identifiers.values()}
        if len(with_it) == 1:
            return Owner(name, with_it.pop())
        why = f"{len(named) or 'no'} rows of {self._where} fit"
        if user and named:
            why += f"; give --roster, and there the id {user} to the one that it is"
        return Owner(name, None, why)

    def _contradicting(self, name: str, identifiers: Mapping[str, str], person: Person) -> str:
        """The number in which the two differ, of a kind that both places share; "" for none."""
        for key in sorted(self._in_common & identifiers.keys()):
            ours, theirs = folded(identifiers[key]), folded(person.identifiers.get(key, ""))
            if ours and theirs and ours not in (theirs, folded(name)):
                return f"{WORDS.get(key, key)}, {person.identifiers[key]}"
        return ""


def groups_of(group: str, groups: str = "") -> tuple[str, ...]:
    """The names of somebody's groups, by a cell that holds one name and one that holds several.

    Of "Smith, Jones & Co, Lab 1" nobody can say where a name ends: each part of it may be one.
    """
    parts = [part.strip() for part in groups.split(",")[:MOST_GROUPS]]
    runs = (
        ", ".join(parts[start:end])
        for start in range(len(parts))
        for end in range(start + 1, len(parts) + 1)
    )
    return tuple(dict.fromkeys(filter(bare, (group, *runs))))


def full(name: str) -> str:
    """ "Doe, Jane" and "Jane Doe" are one name."""
    last, comma, first = folded(name).translate(SIGNS).partition(",")
    return " ".join(f"{first} {last}".split()) if comma else " ".join(last.split())


def _in_any_order(name: str) -> str:
    return " ".join(sorted(full(name).split()))


def work_name(name: str, identifiers: Mapping[str, str]) -> str:
    """The name of the student who handed it in; "" where only a login or a number is known."""
    known = {folded(value) for value in identifiers.values()}
    blind = any(folded(name) == f"participant {value}" for value in known)
    return "" if blind or folded(name) in known or not re.search(r"[^\W\d_]", name) else name


def agree(name: str, person: Person, *, strict: bool) -> bool:
    """May these be one person's names? Yes, where one of them isn't known.

    Order, accents, blanks and signs do not count, and middle names may be missing; by an id that
    is one's own everywhere, a word in common is enough.
    """
    theirs = work_name(person.name, person.identifiers)
    if not name or not theirs or Counter(bare(name)) == Counter(bare(theirs)):
        return True
    one, other = _words(name), _words(theirs)
    return one <= other or other <= one or (not strict and bool(one & other))


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", folded(name))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", letters)
    return {word for word in words if not re.search(r"\d", word)} or set(words)

"""One run of a program under a closer look: its notes, and the calls of its own functions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..room.noted import Noted, Site, Value
from .numbers import Reading
from .operations import is_known
from .scene import Scene


@dataclass(frozen=True)
class Run:
    """The notes of one run, and what they may be."""

    scene: Scene
    sites: Sequence[Site]
    noted: Noted
    told: frozenset[str] = frozenset()
    proved: frozenset[str] = frozenset()

    @cached_property
    def readings(self) -> list[Reading]:
        values = {id(note.value): note.value for note in self.noted.notes}
        known = {key: self.scene.dictionary.reading(value) for key, value in values.items()}
        return [{} if note.put else known[id(note.value)] for note in self.noted.notes]

    @cached_property
    def turns(self) -> Mapping[int, list[int]]:
        """The notes that each site has made."""
        found: dict[int, list[int]] = {}
        for i, note in enumerate(self.noted.notes):
            found.setdefault(note.site, []).append(i)
        return found

    def values(self, site: int) -> list[Value | None]:
        """What came of a site in each of its turns."""
        return [self.noted.notes[i].value for i in self.turns.get(site, ())]

    def has_only_zeros(self, site: int) -> bool:
        """Are there numbers in its own turns, and is each of them 0?"""
        values = [value for value in self.values(site) if value and value.numbers]
        return bool(values) and all(value.is_zero for value in values)

    def worked_out(self, site: int) -> list[Value]:
        """What came of it, where something that is known goes into it in each of its turns.

        Nothing goes into the number 0, under a name that is to hold more.
        """
        notes, turns = self.noted.notes, self.turns.get(site, ())
        values = [value for value in self.values(site) if value and value.numbers]
        is_zero = self.sites[site].kind == "assigned" and all(v.numbers == (0,) for v in values)
        if all(any(self.readings[j] for j in range(notes[i].start, i)) for i in turns) or is_zero:
            return values
        return []

    def called_from(self, site: int, wrong: Collection[int]) -> int:
        """The call of a function that is right, if the site stands in one.

        It does what is known, or all is well where it is called elsewhere. Otherwise the site
        itself: a function that is wrong is wrong where it goes wrong. `wrong` has those turns.
        """
        calls = {call for i in wrong if (call := self._call_around(i)) is not None}
        sites = {self.noted.notes[call].site for call in calls}
        if len(sites) > 1 and self.sites[site].kind == "name":  # it is given something wrong
            first = min(calls) if all(map(self._does_what_is_known, calls)) else None
            sites = sites if first is None else {self.noted.notes[first].site}
        if len(sites) != 1 or any(self._is_handed_over(i) for i in wrong):
            return site
        if not all(map(self._does_what_is_known, calls)):
            others = [i for i in self.turns.get(site, ()) if i not in wrong]
            elsewhere = [i for i in others if not self._is_called_at(i, sites)]
            if not elsewhere or not all(self.readings[i] for i in elsewhere):
                return site
        return self.called_from(sites.pop(), calls)

    def _is_called_at(self, turn: int, sites: Collection[int]) -> bool:
        call = self._call_around(turn)
        return call is not None and self.noted.notes[call].site in sites

    def is_to_blame(self, site: int) -> bool:
        """Does the site go wrong by itself, and not by what a function around it is given?

        A function that does what is known is right, unless all that several lines get from it is
        wrong.
        """
        calls = [call for i in self.turns.get(site, ()) if (call := self._call_around(i))]
        wrong = {self.noted.notes[call].site for call in calls if not self.readings[call]}
        is_known = bool(calls) and all(map(self._does_what_is_known, calls))
        return not is_known or (len(wrong) > 1 and not any(self.readings[call] for call in calls))

    def function_at(self, site: int) -> int | None:
        """The first site of the function that is called there, unless it does what is known.

        None where the site is no call of a function of the program's own and nothing more.
        """
        turns = self.turns.get(site, ())
        if any(map(self._does_what_is_known, turns)):
            return None
        found = {self.body_of(site, self.noted.notes[i].start, i) for i in turns}
        return found.pop() if len(found) == 1 else None

    def body_of(self, site: int, start: int, end: int) -> int | None:
        """The first site in the function that a call goes through between these notes."""
        sites = [self.noted.notes[i].site for i in range(start, end)]
        is_own = [self.sites[s].is_within(self.sites[site]) for s in sites]
        is_call = is_own == sorted(is_own, reverse=True) and not all(is_own)
        return sites[is_own.index(False)] if is_call else None

    def comes_out_at(self, site: int, other: int) -> bool:
        """Is what was put in at the other site on the way to this one, in a function it calls?"""
        notes, inside = self.noted.notes, self.sites[other].is_within(self.sites[site])
        return not inside and any(
            notes[j].put and notes[j].site == other
            for i in self.turns.get(site, ())
            for j in range(notes[i].start, i)
        )

    @property
    def given_up(self) -> frozenset[int]:
        """The sites of what a function of the program's own was given, where the grader answers.

        That is in the place of the call, or of an expression in the function.
        """
        notes, found = self.noted.notes, set[int]()
        for put in (i for i, note in enumerate(notes) if note.put):
            is_call = self.body_of(notes[put].site, notes[put].start, put) is not None
            call = put if is_call else self._call_around(put)
            if call is not None:
                given = self.arguments(notes[call].site, notes[call].start, call)
                found.update(notes[i].site for i in given)
        return frozenset(found)

    def arguments(self, site: int, start: int, end: int) -> list[int]:
        """The notes of what a call was given between these, in their order."""
        notes, here = self.noted.notes, self.sites[site]
        inside = [i for i in range(start, end) if self.sites[notes[i].site].is_within(here)]
        return [i for i in inside if not any(notes[j].start <= i < j for j in inside)]

    def calls_around(self, turn: int) -> Iterator[int]:
        """The notes of the calls that this one was made in, the innermost first."""
        call = self._call_around(turn)
        while call is not None:
            yield call
            call = self._call_around(call)

    def _call_around(self, turn: int) -> int | None:
        """The innermost note around this one whose text does not hold its own."""
        here = self.sites[self.noted.notes[turn].site]
        calls = (i for i in self.around(turn) if not here.is_within(self._site(i)))
        return next(calls, None)

    def _is_handed_over(self, turn: int) -> bool:
        """Is it in a function that is written where another is called, which is given it?"""
        here, call = self.sites[self.noted.notes[turn].site], self._call_around(turn)
        later = (i for i in self.around(turn) if call is not None and i > call)
        return any(here.is_within(self._site(i)) for i in later)

    def around(self, turn: int) -> Iterator[int]:
        """The notes that this one was made within, the innermost first."""
        found = self._next_around[turn]
        while found is not None:
            yield found
            found = self._next_around[found]

    @cached_property
    def _next_around(self) -> Sequence[int | None]:
        """For each note the innermost of those that it was made within."""
        notes = self.noted.notes
        found: list[int | None] = [None] * len(notes)
        later: list[int] = []
        for i in reversed(range(len(notes))):
            while later and notes[later[-1]].start > i:  # which has begun only after this one
                later.pop()
            found[i] = later[-1] if later else None
            later.append(i)
        return found

    def _site(self, turn: int) -> Site:
        return self.sites[self.noted.notes[turn].site]

    def _does_what_is_known(self, call: int) -> bool:
        notes = self.noted.notes
        note = notes[call]
        result, given = note.value, self.arguments(note.site, note.start, call)
        arguments = [value for i in given if (value := notes[i].value)]
        return result is not None and is_known(arguments, result)

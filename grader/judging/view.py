"""One run of a program under a closer look: what is there to be recognised, and how far it got."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..room.noted import Put
from .numbers import Index, in_order
from .run import Run
from .scene import Place
from .written import written


@dataclass(frozen=True)
class View(Run):
    """One run, and what can be recognised in it."""

    def records_added(self, step: str) -> frozenset[int]:
        """The records that something is added up for; none where all are, or it can't be seen."""
        name = self.scene.added(step)
        if not name:
            return frozenset()
        met = {index[0] for reading in self.readings for index in reading.get(name, ())}
        n_records = self.scene.dictionary.quantities[name].spans[0]
        return frozenset(met) if len(met) < n_records else frozenset()

    @property
    def stops_short(self) -> bool:
        """Is every step right for some of the records, and for the others worked out by no line?"""
        found = set()
        for step in self.scene.before:
            quantity = self.scene.dictionary.quantities[self.scene.added(step) or step]
            met = {i for reading in self.readings for i in reading.get(quantity.name, ())}
            records = frozenset(index[0] for index in met)
            if len(met) != sum(index[0] in records for index in quantity.numbers):
                return False
            found.add((quantity.sides[0], records, len(records) < quantity.spans[0]))
        return len(found) == 1 and all(records and is_short for _, records, is_short in found)

    def own(self, place: Place, put: Put) -> dict[Index, float]:
        """The entries of the step as they stand in a place, where each has a number of its own."""
        found: dict[Index, float] = {}
        turns = self.turns.get(place.site, ())
        for i, wanted in zip(turns, put.values, strict=False):
            value = self.noted.notes[i].value
            if value is None or wanted is None or value.shape != wanted.shape:
                continue
            entries = self.scene.dictionary.reading(wanted).get(place.quantity, ())
            for index, number in zip(entries, value.numbers, strict=False):
                if number is not None:
                    found[index] = number
        return found

    @property
    def broke_off(self) -> bool:
        return bool(self.noted.answer.get("crash"))

    def raised_right_after(self, site: int) -> bool:
        """Was it worked out, with all around it, and did it raise as that was put away?"""
        notes, here = self.noted.notes, self.sites[site]
        around = (self.sites[other] for other in self.noted.open)
        return (
            self.broke_off
            and bool(notes)
            and here.is_within(self.sites[notes[-1].site])
            and not any(here.is_within(other) for other in around)
        )

    @cached_property
    def roots(self) -> Sequence[int]:
        """For each note that of the whole expression that it is a part of."""
        notes = self.noted.notes
        found = [0] * len(notes)
        root, start = len(notes), len(notes)
        for i in range(len(notes) - 1, -1, -1):
            if i < start:
                root, start = i, notes[i].start
            found[i] = root
        return found

    @cached_property
    def common(self) -> Mapping[int, frozenset[str]]:
        """The quantities that a site's value may be in each of its turns."""
        several = ((s, [self.readings[i] for i in turns]) for s, turns in self.turns.items())
        return {
            site: frozenset(readings[0]).intersection(*readings) if all(readings) else frozenset()
            for site, readings in several
        }

    @cached_property
    def results(self) -> frozenset[str]:
        return self.scene.results(self.noted)

    @cached_property
    def found(self) -> frozenset[str]:
        """The steps whose value is there, whole; or begun, where the program broke off."""
        return self._found_at(self.common)

    @cached_property
    def turned(self) -> frozenset[str]:
        """The steps that are met with their sign turned, and nowhere as they are."""
        met = frozenset().union(*self.common.values())
        return frozenset(n[1:] for n in met if n[0] == "-" and n[1:] not in met)

    @property
    def turns_around(self) -> list[str]:
        """The steps in whose lines the sign is turned: what they are made of is as it should be.

        Not the first that has one, which may be turned on purpose, and be turned back at last.
        """
        met = frozenset().union(*self.common.values())
        found, quantities = [], self.scene.dictionary.quantities
        for step, before in self.scene.before.items():
            signed = {name for name in before if f"-{name}" in quantities}
            if step in self.turned and not self.scene.added(step) and signed and signed <= met:
                found.append(step)
        return found

    @cached_property
    def left_alone(self) -> frozenset[str]:
        """The steps that leave their line as they are, or something that is computed from them.

        A value in the middle of an expression that makes something else of it does not count, nor
        one that gets no name.
        """
        return self._left_alone(self._is_handed_on)

    @cached_property
    def left_outside_of_calls(self) -> frozenset[str]:
        """The same, without what is met only in a function that has handed back something else."""
        return self._left_alone(lambda turn: self._call_around(turn) is not None)

    def _left_alone(self, is_inside: Callable[[int], bool]) -> frozenset[str]:
        outermost = [
            site
            for site, turns in self.turns.items()
            if not self._is_part_of_another(site) and not all(map(is_inside, turns))
            if not written(self.scene.source).is_kept_nowhere(self.sites[site].line)
        ]
        left = self._found_at([*outermost, *self.given_up]) | self._taken_further(outermost)
        return self.told | self.scene.behind(left - self.told, self.told)

    def _taken_further(self, sites: Iterable[int]) -> set[str]:
        """The steps of which these make a part of a result, as an average is of a sum."""
        quantities, results = self.scene.dictionary.quantities, self.scene.asked_for
        parts = {name for site in sites for name in self.common[site] if self.has_met(name)}
        several = (quantities[name] for name in parts if not quantities[name].is_step)
        return {of for one in several if one.step in results for of in one.of} & {
            *self.scene.before
        }

    def first_line(self, step: str) -> int:
        """The line where its value is first there; 0 if it is nowhere."""
        notes = self.noted.notes
        turns = (i for i, reading in enumerate(self.readings) if step in reading)
        here = (notes[i].site for i in turns if not self._is_handed_on(i))
        return next((self.sites[site].line for site in here), 0)

    def _is_handed_on(self, turn: int) -> bool:
        """Does a function hand the same on to the line that calls it?"""
        call = self._call_around(turn)
        return call is not None and not self.readings[turn].keys().isdisjoint(self.readings[call])

    def _is_part_of_another(self, site: int) -> bool:
        here = self.sites[site]
        is_stored = bool(here.name) and here.kind != "added"  # all of it is what is changed there
        return any(
            here.is_within(self.sites[other]) and here != self.sites[other]
            for other in self.turns
            if not (is_stored and self.sites[other].kind == "changed")
        )

    def _found_at(self, sites: Iterable[int]) -> frozenset[str]:
        met = self.scene.before.keys() & self.results
        left = {*self.scene.before} - met
        for site in sites:
            turns = self.turns[site]
            here = ((name, turns) for name in self.common[site] & left)
            apart = ((name, [i]) for i in turns for name in self.readings[i] if name in left)
            for name, several in itertools.chain(here, apart):
                if name in left and self._is_whole(name, several):
                    left.remove(name)
                    met.add(name)
        return frozenset(met)

    def is_all_there(self, step: str, site: int) -> bool:
        """Has every turn of the site something else of the step's value?"""
        if step not in self.common[site]:
            return False
        entries = [index for i in self.turns[site] for index in self.readings[i][step]]
        return len(set(entries)) == len(entries) or self._is_whole(step, self.turns[site])

    def has_whole(self, name: str) -> bool:
        """Is all of a quantity worked out, also where the program broke off later?

        A name may hold what the grader has handed to it.
        """
        pairs = zip(self.noted.notes, self.readings, strict=True)
        made = (r for note, r in pairs if self.sites[note.site].kind != "name")
        met = {index for reading in made for index in reading.get(name, ())}
        return len(met) == len(self.scene.dictionary.quantities[name].numbers)

    def is_short_of(self, name: str) -> bool:
        """Is some of a quantity there, and nothing at all of one of its units or inputs?"""
        met = {index for reading in self.readings for index in reading.get(name, ())}
        quantity = self.scene.dictionary.quantities[name]
        several = zip(zip(*met, strict=True), quantity.spans, strict=False)
        sides = [len(set(indices)) < span for indices, span in several]
        return any(sides[1:])

    def has_met(self, name: str) -> bool:
        """Has every entry of a quantity turned up, wherever and whatever came after it?"""
        met = {index for reading in self.readings for index in reading.get(name, ())}
        return len(met) == len(self.scene.dictionary.quantities[name].numbers)

    def begins_right(self, step: str) -> bool:
        """Is it there in the first turn of the outermost loop, whatever becomes of it later?"""
        return self.scene.dictionary.quantities[step].by_turns > 0 and self.has_first(step)

    def has_first(self, step: str) -> bool:
        """Is what it has of the first record there, or the first turn, the first input or unit?"""
        numbers = self.scene.dictionary.quantities[step].numbers
        met = {index for reading in self.readings for index in reading.get(step, ())}
        first = {index for index in numbers if index and index[0] == 0}
        return bool(first) and first <= met

    def _is_whole(self, name: str, turns: Sequence[int]) -> bool:
        quantity = self.scene.dictionary.quantities[name]
        if not quantity.is_step:
            return False
        entries = {index for i in turns for index in self.readings[i][name]}
        if len(entries) == len(quantity.numbers):
            return in_order([self.readings[i][name][0] for i in turns])
        return self.broke_off and all(next(iter(self.readings[i])) == name for i in turns)

    @cached_property
    def evident(self) -> frozenset[str]:
        """The steps that are there, or were before anything was told, and what is behind them."""
        return self.proved | self.scene.behind(self.found - self.told, self.told)

    @property
    def is_done(self) -> bool:
        return not self.broke_off and self.scene.asked_for <= self.results

    def goes_on(self, before: View, step: str, site: int) -> int:
        """By how many steps and results this goes further than before; 0 if anything is lost.

        The step's value was put in at that site. Another step's right value that was worked out
        there may go with it, but not what is worked out from that one elsewhere.
        """
        if not self._may_show_more(before):
            return 0
        behind = self.scene.behind(frozenset([step]))
        there = before.common.get(site, frozenset()) & before.evident - {step}
        if there and (before.found & behind) - self.found - there:
            return 0
        lost = (before.found - self.found - self.told - behind) | (before.results - self.results)
        if lost or (self.broke_off and not before.broke_off):
            return 0
        later = self.evident - before.evident - behind
        return len(later) + 2 * len(self.results - before.results)

    def _may_show_more(self, before: View) -> bool:
        """Is there another result, or anything of a step that was not evident? It is soon seen."""
        steps = frozenset(self.scene.before) - self.told - before.evident
        numbers = self.scene.dictionary.found_in(self.noted.values, steps)
        return self.noted.has_any(numbers) or not self.results <= before.results

"""Where an expression is in the loops of its program: at which record, and at which unit.

A value that is not there says nothing of that itself; what was met before it does.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..room.noted import Note, Site
from .numbers import Dictionary, Numbers, Reading

Within = Mapping[str, set[int]]
"""The indices of records, of units and of inputs, by the names of these sides."""

NEAR = 200
"""How many notes back to look for the place in its loops where a program was."""


@dataclass(frozen=True)
class InItsLoops:
    """The place of one expression, `here`, in a run with these notes and what they may be."""

    notes: Sequence[Note]
    readings: Sequence[Reading]
    dictionary: Dictionary
    sites: Sequence[Site]
    here: Site

    @property
    def is_in_one(self) -> bool:
        """Is it in a loop at all?"""
        return any(site.kind == "loop" and self.here.is_within(site) for site in self.sites)

    def before(self, start: int, quantity: Numbers) -> Within:
        """Which record and unit: by what came right before, where nothing is inside."""
        found: dict[str, set[int]] = {}
        n_begun = self._n_begun(start)
        for j in range(start - 1, max(-1, start - NEAR), -1):
            for name in itertools.islice(self.readings[j], 1):
                for side, several in self._met_until(j, name, n_begun).items():
                    if side in quantity.sides:
                        found.setdefault(side, several)
            if len(found) == len(quantity.sides):
                break
        return found

    def _n_begun(self, start: int) -> int:
        """In how many loops is this place in which nothing that is known was met before?"""
        pairs = zip(self.notes[:start], self.readings, strict=False)
        met = [self.sites[site] for site in {note.site for note, reading in pairs if reading}]
        heads = [site for site in self.sites if site.kind == "head"]
        turns = [site for site in met if not any(map(site.is_within, heads))]
        around = (o for o in self.sites if o.kind == "loop" and self.here.is_within(o))
        return sum(not any(site.is_within(loop) for site in turns) for loop in around)

    def _met_until(self, last: int, name: str, n_begun: int) -> dict[str, set[int]]:
        """Which record and unit were met there: all those of a loop that has ended since.

        In a loop that has only just begun, what was whole before it is met one after the other.
        """
        site, quantity = self.notes[last].site, self.dictionary.quantities[name]
        loops = (o for o in self.sites if o.kind == "loop" and self.sites[site].is_within(o))
        ended = [loop for loop in loops if not self.here.is_within(loop)]
        entries = set(self.readings[last][name])
        for j in range(last - 1, max(-1, last - NEAR), -1):
            before = self.notes[j].site
            if not any(self.sites[before].is_within(loop) for loop in ended):
                break
            entries.update(self.readings[j].get(name, ()) if before == site else ())
        found = dict(zip(quantity.sides, map(set, zip(*entries, strict=True)), strict=False))
        spans = dict(zip(quantity.sides, quantity.spans, strict=True))
        whole = [side for side, several in found.items() if len(several) == spans[side] > 1]
        return {**found, **{side: {0} for side in whole[:n_begun]}}

"""A program with right values put in where it went wrong, so that it goes on from there.

What stands in a place already stays; each turn of a place has its own value.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..room.noted import Put, Puts, Value
from .in_its_loops import InItsLoops
from .placing import Placing
from .scene import Place, Scene
from .view import View

MOST_NOTES_AT_ONCE = 40_000
MOST_RUNS_AT_ONCE = 24


class Repairs:
    """The values put in so far, and the program as it runs with them; `began` is it without any."""

    def __init__(self, scene: Scene, view: View) -> None:
        self.scene = scene
        self.began = self.view = view
        self.puts: list[Put] = []

    def _put_in(self, place: Place) -> bool:
        """Puts it in for good, beside what stands there already; False where it does not fit."""
        puts = self._with(place)
        told = self.view.told | self._told_by(place)
        views = self._views([puts], [told]) if puts else None
        if not puts or not views:
            return False
        self.puts, self.view = puts, views[0]
        return True

    def _put_in_every_turn(self, place: Place) -> bool:
        """The same, turn after turn: what a later one needs may be right only since the last."""
        open_ = math.inf
        while self._put_in(place):
            [put] = [put for put in self.puts if put.site == place.site]
            before, open_ = open_, put.values.count(None)
            if place.skipped or not 0 < open_ < before:
                break
        return open_ < math.inf

    def _told_by(self, place: Place) -> frozenset[str]:
        """The steps that are no longer looked for, once it stands there."""
        quantities = self.scene.dictionary.quantities
        return frozenset(
            step for each in place.all for step in (each.step, quantities[each.quantity].step)
        )

    def _with(self, place: Place) -> list[Put] | None:
        """The values that are put in so far, and these; None where they do not fit."""
        puts = self.puts
        for each in place.all:
            put = self._put(each)
            if put is None:
                return None
            puts = [*(p for p in puts if p.site != put.site), _merged(puts, put)]
        return puts

    def _put(self, place: Place) -> Put | None:
        """The values for one quantity; None where they do not fit."""
        quantity = self.scene.dictionary.quantities[place.quantity]
        view = self.view
        met = view.noted.notes, view.readings, self.scene.dictionary
        placing = Placing(*met, InItsLoops(*met, view.sites, view.sites[place.site]))
        number, every = place.every
        turns = self.view.turns.get(place.site, ())[number::every]
        begun = self.view.noted.open.get(place.site, 0)
        kind = place.kind if place.skipped else ""
        values = placing.values(quantity, turns, begun, kind, ahead=self.view.broke_off)
        if values is None and self._is_a_number(place.site):
            values = placing.values(quantity, turns, begun, place.kind)
        if values is None:
            return None
        spread: list[Value | None] = [None] * (every * len(values))
        spread[number::every] = values
        return Put(place.site, tuple(spread), place.skipped)

    def _is_a_number(self, site: int) -> bool:
        """Is a single number given a name, or read by one, where there should be more of them?"""
        values = (self.view.noted.notes[i].value for i in self.view.turns.get(site, ()))
        named = self.view.sites[site].kind in ("assigned", "name")
        return named and all(value is not None and value.kind == "n" for value in values)

    def _views(self, runs: Sequence[Puts], told: Sequence[frozenset[str]]) -> list[View]:
        """What comes of these runs."""
        return [*self._each_view(zip(runs, told, strict=True))]

    def _each_view(self, runs: Iterable[tuple[Puts, frozenset[str]]]) -> Iterator[View]:
        """What comes of these runs, each with the steps that are told by it.

        As many are made at once as an answer holds; no more are kept, nor asked for beforehand.
        """
        evident, n_notes = self.view.evident, len(self.view.noted.notes)
        size = max(1, min(MOST_RUNS_AT_ONCE, MOST_NOTES_AT_ONCE // (1 + n_notes)))
        runs = iter(runs)
        while several := [*itertools.islice(runs, size)]:
            seen = self.scene.look([puts for puts, _ in several])
            if seen is None:
                return
            sites, noted = seen
            for one, (_, known) in zip(noted, several, strict=False):
                yield View(self.scene, sites, one, known, evident)


def _merged(puts: Sequence[Put], put: Put) -> Put:
    """With what is put there already: each turn has one of the two."""
    other = next((p for p in puts if p.site == put.site), None)
    if other is None:
        return put
    pairs = itertools.zip_longest(other.values, put.values)
    return replace(put, values=tuple(a if a is not None else b for a, b in pairs))

"""Whether what is wrong in two places is one mistake, which is charged once.

A function serves several lines, a line several steps, and the same may be written twice.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from ..room.answers import crashed
from ..room.noted import Put
from .numbers import Index
from .repairs import Repairs
from .scene import Charge, Place, Scene
from .tables import is_turned
from .view import View
from .written import written

FEWEST_ALIKE, ALIKE = 3, 0.95
"""How many entries have to correlate, and how well, before a wrong value is called nearly right."""

FEWEST_RANKED = 5
"""How many, before it is enough that they are in the same order: any curve that rises keeps it."""

Own = Mapping[Index, float]
"""The entries that stood somewhere."""


class OneMistake(Repairs):
    """The mistakes that are charged, `charges`, and all the places that each of them is in."""

    def __init__(self, scene: Scene, view: View) -> None:
        super().__init__(scene, view)
        self.charges: list[Charge] = []

    @property
    def missing(self) -> list[str]:
        """The steps that are neither evident nor charged."""
        known = self.view.evident | self.view.told
        return [step for step in self.scene.before if step not in known]

    def _tried(self, group: Sequence[Place]) -> Iterator[tuple[int, Place, list[Put], View]]:
        """Those of the places from which the program gets further, and how much."""
        before = self.view
        fitting = ((place, puts) for place in group if (puts := self._with(place)))
        options, asked = itertools.tee(fitting)
        views = self._each_view((puts, before.told | self._told_by(place)) for place, puts in asked)
        for (place, puts), view in zip(options, views, strict=False):
            gain = view.goes_on(before, place.step, place.site)
            if gain:
                yield gain, place, puts, view

    def _same_mistake(self, place: Place, view: View, own: Own) -> Charge | None:
        """The charge that it belongs to: of a function that serves several lines, or of a loop.

        What is put in for one step comes out in another place, too, or what is charged raises in a
        later call; or a loop over the records stops short, or begins late, and all that is summed
        up in it lacks the same records.
        """
        records = view.records_added(place.step)
        for charge in self.charges:
            first = charge.places[0]
            if self._is_over_a_stub(charge):
                continue
            comes_out = view.comes_out_at(place.site, first.site)
            is_short = bool(records) and records == view.records_added(charge.step)
            serves_both = self._is_called_again(place, charge) and self._resembles(place, own)
            raises_too = place.skipped and first.site in view.noted.open
            if comes_out or is_short or serves_both or raises_too:
                return charge
        return None

    def _is_over_a_stub(self, charge: Charge) -> bool:
        """Does it raise in a function that makes nothing of what it is given?"""
        crash = crashed(charge.crash)
        text = written(self.scene.source)
        return crash is not None and not text.takes_what_it_is_given(crash.line)

    def _takes_what_it_is_given(self, site: int) -> bool:
        """Does its line take something of what its function is given, as a slip in a step does?"""
        return written(self.scene.source).takes_what_it_is_given(self.began.sites[site].line)

    def _is_called_again(self, place: Place, *charges: Charge) -> bool:
        """Is it a call of a function that is charged already, where another line calls it?"""
        called = self.began.function_at(place.site)
        return called is not None and any(c.called == called for c in charges or self.charges)

    def _resembles(self, place: Place, own: Own) -> bool:
        """Is what stood there nearly right: does it go up and down with what should stand there?

        Only then is it a slip that a function makes for another step as well. What has nothing to
        do with the step, as noise has not, is not that step's slip, whatever else the line serves.
        """
        right = self.scene.dictionary.quantities[place.quantity].numbers
        pairs = [(number, right[index]) for index, number in own.items() if index in right]
        if len(pairs) < FEWEST_ALIKE:
            return False
        own_numbers, wanted = zip(*pairs, strict=True)
        several = [([*own_numbers], [*wanted])]
        if len(pairs) >= FEWEST_RANKED:
            several.append((_ranks(own_numbers), _ranks(wanted)))
        return any(_correlation(*each) > ALIKE for each in several)

    def _lies_on_its_side(self, place: Place) -> bool:
        turns = self.view.turns.get(place.site, ())
        quantity = self.scene.dictionary.quantities[place.quantity]
        there = [i for i in turns if quantity.name in self.view.readings[i]]
        return any(is_turned(self.view.noted.notes[i].value, quantity) for i in there)

    def _served_by_the_same_line(self, place: Place) -> Iterator[Place]:
        """What the line goes wrong in for other steps too, as a function of the learner's may."""
        kind = self.scene.dictionary.quantities[place.quantity].kind
        if place.skipped and not self._takes_what_it_is_given(place.site):
            return
        serves_others = any(None in p.values for p in self.puts if p.site == place.site)
        to_blame = serves_others and not place.skipped and self.began.is_to_blame(place.site)
        number, every = place.every
        in_turn = ((number + 1) % every, every)
        for step in self.scene.before if kind else self.missing:
            several = (q for q in self.scene.dictionary.quantities.values() if q.step == step)
            group = [
                replace(place, step=step, quantity=q.name, shared=(), every=in_turn)
                for q in several
                if (q.kind == kind if kind else to_blame and q.name[0] != "-")
            ]
            is_open = step in self.missing or (kind and step not in self.view.told)
            tried = self._tried(group) if is_open else ()
            best = max(tried, key=itemgetter(0), default=None)
            if best and (kind or self._is_same_slip(best[1], self.view.own(best[1], best[2][-1]))):
                _, other, self.puts, self.view = best
                yield other

    def _is_same_slip(self, place: Place, own: Own) -> bool:
        """Does the line make of what is right something nearly right, or something of that kind?

        Or does it have nothing but zeros for both? Its text is the same in each turn. So it is the
        same slip where the nearest step before goes into it, worked out right, as it does for the
        step that was charged first.
        """
        view, nearest = self.view, self.scene.nearest(place.step)
        turns = (i for i in view.turns.get(place.site, ()) if not view.noted.notes[i].put)
        inside = (j for i in turns for j in range(view.noted.notes[i].start, i + 1))
        goes_in = any(nearest & view.readings[j].keys() for j in inside)
        return goes_in or view.has_only_zeros(place.site) or self._resembles(place, own)

    def _copied(self, place: Place, before: View) -> Iterator[Place]:
        """Where the very same is worked out once more: one mistake, written twice."""
        if place.skipped:
            return
        is_read = before.sites[place.site].kind == "name"
        wrong = before.values(place.site)
        for site in [*self.view.turns]:
            kind = self.view.sites[site].kind
            if (
                kind != "changed"
                and (kind != "name" or is_read)
                and self.view.values(site) == wrong
            ):
                other = replace(place, site=site)
                now, puts = self.view, self.puts
                if self._put_in(other) and self.view.goes_on(now, place.step, site):
                    yield other
                else:
                    self.view, self.puts = now, puts


def _ranks(numbers: Sequence[float]) -> list[float]:
    """The place of each among them, from the smallest on."""
    places = {number: float(place) for place, number in enumerate(sorted(numbers))}
    return [places[number] for number in numbers]


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """How well two go up together, or one up and the other down: from 0 to 1."""
    try:
        return abs(statistics.correlation(one, other))
    except (statistics.StatisticsError, OverflowError):  # it is the same everywhere
        return 0.0

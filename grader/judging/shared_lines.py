"""Lines that serve several steps, and go wrong for all of them: one mistake, and one place for it.

A function of the learner's own may be the slope of both layers, and a line in a loop over the
layers is the sum of the one and then of the other.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from .scene import Place
from .suspects import Suspects
from .tables import is_turned


class SharedLines(Suspects):
    """The places in one run; these are for several steps at once."""

    def turned_around(self) -> list[Place]:
        """Where the sign is turned in a step whose parts are as they should be.

        A function that serves several steps turns it in all of them, and in some it does no harm.
        """
        wrong = [s for s in self._tables if not self._is_right_somewhere(s)]
        return [
            place
            for step in self.view.turns_around
            for one in sorted(self._places(step, wrong), key=self._order)
            for place in (one, self._with_its_like(one))
        ]

    def to_be_turned(self, step: str, *, either: bool) -> list[Place]:
        """Where a step stands with the other sign than the lesson's, to have that one there.

        Or with `either` of the two, to have the other one.
        """
        pairs = [(f"-{step}", step), (step, f"-{step}")][: 1 + either]
        places = [
            Place(step, site, other, kind=self.kind)
            for one, other in pairs
            for site in self._tables
            if one in self.view.common[site]
        ]
        return sorted(places, key=self._order)

    def _with_its_like(self, place: Place) -> Place:
        """The same place, with what is of the same kind put there for other steps as well."""
        quantities = self.view.scene.dictionary.quantities
        kind = quantities[place.quantity].kind
        alike = [q for q in quantities.values() if kind and q.kind == kind]
        others = [q for q in alike if q.name != place.quantity]
        return replace(
            place, shared=tuple(replace(place, step=q.step, quantity=q.name) for q in others)
        )

    def shared(self) -> list[Place]:
        """Lines that lie on their side for two steps in turn."""
        several = ((site, self._turned_at(site)) for site in self._tables)
        pairs = (
            [
                Place(step, site, self._meant(step, site), True, self.kind, every=(turn, 2))
                for turn, step in enumerate(steps)
            ]
            for site, steps in several
            if len(steps) == 2
        )
        return [replace(one, shared=(other,)) for one, other in pairs]

    def exchanged(self) -> list[Place]:
        """Calls of a function that gets right values, of which two may be exchanged.

        The first step that is missing is the one that goes wrong by it.
        """
        view, step = self.view, next(iter(self.missing), "")
        found: dict[tuple[int, int], Place] = {}
        begun = [(s, view.noted.open[s], len(view.noted.notes)) for s in view.noted.open]
        done = [(s, view.noted.notes[t].start, t) for s, [t, *_] in view.turns.items()]
        for site, start, end in [*done, *begun] if step else ():
            if view.body_of(site, start, end) is None:
                continue
            given = [
                (view.noted.notes[i].site, name, value.kind)
                for i in view.arguments(site, start, end)
                for name in itertools.islice(view.readings[i], 1)
                if (value := view.noted.notes[i].value)
            ]
            for (a, one, kind), (b, other, kind_) in itertools.combinations(given, 2):
                if one != other and not {a, b} & self.taken:
                    second = Place(step, b, one, True, kind)
                    found[a, b] = Place(step, a, other, True, kind_, (second,))
        return list(found.values())

    def _turned_at(self, site: int) -> list[str]:
        """The steps that lie on their side in the turns of a site, one in each."""
        steps = self.view.scene.before
        readings = ((i, self.view.readings[i]) for i in self.view.turns[site])
        names = [(i, next((n for n in one if n in steps), "")) for i, one in readings]
        quantities, notes = self.view.scene.dictionary.quantities, self.view.noted.notes
        turned = [n for i, n in names if n and is_turned(notes[i].value, quantities[n])]
        return turned if len(turned) == len(names) else []

"""Where a step may have gone wrong: the expressions in whose place its right value is tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from ..room.noted import Note
from .numbers import Numbers
from .scene import Place
from .tables import is_in_another_shape, is_of_another_size, is_turned
from .targets import Targets

COUNTED = ("i", "r", "n")
"""What may be put in for a number: a whole number, a range of that many, or the number itself."""


class Suspects(Targets):
    """All the places in one run."""

    def groups(self, step: str) -> Iterator[list[Place]]:
        """Places where the step may have gone wrong, the likelier ones first."""
        view = self.view
        yield self.unwritten(step)
        tables = [s for s in self._tables if not self.is_untouched(s)]
        turned = {s for s in tables if self._follows_turned(s)}
        tables = [s for s in tables if not turned.intersection((s, *self._wholes(s)))]
        wrong = [s for s in tables if not self._is_right_somewhere(s)]
        near = self._behind(step)
        misnamed = [self._sized(p) for p in self.misnamed() if not p.skipped and p.step in near]
        places = [
            Place(step, site, self._signed(step), kind=self.kind, every=every)
            for site in wrong
            for every in self._either_turn(site, step)
        ]
        places += [
            *self._turned(step),
            *self._in_another_shape(step),
            *misnamed,
            *self._added(step),
            *self._places(step, wrong),
        ]
        yield sorted(places, key=self._order)
        if view.broke_off:  # what is right was not left out there, it was not reached
            yield from self.begun(step)
            return
        yield self._short(step)
        right = [s for s in tables if s not in wrong and not view.is_all_there(step, s)]
        right.sort(key=self._left_out_first)
        yield [
            Place(step, site, step, kind=self.kind, every=every)
            for site in right
            for every in (*self._either_turn(site, step), (0, 1))
        ]

    def unwritten(self, step: str) -> list[Place]:
        """Where nothing is written yet, what has the step's name first."""
        view = self.view
        sites = [s for s in view.turns if s not in self.taken and self.is_untouched(s)]
        sites.sort(key=lambda s: view.scene.named(view.sites[s].name) != step)
        return [
            Place(step, s, self._meant(step, s), True, kind)
            for s in sites
            for kind in view.scene.kinds
        ]

    def _either_turn(self, site: int, step: str) -> list[tuple[int, int]]:
        """The first of every two turns, or the second: one line serves two steps, one by one.

        What the step is made of goes into it in these turns, or stands there, if the step is left
        out; or nothing but zeros, if nothing is summed up.
        """
        view = self.view
        turns, sizes = view.turns[site], [len(v.numbers) if v else 0 for v in view.values(site)]
        one, other = {*sizes[::2]}, {*sizes[1::2]}
        if len(one) != 1 or len(other) != 1 or one == other:
            return []
        nearest = view.scene.nearest(step)
        inside = (range(view.noted.notes[i].start, i + 1) for i in turns[:2])
        is_empty = view.has_only_zeros(site)
        there = (
            is_empty or any(nearest & view.readings[j].keys() for j in several)
            for several in inside
        )
        return [(number, 2) for number, is_there in enumerate(there) if is_there]

    def _behind(self, step: str) -> set[str]:
        """The step, and all that it is computed from on the way."""
        found = [step]
        for name in found:
            found += [one for one in self.view.scene.before.get(name, ()) if one not in found]
        return set(found)

    def _short(self, step: str) -> list[Place]:
        """Where a step's entries stand, and some are lacking, or they come in another order."""
        view = self.view
        kinds = {s: {value.kind for value in view.values(s) if value} for s in view.turns}
        return [
            Place(step, site, step, skipped=True, kind=min(kinds[site]))
            for site in view.turns
            if kinds[site] and site not in self.taken and step in view.common[site]
        ]

    def begun(self, step: str) -> Iterator[list[Place]]:
        """What was begun and never done, where a program broke off, the innermost first.

        It may be a step before that was right, and was not handed on.
        """
        scene = self.view.scene
        begun = dict.fromkeys(s for s in reversed(self.view.noted.open) if s not in self.taken)
        yield [
            Place(step, s, self._meant(step, s), True, kind) for s in begun for kind in scene.kinds
        ]
        yield [
            Place(step, s, part, True, self.kind) for s in begun for part in self._on_the_way(step)
        ]
        yield [
            Place(before, s, before, True, self.kind)
            for before in scene.before[step]
            if before not in self.missing
            for s in begun
            if self._is_made_in(before, s)
        ]

    def _on_the_way(self, step: str) -> list[str]:
        """What has a number wherever the step has one, and is not the step yet: what arrives."""
        quantities = self.view.scene.dictionary.quantities
        sides = quantities[step].sides
        return [
            q.name for q in quantities.values()
            if q.step == step and q.sides == sides and not (q.is_step or q.name[0] == "-")
        ]  # fmt: skip

    def given(self) -> list[Place]:
        """What a program is given, where the head of a loop raised: what to go through there."""
        view = self.view
        open_ = [s for s in view.noted.open if s not in self.taken]
        heads = [view.sites[s] for s in open_ if view.sites[s].kind == "head"]
        if not heads or not view.sites[open_[-1]].is_within(heads[-1]):
            return []
        begun = [s for s in reversed(open_) if view.sites[s].is_within(heads[-1])]
        quantities = self.view.scene.dictionary.quantities.values()
        whose = "" if view.scene.has_heads else next(iter(self.missing), "")
        return [
            Place(whose or q.name, site, q.name, skipped=True, kind=kind)
            for site in begun
            for q in sorted(quantities, key=lambda q: len(q.sides))
            if not q.step
            for kind in (self.view.scene.kinds if q.sides else COUNTED)
        ]

    def _is_made_in(self, step: str, site: int) -> bool:
        """Was the step's value worked out there, and not only read, before it raised?"""
        notes, readings = self.view.noted.notes, self.view.readings
        start = self.view.noted.open[site]
        return any(
            step in readings[j] and self.view.sites[notes[j].site].kind != "name"
            for j in range(start, len(notes))
        )

    def _turned(self, step: str = "") -> list[Place]:
        """Steps that are there, but lie on their side."""
        view = self.view
        found = []
        for site, turns in view.turns.items():
            for name in view.common[site] - view.told:
                quantity = self.view.scene.dictionary.quantities[name]
                note = view.noted.notes[turns[0]]
                if quantity.is_step and site not in self.taken and is_turned(note.value, quantity):
                    kind = note.value.kind if note.value else ""
                    found.append(Place(self._whose(name, site, step), site, name, True, kind))
        return found

    def _in_another_shape(self, step: str) -> list[Place]:
        """Steps before that lie in a table, or have a number, which what stopped cannot go on with.

        They have their numbers, or stand under their own names.
        """
        view = self.view
        if not view.broke_off:
            return []
        found = []
        for site, turns in view.turns.items():
            here, value = view.sites[site], view.noted.notes[turns[0]].value
            if here.kind != "assigned" or site in self.taken or value is None:
                continue
            named = {view.scene.named(here.name)}
            for name in sorted((view.common[site] | named) & self._behind(step)):
                quantity = view.scene.dictionary.quantities[name]
                is_there = name in view.common[site]
                lies = is_in_another_shape if is_there else is_of_another_size
                if quantity.is_step and lies(value, quantity, self.kind):
                    found.append(Place(name, site, name, True, self.kind))
        return found

    def _places(self, step: str, sites: Sequence[int]) -> list[Place]:
        """The whole value at each of these sites, and parts of it where it is made of the right.

        It may be a step before that was right, and has been spoiled there.
        """
        before = self.view.scene.before[step]
        quantities = self.view.scene.dictionary.quantities.values()
        parts = [q for q in quantities if q.step == step and q.name[0] != "-"]
        found = []
        for site in sites:
            inside, at_times = self._inside(site), self._at_times(site)
            inside |= {name.removeprefix("-") for name in inside}
            fitting = [
                q.name for q in parts
                if q.is_step or inside.intersection(q.of) or q.name in at_times
            ]  # fmt: skip
            fitting = [self._signed(name) if name == step else name for name in fitting]
            found += [Place(step, site, name, kind=self.kind) for name in fitting]
            found += [
                Place(self._whose(name, site, step), site, name, kind=self.kind)
                for name in before
                if name in inside
            ]
        return found

    def _whose(self, before: str, site: int, step: str) -> str:
        """Whose mistake is it that a step before is spoiled there?

        The next one's, if the step before had been put under a name and is read from there.
        """
        view = self.view
        inside = (j for i in view.turns[site] for j in range(view.noted.notes[i].start, i))
        here = view.sites[site]
        places = ((j, view.sites[view.noted.notes[j].site]) for j in inside)
        read = (j for j, part in places if part.kind == "name" and part.is_within(here))
        return step if step and any(before in view.readings[j] for j in read) else before

    def _at_times(self, site: int) -> frozenset[str]:
        """What is there in some turns of a site, while in others it is not what it should be."""
        readings = [self.view.readings[i] for i in self.view.turns[site]]
        return (
            frozenset(itertools.chain.from_iterable(readings)) if not all(readings) else frozenset()
        )

    def _inside(self, site: int) -> frozenset[str]:
        """What is known of what a site's value was made of."""
        view = self.view
        names: set[str] = set()
        for i in view.turns[site]:
            for j in range(view.noted.notes[i].start, i):
                names.update(view.readings[j])
        return frozenset(names)

    def _order(self, place: Place) -> tuple[int, int]:
        """By the statement; in it from the inside out, or the other way for what is spoiled."""
        turn = self.view.turns[place.site][0]
        quantity = self.view.scene.dictionary.quantities[place.quantity]
        return self.view.roots[turn], turn if quantity.step in self.missing else -turn

    def _is_right_somewhere(self, site: int) -> bool:
        """Is its value a whole quantity in one turn at least, as in a function used twice?"""
        return any(map(_is_whole, self._quantities(site)))

    def _wholes(self, site: int) -> set[int]:
        """The sites of the whole expressions that it is a part of."""
        return {self.view.noted.notes[self.view.roots[i]].site for i in self.view.turns[site]}

    def _follows_turned(self, site: int) -> bool:
        """Is it a step with its sign turned, made of one before that is turned as well?

        Then the sign was turned there, it may be on purpose, and this line has no part in it.
        """
        view, quantities = self.view, self.view.scene.dictionary.quantities
        turned = [quantities[name] for name in view.common[site] if name[0] == "-"]
        is_read = view.sites[site].kind == "name"
        inside = frozenset().union(*view.common.values()) if is_read else self._inside(site)
        return any(f"-{name}" in inside for quantity in turned for name in quantity.of)

    def _left_out_first(self, site: int) -> tuple[bool, int]:
        return self.view.sites[site].kind != "assigned", -self.view.turns[site][-1]

    def is_untouched(self, site: int) -> bool:
        notes = [self.view.noted.notes[i] for i in self.view.turns.get(site, ())]
        found = self.view.sites[site]
        return (
            bool(notes)
            and found.kind != "name"
            and all(note.value is not None and note.value.kind == "..." for note in notes)
        )

    @property
    def _tables(self) -> list[int]:
        """The sites that have a table in some turn, and where nothing was put."""
        return [s for s in self.view.turns if s not in self.taken and self._is_a_table(s)]

    def _is_a_table(self, site: int) -> bool:
        notes: list[Note] = [self.view.noted.notes[i] for i in self.view.turns[site]]
        return self.view.sites[site].kind != "changed" and any(n.value for n in notes)


def _is_whole(quantity: Numbers) -> bool:
    return quantity.is_step or not quantity.step

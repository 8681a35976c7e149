"""Where exactly is it wrong? Every value on the way is looked at, and right ones are put in.

A step is there if its value is (numbers.py), or if something is that is computed from it. Of the
steps that are not there, the first is looked for: its right value is put in the place of one
expression after the other, in the shape that stands there, and the program goes on. Where a later
step or a result then comes out right, that expression is where the mistake was; it is kept that
way, and the look goes on from there until the results are right. An expression that raises, or
that is `...`, is replaced without being evaluated.

What was put in proves nothing: a step counts as there only by what the program itself computed,
and what a step rests on is never proved by a value that was put in for it or for something later.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..room.noted import Note, Noted, Put, Puts, Site
from .numbers import Dictionary, Index, Numbers, Reading
from .placing import Placing, is_turned

Look = Callable[[Sequence[Puts]], "tuple[list[Site], list[Noted]] | None"]
"""Runs the program once for each of these ways to put values in."""

MOST_NOTES_AT_ONCE = 40_000
MOST_RUNS_AT_ONCE = 24
MOST_MISTAKES = 12
STEPS_AHEAD = 4
"""How many of the steps that are missing are looked for, before it is given up."""


@dataclass(frozen=True)
class Scene:
    """Something that a program is asked to do, on inputs on which every number tells what it is.

    `before` has for each step those that it is computed from, in the order of the lesson; `results`
    gives those results that came out right. `kinds` are the kinds of table that the program may
    have in the place of one that is not there (noted.Value).
    """

    look: Look
    dictionary: Dictionary
    before: Mapping[str, Sequence[str]]
    results: Callable[[Noted], frozenset[str]]
    asked_for: frozenset[str]
    kinds: Sequence[str] = ("m", "l")

    def behind(
        self, steps: frozenset[str], told: frozenset[str] = frozenset()
    ) -> frozenset[str]:
        """These steps and all that they are computed from, except by way of one that was told."""
        found = set(steps)
        for step in reversed(list(self.before)):
            if step in found and step not in told:
                found.update(self.before[step])
        return frozenset(found - told)


@dataclass(frozen=True)
class Place:
    """What is put where: a quantity in the place of a site, skipped or not, in one of the kinds.

    `step` is the one that is wrong if this is the place.
    """

    step: str
    site: int
    quantity: str
    skipped: bool = False
    kind: str = "m"


@dataclass(frozen=True)
class Charge:
    """A step that is wrong, the site where, what was put there, and the entries that it had.

    `crash` is what was raised there, `also` has steps that the same line computes in the same way.
    """

    site: Site
    places: list[Place]
    own: Mapping[Index, float]
    untouched: bool = False
    crash: object = None

    @property
    def is_turned(self) -> bool:
        """Were all the numbers right, and the table lay on its side?"""
        return self.places[0].skipped and not self.untouched and self.crash is None

    @property
    def step(self) -> str:
        return self.places[0].step

    @property
    def also(self) -> tuple[str, ...]:
        others = (place.step for place in self.places[1:])
        return tuple(dict.fromkeys(step for step in others if step != self.step))


@dataclass(frozen=True)
class View:
    """One run, and what can be recognised in it."""

    scene: Scene
    sites: Sequence[Site]
    noted: Noted
    told: frozenset[str] = frozenset()
    proved: frozenset[str] = frozenset()

    @cached_property
    def readings(self) -> list[Reading]:
        read = self.scene.dictionary.reading
        return [{} if note.put else read(note.value) for note in self.noted.notes]

    @cached_property
    def turns(self) -> Mapping[int, list[int]]:
        """Which notes each site has made."""
        found: dict[int, list[int]] = {}
        for i, note in enumerate(self.noted.notes):
            found.setdefault(note.site, []).append(i)
        return found

    @property
    def broke_off(self) -> bool:
        return bool(self.noted.answer.get("crash"))

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
        return {
            site: frozenset.intersection(*(frozenset(self.readings[i]) for i in turns))
            for site, turns in self.turns.items()
        }

    @cached_property
    def results(self) -> frozenset[str]:
        return self.scene.results(self.noted)

    @cached_property
    def found(self) -> frozenset[str]:
        """The steps whose value is there, whole; or begun, where the program broke off."""
        met = set(self.results)
        for site, names in self.common.items():
            turns = self.turns[site]
            for name in names - met:
                if self._is_whole(name, turns):
                    met.add(name)
            for name in set(self.readings[turns[-1]]) - met:
                if self._is_whole(name, turns[-1:]):
                    met.add(name)
        return frozenset(met & self.scene.before.keys())

    def _is_whole(self, name: str, turns: Sequence[int]) -> bool:
        quantity = self.scene.dictionary.quantities[name]
        if not quantity.is_step:
            return False
        entries = {index for i in turns for index in self.readings[i][name]}
        return len(entries) == len(quantity.numbers) or (self.broke_off and bool(entries))

    @cached_property
    def evident(self) -> frozenset[str]:
        """The steps that are there, or were before anything was told, and what is behind them."""
        return self.proved | self.scene.behind(self.found - self.told, self.told)

    @property
    def is_done(self) -> bool:
        return not self.broke_off and self.scene.asked_for <= self.results

    def goes_on(self, before: View, step: str) -> int:
        """By how many steps and results this goes further than before; 0 if anything is lost."""
        behind = self.scene.behind(frozenset([step]))
        lost = (before.found - self.found - self.told - behind) | (before.results - self.results)
        if lost or (self.broke_off and not before.broke_off):
            return 0
        later = self.evident - before.evident - behind
        return len(later) + 2 * len(self.results - before.results)


@dataclass
class CloserLook:
    """The mistakes of one scene, looked for one after the other."""

    scene: Scene
    charges: list[Charge] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.view: View | None = None
        self.puts: list[Put] = []
        self.view = next(iter(self._views([()], [frozenset()])), None)

    def found(self) -> bool:
        """Looks for mistakes; is all right, once the right values stand in their places?"""
        while self.view and not self.view.is_done and len(self.charges) < MOST_MISTAKES:
            if not self._next():
                return False
        return self.view is not None and self.view.is_done

    def confirmed_by(self, other: CloserLook) -> bool:
        """Is all right on other inputs, too, with the right values in the very same places?

        What is evident must be so there as well.
        """
        for charge in self.charges:
            if other.view is None:
                return False
            first = other._with(charge.places[0])
            own = other._own(charge.places[0], first[-1]) if first else {}
            if not all(map(other._put_in, charge.places)):
                return False
            other.charges.append(replace(charge, own=own))
        return other.view is not None and other.view.is_done

    @property
    def missing(self) -> list[str]:
        """The steps that are neither evident nor charged."""
        if self.view is None:
            return list(self.scene.before)
        known = self.view.evident | self.view.told
        return [step for step in self.scene.before if step not in known]

    # ------------------------------------------------------------ one mistake

    def _next(self) -> bool:
        assert self.view is not None
        if self._raises_again():
            return True
        lost = [step for step in self.scene.before if step in self._lost_results]
        for step in [*self.missing[:STEPS_AHEAD], *lost]:
            if self._best(self._groups(step)):
                return True
        return self._by_its_name()

    @property
    def _lost_results(self) -> frozenset[str]:
        """Results that were there on the way, and are not what is handed back."""
        assert self.view is not None
        return (self.scene.asked_for - self.view.results) & self.view.evident

    def _raises_again(self) -> bool:
        """Does a name that has no value raise once more, further down? It is the same mistake."""
        view = self.view
        assert view is not None
        last = self.charges[-1] if self.charges else None
        if not view.broke_off or not view.noted.open or last is None or last.crash is None:
            return False
        site = view.noted.open[-1]
        if view.sites[site].kind != "name":
            return False
        place = replace(last.places[0], site=site, skipped=True)
        before, puts = view, self.puts
        if self._put_in(place) and len(self.view.noted.notes) > len(before.noted.notes):
            last.places.append(place)
            return True
        self.view, self.puts = before, puts
        return False

    def _best(self, groups: Iterator[list[Place]]) -> bool:
        """Takes the place where a step went wrong: the one from which most comes out right.

        Of several in one group it is the first. Once all is right, no later group is asked.
        """
        assert self.view is not None
        best: tuple[int, Place, list[Put], View] | None = None
        for group in groups:
            for gain, place, puts, view in self._tried(group):
                if best is None or gain > best[0]:
                    best = gain, place, puts, view
            if best and best[3].is_done:
                break
        if best is not None:
            self._take(*best[1:])
        return best is not None

    def _tried(self, group: Sequence[Place]) -> Iterator[tuple[int, Place, list[Put], View]]:
        """Those of the places from which the program gets further, and how much."""
        assert self.view is not None
        before = self.view
        options = [(place, puts) for place in group if (puts := self._with(place))]
        told = [before.told | self._told_by(place) for place, _ in options]
        views = self._views([puts for _, puts in options], told)
        for (place, puts), view in zip(options, views, strict=False):
            gain = view.goes_on(before, place.step)
            if gain:
                yield gain, place, puts, view

    def _told_by(self, place: Place) -> frozenset[str]:
        return frozenset([place.step, self.scene.dictionary.quantities[place.quantity].step])

    def _put_in(self, place: Place) -> bool:
        """Puts it in for good, beside what stands there already; False where it does not fit."""
        assert self.view is not None
        puts = self._with(place)
        told = self.view.told | self._told_by(place)
        views = self._views([puts], [told]) if puts else None
        if not puts or not views:
            return False
        self.puts, self.view = puts, views[0]
        return True

    def _take(self, place: Place, puts: list[Put], view: View) -> None:
        before = self.view
        assert before is not None
        raised = place.skipped and place.site in before.noted.open
        crash = before.noted.answer.get("crash") if raised else None
        untouched = self._is_untouched(place.site)
        own = self._own(place, puts[-1])
        self.puts, self.view = puts, view
        places = [place, *self._served_by_the_same_line(place)]
        self.charges.append(Charge(before.sites[place.site], places, own, untouched, crash))

    def _served_by_the_same_line(self, place: Place) -> Iterator[Place]:
        """What the line goes wrong in for other steps too, as a function of the learner's may."""
        quantities = self.scene.dictionary.quantities
        kind = quantities[place.quantity].kind
        alike = [q for q in quantities.values() if kind and q.kind == kind]
        for quantity in alike:
            if quantity.step in self.missing:
                other = replace(place, step=quantity.step, quantity=quantity.name)
                before, puts = self.view, self.puts
                assert before is not None
                if self._put_in(other) and self.view.goes_on(before, other.step):
                    yield other
                else:
                    self.view, self.puts = before, puts

    def _own(self, place: Place, put: Put) -> dict[Index, float]:
        """The entries of the step as they were, where each has a number of its own."""
        assert self.view is not None
        found: dict[Index, float] = {}
        if place.skipped:
            return found
        turns = self.view.turns.get(place.site, ())
        for i, wanted in zip(turns, put.values, strict=False):
            value = self.view.noted.notes[i].value
            if value is None or wanted is None or value.shape != wanted.shape:
                continue
            entries = self.scene.dictionary.reading(wanted).get(place.quantity, ())
            for index, number in zip(entries, value.numbers, strict=False):
                if number is not None:
                    found[index] = number
        return found

    def _by_its_name(self) -> bool:
        """A step whose name stands before a wrong value, though nothing later comes out right."""
        assert self.view is not None
        for step in self.missing:
            for site in self.view.turns:
                named = self.view.sites[site]
                if named.kind != "assigned" or named.name != step:
                    continue
                if step in self.view.common[site]:
                    continue
                place = Place(step, site, step, self._is_untouched(site), self._kind())
                puts = self._with(place)
                views = puts and self._views([puts], [self.view.told | {step}])
                if puts and views:
                    self._take(place, puts, views[0])
                    return True
        return False

    # ------------------------------------------------------------ where it may be

    def _groups(self, step: str) -> Iterator[list[Place]]:
        """Places where the step may have gone wrong, the likelier ones first."""
        view = self.view
        assert view is not None
        sites = [s for s in view.turns if s not in self._taken]
        unwritten = [s for s in sites if self._is_untouched(s)]
        unwritten.sort(key=lambda s: view.sites[s].name != step)
        yield [Place(step, s, step, True, kind) for s in unwritten for kind in self.scene.kinds]
        tables = [s for s in sites if self._is_a_table(s) and s not in unwritten]
        wrong = [s for s in tables if not self._is_right_somewhere(s)]
        places = [*self._turned(step), *self._misnamed(), *self._places(step, wrong)]
        yield sorted(places, key=self._order)
        if view.broke_off:
            begun = dict.fromkeys(s for s in reversed(view.noted.open) if s not in self._taken)
            yield [Place(step, s, step, True, kind) for s in begun for kind in self.scene.kinds]
        right = [s for s in tables if s not in wrong and step not in view.common[s]]
        right.sort(key=self._left_out_first)
        yield [Place(step, site, step, kind=self._kind()) for site in right]

    def _misnamed(self) -> list[Place]:
        """Steps whose names stand before other values."""
        view = self.view
        assert view is not None
        named = [(site, view.sites[site]) for site in view.turns if site not in self._taken]
        return [
            Place(found.name, site, found.name, kind=self._kind())
            for site, found in named
            if found.kind == "assigned"
            and found.name in self.scene.before
            and found.name not in view.common[site]
        ]

    @property
    def _taken(self) -> set[int]:
        return {charge.places[0].site for charge in self.charges}

    def _turned(self, step: str = "") -> list[Place]:
        """Steps that are there, but lie on their side."""
        view = self.view
        assert view is not None
        found = []
        for site, turns in view.turns.items():
            for name in view.common[site] - view.told:
                quantity = self.scene.dictionary.quantities[name]
                note = view.noted.notes[turns[0]]
                if quantity.is_step and site not in self._taken and is_turned(note.value, quantity):
                    kind = note.value.kind if note.value else ""
                    found.append(Place(self._whose(name, site, step), site, name, True, kind))
        return found

    def _places(self, step: str, sites: Sequence[int]) -> list[Place]:
        """The whole value at each of these sites, and parts of it where it is made of the right.

        It may be a step before that was right, and has been spoiled there.
        """
        assert self.view is not None
        before = self.scene.before[step]
        quantities = self.scene.dictionary.quantities.values()
        parts = [q for q in quantities if q.step == step and q.name[0] != "-"]
        found = []
        for site in sites:
            inside = self._inside(site)
            fitting = [q.name for q in parts if q.is_step or inside.intersection(q.of)]
            found += [Place(step, site, name, kind=self._kind()) for name in fitting]
            found += [
                Place(self._whose(name, site, step), site, name, kind=self._kind())
                for name in before
                if name in inside
            ]
        return found

    def _whose(self, before: str, site: int, step: str) -> str:
        """Whose mistake is it that a step before is spoiled there?

        The next one's, if the step before had been put under a name and is read from there.
        """
        view = self.view
        assert view is not None
        inside = (j for i in view.turns[site] for j in range(view.noted.notes[i].start, i))
        here = view.sites[site]
        places = ((j, view.sites[view.noted.notes[j].site]) for j in inside)
        read = (j for j, part in places if part.kind == "name" and part.is_within(here))
        return step if step and any(before in view.readings[j] for j in read) else before

    def _inside(self, site: int) -> frozenset[str]:
        """What is known of what a site's value was made of."""
        assert self.view is not None
        view = self.view
        names: set[str] = set()
        for i in view.turns[site]:
            for j in range(view.noted.notes[i].start, i):
                names.update(view.readings[j])
        return frozenset(names)

    def _order(self, place: Place) -> tuple[int, int]:
        """By the statement; in it from the inside out, or the other way for what is spoiled."""
        assert self.view is not None
        turn = self.view.turns[place.site][0]
        quantity = self.scene.dictionary.quantities[place.quantity]
        return self.view.roots[turn], turn if quantity.step in self.missing else -turn

    def _is_right_somewhere(self, site: int) -> bool:
        """Is its value a whole quantity in one of its turns, as a function's of several uses is?"""
        assert self.view is not None
        names = {name for i in self.view.turns[site] for name in self.view.readings[i]}
        return any(_is_whole(self.scene.dictionary.quantities[name]) for name in names)

    def _left_out_first(self, site: int) -> tuple[bool, int]:
        assert self.view is not None
        return self.view.sites[site].kind != "assigned", -self.view.turns[site][-1]

    def _is_untouched(self, site: int) -> bool:
        assert self.view is not None
        notes = [self.view.noted.notes[i] for i in self.view.turns.get(site, ())]
        found = self.view.sites[site]
        return bool(notes) and found.kind != "name" and all(
            note.value is not None and note.value.kind == "..." for note in notes
        )

    def _is_a_table(self, site: int) -> bool:
        assert self.view is not None
        notes: list[Note] = [self.view.noted.notes[i] for i in self.view.turns[site]]
        return self.view.sites[site].kind != "changed" and any(n.value for n in notes)

    def _kind(self) -> str:
        return self.scene.kinds[0]

    # ------------------------------------------------------------ running it again

    def _with(self, place: Place) -> list[Put] | None:
        """The values that are put in so far, and these; None where they do not fit."""
        assert self.view is not None
        quantity = self.scene.dictionary.quantities[place.quantity]
        placing = Placing(self.view.noted.notes, self.view.readings, self.scene.dictionary)
        turns = self.view.turns.get(place.site, ())
        begun = len(self.view.noted.notes)
        values = placing.values(quantity, turns, begun, place.kind if place.skipped else "")
        if values is None:
            return None
        put = Put(place.site, tuple(values), place.skipped)
        return [*(p for p in self.puts if p.site != put.site), self._merged(put)]

    def _merged(self, put: Put) -> Put:
        """With what is put there already: each turn has one of the two."""
        other = next((p for p in self.puts if p.site == put.site), None)
        if other is None:
            return put
        pairs = itertools.zip_longest(other.values, put.values)
        return replace(put, values=tuple(a if a is not None else b for a, b in pairs))

    def _views(self, runs: Sequence[Puts], told: Sequence[frozenset[str]]) -> list[View]:
        """What comes of these runs, as many at once as an answer holds."""
        per_run = 1 + (len(self.view.noted.notes) if getattr(self, "view", None) else 0)  # type: ignore[union-attr]
        size = max(1, min(MOST_RUNS_AT_ONCE, MOST_NOTES_AT_ONCE // per_run))
        views: list[View] = []
        for start in range(0, len(runs), size):
            seen = self.scene.look(runs[start : start + size])
            if seen is None:
                return views
            sites, noted = seen
            views += [
                View(self.scene, sites, one, known, self.view.evident if self.view else known)
                for one, known in zip(noted, told[start:], strict=False)
            ]
        return views


def _is_whole(quantity: Numbers) -> bool:
    return quantity.is_step or not quantity.step

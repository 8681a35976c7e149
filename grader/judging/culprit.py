"""The next mistake of a program: an expression in whose place a right value sets more right.

Of the steps that are not there, the first is looked for: its right value is put in the place of one
expression after the other, in the shape that stands there, and the program goes on. Where a later
step or a result then comes out right, that expression is where the mistake was, and the value is
kept there. An expression that raises, or that is `...`, is replaced without being evaluated.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from ..room.noted import Put
from .one_mistake import OneMistake
from .origins import made_at
from .scene import Charge, Place
from .shared_lines import SharedLines
from .tables import is_turned
from .view import View
from .written import written

STEPS_AHEAD = 4
"""How many of the steps that are missing are looked for, before it is given up."""

Tried: TypeAlias = "tuple[int, Place, list[Put], View]"
"""How much is won by a place, the place, all that is put in with it, and what comes of that."""


class Search(OneMistake):
    """Looks for one mistake after the other."""

    def finds_one(self) -> bool:
        """Is there one more mistake to charge? Its right value is put in, and kept there."""
        if self._raises_again():
            return True
        if not self.charges and self._best(iter([self._suspects.exchanged()]), at_once=True):
            return True
        order = [*self.scene.before]
        lost = [step for step in order if step in self._lost_results]
        suspects = self._suspects
        missing = sorted(self.missing[:STEPS_AHEAD], key=self.view.begins_right)
        if self.view.broke_off:  # it may be that the sign was to be turned back further down
            missing.sort(key=self.view.turned.__contains__)
        first = min(map(order.index, missing), default=0)
        early = [] if self.view.broke_off else [s for s in lost if order.index(s) < first]
        steps = [*early, *missing, *(step for step in lost if step not in early)]
        if self.view.broke_off:
            if self._best(iter([self._added_on_its_side()]), at_once=True):
                return True
            if self._by_its_name(unwritten=True) or self._raises_elsewhere():
                return True
            groups = itertools.chain.from_iterable(map(suspects.groups, steps))
            if self._best(iter([suspects.given()])) or self._best(groups):
                return True
            found = self._raises_elsewhere(at_last=True)
            return found or self._by_its_name() or self._goes_further()
        turned = self.view.turns_around and self._best(iter([suspects.turned_around()]))
        if turned or self._by_its_name(unwritten=True):
            return True
        loops = self.view.noted.endless is None and any(
            self.scene.dictionary.quantities[step].by_turns for step in steps
        )
        several: list[Tried] = []
        for step in steps:
            best = self._best_of(suspects.groups(step))
            several += [best] if best else []
            if best and (best[3].is_done or not loops):
                break
        if several:  # what goes wrong in one turn of a loop spoils all that is computed in the next
            self._take(*max(several, key=lambda best: best[3].is_done)[1:])
            return True
        return self._best(iter([suspects.shared()])) or self._by_its_name()

    @property
    def _suspects(self) -> SharedLines:
        taken = {place.site for charge in self.charges for place in charge.places}
        return SharedLines(self.view, taken, self.missing)

    @property
    def _lost_results(self) -> frozenset[str]:
        """Results that were there on the way, and are not what is handed back."""
        return (self.scene.asked_for - self.view.results) & self.view.evident

    def _raises_again(self) -> bool:
        """Does a name that has no value raise once more, further down? It is the same mistake.

        So is what raises once more in a line that several steps go through, each with what it is
        made of.
        """
        view = self.view
        last = self.charges[-1] if self.charges else None
        if not view.broke_off or not view.noted.open or last is None or last.crash is None:
            return False
        if view.noted.answer.get("crash") == last.crash:
            suspects = self._suspects
            begun = itertools.chain.from_iterable(map(suspects.begun, self.missing[:STEPS_AHEAD]))
            if self._best(begun):
                if self._is_given_what_it_takes(self.charges[-1], view):
                    last.places.extend(self.charges.pop().places)
                return True
        site = list(view.noted.open)[-1]
        if view.sites[site].kind != "name" or not self._takes_what_it_is_given(site):
            return False
        place = replace(last.places[0], site=site, skipped=True)
        before, puts = view, self.puts
        if self._put_in(place) and len(self.view.noted.notes) > len(view.noted.notes):
            last.places.append(place)
            return True
        self.view, self.puts = before, puts
        return False

    def _is_given_what_it_takes(self, charge: Charge, view: View) -> bool:
        """Did a call that raised for a step have steps in its brackets that this one is made of?

        A function that is given nothing of the kind works out none of it for anybody, nor does one
        that stops in a line which takes nothing of what it is given.
        """
        if self._is_over_a_stub(charge):
            return False
        here, made_of = charge.site, {*self.scene.before[charge.step]}
        around = [s for s in map(view.sites.__getitem__, view.noted.open) if here.is_within(s)]
        inside = [s for s in map(view.sites.__getitem__, view.noted.open) if s.is_within(here)]
        call = [*around, *inside][-1] if around or inside else here
        pairs = zip(view.noted.notes, view.readings, strict=True)
        read = {q for note, r in pairs if view.sites[note.site].is_within(call) for q in r}
        steps = read & self.scene.before.keys() - {charge.step}
        return steps <= made_of and bool(steps or (read and not made_of))

    def _raises_elsewhere(self, *, at_last: bool = False) -> bool:
        """Does it raise in a function that a line calls? The name set there tells whose.

        With `at_last`, where nothing else was found, it may be one that was given a useless value.
        """
        view, open_ = self.view, list(self.view.noted.open)
        if not open_:
            return False
        suspects = self._suspects
        for place in suspects.misnamed():
            is_of_no_use = at_last and not place.skipped and suspects.has_another_size(place)
            place = replace(place, skipped=place.skipped or is_of_no_use)  # noqa: PLW2901
            apart = place.skipped and not view.sites[open_[-1]].is_within(view.sites[place.site])
            if apart and place.step in self.missing:
                views = (puts := self._with(place)) and self._views(
                    [puts], [view.told | self._told_by(place)]
                )
                if puts and views and len(views[0].noted.notes) > len(view.noted.notes):
                    self._take(place, puts, views[0])
                    if is_of_no_use:
                        crash = view.noted.answer.get("crash")
                        self.charges[-1] = replace(self.charges[-1], crash=crash)
                    return True
        return False

    def _added_on_its_side(self) -> list[Place]:
        """What each record adds to a sum, where it lies on its side and is stumbled over later."""
        view, quantities = self.view, self.scene.dictionary.quantities
        several = (
            (site, quantities[name]) for site, names in view.common.items() for name in names
        )
        return [
            Place(quantity.step, site, quantity.name, True, value.kind)
            for site, quantity in several
            if quantity.added and view.sites[site].kind != "name"
            if (value := view.values(site)[0]) and is_turned(value, quantity)
        ]

    def _best(self, groups: Iterator[list[Place]], *, at_once: bool = False) -> bool:
        """Takes the best of these places, if any; with `at_once` only one that sets all right."""
        best = self._best_of(groups)
        if best is None or (at_once and not best[3].is_done):
            return False
        self._take(*best[1:])
        return True

    def _best_of(self, groups: Iterator[list[Place]]) -> Tried | None:
        """The place where a step went wrong: the one from which most comes out right.

        Of several in one group it is the first. Once all is right, no later group is asked.
        """
        best: Tried | None = None
        for group in groups:
            for gain, place, puts, view in self._tried(group):
                tried = gain, place, puts, view
                if best is None or gain > best[0] or self._is_likelier(tried, best):
                    best = tried
            if best and best[3].is_done:
                break
        return best

    def _is_likelier(self, tried: Tried, best: Tried) -> bool:
        """Of as much use: is it a call of what is charged already, or of what is right elsewhere?

        A line in a function that is right for whoever else calls it is not the one that is wrong.
        """
        gain, place, puts, view = tried
        if gain != best[0] or self._is_called_again(place):
            return gain == best[0]
        text, sites = written(self.scene.source), self.view.sites
        inside, outside = (text.function_of(sites[p.site].line) for p in (best[1], place))
        is_right_elsewhere = view.is_done and _serves_others(best[1], best[2][-1])
        return inside != outside and is_right_elsewhere and not _serves_others(place, puts[-1])

    def _take(self, place: Place, puts: list[Put], view: View) -> None:
        before = self.view
        here, open_ = before.sites[place.site], before.noted.open
        whole = here.kind == "added" or not place.skipped
        raised = (place.skipped and place.site in open_) or (
            whole
            and before.broke_off
            and any(
                before.sites[site].kind == "changed" and here.is_within(before.sites[site])
                for site in open_
            )
        )
        raised = raised or (not place.skipped and before.raised_right_after(place.site))
        crash = before.noted.answer.get("crash") if raised else None
        suspects = self._suspects
        untouched = suspects.is_untouched(place.site)
        no_table = suspects.is_no_table(place.site)
        turned = place.skipped and self._lies_on_its_side(place)
        self.puts, self.view = puts, view
        served = [*self._served_by_the_same_line(place)]
        put = next(p for p in self.puts if p.site == puts[-1].site)
        shown = made_at(before, place, _turns_of(put, before))
        places = sorted([place, *served], key=self._in_order)
        own = before.own(places[0], put)
        places += self._copied(place, before)
        stood = before.worked_out(place.site)
        called = self.began.function_at(place.site)
        exchanged = place.skipped and any(other.site != place.site for other in place.shared)
        if same := self._same_mistake(place, before, own):
            same.places.extend(places)
            return
        charge = Charge(
            shown, places, own, untouched, crash, no_table, turned, stood, called, exchanged
        )
        self.charges.append(charge)

    def _in_order(self, place: Place) -> int:
        order = [*self.scene.before]
        return order.index(place.step) if place.step in order else -1

    def _by_its_name(self, *, unwritten: bool = False) -> bool:
        """A step whose name stands before a wrong value, though nothing later comes out right.

        Where it is `unwritten`, that is the whole of it, and no other place need be looked for.
        """
        suspects = self._suspects
        for place in suspects.misnamed():
            untouched = suspects.is_untouched(place.site)
            if place.step in self.missing and (untouched or not unwritten):
                place = replace(place, skipped=place.skipped or untouched)  # noqa: PLW2901
                before, puts = self.view, self._with(place)
                told = before.told | {place.step}
                views = puts and self._views([puts], [told])
                if puts and views:
                    stood_there = before.common.get(place.site, frozenset())
                    proved = views[0].proved - (stood_there - views[0].found)
                    self._take(place, puts, replace(views[0], proved=proved))
                    return True
        return False

    def _goes_further(self) -> bool:
        """Where it raises once more after what raised: a step is charged whose parts are there.

        It is not written there yet, perhaps, and neither is the next.
        """
        view = self.view
        for step in self.missing:
            if not view.evident | view.told >= {*self.scene.before[step]}:
                continue
            suspects = self._suspects
            groups = itertools.chain([suspects.unwritten(step)], suspects.begun(step))
            for place in itertools.chain.from_iterable(groups):
                puts = self._with(place)
                views = puts and self._views([puts], [view.told | self._told_by(place)])
                if puts and views and len(views[0].noted.notes) > len(view.noted.notes) + 1:
                    self._take(place, puts, views[0])
                    return True
        return False


def _serves_others(place: Place, put: Put) -> bool:
    """Are there turns in which the right value for the step is not put there?"""
    number, every = place.every
    return None in put.values[number::every]


def _turns_of(put: Put, view: View) -> list[int]:
    """The turns of a site that something is put into."""
    turns = view.turns.get(put.site, ())
    last = len(put.values) - 1  # which holds for all later turns
    return [turn for i, turn in enumerate(turns) if put.values[min(i, last)] is not None]

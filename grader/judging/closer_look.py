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
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..room.answers import ENDLESS
from ..room.noted import Put
from .numbers import Numbers, Reading
from .placing import is_turned
from .repairs import Repairs
from .scene import Charge, Place, Scene
from .suspects import Suspects
from .view import View

MOST_MISTAKES = 12
STEPS_AHEAD = 4
"""How many of the steps that are missing are looked for, before it is given up."""


def begun(scene: Scene) -> CloserLook | None:
    """A closer look at what a program does as it stands; None where nothing can be seen."""
    seen = scene.look([()])
    return CloserLook(scene, View(scene, seen[0], seen[1][0])) if seen else None


class CloserLook(Repairs):
    """The mistakes of one scene, looked for one after the other."""

    def __init__(self, scene: Scene, view: View) -> None:
        super().__init__(scene, view)
        self.charges: list[Charge] = []

    def finds_all(self) -> bool:
        """Looks for mistakes; is all right, once the right values stand in their places?"""
        while not self.view.is_done and len(self.charges) < MOST_MISTAKES:
            if not self._next():
                return False
        if self.view.is_done and self.view.noted.endless:
            self._charge_the_loop(*self.view.noted.endless)
        return self.view.is_done

    @property
    def has_all_but_the_results(self) -> bool:
        """Is every step's right value there, and nothing was charged: is it what is handed back?"""
        nothing_else = not (self.charges or self.missing or self.view.broke_off)
        return nothing_else and not self.view.is_done

    def first_to_go_wrong(self) -> tuple[str, int]:
        """The first step that was not there in full, and the line where it was begun.

        It is the last of those in the expression that began it.
        """
        view = self.began
        steps = [*self.scene.before]
        missing = [s for s in steps if s not in view.evident or view.is_short_of(s)] or steps[-1:]
        begun = (i for i, reading in enumerate(view.readings) if missing[0] in reading)
        root = view.roots[i] if (i := next(begun, None)) is not None else None
        if root is None:
            return missing[0], 0
        there = range(view.noted.notes[root].start, root + 1)
        together = {missing[0]}.union(*(view.readings[i] for i in there))
        step = next(name for name in reversed(missing) if name in together)
        return step, view.sites[view.noted.notes[root].site].line

    @property
    def last_line(self) -> int:
        """The line of what was worked out last, which is what a function hands back; 0 if none."""
        notes = self.view.noted.notes
        has_answer = self.view.noted.answer.get("returned") != {"odd": "nothing"}
        return self.view.sites[notes[-1].site].line if notes and has_answer else 0

    def _charge_the_loop(self, loop: int, upto: int) -> None:
        """A loop that never ends is the mistake, or comes of the first: of what was come to last.

        Nothing is put in for it: it is left after many turns.
        """
        site = self.view.sites[loop]
        crash = {"type": ENDLESS, "message": "", "line": site.line, "function": ""}
        if self.charges:
            self.charges[0] = replace(self.charges[0], crash=crash)
            return
        steps = {q.step for notes in self.view.readings[:upto] for q in self._quantities(notes)}
        step = [step for step in self.scene.before if step in steps] or [*self.scene.before]
        place = Place(step[-1] if steps else step[0], loop, "")
        self.charges.append(Charge(site, [place], {}, crash=crash))

    def _quantities(self, reading: Reading) -> list[Numbers]:
        return [self.scene.dictionary.quantities[name] for name in reading]

    def confirmed_by(self, other: CloserLook) -> bool:
        """Is all right on other inputs, too, with the right values in the very same places?

        What is evident must be so there as well.
        """
        for charge in self.charges:
            if not charge.places[0].quantity:
                other.charges.append(charge)
                continue
            first = other._with(charge.places[0])
            own = other._own(charge.places[0], first[-1]) if first else {}
            if not all(map(other._put_in_every_turn, charge.places)):
                return False
            stood = other.began.worked_out(charge.places[0].site)
            other.charges.append(replace(charge, own=own, stood=stood))
        return other.view.is_done

    def does_without(self, charge: Charge) -> bool:
        """Is the step's value there all the same, whatever is put in the place that is charged?

        Then it is worked out elsewhere, and what went wrong there is no part of it.
        """
        if not charge.places[0].quantity:
            return False  # nothing was put in
        sites = {place.site for place in charge.places}
        others = [_something_else(put) if put.site in sites else put for put in self.puts]
        seen = self.scene.look([others])
        return seen is not None and charge.step in View(self.scene, seen[0], seen[1][0]).found

    def is_made_within(self, charge: Charge) -> bool:
        """Was the step's right value there in the middle of what is charged, in each turn of it?"""
        view, place = self.began, charge.places[0]
        notes = view.noted.notes
        inside = [range(notes[i].start, i) for i in view.turns.get(place.site, ())]
        return (
            place.quantity == charge.step
            and bool(inside)
            and all(
                any(
                    charge.step in view.readings[j] and view.sites[notes[j].site].kind != "name"
                    for j in there
                )
                for there in inside
            )
        )

    @property
    def missing(self) -> list[str]:
        """The steps that are neither evident nor charged."""
        known = self.view.evident | self.view.told
        return [step for step in self.scene.before if step not in known]

    # ------------------------------------------------------------ one mistake

    def _next(self) -> bool:
        if self._raises_again():
            return True
        order = [*self.scene.before]
        lost = [step for step in order if step in self._lost_results]
        suspects = self._suspects
        missing = sorted(self.missing[:STEPS_AHEAD], key=self.view.begins_right)
        first = min(map(order.index, missing), default=0)
        early = [step for step in lost if order.index(step) < first]  # it may spoil what follows
        steps = [*early, *missing, *(step for step in lost if step not in early)]
        if self.view.broke_off:
            if self._raises_elsewhere():
                return True
            groups = itertools.chain.from_iterable(map(suspects.groups, steps))
            if self._best(iter([suspects.given()])) or self._best(groups):
                return True
            found = self._raises_elsewhere(at_last=True)
            return found or self._by_its_name() or self._goes_further()
        loops = self.view.noted.endless is None and any(
            self.scene.dictionary.quantities[step].by_turns for step in steps
        )
        for at_once in (True, False) if loops else (False,):
            for step in steps:
                if self._best(suspects.groups(step), at_once=at_once):
                    return True
        return self._by_its_name()

    @property
    def _suspects(self) -> Suspects:
        taken = {place.site for charge in self.charges for place in charge.places}
        return Suspects(self.view, taken, self.missing)

    @property
    def _lost_results(self) -> frozenset[str]:
        """Results that were there on the way, and are not what is handed back."""
        return (self.scene.asked_for - self.view.results) & self.view.evident

    def _raises_again(self) -> bool:
        """Does a name that has no value raise once more, further down? It is the same mistake.

        So is what raises once more in a line that several steps go through.
        """
        view = self.view
        last = self.charges[-1] if self.charges else None
        if not view.broke_off or not view.noted.open or last is None or last.crash is None:
            return False
        if view.noted.answer.get("crash") == last.crash:
            suspects = self._suspects
            begun = itertools.chain.from_iterable(map(suspects.begun, self.missing[:STEPS_AHEAD]))
            if self._best(begun):
                last.places.extend(self.charges.pop().places)
                return True
        site = list(view.noted.open)[-1]
        if view.sites[site].kind != "name":
            return False
        place = replace(last.places[0], site=site, skipped=True)
        before, puts = view, self.puts
        if self._put_in(place) and len(self.view.noted.notes) > len(view.noted.notes):
            last.places.append(place)
            return True
        self.view, self.puts = before, puts
        return False

    def _raises_elsewhere(self, *, at_last: bool = False) -> bool:
        """Does it raise in a function that a line calls? The name set there tells whose.

        `at_last`, where nothing else is found, it may be one that has got something of no use.
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

    def _best(self, groups: Iterator[list[Place]], *, at_once: bool = False) -> bool:
        """Takes the place where a step went wrong: the one from which most comes out right.

        Of several in one group it is the first. Once all is right, no later group is asked. With
        `at_once` nothing less than that will do: what goes wrong in one turn of a loop spoils all
        that is computed in the next.
        """
        best: tuple[int, Place, list[Put], View] | None = None
        for group in groups:
            for gain, place, puts, view in self._tried(group):
                if best is None or gain > best[0]:
                    best = gain, place, puts, view
            if best and best[3].is_done:
                break
        if best is None or (at_once and not best[3].is_done):
            return False
        self._take(*best[1:])
        return True

    def _tried(self, group: Sequence[Place]) -> Iterator[tuple[int, Place, list[Put], View]]:
        """Those of the places from which the program gets further, and how much."""
        before = self.view
        options = [(place, puts) for place in group if (puts := self._with(place))]
        told = [before.told | self._told_by(place) for place, _ in options]
        views = self._views([puts for _, puts in options], told)
        for (place, puts), view in zip(options, views, strict=False):
            gain = view.goes_on(before, place.step)
            if gain:
                yield gain, place, puts, view

    def _take(self, place: Place, puts: list[Put], view: View) -> None:
        before = self.view
        here, open_ = before.sites[place.site], before.noted.open
        shown = before.sites[before.called_from(place.site)]
        raised = (
            place.site in open_
            if place.skipped
            else before.broke_off
            and any(
                before.sites[site].kind == "changed" and here.is_within(before.sites[site])
                for site in open_
            )
        )
        crash = before.noted.answer.get("crash") if raised else None
        suspects = self._suspects
        untouched = suspects.is_untouched(place.site)
        no_table = suspects.is_no_table(place.site)
        own = self._own(place, puts[-1])
        turned = place.skipped and self._lies_on_its_side(place)
        self.puts, self.view = puts, view
        places = [place, *self._served_by_the_same_line(place), *self._copied(place, before)]
        stood = before.worked_out(place.site)
        charge = Charge(shown, places, own, untouched, crash, no_table, turned, stood)
        self.charges.append(charge)

    def _lies_on_its_side(self, place: Place) -> bool:
        turns = self.view.turns.get(place.site, ())
        quantity = self.scene.dictionary.quantities[place.quantity]
        there = [i for i in turns if quantity.name in self.view.readings[i]]
        return any(is_turned(self.view.noted.notes[i].value, quantity) for i in there)

    def _served_by_the_same_line(self, place: Place) -> Iterator[Place]:
        """What the line goes wrong in for other steps too, as a function of the learner's may."""
        quantities = self.scene.dictionary.quantities
        kind = quantities[place.quantity].kind
        alike = [q for q in quantities.values() if kind and q.kind == kind]
        for quantity in alike:
            if quantity.step in self.missing:
                other = replace(place, step=quantity.step, quantity=quantity.name)
                before, puts = self.view, self.puts
                if self._put_in(other) and self.view.goes_on(before, other.step):
                    yield other
                else:
                    self.view, self.puts = before, puts

    def _copied(self, place: Place, before: View) -> Iterator[Place]:
        """Where the very same is worked out once more: one mistake, written twice."""
        if place.skipped:
            return
        wrong = before.values(place.site)
        for site in [*self.view.turns]:
            is_read = self.view.sites[site].kind in ("name", "changed")
            if not is_read and self.view.values(site) == wrong:
                other = replace(place, site=site)
                now, puts = self.view, self.puts
                if self._put_in(other) and self.view.goes_on(now, place.step):
                    yield other
                else:
                    self.view, self.puts = now, puts

    def _by_its_name(self) -> bool:
        """A step whose name stands before a wrong value, though nothing later comes out right."""
        suspects = self._suspects
        for place in suspects.misnamed():
            if place.step in self.missing:
                untouched = suspects.is_untouched(place.site)
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
        """Where it raises once more after what raised: a step is charged whose parts are there."""
        view = self.view
        for step in self.missing:
            if not view.evident | view.told >= {*self.scene.before[step]}:
                continue
            for place in itertools.chain.from_iterable(self._suspects.begun(step)):
                puts = self._with(place)
                views = puts and self._views([puts], [view.told | self._told_by(place)])
                if puts and views and len(views[0].noted.notes) > len(view.noted.notes) + 1:
                    self._take(place, puts, views[0])
                    return True
        return False


def _something_else(put: Put) -> Put:
    """Other numbers in the place of these."""
    return replace(put, values=tuple(
        v and replace(v, numbers=tuple(n if n is None else n + 1.5 for n in v.numbers))
        for v in put.values
    ))  # fmt: skip

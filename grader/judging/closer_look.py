"""Where exactly is it wrong? Every value on the way is looked at, and right ones are put in.

A step is there if its value is (numbers.py), or that of something computed from it. The first
mistake is looked for (culprit.py), and the right value stands in its place from then on; the look
goes on from there until the results are right.

What was put in proves nothing: a step counts as there only by what the program itself computed,
and what a step rests on is never proved by a value that was put in for it or for something later.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

from ..room.answers import ENDLESS
from ..room.noted import Put
from .culprit import Search
from .numbers import Numbers, Reading
from .own_sign import by_its_own_sign, uphill
from .scene import Charge, Place, Scene
from .trace import is_multiple
from .view import View

MOST_MISTAKES = 12


def begun(scene: Scene) -> CloserLook | None:
    """A closer look at what a program does as it stands; None where nothing can be seen."""
    seen = scene.look([()])
    return CloserLook(scene, View(scene, seen[0], seen[1][0])) if seen else None


class CloserLook(Search):
    """The mistakes of one scene, looked for one after the other.

    The steps that are `turned` are read by the sign that the program counts with.
    """

    turned: frozenset[str] = frozenset()

    def finds_all(self) -> bool:
        """Looks for mistakes; is all right, once the right values stand in their places?

        Each step is read by the lesson's sign or by the program's own, whichever leaves fewer
        mistakes. Where it broke off, nothing speaks against its own so far.
        """
        steps = uphill(self.began)
        if self.charges or self.turned or not steps:
            return self._looks_for_all()
        readings = [self, self._reading(steps)]
        if self.began.broke_off and self.began.turned:
            readings.reverse()
        found: list[CloserLook] = []
        for look in readings:
            if look._looks_for_all():
                found.append(look)
                if len(look.charges) == 1:
                    break
        if found:
            self._goes_on_as(min(found, key=lambda look: len(look.charges)))
        return bool(found)

    def likelier(self) -> Iterator[CloserLook]:
        """Other looks at the same run that come to less, and are to be confirmed as this one is."""
        yield from self._doubting() if len(self.charges) > 1 else ()
        yield from self._turning()

    def _doubting(self) -> Iterator[CloserLook]:
        """Looks that charge a step first which all that is charged here is made of.

        It may be wrong, though what is made of it comes out right in one of its uses: 1 - h in the
        place of h has the same slope.
        """
        made_of = [self.scene.before.get(charge.step, ()) for charge in self.charges]
        common = {*self.scene.before}.intersection(*made_of)
        for step in filter(common.__contains__, self.scene.before):
            look = CloserLook(self.scene, self.began)
            look.turned = self.turned
            finds_all = look._charges_first(step) and look._looks_for_all()
            if finds_all and len(look.charges) < len(self.charges):
                yield look

    def _turning(self) -> Iterator[CloserLook]:
        """A look that charges the first step that has a sign, which is turned in one place there.

        So it is where all that is charged here are results that have none: what goes uphill, goes
        downhill with either turned. Where one line makes all results, that is one edit as well, and
        the step stays if it has the lesson's sign.
        """
        signs, steps = self.scene.dictionary.quantities, {charge.step for charge in self.charges}
        signed = [step for step in self.scene.before if f"-{step}" in signs]
        if steps <= self.scene.asked_for and signed and steps.isdisjoint(signed):
            look = self._reading(self.turned)  # turned twice, it is the lesson's sign
            look.turned = frozenset()
            several = len({charge.site for charge in self.charges}) > 1
            if look._turns(signed[0], either=several):
                yield look

    def _charges_first(self, step: str) -> bool:
        """Is it, and is there a place where its right value sets more right?"""
        suspects = replace(self._suspects, missing=[step, *self.missing])
        return self._best(suspects.groups(step))

    def _turns(self, step: str, *, either: bool) -> bool:
        """Is all right, once its sign is turned in one place? That place is charged."""
        for place in self._suspects.to_be_turned(step, either=either):
            views = (puts := self._with(place)) and self._views([puts], [self._told_by(place)])
            if puts and views and views[0].is_done:
                self._take(place, puts, views[0])
                return True
        return False

    def _reading(self, turned: frozenset[str]) -> CloserLook:
        """The same look from its beginning, in which these steps are read with turned signs."""
        scene = by_its_own_sign(self.scene, turned)
        look = CloserLook(scene, View(scene, self.began.sites, self.began.noted))
        look.turned = turned
        return look

    def _goes_on_as(self, look: CloserLook) -> None:
        """Takes over another reading of the same run, and what that has found."""
        self.scene, self.turned = look.scene, look.turned
        self.began, self.view = look.began, look.view
        self.puts, self.charges = look.puts, look.charges

    def _looks_for_all(self) -> bool:
        while not self.view.is_done and len(self.charges) < MOST_MISTAKES:
            if not self.finds_one():
                return False
        if self.view.is_done and self.view.noted.endless:
            self._charge_the_loop(*self.view.noted.endless)
        if self.view.is_done and any(charge.untouched for charge in self.charges):
            for step in self.missing:  # above what is open, which nothing needs any more
                if step in self.missing:
                    self._best(self._suspects.groups(step))
        return self.view.is_done

    @property
    def has_all_but_the_results(self) -> bool:
        """Is it what is handed back, or a result that is worked out nowhere, and nothing else?"""
        nothing_else = not (self.charges or self.view.broke_off)
        return (
            nothing_else and not self.view.is_done and self.scene.asked_for.issuperset(self.missing)
        )

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

    def lines_of_another(self, step: str) -> list[int]:
        """The lines that leave other numbers under the step's name, and no multiple of the step."""
        view, places = self.view, self._suspects.misnamed()
        right = list(self.scene.dictionary.quantities[step].numbers.values())
        found = []
        for site in (place.site for place in places if place.step == step):
            last = next((value for value in reversed(view.values(site)) if value), None)
            if last and not is_multiple(last.numbers, right[-len(last.numbers) :]):
                found.append(view.sites[site].line)
        return found

    @property
    def last_line(self) -> int:
        """The line of what was worked out last, which is what a function hands back; 0 if none.

        Of functions that only hand on what another does, it is the line of that one.
        """
        view, notes = self.view, self.view.noted.notes
        if not notes or view.noted.answer.get("returned") == {"odd": "nothing"}:
            return 0
        last, here = notes[-1], len(notes) - 1
        while here > last.start:
            before, here = notes[here - 1], here - 1
            if before.value != last.value or view.sites[before.site].is_within(
                view.sites[last.site]
            ):
                break
            last = before
        return view.sites[last.site].line

    def _charge_the_loop(self, loop: int, upto: int) -> None:
        """Charges a loop that never ends: to the first mistake, which it comes of, if there is one.

        Otherwise to the last step that it got to. Nothing is put in for it: it is left after many
        turns.
        """
        site = self.view.sites[loop]
        crash = {"type": ENDLESS, "message": "", "line": site.line, "function": ""}
        if self.charges:
            first, *others = self.charges[0].places
            earlier = itertools.takewhile(lambda step: step != first.step, self.scene.before)
            never_made = [step for step in earlier if step not in self.began.evident]
            first = replace(first, step=[*never_made, first.step][0])
            self.charges[0] = replace(self.charges[0], places=[first, *others], crash=crash)
            return
        steps = {q.step for notes in self.view.readings[:upto] for q in self._quantities(notes)}
        step = [step for step in self.scene.before if step in steps] or [*self.scene.before]
        place = Place(step[-1] if steps else step[0], loop, "")
        self.charges.append(Charge(site, [place], {}, crash=crash))

    def _quantities(self, reading: Reading) -> list[Numbers]:
        return [self.scene.dictionary.quantities[name] for name in reading]

    def places_for(self, step: str) -> Iterator[Place]:
        """Where the whole of a step's right value might be put, the likelier places first."""
        anew = CloserLook(self.scene, self.began)
        places = itertools.chain.from_iterable(anew._suspects.groups(step))
        return (place for place in places if place.quantity == step)

    def with_nothing_but(self, place: Place) -> View | None:
        """What comes of the right value there, and no other; None where it does not fit."""
        anew = CloserLook(self.scene, self.began)
        return anew.view if anew._put_in(place) else None

    def confirmed_by(self, other: CloserLook) -> bool:
        """Is all right on other inputs, too, with the right values in the very same places?

        What is evident must be so there as well.
        """
        return self.holds_for(other) and other.view.is_done

    def holds_for(self, other: CloserLook) -> bool:
        """Do the right values fit into the very same places on other inputs?"""
        if self.turned and not other.turned:
            other._goes_on_as(other._reading(self.turned))
        for charge in self.charges:
            if not charge.places[0].quantity:
                other.charges.append(charge)
                continue
            first = other._with(charge.places[0])
            own = other.view.own(charge.places[0], first[-1]) if first else {}
            stood = other.view.worked_out(charge.places[0].site)
            if not all(other._puts_in_again(place, charge) for place in charge.places):
                return False
            other.charges.append(replace(charge, own=own, stood=stood))
        return True

    def _puts_in_again(self, place: Place, charge: Charge) -> bool:
        """Does the program go on with the right value there?

        A call that is charged for another step already must have been nearly right for this one.
        Where a line serves both, its other turns are that step's.
        """
        if place.step != charge.step and self._is_called_again(place, charge):
            puts = self._with(place)
            if not puts or not self._resembles(place, self.view.own(place, puts[-1])):
                return False
        shared = sum(other.site == place.site for other in charge.places) > 1
        return self._put_in(place) if shared else self._put_in_every_turn(place)

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

    def is_to_be_turned_back(self, charge: Charge) -> bool:
        """Is it a result that only has its sign turned, made of one before that has, too?

        Then that is on purpose, and is to be turned back where it is handed back.
        """
        view, step = self.began, charge.step
        right = view.scene.dictionary.quantities[step].numbers
        is_turned = charge.own.keys() == right.keys() and all(
            math.isclose(-number, right[index]) for index, number in charge.own.items()
        )
        of_turned = not view.turned.isdisjoint(view.scene.before[step])
        return is_turned and of_turned and step in view.scene.asked_for

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


def _something_else(put: Put) -> Put:
    """Other numbers in the place of these."""
    return replace(put, values=tuple(
        v and replace(v, numbers=tuple(n if n is None else n + 1.5 for n in v.numbers))
        for v in put.values
    ))  # fmt: skip

"""Where the value of a statement may be wrong, whatever it is: told by where it is put."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from .numbers import Numbers
from .scene import Place
from .view import View


@dataclass(frozen=True)
class Targets:
    """The places of one run that have a name; not those that are `taken`, where a value stands.

    `missing` are the steps that are not there.
    """

    view: View
    taken: Set[int]
    missing: Sequence[str]

    def misnamed(self) -> list[Place]:
        """Steps whose names stand before other values."""
        view = self.view
        summed = {site.name for site in view.sites if site.kind == "changed"}
        found = []
        for site in dict.fromkeys([*view.turns, *view.noted.open]):
            here = view.sites[site]
            step = view.scene.named(here.name)
            is_assigned = here.kind == "assigned" and here.name not in summed
            if site in self.taken or not step or not (is_assigned or here.kind == "added"):
                continue
            meant = self._meant(step, site)
            if meant not in view.common.get(site, ()) and not self._is_a_beginning(site):
                found.append(Place(step, site, meant, self.is_no_table(site), self.kind))
        return found

    def _added(self, step: str) -> list[Place]:
        """Where something is added to what has no name of the lesson's, and it is of no step.

        Whatever it is, all of it may be wrong.
        """
        view, found = self.view, []
        for site in view.turns:
            here = view.sites[site]
            is_one = here.kind == "added" and not view.scene.named(here.name)
            if is_one and site not in self.taken and not self._is_of_a_step(site):
                place = Place(
                    step, site, self._meant(step, site), self.is_no_table(site), self.kind
                )
                found.append(self._sized(place))
        return found

    def _is_a_beginning(self, site: int) -> bool:
        """Are there zeros, to which something is to be added in another line?"""
        view, name = self.view, self.view.sites[site].name
        values = [view.noted.notes[i].value for i in view.turns.get(site, ())]
        others = any(s != site and view.sites[s].name == name for s in view.turns)
        zeros = [value is not None and value.is_zero for value in values]
        return bool(zeros) and others and all(zeros)

    def is_no_table(self, site: int) -> bool:
        """Is there nothing that could be taken out, with its shape, and the right value put in?"""
        notes = self.view.noted.notes
        return not any(notes[i].value for i in self.view.turns.get(site, ()))

    def _sized(self, place: Place) -> Place:
        """The place; where no right numbers go into what is added there, that is left out."""
        is_added = self.view.sites[place.site].kind == "added"
        is_another = is_added and not place.skipped and self.has_another_size(place)
        return replace(place, skipped=True) if is_another else place

    def has_another_size(self, place: Place) -> bool:
        """Is it tables that stand there, none of which the right numbers could fill?"""
        quantity = self.view.scene.dictionary.quantities[place.quantity]
        turns = math.prod(quantity.spans[: quantity.by_turns])
        notes = self.view.noted.notes
        values = [notes[i].value for i in self.view.turns.get(place.site, ())]
        sizes = {len(value.numbers) for value in values if value is not None}
        return bool(sizes) and len(quantity.numbers) // turns not in sizes

    def _is_of_a_step(self, site: int) -> bool:
        """Is its value, or a part of it, one of a step's in one turn at least?"""
        return any(quantity.step for quantity in self._quantities(site))

    def _quantities(self, site: int) -> list[Numbers]:
        names = {name for i in self.view.turns[site] for name in self.view.readings[i]}
        return [self.view.scene.dictionary.quantities[name] for name in sorted(names)]

    def _meant(self, step: str, site: int) -> str:
        """The quantity that is right there for the step: what is to be added, or all of it."""
        scene = self.view.scene
        added = self.view.sites[site].kind == "added" and scene.added(step)
        return added or self._signed(step)

    def _signed(self, step: str) -> str:
        """The step with its sign turned, if what it is made of is met with its sign turned."""
        scene, turned = self.view.scene, f"-{step}"
        is_turned = not self.view.turned.isdisjoint(scene.before[step])
        return turned if is_turned and turned in scene.dictionary.quantities else step

    @property
    def kind(self) -> str:
        return self.view.scene.kinds[0]

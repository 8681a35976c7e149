"""A statement that adds up what is right, and comes to a wrong sum.

Then it is not that line which is wrong: the loop around it does not come to all that is to be added
up, or the sum begins with something else than nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..room.noted import Site
from .numbers import Index
from .view import View
from .written import Loop, counts, goes_into, head_of, place, place_of, written


@dataclass(frozen=True)
class Summing:
    """The sums of one step in one run."""

    view: View
    step: str

    def anywhere(self) -> Site | None:
        """What is wrong with the first of them with which something is; None if nothing is."""
        stores = (site for site in self.view.sites if site.kind == "changed")
        return next(filter(None, map(self.wrong, stores)), None)

    def wrong(self, store: Site) -> Site | None:
        """What is wrong if all that this statement adds up is right; None if that is not so.

        It is the head of a loop, or what the sum begins with.
        """
        node = written(self.view.scene.source).node(store)
        if not isinstance(node, ast.AugAssign) or not isinstance(node.op, ast.Add):
            return None
        term, sites = f"term of {self.step}", self.view.sites
        whole = next((i for i in self.view.turns if place(sites[i]) == place_of(node.value)), None)
        if whole is not None and term not in self.view.common[whole]:
            return None  # something more is done to it before it is added
        for site, turns in self.view.turns.items():
            here = sites[site]
            if here != store and here.is_within(store) and term in self.view.common[site]:
                return self._around(store, [self.view.readings[i][term] for i in turns], term)
        return None

    def filled(self) -> Site | None:
        """The head of the loop that does not come to all places of a table that is filled in it.

        That is by its text: the loop that counts the index of which some are never there.
        """
        text, step = written(self.view.scene.source), self.step
        for site, turns in self.view.turns.items():
            here = self.view.sites[site]
            if here.kind != "value" or step not in self.view.common[site]:
                continue
            met = [index for i in turns for index in self.view.readings[i][step]]
            lacking = {*self.view.scene.dictionary.quantities[step].numbers} - {*met}
            indices = text.indices_of(here)[-len(met[0]) :] if met else []
            if lacking and len(indices) == len(met[0]):
                counted = indices[_lacking_side(lacking, met)]
                loops = (one for one in text.loops_around(here.line) if counts(one, counted))
                return next(map(head_of, loops), None)
        return None

    def _around(self, store: Site, in_turns: Sequence[Sequence[Index]], term: str) -> Site | None:
        met = [index for entries in in_turns for index in entries]
        text = written(self.view.scene.source)
        loops = [one for one in text.loops_around(store.line) if goes_into(one, store.line)]
        lacking = {*self.view.scene.dictionary.quantities[term].numbers} - {*met}
        if lacking:
            loop = self._loop_over(_lacking_side(lacking, met), in_turns, loops)
            return head_of(loop) if loop else None
        if len({*met}) < len(met) or not loops:
            return None
        return text.given_before(store.name, store.line)

    def _loop_over(
        self, side: int, in_turns: Sequence[Sequence[Index]], loops: Sequence[Loop]
    ) -> Loop | None:
        """The one that counts an index: by its number of turns, or as the first to change it."""
        n_met = len({index[side] for entries in in_turns for index in entries})
        counted = [loop for loop, n in self._turns_of(loops, len(in_turns)) if n == n_met]
        if len(counted) == 1 and len(in_turns) > 1:
            return counted[0]
        sides = reversed(range(len(in_turns[0][0])))  # what never changes is as it is in a table
        level = sorted(sides, key=lambda each: _first_change(in_turns, each)).index(side)
        return loops[level] if level < len(loops) else None

    def _turns_of(self, loops: Sequence[Loop], turns: int) -> Iterator[tuple[Loop, float]]:
        """How many turns each of these has whenever it is reached, the innermost first."""
        for loop in loops:
            head = place_of(loop.iter) if isinstance(loop, ast.For) else None
            sites = (i for i, site in enumerate(self.view.sites) if place(site) == head)
            begun = sum(len(self.view.turns.get(i, ())) for i in sites)
            if not begun:
                return
            yield loop, turns / begun
            turns = begun


def _lacking_side(lacking: set[Index], met: Sequence[Index]) -> int:
    """Which index is it that never had one of its values? The last where that is not clear."""
    sides = [
        side
        for side in range(len(met[0]))
        if not {index[side] for index in lacking} & {index[side] for index in met}
    ]
    return sides[0] if len(sides) == 1 else len(met[0]) - 1


def _first_change(in_turns: Sequence[Sequence[Index]], side: int) -> int:
    """The turn in which an index is another for the first time."""
    several = [{index[side] for index in entries} for entries in in_turns]
    return next((i for i, those in enumerate(several) if those != several[0]), len(several))

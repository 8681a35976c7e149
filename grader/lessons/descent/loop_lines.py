"""Which line of a training loop a finding is about, where nothing was charged by its values.

The line that adds up is the one that what a batch brings goes into; the one that updates is where
new weights come about, or the first to use a sum. From there the loops around them are found.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...judging.origins import Origin
from ...judging.view import View
from ...judging.written import Written, head_of, written


@dataclass(frozen=True)
class LoopLines:
    """The lines of one loop, in a run of `epochs` epochs.

    `added` has what is added to each sum, `moved` by what each of the new weights moves, if that
    is a quantity of its own.
    """

    view: View
    epochs: int
    added: Mapping[str, str]
    new: Sequence[str]
    moved: Mapping[str, str]

    def line(self, check: str) -> int:
        """The line for one of a loop's checks; 0 where none is known."""
        lines = {
            "summed_over_records": lambda: self._head_or(self._summing),
            "zeroed_each_epoch": lambda: self._beginning or self._update,
            "updated_once_per_epoch": lambda: self._update,
            "every_epoch": lambda: self._counting,
        }
        return lines.get(check, lambda: self._moving)()

    @property
    def _text(self) -> Written:
        return written(self.view.scene.source)

    @cached_property
    def _summing(self) -> int:
        """The note of the first whole expression that something to be added goes into."""
        terms = {*self.added.values()}
        inside = (
            root
            for i, root in enumerate(self.view.roots)
            if i != root and not terms.isdisjoint(self.view.readings[i])
        )
        return next(inside, -1)

    def _head_or(self, summing: int) -> int:
        """The head of the loop around the line that adds up, if it does not come to all of it."""
        if summing < 0:
            return self._never_come_to
        site = self.view.noted.notes[summing].site
        line = self.view.sites[site].line
        loops = self._text.loops_around(line)
        turns = self.view.turns[site]
        first = turns[: max(1, len(turns) // self.epochs)]
        met = [self._met(i) for i in first]
        quantities = self.view.scene.dictionary.quantities
        for total, name in self.added.items():
            if not loops or not all(name in m for m in met):
                continue
            wanted = {index for index in quantities[name].numbers if self._is_first(name, index)}
            entries = [index for m in met for index in m[name]]
            is_right = all(total in self.view.readings[i] for i in first)
            if {*entries} < wanted and (is_right or min(wanted) not in entries):
                return head_of(loops[0]).line
        return line

    def _is_first(self, name: str, index: Sequence[int]) -> bool:
        return not self.view.scene.dictionary.quantities[name].by_turns or index[0] == 0

    def _met(self, root: int) -> Mapping[str, Collection[tuple[int, ...]]]:
        """What is known of what goes into an expression, and which entries of it."""
        notes = self.view.noted.notes
        readings = (self.view.readings[i] for i in range(notes[root].start, root))
        return dict(itertools.chain.from_iterable(reading.items() for reading in readings))

    @property
    def _never_come_to(self) -> int:
        """The head of the loop around a line that adds up by its name, and never has a turn."""
        scene = self.view.scene
        for i, site in enumerate(self.view.sites):
            adds = site.kind in ("changed", "assigned") and scene.named(site.name) in self.added
            loops = self._text.loops_around(site.line) if adds else []
            if i not in self.view.turns and len(loops) > 1:
                return head_of(loops[0]).line
        return 0

    @property
    def _beginning(self) -> int:
        """The line that gives a sum what it begins with."""
        if self._summing < 0:
            return 0
        notes, sites = self.view.noted.notes, self.view.sites
        names = [
            site
            for i in range(self._summing, min(self._summing + 2, len(notes)))
            if (site := sites[notes[i].site]).kind in ("assigned", "changed")
        ]
        given = (self._text.given_before(site.name, site.line) for site in names)
        return next((site.line for site in given if site), 0)

    @cached_property
    def _update(self) -> int:
        """The line of the first expression that uses a sum for new weights."""
        pairs = zip(self.new, self.added, strict=True)
        sites = (Origin(self.view, new).first_use([total]) for new, total in pairs)
        return min((site.line for site in sites if site), default=0)

    @property
    def _moving(self) -> int:
        """The line of the layer that does not come to its new weights."""
        pairs = zip(self.new, self.added, strict=True)
        for new, total in (pair for pair in pairs if pair[0] not in self.view.results):
            moved = self.moved.get(new, "")
            there = self.view.first_line(new) or (moved and self.view.first_line(moved))
            if there:
                return there
            use = Origin(self.view, new).first_use([total])
            if use:
                return use.line
        return 0

    @property
    def _counting(self) -> int:
        """What decides how many epochs there are, if there are more or fewer than asked for."""
        lines = [line for new in self.new if (line := self.view.first_line(new))]
        if not lines:
            return 0
        loops = self._text.loops_around(lines[0])
        turns = [
            len(self.view.turns[i])
            for i, site in enumerate(self.view.sites)
            if i in self.view.turns and site.line == lines[0]
        ]
        if not loops or self.epochs in turns:
            return 0
        early = [
            line for line in self._text.early_returns if loops[-1] in self._text.loops_around(line)
        ]
        return early[0] if early else head_of(loops[-1]).line

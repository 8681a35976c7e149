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
from .turns import Turns


@dataclass(frozen=True)
class LoopLines:
    """The lines of one loop, in a run of `epochs` epochs.

    `added` has what is added to each sum, `moved` by what each of the new weights moves, if that
    is a quantity of its own. `answers` is the function that gives the answers, if there is one.
    """

    view: View
    epochs: int
    added: Mapping[str, str]
    new: Sequence[str]
    moved: Mapping[str, str]
    answers: str = ""

    def line(self, check: str) -> int:
        """The line for one of a loop's checks; 0 where none is known."""
        lines = {
            "summed_over_records": lambda: self._head_or(self._summing),
            "zeroed_each_epoch": lambda: self.beginning or self._update,
            "updated_once_per_epoch": lambda: self._update,
            "every_epoch": lambda: self.turns.line(self.epochs) or self._kept or self._before,
        }
        return lines.get(check, lambda: self._moving or self._unmoved)()

    @property
    def head(self) -> int:
        """The head of the loop around the line that adds up; 0 if there is none."""
        loops = self._text.loops_around(self._line(self._summing)) if self._summing >= 0 else []
        return head_of(self._text.counting(loops[0])).line if loops else 0

    @property
    def _text(self) -> Written:
        return written(self.view.scene.source)

    @cached_property
    def _summing(self) -> int:
        """The note of the first whole expression that something to be added goes into.

        Rather one that adds up, or is in the loop in the one over the epochs at least: there may
        be one that begins with the first of what is to be added, as it is.
        """
        terms = {*self.added.values()}
        readings = self.view.readings
        met = [(i, r) for i, r in enumerate(self.view.roots) if not terms.isdisjoint(readings[i])]
        inside = [root for i, root in met if i != root]
        adds_up = [root for root in inside if self._adds_up(root)]
        deep = [root for root in inside if self._is_deep(root)]
        alone = [root for i, root in met if i == root and self._is_deep(root)]
        return [*adds_up, *deep, *alone[-1:], *inside, -1][0]

    def _is_deep(self, note: int) -> bool:
        """Is it in a loop in the loop over the epochs?"""
        return len(self._text.loops_around(self._line(note))) > 1

    def _adds_up(self, note: int) -> bool:
        return self._is_deep(note) and bool(self._text.growing_at(self._line(note)))

    def _line(self, note: int) -> int:
        return self.view.sites[self.view.noted.notes[note].site].line

    def _head_or(self, summing: int) -> int:
        """The head of the loop around the line that adds up, if it does not come to all of it."""
        if reduced := self._text.reduced_at[:1]:  # it adds up what stands nowhere by a name
            return reduced[0]
        if self._replacing:
            return self._replacing
        if summing < 0:
            return self._never_come_to
        site = self.view.noted.notes[summing].site
        line = self.view.sites[site].line
        loops = self._text.loops_around(line)
        turns = self.view.turns[site]
        first = turns[: max(1, len(turns) // self.epochs)]
        met = [self._met(i) for i in first]
        quantities = self.view.scene.dictionary.quantities
        for name in self.added.values():
            if not loops or not all(name in m for m in met):
                continue
            wanted = {index for index in quantities[name].numbers if self._is_first(name, index)}
            entries = [index for m in met for index in m[name]]
            n_turns = len({index[: max(1, quantities[name].by_turns)] for index in wanted})
            is_short = len(first) < n_turns or min(wanted) not in entries
            if {*entries} < wanted and is_short:
                return head_of(self._text.counting(loops[0])).line
        return line

    @property
    def _replacing(self) -> int:
        """The line that puts what is to be added in the place of a sum, whatever others do."""
        lines = []
        for name in self.added.values():
            own = [(i, r) for i, r in enumerate(self.view.roots) if name in self.view.readings[i]]
            deep = [(i, root) for i, root in own if self._is_deep(root)]
            alone = [root for i, root in deep if i == root]
            if alone and not any(self._adds_up(root) for _, root in deep):
                lines.append(self._line(alone[-1]))
        return min(lines, default=0)

    def _is_first(self, name: str, index: Sequence[int]) -> bool:
        return not self.view.scene.dictionary.quantities[name].by_turns or index[0] == 0

    def _met(self, root: int) -> Mapping[str, Collection[tuple[int, ...]]]:
        """What is known of what goes into an expression, and which entries of it."""
        notes = self.view.noted.notes
        readings = (self.view.readings[i] for i in range(notes[root].start, root + 1))
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
    def beginning(self) -> int:
        """The line that gives a sum what it begins with: of several that in the fewest loops."""
        text = self._text
        lines = {lines[0] for lines in self._growing if lines}
        names = [(name, line) for line in sorted(lines) for name in text.growing_at(line)]
        given = [site.line for one in names or self._changed if (site := text.given_before(*one))]
        found = given or text.begun_before_loops
        return min(found, key=lambda line: (len(text.loops_around(line)), line), default=0)

    @cached_property
    def _growing(self) -> list[list[int]]:
        """The lines that make something more by what is to be added, for each sum, in order.

        Behind the sum itself these are weights that move by it before it is whole.
        """
        several: list[list[int]] = []
        for name in self.added.values():
            own = (r for i, r in enumerate(self.view.roots) if name in self.view.readings[i])
            lines = (self._line(root) for root in own if self._adds_up(root))
            several.append([*dict.fromkeys(lines)])
        return several

    @property
    def _changed(self) -> list[tuple[str, int]]:
        """The name that the expression which adds up is for, and its line."""
        if self._summing < 0:
            return []
        notes = self.view.noted.notes[self._summing : self._summing + 2]
        sites = (self.view.sites[note.site] for note in notes)
        return [(s.name, s.line) for s in sites if s.kind in ("assigned", "changed")][:1]

    @cached_property
    def _update(self) -> int:
        """The line of the first expression that uses a sum for new weights."""
        pairs = zip(self.new, self.added, strict=True)
        sites = (Origin(self.view, new).first_use([total]) for new, total in pairs)
        moved_early = (line for lines in self._growing for line in lines[1:])
        return min((site.line for site in sites if site), default=min(moved_early, default=0))

    @property
    def _moving(self) -> int:
        """The line of the layer that does not come to its new weights."""
        pairs = zip(self.new, self.added, strict=True)
        lines = [self._towards(new, total) for new, total in pairs if new not in self.view.results]
        kept_nowhere = [line for line in lines if line in self._text.never_read]
        moved_there = [self.view.first_line(new) for new in self.new if new in self.view.results]
        return [*kept_nowhere, *filter(None, [*lines, *moved_there]), 0][0]

    def _towards(self, new: str, total: str) -> int:
        """The line of new weights, or of the first use of their sum; 0 where there is none."""
        moved = self.moved.get(new, "")
        there = self.view.first_line(new) or (moved and self.view.first_line(moved))
        if there:
            return self._once_more(there) or there
        use = Origin(self.view, new).first_use([total])
        return use.line if use else 0

    @property
    def _unmoved(self) -> int:
        """The head of the loop around the one that adds up, where no weights are made of it."""
        loops = self._text.loops_around(self._line(self._summing)) if self._summing >= 0 else []
        return head_of(loops[-1]).line if len(loops) > 1 else 0

    def _once_more(self, line: int) -> int:
        """The last line below that gives another value to what is right here; 0 if none does."""
        kinds = ("assigned", "changed")
        sites = [self.view.sites[i] for i in self.view.turns if self.view.sites[i].kind in kinds]
        names = {site.name for site in sites if site.line == line}
        return max((s.line for s in sites if s.name in names and s.line > line), default=0)

    @cached_property
    def turns(self) -> Turns:
        """Those of the loop over the epochs."""
        return Turns(self.view, self.new)

    @property
    def _kept(self) -> int:
        """The line in the loop over the epochs that makes something new of itself, and no weights.

        As a learnrate is that becomes smaller, or a sum that does not begin with nothing.
        """
        weights = [line for new in self.new if (line := self.view.first_line(new))]
        lines = self._text.made_of_themselves if weights else []
        return next((line for line in lines if line not in weights), 0)

    @property
    def _before(self) -> int:
        """The line before the loop over the epochs that asks for the answers."""
        weights = [line for new in self.new if (line := self.view.first_line(new))]
        calls = self._text.calls_outside_of_loops(self.answers, weights[0]) if weights else []
        return next(iter(calls), 0)

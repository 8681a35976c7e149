"""How many turns the loop over the epochs has had in a run that is looked at, and what says so.

It is the outermost loop around the line that gives the first new weights, or around the call of the
function that this line is in. Where there is none, what is called there may go over epochs by
itself, as `reduce` does, or a function that calls itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from ...judging.view import View
from ...judging.written import Loop, Written, written
from .exits import end_of


@dataclass(frozen=True)
class Turns:
    """The turns of one run; `new` are the weights that each of them gives."""

    view: View
    new: Collection[str]

    @cached_property
    def number(self) -> int:
        """How many there were; 0 where that is not seen."""
        if self.loop:
            return max(Counter(self._directly_in(self.loop)).values(), default=0)
        return len(self.view.turns[self._site_around]) if self._calls else 0

    def line(self, epochs: int) -> int:
        """The line that decides how many there are, where there should be so many; or 0."""
        if self.number in (0, epochs):
            return 0
        if self.loop is None:
            return self._line(self._calls[-1])
        return end_of(self._text, self.loop.lineno) if self.number < epochs else self.loop.lineno

    @cached_property
    def loop(self) -> Loop | None:
        """The loop over the epochs, if it is a statement."""
        several = (self._text.loops_around(self._line(call)) for call in reversed(self._calls))
        return next((loops[-1] for loops in several if loops), None)

    @cached_property
    def _calls(self) -> list[int]:
        """The first note of new weights, and those of the calls around it, the innermost first."""
        met = (
            i for i, names in enumerate(self.view.readings) if not names.keys().isdisjoint(self.new)
        )
        first = next(met, None)
        return [] if first is None else [first, *self.view.calls_around(first)]

    @property
    def _site_around(self) -> int:
        """The whole expression, in what is called there, that the new weights come about in."""
        *inside, last = self._calls
        note = inside[-1] if inside else last
        upto = last if inside else len(self.view.noted.notes)
        *_, whole = [note, *(i for i in self.view.around(note) if i < upto)]
        return self.view.noted.notes[whole].site

    def _directly_in(self, loop: Loop) -> Iterator[int]:
        """The sites of the whole expressions in its body, and in no loop within, in each turn."""
        notes, sites = self.view.noted.notes, self.view.sites
        first, last = loop.body[0], loop.body[-1]
        start = len(notes)
        for i in range(len(notes) - 1, -1, -1):
            site = sites[notes[i].site]
            begins = (first.lineno, first.col_offset) <= (site.line, site.column)
            if i < start and begins and site.end_line <= (last.end_lineno or 0):
                start = notes[i].start
                if self._text.loops_around(site.line)[:1] == [loop]:
                    yield notes[i].site

    def _line(self, note: int) -> int:
        return self.view.sites[self.view.noted.notes[note].site].line

    @property
    def _text(self) -> Written:
        return written(self.view.scene.source)

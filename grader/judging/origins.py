"""The line where a mistake was made, where the place that is charged is another.

A right value is put in where it helps, and that may be where a wrong one is read: at the return, or
in the body of a function that is right. What made it wrong is looked for from there.

A value that is read was left by a statement before. If that one adds up, and all that it adds is
right, then what it began with is wrong, or the loop does not go through all of it. And what is
right, but only a part of the step, goes wrong where it is put away or used.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Sequence

from ..room.noted import Site
from .operations import is_known
from .scene import Place
from .summing import Summing
from .view import View
from .written import is_a_read, place, written

STORED = ("assigned", "changed")
FURTHEST = 4
"""Statements to go back through, each of which has only handed on what another left."""

LEAST = 2
"""Turns of a loop in which something is to be seen."""


def made_at(view: View, at: Place, turns: Sequence[int]) -> Site:
    """Where the mistake was made by which the step is wrong in these turns of the place."""
    site = view.sites[view.called_from(at.site, turns)]
    if at.skipped or not turns or site != view.sites[at.site]:
        return site
    if site.kind == "value" and at.quantity in view.scene.before.get(at.step, ()):
        return site  # a step before was right until it was spoiled in this very expression
    return Origin(view, at.step).of(turns) or site


def line_of(view: View, step: str) -> int:
    """The line where a step is to be worked out that nothing was found for; 0 if none is known.

    It is a return that ends a loop in its first turn, the head of one that does not add up all of
    it, or the first line that has all that the step is computed from.
    """
    origin = Origin(view, step)
    if early := origin.early_return():
        return early
    site = Summing(view, step).anywhere() or origin.first_use()
    return site.line if site else 0


class Origin:
    """Where the wrong value of a step in one run comes from."""

    def __init__(self, view: View, step: str) -> None:
        self._view, self._step = view, step
        self._notes = view.noted.notes
        self._text = written(view.scene.source)
        self._sums = Summing(view, step)

    def of(self, turns: Sequence[int]) -> Site | None:
        """The site where what is wrong in these turns of a place was made; None if it is there."""
        here = self._site(turns[0])
        around = [s for s in self._view.sites if s.kind == "changed" and here.is_within(s)]
        if whole := next(filter(None, map(self._sums.wrong, around)), None):
            return whole
        values = [self._notes[i].value for i in turns]
        is_begun = all(value and value.is_zero for value in values)
        if is_begun and (head := self._sums.filled()):
            return head
        if always := self._always_the_same(turns):
            return always
        if right := self._parts(turns):
            return self._where_it_goes(right)
        wrong = [i for i in turns if {*self._view.readings[i]} <= self._begun_sums]
        if not wrong:
            return None  # another quantity, which is right where it comes from
        wrong = self._handed_on(wrong) or wrong
        store: Site | None = None
        for _ in range(FURTHEST):
            left = self._left_by(wrong)
            if left is None:
                return store
            store = self._site(left[-1])
            if whole := self._sums.wrong(store):
                return whole
            if store.kind == "name":  # which was appended, and has its value from a line before
                wrong = left
                continue
            back = self._handed_on([self._put_away(j) for j in left])
            if back is None:
                return store
            wrong = back
        return None

    @property
    def _begun_sums(self) -> set[str]:
        """What a sum that has stopped too early may be: after a single turn it is a term."""
        return {f"sum of {self._step}", f"term of {self._step}"}

    def early_return(self) -> int:
        """The line of an unconditional return that was reached inside of a loop; 0 for none."""
        last = self._site(-1).line if self._notes else 0
        return last if last in self._text.early_returns else 0

    def first_use(self, of: Collection[str] = ()) -> Site | None:
        """The first whole expression that has all that the step is computed from, or these."""
        quantities = self._view.scene.dictionary.quantities
        needs = {*of} or ({*quantities[self._step].of} if self._step in quantities else set[str]())
        met: dict[int, set[str]] = {}
        for i, root in enumerate(self._view.roots):
            if i != root:
                met.setdefault(root, set()).update(self._view.readings[i])
        roots = (root for root, names in met.items() if needs and needs <= names)
        goes_on = (r for r in roots if needs.isdisjoint(self._view.readings[r]))
        first = next(goes_on, None)  # and not what is added to one of these
        return None if first is None else self._site(first)

    def _site(self, turn: int) -> Site:
        return self._view.sites[self._notes[turn].site]

    def _always_the_same(self, turns: Sequence[int]) -> Site | None:
        """The statement that left a name the same record's value in all turns of several records.

        It is read in the place, with others that are another record's in each turn.
        """
        quantities = self._view.scene.dictionary.quantities
        wanted = quantities.get(self._step)
        names: dict[str, list[int]] = {}
        for i in turns if wanted and wanted.sides else ():
            for j in range(self._notes[i].start, i):
                if self._site(j).kind == "name" and self._site(j).is_within(self._site(i)):
                    names.setdefault(self._text.name(self._site(j)), []).append(j)
        met: dict[str, tuple[list[int], set[int]]] = {}
        for several in names.values():
            readings = [self._view.readings[j] for j in several]
            common = set.intersection(*({*reading} for reading in readings))
            for quantity in common & {*(wanted.of if wanted else ())}:
                records = {index[0] for reading in readings for index in reading[quantity]}
                met[quantity] = several, records
        same = [(several, r) for several, r in met.values() if len(r) == 1]
        if len(same) != 1 or not any(len(r) == len(turns) > 1 for _, r in met.values()):
            return None
        left = self._left_by(same[0][0])
        return self._site(left[-1]) if left else None

    # ---------------------------------------------------------- what is right, and only a part

    def _parts(self, turns: Sequence[int]) -> Sequence[int]:
        """The turns, if the very same part of the step is right in all of them.

        Of a loop whose weights are others after it has gone wrong, two turns will do. A sum as it
        grows is no such part: it has stopped too early, or goes on from what is left of another.
        """
        quantities = self._view.scene.dictionary.quantities
        wanted = quantities.get(self._step)
        parts = {
            name for name, quantity in quantities.items()
            if quantity.step == self._step and not quantity.is_step and name[0] != "-"
        } - {f"sum of {self._step}"}  # fmt: skip
        if wanted and wanted.by_turns:
            parts |= {*wanted.of}
            turns = [*itertools.takewhile(lambda i: self._view.readings[i], turns)]
        if not turns or (wanted and wanted.by_turns and len(turns) < LEAST):
            return []
        common = set.intersection(*({*self._view.readings[i]} for i in turns))
        return turns if common & parts else []

    def _where_it_goes(self, turns: Sequence[int]) -> Site | None:
        """Where what is right as far as it goes is put away last, or else what uses it.

        That is in the same function, which has to make all of the step, unless each of its calls
        makes what is to be added up.
        """
        end = len(self._notes)
        calls = [next(self._view.calls_around(turn), end) for turn in turns]
        added = self._view.scene.added(self._step)
        ends = [
            later if added in self._view.readings[turn] else min(later, call)
            for turn, later, call in zip(turns, (*turns[1:], end), calls, strict=True)
        ]
        stores, reads = set[int](), set[int]()
        for i, end in zip(turns, ends, strict=True):
            same = [j for j in range(i + 1, end) if self._is_the_same(i, j)]
            stores.update(self._notes[j].site for j in same[::-1] if self._puts_away(j))
            is_stored = self._site(i).kind == "value" and self._site(i).name != ""
            last_use = [] if is_stored else same[-1:]  # it is under a name of no value of its own
            uses = (self._notes[self._view.roots[j]].site for j in last_use)
            reads.update(site for site in uses if not self._only_hands_on(site))
        found = stores or (reads if len(reads) == 1 and self._is_of_the_step(reads) else set())
        sites = [self._view.sites[site] for site in found]
        return max(sites, key=lambda site: site.line, default=None)

    def _only_hands_on(self, site: int) -> bool:
        """Is nothing done with it there, as where a return hands it back, alone or with others?"""
        node = self._text.node(self._view.sites[site])
        return isinstance(node, (ast.Name, ast.Tuple, ast.List, ast.Dict))

    def _is_of_the_step(self, sites: Collection[int]) -> bool:
        """Does all that is known in these expressions belong to the step, and to no later one?"""
        quantities = self._view.scene.dictionary.quantities
        own = {name for name, quantity in quantities.items() if quantity.step == self._step}
        own |= {name for part in [*own] for name in quantities[part].of}
        notes = self._notes
        roots = (i for i, note in enumerate(notes) if note.site in sites)
        inside = (self._view.readings[j] for i in roots for j in range(notes[i].start, i))
        return all(not reading or own & {*reading} for reading in inside)

    def _puts_away(self, turn: int) -> bool:
        site = self._view.sites[self._notes[turn].site]
        return site.kind == "assigned" or (site.kind in ("value", "name") and site.name != "")

    def _is_the_same(self, one: int, other: int) -> bool:
        a, b = self._notes[one].value, self._notes[other].value
        return a is not None and b is not None and a.numbers == b.numbers

    # ---------------------------------------------------------- what was left by a statement

    def _left_by(self, turns: Sequence[int]) -> list[int] | None:
        """The notes of the statement that left what is read in these turns, if it is one."""
        left = [self._left(self._read_in(i)) for i in turns]
        found = [*itertools.chain.from_iterable(left)]
        sites = {self._notes[j].site for j in found}
        return found if len(sites) == 1 and all(left) else None

    def _read_in(self, turn: int) -> int:
        """The note of the name that a site reads, as `total[i]` does; itself for another site."""
        here = self._site(turn)
        if here.kind == "name" or not is_a_read(self._text.node(here)):
            return turn
        inside = range(self._notes[turn].start, turn)
        return next((j for j in inside if self._site(j).kind == "name"), turn)

    def _left(self, turn: int) -> list[int]:
        """The last note before of a statement that left this very value under a name.

        Of a list all those of what was appended to it, if it is wrong.
        """
        if self._site(turn).kind != "name":
            return []
        before = (j for j in range(turn - 1, -1, -1) if self._site(j).kind in STORED)
        left = next((j for j in before if self._is_the_same(j, turn)), None)
        return self._appended(turn) if left is None else [left]

    def _appended(self, turn: int) -> list[int]:
        """What was appended to the list that is read there, as far as it is wrong."""
        value, read = self._notes[turn].value, self._text.node(self._site(turn))
        if not isinstance(read, ast.Name) or value is None:
            return []
        places = self._text.appended_to(read.id)
        turns = [j for j in range(turn) if place(self._site(j)) in places]
        for first in range(len(turns) - 1, -1, -1):  # since the list was begun anew
            several = [own.numbers for j in turns[first:] if (own := self._notes[j].value)]
            if (*itertools.chain.from_iterable(several),) == value.numbers:
                return [j for j in turns[first:] if self._step not in self._view.readings[j]]
        return []

    def _put_away(self, store: int) -> int:
        """The note of the value that a statement puts away."""
        return store - 1 if self._site(store).kind == "changed" else store

    def _handed_on(self, results: Sequence[int]) -> list[int] | None:
        """What these read under a name, if they do a known thing with that alone."""
        found = []
        for result in results:
            here, value = self._site(result), self._notes[result].value
            read = [
                i for i in range(self._notes[result].start, result)
                if self._site(i).kind == "name" and self._site(i).is_within(here)
            ]  # fmt: skip
            arguments = [argument for i in read if (argument := self._notes[i].value)]
            unknown = [i for i in read if {*self._view.readings[i]} <= self._begun_sums]
            if value is None or len(unknown) != 1 or not is_known(arguments, value):
                return None
            found += unknown
        return found

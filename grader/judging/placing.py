"""The right values for the turns of an expression, in the shape that stands there.

Which entries of a quantity belong to a turn is told by what was evaluated in it: `error[i]` says
which record it is. Where that does not tell the turns apart, they go through the entries in order.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..room.noted import Note, Value
from .in_its_loops import NEAR, InItsLoops, Within
from .numbers import Dictionary, Index, Numbers, Reading, part
from .tables import is_turned, shaped

ARRAYS = ("a", "m")
"""What may belong where a single number stands, which goes with everything."""


@dataclass(frozen=True)
class Placing:
    """One run's notes and what they may be."""

    notes: Sequence[Note]
    readings: Sequence[Reading]
    dictionary: Dictionary
    loops: InItsLoops
    """Where the expression is that values are placed at."""

    def values(
        self,
        quantity: Numbers,
        turns: Sequence[int],
        begun: int,
        kind: str = "",
        *,
        ahead: bool = False,
    ) -> list[Value | None] | None:
        """What to put in each turn; None where it fits nowhere.

        With `ahead` also in the turns that are still to come. With a `kind` it is to be a table of
        that kind. The site may never have been finished: then `begun` is the number of notes before
        it, and the turns that it did not get to follow the first. Where it served another step
        before, as in a loop over layers, that stays as it is.
        """
        if kind and turns and begun > turns[-1] and self._serve_others(turns, quantity):
            later = self.values(quantity, (), begun, kind) or ()
            done: list[Value | None] = [None] * len(turns)
            return [one for value in later for one in (*done, value)]
        if kind:
            first = range(self.notes[turns[0]].start, turns[0]) if turns else range(0)
            first = first or (range(turns[0], turns[0]) if turns else range(begun, len(self.notes)))
            there = self._there(quantity, turns[0]) if turns else {}
            within = there or self._within(first) or self.loops.before(first.start, quantity)
            if not turns and quantity.step:  # and not all that a loop goes through
                within = self._of_this_turn(within, first.start, quantity)
            following = self._following(quantity, within)
            seen = first or range(max(0, first.start - NEAR), first.start)
            like = self._like(quantity, len(following[0]), seen, kind) if following else None
            return [shaped(quantity, one, kind, like) for one in following]
        notes = [self.notes[i] for i in turns]
        if any(note.value is None for note in notes):
            notes = [note for note in notes if note.value is not None]
        if not notes:
            return None
        inside = [range(self.notes[i].start, i) for i in turns]
        wanted = self._told_apart(quantity, turns, inside, narrow=ahead)
        if wanted is None:
            wanted = self._in_order(quantity, turns)
        if wanted is None:
            wanted = self._told_apart(quantity, turns, inside, narrow=True)
        if self.loops.is_in_one and self._is_too_much(quantity, turns, wanted):
            wanted = [part(quantity, self.loops.before(inside[0].start, quantity))]
        if wanted is None and len(turns) > 1 and not any(self._names(turn) for turn in inside):
            since = [2 * turns[0] - turns[1], *turns]
            wide = [range(max(0, last + 1), i + 1) for last, i in itertools.pairwise(since)]
            wanted = self._told_apart(quantity, turns, wide, narrow=True)
        if wanted is None:
            return None
        pairs = zip(turns, wanted, strict=True)
        found = [self._in_turn(i, quantity, entries) for i, entries in pairs]
        value, last = self.notes[turns[-1]].value, wanted[-1]
        if ahead and value is not None and last:
            found += [shaped(quantity, e, value.kind, value) for e in _after(quantity, last)]
        return found if any(found) else None

    def _is_too_much(
        self,
        quantity: Numbers,
        turns: Sequence[int],
        wanted: Sequence[Mapping[Index, float] | None] | None,
    ) -> bool:
        """Is all of it wanted in the one turn there was so far, where as much never stands?"""
        size = len((wanted and wanted[0]) or ())
        value = self.notes[turns[0]].value
        is_whole = len(turns) == 1 and size == len(quantity.numbers)
        return is_whole and value is not None and len(value.numbers) != size

    def _in_turn(
        self, turn: int, quantity: Numbers, entries: Mapping[Index, float] | None
    ) -> Value | None:
        """These entries as what stands there, or as others that are as large lie in this program.

        The weights of one layer may stand in the place of the other's, and a number in the place
        of a table.
        """
        there = self.notes[turn].value
        if there is None or entries is None:
            return None
        like, size = there, len(entries)
        if there.kind == "n" and size > 1:
            several = (self._like(quantity, size, range(turn), k, turned=True) for k in ARRAYS)
            table = next(filter(None, several), None)
            return shaped(quantity, entries, table.kind, table) if table else None
        if there.kind == "a" and len(there.shape) == 2 and len(there.numbers) != size:
            like = self._like(quantity, size, range(turn), there.kind, turned=True) or there
        return shaped(quantity, entries, there.kind, like)

    def _like(
        self, quantity: Numbers, size: int, inside: range, kind: str, *, turned: bool = False
    ) -> Value | None:
        """What was there last, of another quantity that is as large for each record.

        It lies as a table of that kind does, or on its side as well, if it may be `turned`.
        """
        for j in reversed(inside):
            value = self.notes[j].value
            if value is not None and value.kind == kind and len(value.numbers) == size:
                several = (self.dictionary.quantities[name] for name in self.readings[j])
                others = (one for one in several if one.sides == quantity.sides)
                if any(o is not quantity and (turned or not is_turned(value, o)) for o in others):
                    return value
        return None

    def _serve_others(self, turns: Sequence[int], quantity: Numbers) -> bool:
        """Is there the right value of another step, in each of these turns?"""
        several = (self.readings[i] for i in turns)
        return all(one and quantity.name not in one for one in several)

    def _told_apart(
        self,
        quantity: Numbers,
        turns: Sequence[int],
        windows: Sequence[range],
        *,
        narrow: bool = False,
    ) -> list[dict[Index, float] | None] | None:
        """The entries of each turn by the indices of what is in it, if that tells turns apart.

        What is in it are the notes of its window: inside the expression, or since the last turn.

        A whole table and one record of another are about all records; if `narrow`, about the one.

        A line that serves several steps is not meant where nothing that this one needs goes in.
        Where nothing that is known goes in, it is what came before that spoils it: in a later
        epoch, it may be.
        """
        inside = [self._names(window) for window in windows]
        mixed = len({names & self.dictionary.whole for names in inside}) > 1 and bool(quantity.of)
        if (
            mixed
            and quantity.by_turns
            and not all(names & self.dictionary.whole for names in inside)
        ):
            return self._in_order(quantity, turns)
        found: list[dict[Index, float] | None] = []
        for i, turn, names in zip(turns, windows, inside, strict=True):
            if mixed and not names.intersection(quantity.of) and not self._parts(quantity) & names:
                found.append(None)
                continue
            value = self.notes[i].value
            entries = part(quantity, self._within(turn, narrow=narrow))
            own = part(quantity, self._within(turn, quantity.of))
            several = len({index[: quantity.by_turns] for index in entries}) > 1
            fits = value is not None and len(entries) > len(value.numbers) == len(own)
            if several or fits:
                # what belongs to no single record goes in as well: the last epoch's weights, a sum
                entries = own
            if value is None:
                found.append(None)
            elif value.kind == "n" and len(entries) != 1:
                return None
            else:
                found.append(entries)
        met = [tuple(entries) for entries in found if entries]
        if len(met) > 1 and len(set(met)) < len(met):
            return None
        return found if met else None

    def _parts(self, quantity: Numbers) -> frozenset[str]:
        """What is on the way to the same step: `z`, of which the answer is the sigmoid."""
        several = self.dictionary.quantities.values()
        return frozenset(q.name for q in several if quantity.step and q.step == quantity.step)

    def _in_order(
        self, quantity: Numbers, turns: Sequence[int]
    ) -> list[dict[Index, float] | None] | None:
        """The entries of the quantity dealt out to the turns in their order.

        What stands there may be of another size, where there is a turn for each record.
        """
        sizes = {len(value.numbers) for i in turns if (value := self.notes[i].value)}
        if len(sizes) != 1:
            return None
        [size] = sizes
        entries = list(quantity.numbers.items())
        if len(turns) == 1 or size == len(entries):
            return [dict(entries)] * len(turns) if size in (len(entries), 0) else None
        share, rest = divmod(len(entries), len(turns))
        if rest or (size != share and len(turns) != quantity.spans[0]):
            return None
        return [dict(entries[i : i + share]) for i in range(0, len(entries), share)]

    def _following(self, quantity: Numbers, within: Within) -> list[dict[Index, float]]:
        """The entries of the first turn, and of those that follow it in order."""
        sides = list(zip(quantity.sides, quantity.spans, strict=True))
        single = [
            side
            for i, (side, span) in enumerate(sides)
            if i < quantity.by_turns or (span > 1 and len(within.get(side, ())) == 1)
        ]
        ranges = [range(span) for side, span in sides if side in single]
        return [
            part(quantity, {side: {i} for side, i in zip(single, index, strict=True)})
            for index in itertools.product(*ranges)
        ]

    def _there(self, quantity: Numbers, turn: int) -> Within:
        """Which record and unit: by the entries of the quantity that stand there already."""
        entries = zip(*self.readings[turn].get(quantity.name, ()), strict=True)
        return {side: set(one) for side, one in zip(quantity.sides, entries, strict=False)}

    def _of_this_turn(self, within: Within, start: int, quantity: Numbers) -> Within:
        """With what a loop is about in this turn, where a whole table stands in what raised."""
        side = quantity.sides[0]
        if len(within.get(side, ())) < 2:
            return within
        before = self.loops.before(start, quantity).get(side, set())
        return {**within, side: before} if len(before) == 1 else within

    def _names(self, notes: range) -> frozenset[str]:
        """The quantities in these notes."""
        return frozenset(name for j in notes for name in self.readings[j])

    def _within(self, notes: range, names: Collection[str] = (), *, narrow: bool = False) -> Within:
        """Which record and unit: by the largest parts of an expression that are known.

        With `names` only by parts that are one of these. If `narrow`, of several parts the one
        decides that has the fewest records, or units.
        """
        found: dict[str, set[int]] = {}
        i = notes.stop - 1
        while i >= notes.start:
            reading = self.readings[i]
            if not reading:
                i -= 1
                continue
            name = next((name for name in reading if name in names or not names), None)
            if name is None:
                i -= 1
                continue
            quantity = self.dictionary.quantities[name]
            for side, indices in zip(quantity.sides, zip(*reading[name], strict=True), strict=True):
                if narrow and side in found:
                    found[side] = min(found[side], set(indices), key=len)
                else:
                    found.setdefault(side, set()).update(indices)
            i = min(i - 1, self.notes[i].start - 1)
        return found


def _after(quantity: Numbers, last: Mapping[Index, float]) -> list[dict[Index, float]]:
    """The entries of the turns that follow the one that has these, in order."""
    sides = list(zip(quantity.sides, quantity.spans, zip(*last, strict=True), strict=True))
    single = {side: at[0] for side, span, at in sides if span > 1 and len({*at}) == 1}
    spans = {side: span for side, span, _ in sides}
    turns = itertools.product(*(range(spans[side]) for side in single))
    later = itertools.dropwhile(lambda index: index <= (*single.values(),), turns)
    if not single:
        return []
    return [part(quantity, {s: {i} for s, i in zip(single, one, strict=True)}) for one in later]

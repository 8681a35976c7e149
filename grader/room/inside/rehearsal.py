"""Which loop of a script is its training: found out once, by running the script up to there.

A loop that has the weights of such a network in sight may be the training. It may also check a
gradient with them, or try thresholds; and the same weights may have several places, such as `w` and
`net.w`, of which it works on one. So such a loop is tried, for a few turns: what moves there are
the weights, and the last loop that moves both layers is the training. One that goes over epochs and
multiplies matrices looks like a training: if it is the last of these, and has the weights in one
place, then nothing has to be tried.

A script that has no loop over epochs has a single one: there it is a loop over the records that
moves nothing, with something that moves after it, and the training ends with the script.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import itertools
import types
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, NamedTuple

from .layers import Layers, Pair, units_are_alike

MOST_TURNS = 40
"""More than there are records in a rehearsal, or weights to be nudged, one after the other, as a
gradient is checked: what goes over all of them comes out right."""

MOST_TURNS_IN_ALL = 40_000
"""Of all the loops from there on: one of them may never end."""


class Over(BaseException):
    """The training has come to its end, and the script with it."""


class Found(NamedTuple):
    """A training: its loop, where that keeps its weights, and how many hidden units it has.

    Where it `has_like_units`, all of these begin with the same weights. Where `is_one_epoch`, it
    begins with that loop, and goes on after it. The loop begins `n_before` times before that.
    """

    loop: int
    places: Pair
    n_hidden: int
    has_like_units: bool
    is_one_epoch: bool = False
    n_before: int = 0


class Rehearsal:
    """One run of a script whose training is not known yet."""

    def __init__(self, script: Any, n_features: int, most_beforehand: float) -> None:
        """Turns before any loop has weights in sight are `most_beforehand` at most."""
        self._script = script
        self._n_features = n_features
        self._most_beforehand = most_beforehand
        self.n_beforehand = 0
        self._tried: Tried | None = None
        self._n_turns, self._n_turns_in_all = Counter[int](), 0
        self._others: list[tuple[int, Found, Layers, list[Any]]] = []
        self.trainings: list[Found] = []

    def meets(self, loop: int, frame: types.FrameType, pairs: Sequence[Pair]) -> None:
        """A loop begins, with weights in these places. Raises Over where it is the training.

        One with a single hidden unit may be followed by others, which show more.
        """
        layers = [Layers(self._script.numpy, frame, pair, self._n_features) for pair in pairs]
        is_last = [loop] == sorted(self._script.trainings)[-1:]
        if loop in self._script.endless or (is_last and len(pairs) == 1):
            like = units_are_alike(layers[0].now())
            n_hidden, n_before = layers[0].n_hidden, [f.loop for f in self.trainings].count(loop)
            found = Found(loop, pairs[0], n_hidden, like, n_before=n_before)
            self.trainings.append(found)
            if n_hidden == 1 and loop not in self._script.endless:
                return
            raise Over
        self._tried = Tried(loop, frame, pairs, layers, [one.now() for one in layers])
        self._n_turns, self._n_turns_in_all = Counter[int](), 0

    def tries(self, loop: int) -> bool:
        """Is it this loop that is being tried?"""
        return self._tried is not None and self._tried.loop == loop

    def goes_on(self, loop: int) -> bool:
        """May the loop have another turn? Raises Over where it would go on for too long."""
        if not (self._tried or self._others or self.trainings):
            self.n_beforehand += 1
            if self.n_beforehand > self._most_beforehand:
                raise Over
            return True
        self._n_turns[loop] += 1
        self._n_turns_in_all += 1
        if self._n_turns_in_all > MOST_TURNS_IN_ALL:
            raise Over
        return not self.tries(loop) or self._n_turns[loop] <= MOST_TURNS

    def turns(self, loop: int, through: Iterable[Any]) -> Iterator[Any]:
        """What a loop goes through, as far as it may."""
        return itertools.takewhile(lambda _: self.goes_on(loop), through)

    def is_within(self, frame: types.FrameType | None) -> bool:
        """Does this frame belong to a turn of the loop that is tried?"""
        while self._tried is not None and frame is not None:
            if frame is self._tried.frame:
                return True
            frame = frame.f_back
        self.ends()
        return False

    def may_give_way_to(self, loop: int) -> bool:
        """Does this one go over epochs, and what is tried around it does not? These are blocks."""
        tried, over_epochs = self._tried, self._script.over_epochs
        known = {*over_epochs, *self._script.trainings}
        return tried is not None and tried.loop not in known and loop in over_epochs

    def ends(self) -> None:
        """The loop that was tried is over."""
        tried, self._tried = self._tried, None
        if tried is None:
            return
        n_moved, pair = tried.moved(self._script.numpy, self._script.changed[tried.loop])
        n_hidden, like = tried.layers[pair].n_hidden, units_are_alike(tried.start[pair])
        n_before = [each.loop for each in self.trainings].count(tried.loop)
        found = Found(tried.loop, tried.pairs[pair], n_hidden, like, n_before=n_before)
        if tried.loop in self._script.trainings or n_moved == len(found.places):
            self.trainings.append(found)
        else:
            self._others.append((n_moved, found, tried.layers[pair], tried.layers[pair].now()))

    @property
    def is_idle(self) -> bool:
        """Does no weight move in the training that was found, nor after it?"""
        moved = [self._n_moved(layers, then) for _, _, layers, then in self._others]
        return not self.trainings and not any([n for n, *_ in self._others] + moved)

    @property
    def found(self) -> Found | None:
        """The training; None where no loop had weights in sight.

        Where no weight moves at all, that tells nothing, and it is a loop over epochs, if any is.
        """
        self.ends()
        if self.trainings or not self._others:
            return next(reversed(self.trainings), None)
        moved = [(n, self._n_moved(layers, then)) for n, _, layers, then in self._others]
        most = n_moved, n_moved_later = max(moved)
        best = [i for i, both in enumerate(moved) if both == most]
        over_epochs = [i for i in best if self._others[i][1].loop in self._script.over_epochs]
        which = max(best if any(most) else over_epochs or best)
        return self._others[which][1]._replace(is_one_epoch=n_moved < 1 <= n_moved_later)

    def _n_moved(self, layers: Layers, before: Sequence[Any]) -> int:
        """In how many layers the weights are others now."""
        pairs = zip(layers.now(), before, strict=True)
        return sum(not self._script.numpy.array_equal(*pair) for pair in pairs)

    @property
    def has_all(self) -> bool:
        """Is the training known, whatever follows? Not where one that looks like it is to come."""
        looking, found = self._script.trainings, self.found
        return found is not None and (found.loop in looking or not looking)


class Tried(NamedTuple):
    """A loop that is tried, with its weights as they were before that."""

    loop: int
    frame: types.FrameType
    pairs: Sequence[Pair]
    layers: Sequence[Layers]
    start: Sequence[Any]

    def moved(self, numpy: Any, changed: Set[str]) -> tuple[int, int]:
        """In how many layers the weights are others now, and of which pair.

        That is the one that has moved most of all; if none has, as the script broke off before, the
        one that stands under the most of the names that are `changed`; and the first of several.
        """
        counts = [
            sum(not numpy.array_equal(*pair) for pair in zip(layers.now(), start, strict=True))
            for layers, start in zip(self.layers, self.start, strict=True)
        ]
        under = [sum(place[0] in changed for place in pair) for pair in self.pairs]
        best = counts if any(counts) else under
        return max(counts), best.index(max(best))

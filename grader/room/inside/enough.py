"""A NumPy script that takes no fewer records than the lesson has, and the records it gets instead.

    print(features.values[100])            before its training it wants many
    np.split(features, 6)                  it takes only a number like that of the lesson

The grader trains it with a few, which show the most. One that stops over so few imports as many
before its training as the lesson has, and trains with the few; or gets each of the few as many
times as makes up that number, over which the average is the same. It is to take all of these: one
that leaves some out comes to another average where they are in another order.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Any

from .arrays import is_real
from .endless import Endless
from .guard import is_endless
from .playback import NOT_YET, Guard, Playback
from .records import NoNetwork
from .script_training import Encode, Training

FEW = 12
"""Records that a number of times make the lesson's, for a script that takes no fewer."""

SAME = 1e-9
"""As a part of what a weight becomes: the rounding of sums in another order."""


def with_records(asked: Mapping[str, Any], places: Iterable[int]) -> dict[str, Any]:
    """The same, with the records in these places, in that order."""
    places = [*places]
    return {**asked, **{name: [asked[name][i] for i in places] for name in ("features", "targets")}}


class Enough(Playback):
    """One submission, with as many records as it needs to train at all."""

    _first_asked: Mapping[str, Any] | None = None
    """What it was asked for as it was run up to its training, until it stops for the first time."""

    _insists = False
    """Does it stop with fewer records than the lesson has, before its training?"""

    _takes_only_all = False
    """Does it stop with fewer records than the lesson has, and not with each of them repeated?"""

    went_on: dict[str, Any] | None = None
    """What guarded() describes of an epoch that was run by itself and never ended."""

    def play(
        self, asked: Mapping[str, Any], guarded: Guard, encode: Encode, noted: Any = None
    ) -> dict[str, Any]:
        """As of any script; for one that stops over so few records, with more of them.

        Before its training it may import all that the lesson has, to train with the few. Or each
        comes as many times as makes up that number: the average is the same.
        """
        several = asked if noted else self._repeated(asked)
        played, first = super().play(several, guarded, encode, noted), self._first_asked
        played["only_all"] = self._insists or self._takes_only_all
        if several is not asked:
            played["names"] = {}  # they hold as many rows
        if first is None or self._takes_only_all or noted:
            return played
        if not self._is_of_its_own(played["crash"]):
            return played
        is_before = self._training is not None and not self._training.has_begun
        if is_before and self._has_few and self._with_all(first, guarded, encode, played["crash"]):
            return super().play(asked, guarded, encode)
        self._first_asked = None
        return self._often(asked, guarded, encode) or played

    @staticmethod
    def _is_of_its_own(crash: Mapping[str, Any] | None) -> bool:
        ours = (Endless.__name__, NoNetwork.__name__)
        return crash is not None and crash["type"] not in ours

    @property
    def _has_few(self) -> bool:
        """Has it imported its records, and no more of them than it is to train with?"""
        training = self._training
        return training is not None and training.records.were_imported and not self.splits

    def _often(
        self,
        asked: Mapping[str, Any],
        guarded: Guard,
        encode: Encode,
        *,
        is_sure: bool = False,
    ) -> dict[str, Any] | None:
        """What it comes to with the records repeated; None where it stops all the same.

        Or where it does not take all of them. To be sure, its weights are to move then.
        """
        found, self._takes_only_all = self._found, True
        again = super().play(self._repeated(asked), guarded, encode)
        is_right = not again["crash"] and self._takes_all(asked, guarded)
        if not is_right or (is_sure and not self._moves(asked, guarded)):
            self._takes_only_all, self._found = False, found
            return None
        return {**again, "names": {}, "readings": self.n_readings, "only_all": True}

    def _repeated(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same with each record as many times as makes the lesson's number, if that goes."""
        times, rest = divmod(self.lesson["n_records"], len(asked["features"]))
        if rest or not self._takes_only_all:
            return asked
        return with_records(asked, [*range(len(asked["features"]))] * times)

    def _takes_all(self, asked: Mapping[str, Any], guarded: Guard) -> bool:
        """Does an epoch come to the same with the repeated records in another order?

        All the first of them stand in the end then, and all the last at the beginning.
        """
        several = self._repeated(asked)
        n_records, few = len(several["features"]), len(asked["features"])
        other = sorted(range(n_records), key=lambda i: -(i % few))
        one = self._after(1, self._code, several, guarded)
        two = self._after(1, self._code, with_records(several, other), guarded)
        if one is None or two is None:
            return one is two
        return bool(self.numpy.allclose(one, two, rtol=SAME, atol=0))

    def _moves(self, asked: Mapping[str, Any], guarded: Guard) -> bool:
        """Do its weights move in two epochs?"""
        return self._after(2, self._code, asked, guarded) is not None

    def _with_all(
        self,
        asked: Mapping[str, Any],
        guarded: Guard,
        encode: Encode,
        stops: Mapping[str, Any] | None = None,
        *,
        is_sure: bool = True,
    ) -> dict[str, Any] | None:
        """The same, where it imports as many records as the lesson has; None where it does not.

        That is where it learns from a part of these, or `stops` with fewer before its training. To
        be sure that it has the grader's as it trains, its weights are to move then. Otherwise it is
        enough that it comes further than before.
        """
        found, self._found = self._found, NOT_YET
        self.splits = True
        again = super().play(asked, guarded, encode)
        self._runs = 1  # what it prints has been heard up to here, once
        crash, training = again["crash"], self._training
        goes_on = not crash and (stops or (training is not None and training.finds_a_part))
        if is_sure and goes_on:
            goes_on = self._moves(asked, guarded)
        elif crash and stops:
            goes_on = not is_sure and self._is_of_its_own(crash) and crash["line"] > stops["line"]
        else:
            goes_on = goes_on and not again["odd_targets"]
        if goes_on:
            self._insists |= bool(stops)
            return {**again, "readings": self.n_readings, "only_all": self._insists}
        self.splits, self._found = False, found
        return None

    def _after(
        self, epochs: int, code: types.CodeType, asked: Mapping[str, Any], guarded: Guard
    ) -> list[float] | None:
        """All weights in a row after so many epochs; None if it stops, or none of them moves."""
        shapes = (len(self.lesson["features"]), self._n_hidden), (self._n_hidden, 1)
        layers = [self.numpy.sin(self.numpy.arange(1, m * n + 1)).reshape(m, n) for m, n in shapes]
        if self.went_on is not None:
            return None
        once = {**self._repeated(asked), "weights": layers, "epochs": epochs}
        training = Training(self, once, self._in_a_row)
        self._murmur.lost = True
        crash = guarded(self.name, lambda: self._run(training, code, {}))[1]
        self.went_on = crash if is_endless({"crash": crash}) else None
        before, after = self._in_a_row(layers), training.weights
        are_weights = len(before) == len(after) and all(map(is_real, after))
        return after if are_weights and not crash and before != after else None

    def _in_a_row(self, layers: Any) -> list[float]:
        several = layers if isinstance(layers, list) else []
        return [number for layer in several for number in self.numpy.ravel(layer).tolist()]

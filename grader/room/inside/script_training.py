"""One training of a NumPy script: what the grader puts into it, and what it holds on the way.

A training loop is one that begins with the weights of such a network in sight, wherever they are
kept (places.py): an array with a row or a column for each feature, and another that fits it. Where
a script has several, the last counts. What the lesson's names hold is noted on the way, before the
weights move.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import inspect
import math
import sys
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .apart import pairs_apart
from .arrays import flat, is_real, shape_of, shaped
from .epochs import Epochs, Role
from .held import Held
from .layers import APART, Layers, Pair, both_in_a_row, places_of_layers
from .left import Left
from .pace import Pace
from .places import in_sight, value_at
from .records import NoNetwork, Records
from .rehearsal import Over, Rehearsal
from .returning import unwatch

Encode = Callable[[object], Any]
"""A value as numbers and lists, or a word for what it is."""


MOST_IN_VAIN = 50
"""Times that a loop begins, after which it is no more asked whether it has weights in sight: one
that goes through each record's units begins thousands of times."""


class Training:
    """One run of a script, whose rewritten text calls the public methods on the way.

    Afterwards `weights` has both layers' weights in the lesson's shapes, `names` what the lesson's
    names held before the weights moved, and `course` the weights after each epoch. Its `epochs`
    are how many the text is given (epochs.py).
    """

    def __init__(
        self, script: Any, asked: Mapping[str, Any], encode: Encode, *, in_tenths: bool = False
    ) -> None:
        """`asked` has features, targets and those kept aside for a test, weights, epochs,
        learnrate, names, course, and whether it goes at its own pace (pace.py).

        Without weights the script is run to the beginning of its training and no further. Where it
        goes `in_tenths`, all that the script does now and then is done as often as in its own.
        """
        array = script.numpy.array
        self._script = script
        self._n_features = len(script.lesson["features"])
        self._encode = encode
        self.records = Records(script, asked)
        self._start = [array(table, dtype=float) for table in asked["weights"]]
        self._asked: int = asked["epochs"]
        self._pace = Pace(self._asked, own=asked["own_pace"])
        self.epochs = Epochs(
            self._asked, self._pace, self._role_of, self._n_records,
            script.in_heads[script.loop] if script.loop is not None else (), in_tenths=in_tenths,
            is_asked_for_more=script.loop in script.asked_for_more,
        )  # fmt: skip
        self.learnrate: float = asked["learnrate"]
        self._first_rate = 0.0
        self._held = Held(script, asked["names"], encode, self._has_moved)
        self._wants_course: bool = asked["course"]
        self._frame: types.FrameType | None = None
        self._layers: Layers | None = None
        self._pairs: list[Pair] = []
        self._in_vain = Counter[int]()
        self._left: Left | None = None
        self._epochs_begun = 0
        self._n_before = 0
        self._went_blindly = self._trains_others = self.finds_a_part = False
        self.takes_from_a_generator = False
        self.at_begin: Callable[[], None] | None = None
        self.rehearsal = Rehearsal(script, self._n_features, asked.get("most_beforehand", math.inf))
        self.n_hidden = 0
        self.has_like_units = False
        self.weights: Any = encode(None)
        self.names = self._held.names
        self.course: list[Any] = []
        self.single = False

    @property
    def has_begun(self) -> bool:
        """Has the loop begun that is the training?"""
        return self._frame is not None

    # ---- numbers of the grader's

    @property
    def n_to_learn_from(self) -> int:
        """What a script gets where it writes the lesson's number of records."""
        known = self._frame or self.records.were_imported
        return self.records.n if known else self._script.lesson["n_records"]

    def n_aside(self, value: int) -> int:
        """How many records are kept aside, where a script that imports them writes their number."""
        return self.records.n_aside if self.records.were_imported else value

    def n_of_a_part(self, value: int) -> int:
        """The grader's number of records where the script writes its own, of a part it has kept."""
        own = self.records.own_rows  # 0 where it has none of its own
        return self.records.n if self._frame is not None and own and value == own else value

    def _n_records(self, value: Any) -> Any:
        """A number in the head of a loop over records: the grader's, if it is their number."""
        is_all = value == self._script.lesson["n_records"]
        return self.n_to_learn_from if is_all else self.n_of_a_part(value)

    @property
    def inverse_of_learnrate(self) -> float:
        """What divides as the learnrate multiplies."""
        return 1.0 / self.learnrate if self.learnrate else math.inf

    def rate(self, value: Any) -> Any:
        """The learnrate, in place of the one that the script writes down."""
        is_before = self._frame is None or self.is_over
        return self.learnrate if is_before and is_real(value) else value

    def rate_as_read(self, value: Any) -> Any:
        """The learnrate where the script reads its own; as much less where it lets that decay."""
        if not is_real(value) or not value:
            return value
        self._first_rate = self._first_rate or value
        return self.learnrate * (value / self._first_rate)

    def _role_of(self, loop: int) -> Role:
        """Is it the training, one before the last training, or neither of them?"""
        script = self._script
        if self._is_training(loop):
            return Role.TRAINING
        last = script.loop if script.loop is not None else max(script.trainings, default=0)
        again = script.n_before or self._trains_others
        is_before = self._frame is None and (
            (loop < last and loop in script.trainings) or (loop == script.loop and again)
        )
        return Role.PASSED_OVER if is_before else Role.OTHER

    # ---- the loop

    def begin(self, loop: int) -> None:
        """Is this the training loop? Then it goes on from the grader's weights."""
        script, frame = self._script, sys._getframe(1)
        if self._frame is not None:
            if self.is_over and loop == script.loop:
                raise Over  # it trains anew, as for each fold: what follows is of that
            return
        if self.rehearsal.is_within(frame) and not self.rehearsal.may_give_way_to(loop):
            self.takes_from_a_generator |= _is_generators(frame)
            return
        if script.is_in_a_generator and not _is_generators(frame):
            return
        if not self._finds_weights(frame, loop):
            return
        if self._start and self._n_before < script.n_before:
            self._n_before += 1
            return
        self._frame = frame
        if not self._start:
            self.finds_a_part = self.finds_a_part or self.records.are_split(frame, loop)
        goes_over_epochs = loop in script.over_epochs.union(script.trainings)
        is_sure = bool(self._start) or goes_over_epochs or not script.over_epochs
        if is_sure and self.records.are_wanted(frame, loop):  # others may check a gradient first
            self.records.hand_over(frame, loop)
        self._layers = layers = Layers(script.numpy, frame, script.places, self._n_features)
        self.n_hidden = layers.n_hidden
        if not self._start:
            script.loop, self._frame = None, None
            self.rehearsal.meets(loop, frame, self._pairs)
            return
        self.single = layers.are_single
        layers.fill(self._start)
        self._left = Left(self._script, frame, self._start, self._n_features)
        self._held.watch()
        if self.at_begin:
            self.at_begin()

    def turns(self, loop: int, through: Iterable[Any]) -> Iterator[Any]:
        """What a loop goes through: what it takes next may be what moves the weights."""
        if not self._is_training(loop):
            yield from through if self._start else self.rehearsal.turns(loop, through)
            return
        following = iter(through)
        while True:
            self.epoch(loop)
            try:
                turn = next(following)
            except StopIteration:
                self.through(loop)
                return
            yield turn

    def epoch(self, loop: int) -> bool:
        """Before the training loop asks whether there is another turn."""
        if not self._start:
            return self.rehearsal.goes_on(loop)
        if self._is_training(loop):
            ends_itself = self.epochs.are_counted and loop not in self._script.endless
            if self._epochs_begun == self._pace.most and not ends_itself:
                raise Over
            if self._epochs_begun and self._wants_course:
                self.course.append(self._encode(self._weights()))
            self._epochs_begun += 1
        return True

    def through(self, loop: int) -> None:
        """There was no other turn: what the last one came to is noted as the training closes.

        To ask whether there is may be what trains: then that was the last turn.
        """
        if self._is_training(loop) and self.course[-1:] == [self._encode(self._weights())]:
            self.course.pop()

    def note(self, loop: int) -> None:
        if self._frame is not None and loop == self._script.loop:
            self._held.take(sys._getframe(1).f_locals)

    def end(self, loop: int) -> None:
        """The script ends here, unless it has yet to put its weights where it reads them."""
        if self.rehearsal.tries(loop):
            self.rehearsal.ends()
        if self._is_training(loop) and not self.is_over:
            assert self._left is not None
            if self._left.is_there:
                raise Over
            unwatch()
            self._left.trained = self._weights()

    @property
    def is_idle_beside_a_generator(self) -> bool:
        """Do no weights move that its loop has in sight, where it goes through a generator?"""
        return self.takes_from_a_generator and self.rehearsal.is_idle

    @property
    def is_over(self) -> bool:
        """Has the training come to its end, and only what follows it is running?"""
        return self._left is not None and bool(self._left.trained)

    @property
    def is_known(self) -> bool:
        """Is it known which loop is the training, or what that came to?"""
        return self.is_over or self.rehearsal.found is not None

    def close(self) -> None:
        """Notes how the training has ended. Raises NoNetwork where there was none."""
        if found := self.rehearsal.found:
            self._script.loop, self._script.places, self.n_hidden = found[:3]
            self._script.is_one_epoch, self._script.n_before = found.is_one_epoch, found.n_before
            self.has_like_units = found.has_like_units
            return
        if self._frame is None:
            raise NoNetwork(self._no_network)
        if not self._start:
            return
        unwatch()
        assert self._layers is not None
        assert self._left is not None
        weights = self._left.weights() if self.is_over else self._weights()
        self.weights = self._encode(weights)
        self.course.append(self.weights)
        if len(self.course) > max(1, self._asked):
            if self.course[0] == self._encode(self._start):
                del self.course[0]  # its first turn hands over what it begins with
            elif self.course[-2] == self.weights:
                self.course.pop()  # its last turn is left before anything is done
        if self._pace.is_own:
            self.weights = self._pace.ends_with(self.course)
            self.course = []
        self.single = self.single and self._layers.are_single

    @property
    def has_none_in_sight(self) -> str:
        """What is to be said where a loop over epochs went on, and no weights have been found."""
        script = self._script
        is_blind = script.loop is None and self.rehearsal.found is None
        return self._no_network if is_blind and self._went_blindly else ""

    @property
    def _no_network(self) -> str:
        return (
            "no loop was found that begins with the weights of a hidden layer, "
            f"{self._n_features} × n_hidden, and those of an output unit, n_hidden. {APART}"
        )

    def _is_training(self, loop: int) -> bool:
        """Is it the loop over the epochs of the training?"""
        is_its_loop = self._frame is not None and loop == self._script.loop
        return is_its_loop and not self._script.is_one_epoch

    # ---- weights

    def drawn(self, value: Any) -> Any:
        """Weights that are drawn afresh during the training start where the grader's did."""
        if self._frame is not None and self._layers is not None:
            for given, shape in zip(self._start, self._layers.shapes, strict=True):
                if shape_of(value) == shape:
                    return shaped(given, shape).copy()
        return value

    def _finds_weights(self, frame: types.FrameType, loop: int) -> bool:
        """Is this the training loop, with both layers in sight? Found out once for all runs."""
        script = self._script
        if script.loop is None and self._in_vain[loop] < MOST_IN_VAIN:
            seen = list(in_sight(frame, script.mentioned[loop]))
            self._pairs = places_of_layers(
                script.numpy, frame, seen, self.records, script.lesson, script.changed[loop],
                over_epochs=loop in script.over_epochs.union(script.trainings),
            )  # fmt: skip
            changed = [one for one in seen if one[0][0] in script.changed[loop]]
            if not self._pairs or both_in_a_row(script.numpy, frame, self._pairs[0], changed):
                ways = pairs_apart(seen, script.changed[loop], script.lesson)
                script.n_readings = len(ways)
                self._pairs = ways[script.reading : script.reading + 1]
            self._in_vain[loop] += not self._pairs
            if self._pairs:
                script.loop, script.places = loop, self._pairs[0]
            elif loop in script.over_epochs.union(script.trainings):
                self._went_blindly = True
        elif loop == script.loop and self._is_for_others(frame):
            self._trains_others = True
            return False
        is_it: bool = loop == script.loop
        return is_it

    def _is_for_others(self, frame: types.FrameType) -> bool:
        """Are the weights that it has there of other inputs, as in a rehearsal on a toy problem?"""
        shape = flat(shape_of(value_at(frame, self._script.places[0])))
        return len(shape) == 2 and self._n_features not in shape

    def _weights(self) -> list[Any]:
        """Both layers' weights as they are now, see Layers."""
        assert self._layers is not None
        return self._layers.now()

    def _has_moved(self) -> bool:
        """Are the weights others than those that it began with?"""
        assert self._layers is not None
        if self._layers.are_as_filled:
            return False
        return not all(
            self._script.numpy.array_equal(now, start)
            for now, start in zip(self._weights(), self._start, strict=True)
        )

    def note_crash(self, traceback: types.TracebackType | None) -> None:
        """What the names and the weights are where the script has stopped in its training."""
        if self._frame is None or not self._start:
            return
        self.weights = self._encode(self._weights())
        self._held.take_all(traceback)

    # ---- records in place of those that a script has by itself

    def given(self, loop: int, value: Any) -> Any:
        """The grader's records, if these are the script's own and its training begins."""
        frame = sys._getframe(1)
        is_over = self._frame is not None or self.records.were_imported
        is_before = bool(self._start) and self._n_before < self._script.n_before
        if is_over or is_before or not self._finds_weights(frame, loop):
            return value
        self.records.look_for(frame, loop)
        return self.records.in_place_of(value)


def _is_generators(frame: types.FrameType) -> bool:
    """Is it a generator that runs there?"""
    return bool(frame.f_code.co_flags & inspect.CO_GENERATOR)

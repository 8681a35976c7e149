"""One training of a NumPy script: what the grader puts into it, and what it holds on the way.

A training loop is one that begins with the weights of such a network in sight: an array with a row
or a column for each feature, and another that fits it. Where a script has several, the last counts.
What the lesson's names hold is noted on the way, before the weights move.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from typing import Any

from .arrays import (
    Place,
    in_sight,
    is_number,
    is_real,
    plain,
    shape_of,
    shaped,
    value_at,
)
from .layers import Layers, is_held, places_by_name, places_by_shape
from .records import NoNetwork, Records

Encode = Callable[[object], Any]
"""A value as numbers and lists, or a word for what it is."""


class Over(BaseException):
    """The training has come to its end, and the script with it."""


class Training:
    """One run of a script, whose rewritten text calls the public methods on the way.

    Afterwards `weights` has both layers' weights in the lesson's shapes, `names` what the lesson's
    names held before the weights moved, and `course` the weights after each epoch.
    """

    def __init__(self, script: Any, asked: Mapping[str, Any], encode: Encode) -> None:
        """`asked` has features, targets and those kept aside for a test, weights, epochs,
        learnrate, names and course.

        Without weights the script is run to the beginning of its training and no further.
        """
        array = script.numpy.array
        self._script = script
        self._n_features = len(script.lesson["features"])
        self._encode = encode
        self.records = Records(script, asked)
        self._start = [array(table, dtype=float) for table in asked["weights"]]
        self._epochs: int = asked["epochs"]
        self.learnrate: float = asked["learnrate"]
        self._wanted: list[str] = asked["names"]
        self._wants_course: bool = asked["course"]
        self._frame: types.FrameType | None = None
        self._layers: Layers | None = None
        self._left: Layers | None = None
        self._to_come: list[str] = []
        self._trained: list[Any] = []
        self._epochs_begun = 0
        self._epochs_counted = False
        self._moved = False
        self.at_begin: Callable[[], None] | None = None
        self.found: list[tuple[int, tuple[Place, Place], int]] = []
        self.n_hidden = 0
        self.weights: Any = encode(None)
        self.names: dict[str, Any] = {}
        self.course: list[Any] = []
        self.single = False

    # ---- numbers of the grader's

    @property
    def n_to_learn_from(self) -> int:
        """What a script gets where it writes the lesson's number of records."""
        known = self._frame or self.records.were_imported
        return self.records.n if known else self._script.lesson["n_records"]

    def rate(self, value: Any) -> Any:
        """The learnrate, in place of the one that the script writes down."""
        is_before = self._frame is None or self.is_over
        return self.learnrate if is_before and is_real(value) else value

    def count(self, loop: int, value: Any) -> Any:
        """The number of epochs, in place of any in the head of the training loop but 0, 1 and 2."""
        if not is_number(value) or value <= 2:
            return value
        if self._is_passed_over(loop):
            return 1
        if not self._is_training(loop):
            return value
        self._epochs_counted = True
        return self._epochs

    def epochs(self, loop: int, value: Any) -> Any:
        """The number of epochs, in place of a name that counts epochs: even where it is 1 or 2."""
        counts = is_number(value) and 1 <= value <= 2 and self._is_training(loop)
        self._epochs_counted |= counts
        return self._epochs if counts else self.count(loop, value)

    def fixed(self, loop: int, value: Any) -> Any:
        """A number in the head of the training loop that is not the script's number of epochs."""
        if self._is_passed_over(loop):
            return min(value, 1)
        self._epochs_counted |= self._is_training(loop)
        return value

    def _is_passed_over(self, loop: int) -> bool:
        """Is this a training before the last one?"""
        script = self._script
        if any(loop == found[0] for found in self.found):
            return True
        return script.loop is not None and loop in script.trainings and loop < script.loop

    # ---- the loop

    def begin(self, loop: int) -> None:
        """Is this the training loop? Then it goes on from the grader's weights."""
        frame = sys._getframe(1)
        if self._frame is not None or not self._finds_weights(frame, loop):
            return
        self._frame = frame
        if not self.records.were_imported:
            self.records.hand_over(frame, loop)
        self._layers = layers = self._at(frame, self._script.places)
        self.n_hidden = layers.n_hidden
        if not self._start:
            self._rehearsed(loop)
            return
        self.single = layers.are_single
        layers.fill(self._start)
        self._to_come = self._named_later(frame, loop)
        if (places := self._read_later(loop)) != self._script.places:
            self._left = self._at(frame, places)
            self._left.fill(self._start)
        if self._wanted:
            sys.setprofile(self._watch)
        if self.at_begin:
            self.at_begin()

    def _at(self, frame: types.FrameType, places: tuple[Place, Place]) -> Layers:
        return Layers(self._script.numpy, frame, places, self._n_features)

    def _rehearsed(self, loop: int) -> None:
        """A training is found. The last in the script counts, so another may be to come."""
        script = self._script
        self.found.append((loop, script.places, self.n_hidden))
        if all(other <= loop for other in script.trainings):
            raise Over
        script.loop, self._frame = None, None

    def epoch(self, loop: int) -> None:
        if not self._is_training(loop):
            return
        is_cut_short = not self._epochs_counted and loop not in self._script.endless
        if self._epochs_begun == self._epochs and is_cut_short:
            raise Over
        if self._epochs_begun and self._wants_course:
            self.course.append(self._encode(self._weights()))
        self._epochs_begun += 1

    def note(self, loop: int) -> None:
        if self._wanted and self._is_training(loop):
            self._take(sys._getframe(1).f_locals)

    def end(self, loop: int) -> None:
        """The script ends here, unless it has yet to put its weights where it reads them."""
        if self._is_training(loop) and not self.is_over:
            if self._left is None and not self._to_come:
                raise Over
            sys.setprofile(None)
            self._trained = self._weights()

    @property
    def is_over(self) -> bool:
        """Has the training come to its end, and only what follows it is running?"""
        return bool(self._trained)

    def close(self) -> None:
        """Notes how the training has ended. Raises NoNetwork where there was none."""
        if self.found:
            self._script.loop, self._script.places, self.n_hidden = self.found[-1]
            return
        if self._frame is None:
            raise NoNetwork(
                "no loop was found that begins with the weights of a hidden layer, "
                f"{self._n_features} × n_hidden, and those of an output unit, n_hidden. Each layer "
                "is to have an array and a name of its own, all through the training"
            )
        if not self._start:
            return
        sys.setprofile(None)
        assert self._layers is not None
        self.weights = self._encode(self._handed_on())
        self.course.append(self.weights)
        self.single = self.single and self._layers.are_single

    def _is_training(self, loop: int) -> bool:
        return self._frame is not None and loop == self._script.loop

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
        if script.loop is None:
            seen = list(in_sight(frame, script.mentioned[loop]))
            named = places_by_name(script.numpy, frame, seen, script.lesson)
            found = named or places_by_shape(script.numpy, seen, self.records, script.lesson)
            if found is not None:
                script.loop, script.places = loop, found
        return loop == script.loop

    def _named_later(self, frame: types.FrameType, loop: int) -> list[str]:
        """The names of the lesson's that are read after the training, and have no value so far."""
        later, names = self._script.read_later[loop], self._script.lesson["weights"]
        return [n for n in names if n in later and value_at(frame, (n,)) is None]

    def _read_later(self, loop: int) -> tuple[Place, Place]:
        """Where the weights are read after the training: under the lesson's names, or in place."""
        later = self._script.read_later[loop] - {*self._to_come}
        names, places = self._script.lesson["weights"], self._script.places
        w, W = ((n,) if n in later else p for n, p in zip(names, places, strict=True))
        return w, W

    def _weights(self) -> list[Any]:
        """Both layers' weights as they are now, see Layers."""
        assert self._layers is not None
        return self._layers.now()

    def _handed_on(self) -> list[Any]:
        """The weights that a training leaves to the lines after it.

        Where it works on a copy, they are what is put under the lesson's names afterwards. Only
        where these still hold what they began with may the copy be what is read.
        """
        if not self.is_over:
            return self._weights()
        left = self._left.now() if self._left else self._trained
        handed = zip(
            self._script.lesson["weights"], self._script.places, self._trained, left, self._start,
            strict=True,
        )  # fmt: skip
        return [self._handed(*one) for one in handed]

    def _handed(self, name: str, place: Place, trained: Any, left: Any, start: Any) -> Any:
        """One layer's weights, as the lines after the training have them."""
        assert self._frame is not None
        numpy, names = self._script.numpy, self._frame.f_globals
        if name in self._to_come:
            own = names.get(name)
            same = own is None or is_held(
                numpy, {"": own, "turned": getattr(own, "T", None)}, trained
            )
            return trained if same else own
        is_left = numpy.array_equal(left, start)
        if place[0] in names:
            is_kept = place[0] in self._script.read_later[self._script.loop]
        else:  # what a function has trained is to be handed out of it
            is_kept = self._left is None or is_held(numpy, names, trained)
        return trained if is_left and is_kept else left

    # ---- what the lesson's names hold

    def note_crash(self, traceback: types.TracebackType | None) -> None:
        """What the names and the weights are where the script has stopped in its training."""
        if self._frame is None or not self._start:
            return
        self.weights = self._encode(self._weights())
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == self._script.name:
                self._take(traceback.tb_frame.f_locals)
            traceback = traceback.tb_next

    def _watch(self, frame: types.FrameType, event: str, _: object) -> None:
        """The names of a function that the training calls, as it returns."""
        if event == "return" and frame.f_code.co_filename == self._script.name:
            self._take(frame.f_locals)

    def _take(self, scope: Mapping[str, Any]) -> None:
        """A name that is set again after the weights have moved is no step: it may be a loss."""
        for name in self._wanted:
            if name in scope and not (self._moved and name in self.names):
                self.names[name] = self._encode(plain(scope[name]))
        self._moved = self._moved or not all(
            self._script.numpy.array_equal(now, start)
            for now, start in zip(self._weights(), self._start, strict=True)
        )

    # ---- records in place of those that a script has by itself

    def given(self, loop: int, value: Any) -> Any:
        """The grader's records, if these are the script's own and its training begins."""
        frame = sys._getframe(1)
        if self.records.were_imported or self._frame or not self._finds_weights(frame, loop):
            return value
        self.records.look_for(frame, loop)
        return self.records.in_place_of(value)

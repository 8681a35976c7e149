"""Both layers' weights of a script's network: where it keeps them, and what they are now.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import itertools
import math
import types
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, TypeAlias

from .arrays import are_layers, attribute, fill, flat, shape_of, shaped
from .places import Newest, Place, Spread, parts, value_at
from .records import NoNetwork

APART = "Each layer is to have an array and a name of its own, all through the training"

Seen: TypeAlias = "Sequence[tuple[Place, Any]]"
"""Places that are in sight, and what is there."""

Pair: TypeAlias = "tuple[Place, Place]"
"""Where both layers' weights are."""


class Layers:
    """The weights at two places that are in sight from a frame."""

    def __init__(
        self, numpy: Any, frame: types.FrameType, places: Sequence[Place], n_features: int
    ) -> None:
        self._numpy = numpy
        self._frame = frame
        self._places = places
        self._n_features = n_features
        for *holder, last in places:
            if isinstance(last, Newest):
                last.begin(value_at(frame, tuple(holder)))
        self.shapes = [shape_of(value_at(frame, place)) for place in places]
        self.n_hidden = math.prod(self.shapes[1])
        self._filled: list[bytes | None] | None = None

    @property
    def are_single(self) -> bool:
        """Are they in single precision, or one of the layers?"""
        arrays = (value_at(self._frame, place) for place in self._places)
        single = self._numpy.float32
        return any(getattr(array, "dtype", None) == single for array in arrays)

    def fill(self, given: Sequence[Any]) -> None:
        """Puts these numbers into the script's own arrays."""
        for place, numbers, shape in zip(self._places, given, self.shapes, strict=True):
            if not isinstance(place[-1], Spread):
                fill(value_at(self._frame, place), shaped(numbers, shape))
            elif not place[-1].fill(self._frame, numbers):
                raise NoNetwork(f"{place[-1]} are single numbers of a function's own. {APART}")
        self._filled = self._as_bytes()

    @property
    def are_as_filled(self) -> bool:
        """Do arrays hold, to the last bit, what was put into them? False is no answer."""
        now = self._as_bytes()
        return None not in now and now == self._filled

    def _as_bytes(self) -> list[bytes | None]:
        """The numbers of each layer that is an array of numbers; None of any other."""
        return [self._bytes_of(value_at(self._frame, place)) for place in self._places]

    def _bytes_of(self, value: Any) -> bytes | None:
        is_array = isinstance(value, self._numpy.ndarray) and value.dtype != object
        return value.tobytes() if is_array else None

    def now(self) -> list[Any]:
        """Both as they are, in the lesson's shapes if they have kept theirs."""
        several = [self._array(value_at(self._frame, place)) for place in self._places]
        w, W = (a.reshape(flat(a.shape)) if hasattr(a, "reshape") else a for a in several)
        if flat(self.shapes[0])[0] != self._n_features:
            w = getattr(w, "T", w)
        if getattr(W, "ndim", 0) == 1:
            W = W[:, None]
        elif flat(self.shapes[1]) in ((self.n_hidden,), (1, self.n_hidden)):
            W = getattr(W, "T", W)  # the lesson has a column, whatever shape it has grown into
        return [w, W]

    def _array(self, value: Any) -> Any:
        if value is None:
            return None  # NumPy makes it nan, which says something else
        try:
            return self._numpy.array(value, dtype=float)
        except (TypeError, ValueError):
            return value


def units_are_alike(weights: Sequence[Any]) -> bool:
    """Has each of several hidden units the very same weights, so that they stay alike for ever?"""
    w, W = weights
    return len(W) > 1 and all(bool((units == units[:1]).all()) for units in (w.T, W))


def is_held(numpy: Any, names: Mapping[str, Any], numbers: Any) -> bool:
    """Has one of the names these numbers, or something in it?"""
    values = [one for held in names.values() for one in (held, *parts(held).values())]
    return any(
        math.prod(shape) == numbers.size
        and numpy.array_equal(numpy.ravel(numpy.asarray(value)), numpy.ravel(numbers))
        for value in values
        if (shape := shape_of(value))
    )


def places_of_layers(
    numpy: Any,
    frame: types.FrameType,
    seen: Seen,
    records: Any,
    lesson: Mapping[str, Any],
    changed: Set[str],
    *,
    over_epochs: bool,
) -> list[Pair]:
    """Where a loop may keep both layers' weights; `seen` is all that it has in sight.

    In the names that are `changed` it stores something.

    One `over_epochs` may begin with weights that are all zero, where nothing else fits.

    Several places may hold the same numbers, such as `w` and `net.w`. Which of them the loop works
    on is yet to be seen; the likeliest comes first.
    """
    found = _by_name(numpy, frame, seen, lesson)
    for left_out in ({0.0, 1.0}, {0.0}, *([set[float]()] if over_epochs else [])):
        found = found or _by_shape(numpy, seen, records, lesson, left_out)
    if found is None:
        return _in_rows(numpy, [one for one in seen if one[0][0] in changed], lesson)
    arrays = [value_at(frame, place) for place in found]
    copies = [[*_copies(numpy, array, seen)] for array in arrays]
    several = [{place: None} | dict.fromkeys(c) for place, c in zip(found, copies, strict=True)]
    return sorted(itertools.product(*several), key=lambda pair: pair[0][:-1] != pair[1][:-1])


def both_in_a_row(numpy: Any, frame: types.FrameType, pair: Pair, changed: Seen) -> str:
    """The name of an array with the weights of both layers, if a loop has changed one; or ""."""
    size = sum(numpy.size(value_at(frame, place)) for place in pair)
    names = (str(place[-1]) for place, value in changed if shape_of(value) == (size,))
    return next(names, "")


def _by_name(
    numpy: Any, frame: types.FrameType, seen: Seen, lesson: Mapping[str, Any]
) -> Pair | None:
    """Where the weights are that have the lesson's names, or a copy of them if a loop has only
    that in sight."""
    names = lesson["weights"]
    w, W = (value_at(frame, (name,)) for name in names)
    if not are_layers(w, W, len(lesson["features"])):
        return None
    places = (place for place, _ in seen)
    mentioned = {place[0] for place in places if len(place) == 1}
    first, second = (
        (name,) if name in mentioned else next(_copies(numpy, array, seen), (name,))
        for name, array in zip(names, (w, W), strict=True)
    )
    return first, second


def _by_shape(
    numpy: Any, seen: Seen, records: Any, lesson: Mapping[str, Any], left_out: set[float]
) -> Pair | None:
    """Two arrays that fit, and are neither the records nor made of the numbers that are left out.

    Sums are all zero as they begin.
    """
    arrays = [
        (place, table)
        for place, value in seen
        if isinstance(value, list) or attribute(value, "__array__") is not None
        if shape_of(value) and not _holds_one_array(value)
        if (table := numpy.asarray(value)).dtype.kind == "f"
        and not {*numpy.unique(table)} <= left_out
        and not records.include(table)
    ]
    pairs = (
        (one, other)
        for one, w in arrays
        for other, W in arrays
        if are_layers(w, W, len(lesson["features"])) and other[: len(one)] != one
    )
    return next(pairs, None)


def _in_rows(numpy: Any, seen: Seen, lesson: Mapping[str, Any]) -> list[Pair]:
    """Two arrays that have a row for each epoch, in which that has its weights."""
    arrays = [(place, value) for place, value in seen if isinstance(value, numpy.ndarray)]
    pairs = (
        ((*one, Newest()), (*other, Newest()))
        for one, w in arrays
        for other, W in arrays
        if w.ndim == 3 and W.ndim in (2, 3) and len(w) == len(W) > 1
        if are_layers(w[0], W[0], len(lesson["features"])) and w[0].any() and W[0].any()
    )
    return [*itertools.islice(pairs, 1)]


def _holds_one_array(value: Any) -> bool:
    """Is it a list to which arrays are added, perhaps, and not the one that it has so far?"""
    return isinstance(value, list) and len(value) == 1 and hasattr(value[0], "__array__")


def _copies(numpy: Any, array: Any, seen: Seen) -> Iterator[Place]:
    """The places that have the very same numbers, in whatever form."""
    numbers = numpy.asarray(array)
    for place, value in seen:
        shape = shape_of(value)
        if shape and math.prod(shape) == numbers.size:
            copy = numpy.asarray(value)
            if any(numpy.array_equal(form.ravel(), numbers.ravel()) for form in (copy, copy.T)):
                yield place

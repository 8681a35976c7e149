"""A NumPy script in the locked room: run from the top, again and again, on the grader's terms.

For every training that the grader asks for the whole script (rewriting.py) is run anew:

    records      data_prep hands over the grader's; a script that reads binary.csv by itself gets
                 a table to prepare, and the grader's records as its training begins
    learnrate    the grader's, wherever the script writes one down
    epochs       the grader's, in the head of the training loop
    weights      the grader's, put into the script's own arrays as the training loop begins
    results      what these arrays are as the training loop ends; there the script ends, too

The training loop is the first loop to begin with the weights of such a network in sight: an array
with a row or a column for each feature, and another that fits it. What the lesson's names hold is
noted on the way, before the weights move.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import math
import os
import random
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TextIO

HOOK = "__training__"
"""The name under which the rewritten script finds its `Training`."""

MOST_HIDDEN = 64
MOST_PRINTED = 16 * 1024

Guard = Callable[[str, Callable[[], None]], tuple[None, Any]]
"""Runs something, and gives the description of what it raised in a file of that name, or None."""

Encode = Callable[[object], Any]
"""A value as numbers and lists, or a word for what it is."""

Place = tuple[Any, ...]
"""Where an array is: under a name, or under a name and in there an attribute, a key, an index."""


class NoNetwork(Exception):
    """This script has no training such as the exercise asks for; the words say what is missing."""


class Over(BaseException):
    """The training has come to its end, and the script with it."""


# ------------------------------------------------------------ the script


class Script:
    """One submission, to be run as often as the grader wishes."""

    def __init__(
        self,
        prepared: Any,
        table: Sequence[Sequence[float]],
        lesson: Mapping[str, Any],
    ) -> None:
        """`prepared` is the script as rewriting.py has made it ready.

        `table` is what it finds in the lesson's file. Of the `lesson` it takes the names of its
        `weights` and `features`, its `target`, its number of records, `n_records`, and the
        `columns` of its file, of which `whole` have whole numbers.
        """
        import numpy
        import pandas

        self.numpy, self.pandas = numpy, pandas
        self.name = prepared.code.co_filename
        self.mentioned: Sequence[frozenset[str]] = prepared.mentioned
        self.trainings: Sequence[int] = prepared.trainings
        self.lines: Sequence[int] = prepared.lines
        self.loop: int | None = None
        self.places: tuple[Place, Place] = ((), ())
        self.modules: Any = None
        self._code = prepared.code
        self.table = table
        self.lesson = lesson
        self._table = pandas.DataFrame(table, columns=lesson["columns"])
        self._table = self._table.astype(dict.fromkeys(lesson["whole"], int))
        self._csv = self._table.to_csv(index=False)
        self._pandas_read_csv = pandas.read_csv
        self._training: Training | None = None
        self._murmur = Murmur(sys.stdout)
        self._furnish()

    def look(
        self,
        noted: tuple[types.CodeType, Any],
        asked: Mapping[str, Any],
        runs: Sequence[Sequence[Any]],
        guarded: Guard,
        encode: Encode,
    ) -> list[dict[str, Any]]:
        """The same training once for each set of values that are put into it (noting.py).

        `noted` is the script with its sites, and its notes.
        """
        notes, found = noted[1], []
        for puts in runs:
            notes.begin_run(())
            played = self.play(asked, guarded, encode, (*noted, puts))
            found.append({"weights": played["weights"], "crash": played["crash"], **notes.told()})
        return found

    def play(
        self, asked: Mapping[str, Any], guarded: Guard, encode: Encode, noted: Any = None
    ) -> dict[str, Any]:
        """One training as it was asked for (see Training), and what came of it, encoded."""
        training = Training(self, asked, encode)
        code, hooks = self._code, {}
        if noted:
            code, notes, puts = noted
            hooks = notes.hooks
            training.at_begin = lambda: notes.begin_noting(puts)
        crash = guarded(self.name, lambda: self._run(training, code, hooks))[1]
        return {
            "n_hidden": training.n_hidden,
            "weights": training.weights,
            "names": training.names,
            "course": training.course,
            "single": training.single,
            "passed_over": len(training.found) > 1 or self._passes_over,
            "missing": self.modules.missing,
            "line": self.lines[self.loop] if self.loop is not None else 0,
            "crash": crash,
        }

    @property
    def _passes_over(self) -> bool:
        """Are there other loops that look like trainings?"""
        return self.loop is not None and any(other != self.loop for other in self.trainings)

    def _run(self, training: Training, code: types.CodeType, hooks: Mapping[str, Any]) -> None:
        """Runs the script to the end of its training. Raises what it raises, and NoNetwork."""
        self._training = training
        random.seed(0)
        self.numpy.random.seed(0)
        self.modules.forget()
        names: dict[str, Any] = {"__name__": "__main__", "__file__": self.name, HOOK: training}
        names.update(hooks)
        names["print"] = self._murmur.print
        names["open"] = self.modules.opener(self.text_of)
        try:
            with contextlib.suppress(Over):
                exec(code, names)
            training.close()
        except BaseException as error:
            if training.found:  # and what comes after it is not needed
                training.close()
                return
            training.note_crash(error.__traceback__)
            raise
        finally:
            sys.setprofile(None)

    def _furnish(self) -> None:
        """What a script finds in the room beside NumPy and pandas themselves."""
        sys.stdout = self._murmur
        vars(self.pandas)["read_csv"] = self._read_csv
        for name in ("loadtxt", "genfromtxt"):
            vars(self.numpy)[name] = self._reading(getattr(self.numpy, name))
        for name in ("normal", "randn", "rand", "uniform", "random", "standard_normal"):
            setattr(self.numpy.random, name, self._drawing(getattr(self.numpy.random, name)))
        _allow_old_spellings(self.numpy, self.pandas)

    def _read_csv(self, _: object, *more: Any, **options: Any) -> Any:
        """The table, whatever the learner's own file of it is called."""
        self._note_reading()
        if more or options:
            return self._pandas_read_csv(io.StringIO(self._csv), *more, **options)
        return self._table.copy()

    def _reading(self, read: Callable[..., Any]) -> Callable[..., Any]:
        """A function of NumPy's that reads a file: a name of a file stands for the table."""

        def reading(file: Any, *more: Any, **options: Any) -> Any:
            text = self.text_of(str(file)) if isinstance(file, (str, os.PathLike)) else None
            return read(io.StringIO(text) if text is not None else file, *more, **options)

        return reading

    def text_of(self, file: str) -> str | None:
        """What a file of that name holds: the table, if that is what it may be."""
        if not file.endswith((".csv", ".txt", ".data")):
            return None
        self._note_reading()
        return self._csv

    def _note_reading(self) -> None:
        if self._training:
            self._training.has_read_table = True

    def records(self) -> dict[str, Any]:
        """The records of the training that is running, for whoever imports them."""
        assert self._training is not None
        self._training.has_imported_records = True
        return self._training.records()

    def _drawing(self, draw: Callable[..., Any]) -> Callable[..., Any]:
        def drawn(*arguments: Any, **options: Any) -> Any:
            value = draw(*arguments, **options)
            return self._training.drawn(value) if self._training else value

        return drawn


# ------------------------------------------------------------ one training


class Training:
    """One run of a script, and what it meets on the way: the public methods are called by it.

    Afterwards `weights` has both layers' weights in the lesson's shapes, `names` what the lesson's
    names held before the weights moved, and `course` the weights after each epoch.
    """

    def __init__(self, script: Script, asked: Mapping[str, Any], encode: Encode) -> None:
        """`asked` has features, targets and those kept aside for a test, weights, epochs,
        learnrate, names and course.

        Without weights the script is run to the beginning of its training and no further.
        """
        array = script.numpy.array
        self._script = script
        self._n_features = len(script.lesson["features"])
        self._encode = encode
        self._x = array(asked["features"], dtype=float)
        self._y = array(asked["targets"], dtype=float)
        self._kept_aside = [array(asked[f"{k}_test"], dtype=float) for k in ("features", "targets")]
        self._start = [array(table, dtype=float) for table in asked["weights"]]
        self._epochs: int = asked["epochs"]
        self.learnrate: float = asked["learnrate"]
        self.n_records = len(self._x)
        self._wanted: list[str] = asked["names"]
        self._wants_course: bool = asked["course"]
        self._frame: types.FrameType | None = None
        self._shapes: list[tuple[int, ...]] = []
        self._epochs_begun = 0
        self._epochs_counted = False
        self._moved = False
        self._handed_over: set[str] = set()
        self._own_rows = 0
        self.at_begin: Callable[[], None] | None = None
        self.found: list[tuple[int, tuple[Place, Place], int]] = []
        self.has_read_table = False
        self.has_imported_records = False
        self.n_hidden = 0
        self.weights: Any = encode(None)
        self.names: dict[str, Any] = {}
        self.course: list[Any] = []
        self.single = False

    def records(self) -> dict[str, Any]:
        """The grader's records as the lesson's data_prep hands them over.

        A label is no position: the training set was drawn, and came in another order.
        """
        features, targets = self._as_tables(self._x, self._y)
        features_test, targets_test = self._as_tables(*self._kept_aside)
        tables = {
            "features": features,
            "targets": targets,
            "features_test": features_test,
            "targets_test": targets_test,
        }
        return {**tables, **{f"pandas_{name}": table for name, table in tables.items()}}

    def _as_tables(self, x: Any, y: Any) -> tuple[Any, Any]:
        labels = range(3 * len(x) + 1, 1, -3)
        pandas, lesson = self._script.pandas, self._script.lesson
        return (
            pandas.DataFrame(x, columns=lesson["features"], index=labels),
            pandas.Series(y[:, 0], index=labels, name=lesson["target"]),
        )

    # ---- numbers of the grader's

    @property
    def n_to_learn_from(self) -> int:
        """In place of the lesson's number: of records that a script has by itself there are more.
        """
        known = self._frame or self.has_imported_records
        return self.n_records if known else self._script.lesson["n_records"]

    def rate(self, value: Any) -> Any:
        """The learnrate, in place of the one that the script writes down."""
        return self.learnrate if self._frame is None and _is_number(value) else value

    def count(self, loop: int, value: Any) -> Any:
        """The number of epochs, in place of any in the head of the training loop but 0, 1 and 2."""
        if not _is_number(value) or value <= 2:
            return value
        if self._is_passed_over(loop):
            return 1
        if not self._is_training(loop):
            return value
        self._epochs_counted = True
        return self._epochs

    def epochs(self, loop: int, value: Any) -> Any:
        """The number of epochs, in place of what has that very name."""
        counts = _is_number(value) and 1 <= value <= 2 and self._is_training(loop)
        self._epochs_counted |= counts
        return self._epochs if counts else self.count(loop, value)

    def fixed(self, loop: int, value: Any) -> Any:
        """A number in the head of the training loop that is not the script's number of epochs."""
        if self._is_passed_over(loop):
            return min(value, 1)
        self._epochs_counted |= self._is_training(loop)
        return value

    def _is_passed_over(self, loop: int) -> bool:
        """Is this a training that is not the last one?"""
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
        if not self.has_imported_records:
            self._hand_over(frame, loop)
        places = self._script.places
        self._shapes = [_shape(_at(frame, place)) for place in places]
        self.n_hidden = math.prod(self._shapes[1])
        if not self._start:
            self._rehearsed(loop)
            return
        self.single = self._are_single()
        for place, given in zip(places, self._start, strict=True):
            _fill(_at(frame, place), _shaped(given, _shape(_at(frame, place))))
        if self._wanted:
            sys.setprofile(self._watch)
        if self.at_begin:
            self.at_begin()

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
        if self._epochs_begun == self._epochs and not self._epochs_counted:
            raise Over
        if self._epochs_begun and self._wants_course:
            self.course.append(self._encode(self._weights()))
        self._epochs_begun += 1

    def note(self, loop: int) -> None:
        if self._wanted and self._is_training(loop):
            self._take(sys._getframe(1).f_locals)

    def end(self, loop: int) -> None:
        if self._is_training(loop):
            raise Over

    def close(self) -> None:
        """Notes how the training has ended. Raises NoNetwork where there was none."""
        if self.found:
            self._script.loop, self._script.places, self.n_hidden = self.found[-1]
            return
        if self._frame is None:
            raise NoNetwork(
                "no loop was found that begins with the weights of a hidden layer, "
                f"{self._n_features} × n_hidden, and those of an output unit, n_hidden"
            )
        if not self._start:
            return
        sys.setprofile(None)
        self.weights = self._encode(self._weights())
        self.course.append(self.weights)
        self.single = self.single and self._are_single()

    def _are_single(self) -> bool:
        """Are the weights in single precision, each layer?"""
        assert self._frame is not None
        arrays = (_at(self._frame, place) for place in self._script.places)
        single = self._script.numpy.float32
        return all(getattr(array, "dtype", None) == single for array in arrays)

    def _is_training(self, loop: int) -> bool:
        return self._frame is not None and loop == self._script.loop

    # ---- weights

    def drawn(self, value: Any) -> Any:
        """Weights that are drawn afresh during the training start where the grader's did."""
        if self._frame is not None:
            for given, shape in zip(self._start, self._shapes, strict=True):
                if _shape(value) == shape:
                    return _shaped(given, shape).copy()
        return value

    def _finds_weights(self, frame: types.FrameType, loop: int) -> bool:
        """Are both layers' weights in sight? Found out once, it holds for all runs."""
        script = self._script
        if script.loop is None:
            found = self._by_name(frame) or self._by_shape(frame, script.mentioned[loop])
            if found is not None:
                script.loop, script.places = loop, found
        return loop == script.loop

    def _by_name(self, frame: types.FrameType) -> tuple[Place, Place] | None:
        one, other = self._script.lesson["weights"]
        w, W = (_at(frame, (name,)) for name in (one, other))
        return ((one,), (other,)) if _fit(w, W, self._n_features) else None

    def _by_shape(
        self, frame: types.FrameType, names: frozenset[str]
    ) -> tuple[Place, Place] | None:
        """Two arrays that fit, and are neither all zero, as sums are, nor the records."""
        numpy = self._script.numpy
        arrays = [
            (place, table)
            for place, value in _in_sight(frame, names)
            if isinstance(value, (numpy.ndarray, list)) and _shape(value)
            if (table := numpy.asarray(value)).dtype.kind == "f"
            and not {*numpy.unique(table)} <= {0.0, 1.0}
            and not self._are_records(table)
        ]
        pairs = (
            (one, other)
            for one, w in arrays
            for other, W in arrays
            if _fit(w, W, self._n_features) and other[: len(one)] != one
        )
        return next(pairs, None)

    def _are_records(self, value: Any) -> bool:
        return any(
            value.size == data.size and self._script.numpy.allclose(value.ravel(), data.ravel())
            for data in (self._x, self._x.T, self._y)
        )

    def _weights(self) -> list[Any]:
        """Both layers' weights as they are now, in the lesson's shapes if they have kept theirs."""
        assert self._frame is not None
        w, W = (self._array(_at(self._frame, place)) for place in self._script.places)
        if self._shapes[0][0] != self._n_features:
            w = getattr(w, "T", w)
        if getattr(W, "ndim", 0) == 1:
            W = W[:, None]
        elif self._shapes[1] in ((self.n_hidden,), (1, self.n_hidden)):
            W = getattr(W, "T", W)  # a vector is a column of the lesson's, also as it grows
        return [w, W]

    def _array(self, value: Any) -> Any:
        try:
            return self._script.numpy.array(value, dtype=float)
        except (TypeError, ValueError):
            return value

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
        """What takes a name again after the weights have moved is no step: a loss, it may be."""
        for name in self._wanted:
            if name in scope and not (self._moved and name in self.names):
                self.names[name] = self._encode(_plain(scope[name]))
        self._moved = self._moved or not all(
            self._script.numpy.array_equal(now, start)
            for now, start in zip(self._weights(), self._start, strict=True)
        )

    # ---- records in place of those that a script has by itself

    def given(self, loop: int, value: Any) -> Any:
        """The grader's records, if these are the script's own and its training begins."""
        frame = sys._getframe(1)
        if self.has_imported_records or self._frame or not self._finds_weights(frame, loop):
            return value
        self._own_rows = self._own_rows or self._rows(frame, loop)
        return self._instead(value)

    def _hand_over(self, frame: types.FrameType, loop: int) -> None:
        self._own_rows = self._own_rows or self._rows(frame, loop)
        for name in self._script.mentioned[loop] & frame.f_globals.keys():
            frame.f_globals[name] = self._instead(frame.f_globals[name])
        if not self._handed_over >= {"features", "targets"}:
            raise NoNetwork(
                "it prepares its records in a way that the grader cannot follow; "
                "with `from data_prep import features, targets` it can"
            )

    def _rows(self, frame: types.FrameType, loop: int) -> int:
        """How many records the script learns from: so many rows has a table, with as many targets.

        Of a table that it has read, less than half is no training set but a slice of one.
        """
        weights = [_at(frame, place) for place in self._script.places]
        rows, targets = {0}, set()
        for _, value in _in_sight(frame, self._script.mentioned[loop]):
            if any(value is layer for layer in weights):
                continue
            if _is_paired(value, self._n_features):
                return len(value)
            shape = _shape(value)
            if len(shape) == 2 and self._n_features in shape:
                rows.add(shape[0] if shape[1] == self._n_features else shape[1])
            elif shape and self._are_targets(value):
                targets.add(max(shape))
        found = max(rows & targets or rows)
        whole = len(self._script.table)
        if self.has_read_table and 2 * found < whole:
            part = max(1, len(self._x) * found // whole)
            self._x, self._y, self.n_records = self._x[:part], self._y[:part], part
        return found

    def _are_targets(self, value: Any) -> bool:
        try:
            return set(self._script.numpy.ravel(value).tolist()) <= {0, 1}
        except TypeError:
            return False

    def _instead(self, value: Any) -> Any:
        """The grader's records in the form of these, if these are the records learned from."""
        rows = self._own_rows
        if type(value) is int:
            return self.n_records if value == rows else value
        if _is_paired(value, self._n_features) and len(value) == rows:
            self._handed_over |= {"features", "targets"}
            x, y = value[0]
            pairs = zip(self._x, self._y, strict=True)
            return [(self._entry(x, one), self._entry(y, other)) for one, other in pairs]
        shape = _shape(value)
        if isinstance(value, list) and shape:
            array = self._script.numpy.array(value)
            instead = self._instead(array)
            return value if instead is array else instead.tolist()
        if shape in ((rows, self._n_features), (self._n_features, rows)):
            self._handed_over.add("features")
            return self._in_form(value, self._x if shape[0] == rows else self._x.T)
        if shape in ((rows,), (rows, 1), (1, rows)) and self._are_targets(value):
            self._handed_over.add("targets")
            row = self._y[:, 0] if len(shape) == 1 else self._y.T
            return self._in_form(value, self._y if shape == (rows, 1) else row)
        return value

    def _entry(self, own: Any, row: Any) -> Any:
        """One record's inputs, or its target, in the form of the script's own."""
        if isinstance(own, (list, tuple)):
            return row.tolist()
        return row.copy() if _shape(own) else float(row[0])

    def _in_form(self, own: Any, data: Any) -> Any:
        pandas = self._script.pandas
        if isinstance(own, pandas.DataFrame):
            fits = data.shape[1] == own.shape[1]
            return pandas.DataFrame(data, columns=own.columns if fits else None)
        if isinstance(own, pandas.Series):
            return pandas.Series(data, name=own.name)
        return data.astype(own.dtype if own.dtype.kind == "f" else float)


# ------------------------------------------------------------ arrays


def _fit(first: Any, second: Any, n_features: int) -> bool:
    """Are these weights from that many features to some hidden units, and on to one output?"""
    shape, other = _shape(first), _shape(second)
    if len(shape) != 2 or n_features not in shape:
        return False
    n_hidden = shape[1] if shape[0] == n_features else shape[0]
    return n_hidden <= MOST_HIDDEN and other in ((n_hidden,), (n_hidden, 1), (1, n_hidden))


def _fill(table: Any, given: Any) -> None:
    """Puts these numbers into an array, or into a list of numbers or of rows."""
    if isinstance(table, list):
        for i, entry in enumerate(given.tolist()):
            if isinstance(entry, list):
                table[i][:] = entry
            else:
                table[i] = entry
    else:
        table[...] = given


def _is_paired(value: Any, n_features: int) -> bool:
    """Is it a list of records, each with its target?"""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, (list, tuple)) and len(entry) == 2 for entry in value)
        and _shape(value[0][0]) in ((n_features,), (1, n_features))
    )


def _shape(value: Any) -> tuple[int, ...]:
    """The shape of an array, a table or a list of numbers or rows, () of anything else."""
    if isinstance(value, (list, tuple)) and value:
        if all(map(_is_number, value)):
            return (len(value),)
        rows = {len(row) if isinstance(row, (list, tuple)) else -1 for row in value}
        if len(rows) == 1 and -1 not in rows and all(map(_is_number, value[0])):
            return (len(value), rows.pop())
        return ()
    shape = getattr(value, "shape", ())
    return shape if isinstance(shape, tuple) else ()


def _shaped(table: Any, shape: tuple[int, ...]) -> Any:
    """The same numbers in another of the forms that a layer's weights can have."""
    return table.T if shape not in (table.shape, table.shape[:1]) else table.reshape(shape)


def _in_sight(frame: types.FrameType, names: frozenset[str]) -> Iterator[tuple[Place, Any]]:
    """What stands under these names, and inside of lists, dictionaries and the script's objects."""
    scopes = [frame.f_locals]
    if frame.f_globals is not frame.f_locals:
        scopes.append(frame.f_globals)
    for scope in scopes:
        for name in [name for name in scope if name in names]:
            value = scope[name]
            yield (name,), value
            for key, part in _parts(value):
                yield (name, key), part


def _parts(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, (list, tuple)) and len(value) < MOST_HIDDEN:
        return list(enumerate(value))
    if type(value).__module__ == "__main__":
        return list(getattr(value, "__dict__", {}).items())
    return []


def _at(frame: types.FrameType, place: Place) -> Any:
    """What is there now, or None."""
    name, *keys = place
    value = frame.f_locals.get(name, frame.f_globals.get(name))
    for key in keys:
        value = value[key] if isinstance(value, (dict, list, tuple)) else getattr(value, key)
    return value


def _plain(value: Any) -> Any:
    """Without pandas around it."""
    return value.to_numpy() if hasattr(value, "to_numpy") else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


# ------------------------------------------------------------ what a script finds in the room


class Murmur(io.TextIOBase):
    """Lets the first prints through: a script is run many times, and some print each record."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._left = MOST_PRINTED

    def write(self, text: str) -> int:
        if self._left > 0:
            self._stream.write(text[: self._left])
            self._left -= len(text)
        return len(text)

    def flush(self) -> None:
        self._stream.flush()

    def print(self, *values: object, **options: Any) -> None:
        """What is not heard need not be put into words, which for arrays takes its time."""
        if self._left > 0:
            builtins.print(*values, **options)


def _allow_old_spellings(numpy: Any, pandas: Any) -> None:
    """The exercise is older than what NumPy and pandas have since taken away."""
    for name, now in {"float": float, "int": int, "object": object}.items():
        setattr(numpy, name, now)
    for kind in (pandas.DataFrame, pandas.Series):
        kind.ix = property(lambda self: self.loc)
        kind.as_matrix = kind.to_numpy
    getitem = pandas.Series.__getitem__

    def with_new_axes(self: Any, key: Any) -> Any:
        if isinstance(key, tuple) and None in key:
            return self.to_numpy()[key]
        return getitem(self, key)

    pandas.Series.__getitem__ = with_new_axes

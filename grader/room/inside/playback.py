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
import importlib.abc
import importlib.machinery
import io
import random
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

HOOK = "__training__"
"""The name under which the rewritten script finds its `Training`."""

N_FEATURES = 6
WEIGHTS = ("weights_input_hidden", "weights_hidden_output")
MOST_HIDDEN = 64
MANY = 100
"""So many rows has nothing but the table that a script reads by itself."""

MOST_PRINTED = 16 * 1024
PLOTS = {"matplotlib", "mpl_toolkits", "pylab", "seaborn", "plotly", "bokeh", "IPython", "tqdm"}

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
        code: types.CodeType,
        mentioned: Sequence[frozenset[str]],
        table: Sequence[Sequence[float]],
    ) -> None:
        """`code` is the script's as rewritten, `mentioned` has the names in each of its loops.

        `table` is what it finds in binary.csv: admit, gre, gpa, rank.
        """
        import numpy
        import pandas

        self.numpy, self.pandas = numpy, pandas
        self.name = code.co_filename
        self.mentioned = mentioned
        self.loop: int | None = None
        self.places: tuple[Place, Place] = ((), ())
        self._code = code
        self._table = pandas.DataFrame(table, columns=["admit", "gre", "gpa", "rank"])
        self._table = self._table.astype({"admit": int, "rank": int})
        self._training: Training | None = None
        self._murmur = Murmur(sys.stdout)
        self._furnish()

    def play(self, asked: Mapping[str, Any], guarded: Guard, encode: Encode) -> dict[str, Any]:
        """One training as it was asked for (see Training), and what came of it, encoded."""
        training = Training(self, asked, encode)
        crash = guarded(self.name, lambda: self._run(training))[1]
        return {
            "n_hidden": training.n_hidden,
            "weights": training.weights,
            "names": training.names,
            "course": training.course,
            "single": training.single,
            "crash": crash,
        }

    def _run(self, training: Training) -> None:
        """Runs the script to the end of its training. Raises what it raises, and NoNetwork."""
        self._training = training
        random.seed(0)
        self.numpy.random.seed(0)
        data_prep = types.ModuleType("data_prep")
        for name, table in training.records().items():
            setattr(data_prep, name, table)
            setattr(data_prep, f"pandas_{name}", table)
        sys.modules["data_prep"] = data_prep
        names: dict[str, Any] = {"__name__": "__main__", "__file__": self.name, HOOK: training}
        names["print"] = self._murmur.print
        try:
            with contextlib.suppress(Over):
                exec(self._code, names)
            training.close()
        except BaseException as error:
            training.note_crash(error.__traceback__)
            raise
        finally:
            sys.setprofile(None)

    def _furnish(self) -> None:
        """What a script finds in the room beside NumPy and pandas themselves."""
        sys.stdout = self._murmur
        sys.meta_path.insert(0, Plots())
        vars(self.pandas)["read_csv"] = self._read_csv
        for name in ("normal", "randn", "rand", "uniform", "random", "standard_normal"):
            setattr(self.numpy.random, name, self._drawing(getattr(self.numpy.random, name)))
        _allow_old_spellings(self.numpy, self.pandas)

    def _read_csv(self, path: object, *_: object, **__: object) -> Any:
        if not str(path).endswith("binary.csv"):
            raise FileNotFoundError(f"there is no file {path} here")
        assert self._training is not None
        self._training.has_read_table = True
        return self._table.copy()

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
        self.has_read_table = False
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
        return {
            "features": features,
            "targets": targets,
            "features_test": features_test,
            "targets_test": targets_test,
        }

    def _as_tables(self, x: Any, y: Any) -> tuple[Any, Any]:
        labels = range(3 * len(x) + 1, 1, -3)
        columns = ["gre", "gpa", "rank_1", "rank_2", "rank_3", "rank_4"]
        pandas = self._script.pandas
        return (
            pandas.DataFrame(x, columns=columns, index=labels),
            pandas.Series(y[:, 0], index=labels, name="admit"),
        )

    # ---- numbers of the grader's

    def rate(self, value: Any) -> Any:
        """The learnrate, in place of the one that the script writes down."""
        return self.learnrate if self._frame is None and _is_number(value) else value

    def count(self, loop: int, value: Any) -> Any:
        """The number of epochs, in place of any in the head of the training loop but 0, 1 and 2."""
        if not self._is_training(loop) or not _is_number(value) or value <= 2:
            return value
        self._epochs_counted = True
        return self._epochs

    # ---- the loop

    def begin(self, loop: int) -> None:
        """Is this the training loop? Then it goes on from the grader's weights."""
        frame = sys._getframe(1)
        if self._frame is not None or not self._finds_weights(frame, loop):
            return
        self._frame = frame
        if self.has_read_table:
            self._hand_over(frame, loop)
        places = self._script.places
        self._shapes = [_at(frame, place).shape for place in places]
        self.n_hidden = int(_at(frame, places[1]).size)
        if not self._start:
            raise Over
        self.single = self._are_single()
        for place, given in zip(places, self._start, strict=True):
            array = _at(frame, place)
            array[...] = _shaped(given, array.shape)
        if self._wanted:
            sys.setprofile(self._watch)

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
        if self._frame is None:
            raise NoNetwork(
                "no loop was found that begins with the weights of a hidden layer, "
                f"{N_FEATURES} × n_hidden, and those of an output unit, n_hidden"
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
        w, W = (_at(frame, (name,)) for name in WEIGHTS)
        return ((WEIGHTS[0],), (WEIGHTS[1],)) if _fit(w, W) else None

    def _by_shape(
        self, frame: types.FrameType, names: frozenset[str]
    ) -> tuple[Place, Place] | None:
        """Two arrays that fit, and are neither all zero, as sums are, nor the records."""
        arrays = [
            (place, value)
            for place, value in _in_sight(frame, names)
            if isinstance(value, self._script.numpy.ndarray)
            and value.dtype.kind == "f"
            and value.any()
            and not self._are_records(value)
        ]
        pairs = ((one, other) for one, w in arrays for other, W in arrays if _fit(w, W))
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
        if self._shapes[0][0] != N_FEATURES:
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

    # ---- records in place of those that a script has read by itself

    def given(self, loop: int, value: Any) -> Any:
        """The grader's records, if these are the script's own and its training begins."""
        frame = sys._getframe(1)
        if not self.has_read_table or self._frame or not self._finds_weights(frame, loop):
            return value
        self._own_rows = self._own_rows or self._rows(frame, loop)
        return self._instead(value, self._own_rows)

    def _hand_over(self, frame: types.FrameType, loop: int) -> None:
        rows = self._own_rows = self._own_rows or self._rows(frame, loop)
        for name in self._script.mentioned[loop] & frame.f_globals.keys():
            frame.f_globals[name] = self._instead(frame.f_globals[name], rows)
        if not self._handed_over >= {"features", "targets"}:
            raise NoNetwork(
                "it prepares its records in a way that the grader cannot follow; "
                "with `from data_prep import features, targets` it can"
            )

    def _rows(self, frame: types.FrameType, loop: int) -> int:
        """How many records the script has taken from the table to learn from."""
        for _, value in _in_sight(frame, self._script.mentioned[loop]):
            shape = _shape(value)
            if len(shape) == 2 and N_FEATURES in shape and max(shape) >= MANY:
                return max(shape)
        return 0

    def _instead(self, value: Any, rows: int) -> Any:
        """The grader's records in the form of these, if these are the records learned from."""
        if type(value) is int:
            return self.n_records if value == rows else value
        if isinstance(value, list) and len(value) == rows:
            return self._instead(self._script.numpy.array(value), rows).tolist()
        shape = _shape(value)
        if shape in ((rows, N_FEATURES), (N_FEATURES, rows)):
            self._handed_over.add("features")
            return self._in_form(value, self._x if shape[0] == rows else self._x.T)
        column = shape in ((rows,), (rows, 1), (1, rows))
        if column and set(self._script.numpy.ravel(value).tolist()) <= {0, 1}:
            self._handed_over.add("targets")
            row = self._y[:, 0] if len(shape) == 1 else self._y.T
            return self._in_form(value, self._y if shape == (rows, 1) else row)
        return value

    def _in_form(self, own: Any, data: Any) -> Any:
        pandas = self._script.pandas
        if isinstance(own, pandas.DataFrame):
            fits = data.shape[1] == own.shape[1]
            return pandas.DataFrame(data, columns=own.columns if fits else None)
        if isinstance(own, pandas.Series):
            return pandas.Series(data, name=own.name)
        return data.astype(own.dtype if own.dtype.kind == "f" else float)


# ------------------------------------------------------------ arrays


def _fit(first: Any, second: Any) -> bool:
    """Are these weights from six features to some hidden units, and from there to one output?"""
    shape, other = _shape(first), _shape(second)
    if len(shape) != 2 or N_FEATURES not in shape:
        return False
    n_hidden = shape[1] if shape[0] == N_FEATURES else shape[0]
    return n_hidden <= MOST_HIDDEN and other in ((n_hidden,), (n_hidden, 1), (1, n_hidden))


def _shape(value: Any) -> tuple[int, ...]:
    """The shape of an array or a table, () of anything else."""
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


class Nothing:
    """Stands in for a plot: whatever it is asked, nothing comes of it."""

    def __init__(self, *given: Any) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()

    def __call__(self, *given: Any, **_: Any) -> Nothing:
        return Nothing(*given)

    def __getitem__(self, _: object) -> Nothing:
        return Nothing()

    def __setitem__(self, _: object, __: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        """A progress bar goes through what it was given, `fig, ax = plt.subplots()` takes two."""
        first = next(iter(self._given), None)
        return iter(first if isinstance(first, Iterable) else (Nothing(), Nothing()))

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Plots(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules for drawing, which the room does not have, are empty ones."""

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] not in PLOTS:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def exec_module(self, module: types.ModuleType) -> None:
        vars(module)["__getattr__"] = Nothing().__getattr__


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

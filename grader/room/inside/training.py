"""A learner's whole program in the locked room, watched while it trains.

Nothing of the program is rewritten and none of its lines is slowed down: some thirty times a
second one looks where it is, what its weights and its losses are at that moment, and tells.

It finds what lies beside it in its folder: matrix.py, data_prep.py and binary.csv, which come
with the request, as no file can be opened here.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import ast
import base64
import builtins
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import math
import os
import random
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

FIRST_LOOK, BETWEEN_LOOKS = 0.01, 0.034
"""Seconds: no eye follows more than thirty pictures a second."""

MOST_LOSSES = 20_000
"""The most that are told at once; the rest is told at the next look."""

MOST_WEIGHTS = 2_000
LOSSES = "losses"

Tell = Callable[[dict[str, Any]], None]
Guard = Callable[[str, Callable[[], Any]], tuple[Any, Any]]


def train(request: Mapping[str, Any], guarded: Guard, tell: Tell) -> dict[str, Any]:
    """Runs the program to its end; says how it ended. `tell` is given each moment on the way.

    The request has the program (`name`, `source`, `form`), the `files` beside it, `epochs` and
    `learnrate`. A script takes the two that stand in it. Of the lesson it has the `function` that
    trains, each layer of `weights` with its shape, whose first number is None where it is the
    number of features, and for a script the code that gives the network's `answers`.
    """
    name, source = request["name"], base64.b64decode(request["source"])
    _furnish({k: base64.b64decode(v) for k, v in request["files"].items()})
    program = types.ModuleType("__main__" if request["form"] == "numpy" else "backprop")
    program.__file__ = name
    sys.modules["__main__"] = sys.modules["backprop"] = program
    sys.argv[:] = [name]
    random.seed(0)
    is_script = request["form"] == "numpy"
    function, names = request["function"], [*request["weights"], LOSSES]
    first = 0
    if not is_script:
        names, first = _handed_back(source, function, names)
    watch = Watch(name, "<module>" if is_script else function, names, tell)
    watch.first = first
    if is_script:
        watch.counter = _counter(source)
        watch.answers = types.FunctionType(request["answers"], {"__builtins__": builtins})

    def run() -> None:
        exec(compile(source, name, "exec"), program.__dict__)
        if not is_script:
            _begin(program, watch, request)

    with watch.looking():
        _, crash = guarded(name, run)
    watch.look_back(program.__dict__ if is_script else None)
    return {"crash": crash}


def _begin(program: types.ModuleType, watch: Watch, request: Mapping[str, Any]) -> None:
    """The program's own main, as `python FILE` calls it; else what trains, on the data."""
    function, epochs, learnrate = request["function"], request["epochs"], request["learnrate"]
    own_train = getattr(program, function, None)
    if not callable(own_train):
        raise NameError(f"there is no function {function} any more")

    def train(*arguments: Any, **named: Any) -> Any:
        returned = own_train(*arguments, **named)
        watch.returned = returned
        return returned

    setattr(program, function, train)
    if callable(getattr(program, "main", None)):
        program.main(epochs, learnrate)
        return
    data = importlib.import_module("data_prep")
    matrix, rng = importlib.import_module("matrix").Matrix, random.Random(21)
    n_features, shapes = data.features.shape[1], request["weights"].values()
    weights = [
        matrix.random(rows, columns, n_features**-0.5, rng)
        for rows, columns in ((rows or n_features, columns) for rows, columns in shapes)
    ]
    train(data.features, data.targets, *weights, epochs, learnrate)


# ---------------------------------------------------------------- looking


class Watch:
    """Looks at a running program from outside of it, between two of its instructions."""

    def __init__(self, file: str, function: str, names: Sequence[str], tell: Tell) -> None:
        """`names` are what each layer's weights, and the losses, are called in `function`."""
        self._file = file
        self._function = function
        self._names = names
        self._tell = tell
        self._losses_told = 0
        self._is_over = False
        self._is_telling = False
        self.returned: Any = None
        self.first = 0
        """So many losses stand before that of the first epoch, and are not handed back."""
        self.counter = ""
        """What a script calls the number of its epoch: it need not keep its losses."""
        self.answers: Callable[..., Any] | None = None
        """What its network answers, from the records and the weights."""

    @contextlib.contextmanager
    def looking(self) -> Iterator[None]:
        """Looks again and again, as long as this lasts."""
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, lambda _number, frame: self.look(frame))
            signal.setitimer(signal.ITIMER_REAL, FIRST_LOOK, BETWEEN_LOOKS)
            try:
                yield
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, signal.SIG_IGN)
        else:  # Windows; and there a room may have threads
            over, main = threading.Event(), threading.get_ident()

            def keep_looking() -> None:
                while not over.wait(BETWEEN_LOOKS):
                    self.look(sys._current_frames().get(main))

            thread = threading.Thread(target=keep_looking, daemon=True)
            thread.start()
            try:
                yield
            finally:
                over.set()
                thread.join()

    def look(self, frame: types.FrameType | None) -> None:
        """Tells the line and, inside the training, the weights and the new losses."""
        if self._is_telling:
            return
        self._is_telling = True
        try:
            line, names = 0, None
            while frame is not None:
                code = frame.f_code
                if code.co_filename == self._file:
                    line = line or frame.f_lineno
                    if code.co_name == self._function:
                        names = frame.f_locals
                frame = frame.f_back
            with contextlib.suppress(Exception):  # it was in the middle of printing
                sys.stdout.flush()
            self._tell({"line": line, **self._seen(names)})
        finally:
            self._is_telling = False

    def look_back(self, names: Mapping[str, Any] | None) -> None:
        """Once more, when all is over: what was handed back, or what stands in the script."""
        seen = names
        self._is_over = True
        n_results = len(self._names)
        if isinstance(self.returned, (list, tuple)) and len(self.returned) == n_results:
            seen = dict(zip(self._names, self.returned, strict=True))
        while True:
            told = self._seen(seen)
            self._tell({"line": 0, **told})
            if len(told.get("losses", ())) < MOST_LOSSES:
                return

    def _seen(self, names: Mapping[str, Any] | None) -> dict[str, Any]:
        if names is None:
            return {}
        seen: dict[str, Any] = {}
        *weights, of_losses = self._names
        layers = [_table(names.get(name)) for name in weights]
        if None not in layers:
            seen["weights"] = layers
        losses = names.get(of_losses)
        if isinstance(losses, (list, tuple)):
            told = self._losses_told
            begin = told + (0 if self._is_over else self.first)
            new = losses[begin : begin + MOST_LOSSES]
            self._losses_told += len(new)
            seen["losses"] = [[told + i, _number(loss)] for i, loss in enumerate(new, start=1)]
            seen["epoch"] = self._losses_told
        elif isinstance(names.get(self.counter), int) and "weights" in seen:
            over = self._is_over and not isinstance(names.get(self.counter), bool)
            seen["epoch"] = int(names[self.counter]) + int(over)
            loss = _loss(self.answers, [names[name] for name in weights])
            seen["losses"] = [] if loss is None else [[seen["epoch"], loss]]
            epochs = names.get("epochs")
            seen["epochs"] = epochs if isinstance(epochs, int) else 0
        return seen


def _loss(answers: Callable[..., Any] | None, weights: Sequence[Any]) -> float | None:
    """The mean squared error of these weights on the records of data_prep."""
    if answers is None:
        return None
    try:
        import numpy

        data = sys.modules["data_prep"]
        tables = (getattr(table, "rows", table) for table in (data.features, data.targets))
        x, y = (numpy.asarray(table, dtype=float) for table in tables)
        with numpy.errstate(all="ignore"):
            return _number(numpy.mean((y.ravel() - answers(x, *weights).ravel()) ** 2))
    except Exception:  # it has other shapes, or other names
        return None


def _counter(source: bytes) -> str:
    """What a script's outermost loop counts in, the first that has another loop in it."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.parse(source).body:
            inside = [n for n in ast.walk(node) if isinstance(n, (ast.For, ast.While))]
            if isinstance(node, ast.For) and inside[1:] and isinstance(node.target, ast.Name):
                return node.target.id
    return ""


def _handed_back(source: bytes, function: str, names: list[str]) -> tuple[list[str], int]:
    """What the function that trains calls what it hands back, and from which loss on.

    `names` is what the lesson calls it.
    """
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name == function:
                for statement in ast.walk(node):
                    value = getattr(statement, "value", None)
                    if isinstance(statement, ast.Return) and isinstance(value, ast.Tuple):
                        own = [name for e in value.elts for name in _name(e)]
                        if len(own) == len(value.elts) == len(names):
                            return own, _first(value.elts[-1])
    return names, 0


def _name(expression: ast.expr) -> list[str]:
    """The name of what this is, or of what it is a slice of; none where it has no name."""
    if isinstance(expression, ast.Subscript) and isinstance(expression.slice, ast.Slice):
        expression = expression.value
    return [expression.id] if isinstance(expression, ast.Name) else []


def _first(expression: ast.expr) -> int:
    """Where a slice begins."""
    lower = getattr(getattr(expression, "slice", None), "lower", None)
    first = getattr(lower, "value", 0)
    return first if isinstance(first, int) and first > 0 else 0


def _table(value: Any) -> list[list[float | None]] | None:
    """A matrix, an array or nested lists as a table of numbers; None for anything else."""
    try:
        rows = value.tolist() if hasattr(value, "tolist") else getattr(value, "rows", value)
        table = [[_number(e) for e in (r if isinstance(r, (list, tuple)) else [r])] for r in rows]
    except Exception:
        return None
    return table if 0 < sum(map(len, table)) <= MOST_WEIGHTS else None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except Exception:
        return None
    return number if math.isfinite(number) else None


# ---------------------------------------------------------------- the folder


def _furnish(files: Mapping[str, bytes]) -> None:
    """What stands beside the program can be imported, opened and asked for, whatever the lock."""
    sys.meta_path.insert(0, Beside(files))
    own_open, own_stat = io.open, os.stat

    def wanted(path: Any) -> bytes | None:
        return files.get(os.path.basename(path)) if isinstance(path, (str, os.PathLike)) else None

    def opened(path: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        content = wanted(path)
        if content is None or not set(mode) <= set("rtb"):
            return own_open(path, mode, *more, **named)
        if "b" in mode:
            return io.BytesIO(content)
        encoding = named.get("encoding") or "utf-8"
        text = content.decode(encoding, named.get("errors") or "strict")
        return io.StringIO(text, newline=named.get("newline"))

    def asked(path: Any, *more: Any, **named: Any) -> Any:
        return own_stat(os.sep if wanted(path) is not None else path, *more, **named)

    builtins.open = io.open = opened  # type: ignore[assignment]
    os.stat = asked


class Beside(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports what lies in the learner's folder, from its bytes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def find_spec(self, name: str, *_: Any) -> Any:
        if f"{name}.py" not in self._files:
            return None
        return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__file__ = f"{module.__name__}.py"
        code = compile(self._files[module.__file__], module.__file__, "exec")
        exec(code, module.__dict__)

"""A learner's whole program in the locked room, run as it stands and watched while it trains.

It finds what lies beside it in its folder: matrix.py, data_prep.py and binary.csv, which come
with the request, as no file can be opened here.

Loaded by worker.py before the room is locked, after watch.py, which it imports.
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
import os
import random
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any

from .protocol import SUBMISSION
from .watch import Tell, Watch

LOSSES = "losses"

Guard = Callable[[str, Callable[[], Any]], tuple[Any, Any]]


def train(request: Mapping[str, Any], guarded: Guard, tell: Tell) -> dict[str, Any]:
    """Runs the program to its end; says how it ended. `tell` is given each moment on the way.

    The request has the program (`name`, `source`, `form`), the `files` beside it, `epochs` and
    `learnrate`; a script keeps the two that are written in it. Of the lesson it has the `function`
    that trains, each layer of `weights` with its shape (whose first number is None where it is the
    number of features), and for a script the code that gives the network's `answers`.
    """
    name, source = request["name"], base64.b64decode(request["source"])
    _furnish({k: base64.b64decode(v) for k, v in request["files"].items()})
    is_script = request["form"] == "numpy"
    program = types.ModuleType("__main__" if is_script else SUBMISSION)
    program.__file__ = name
    sys.modules["__main__"] = sys.modules[SUBMISSION] = program
    sys.argv[:] = [name]
    random.seed(0)
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
    """Calls the program's own main, as `python FILE` does; without one, its training function."""
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


def _counter(source: bytes) -> str:
    """The name in which a script counts epochs: that of its first loop with a loop in it; or ""."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.parse(source).body:
            inside = [n for n in ast.walk(node) if isinstance(n, (ast.For, ast.While))]
            if isinstance(node, ast.For) and inside[1:] and isinstance(node.target, ast.Name):
                return node.target.id
    return ""


def _handed_back(source: bytes, function: str, names: list[str]) -> tuple[list[str], int]:
    """The names of what the training function returns, and the index of the first loss returned.

    They are `names`, the lesson's own, and 0 where the function doesn't say.
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
    """The name that this is, or that it is a slice of; [] where it is neither."""
    if isinstance(expression, ast.Subscript) and isinstance(expression.slice, ast.Slice):
        expression = expression.value
    return [expression.id] if isinstance(expression, ast.Name) else []


def _first(expression: ast.expr) -> int:
    """Where a slice begins."""
    lower = getattr(getattr(expression, "slice", None), "lower", None)
    first = getattr(lower, "value", 0)
    return first if isinstance(first, int) and first > 0 else 0


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

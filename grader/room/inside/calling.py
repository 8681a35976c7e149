"""A submission of functions in its room: loaded once, its functions called and looked at.

Loaded by worker.py before the room is locked, and after those that it imports.
"""

from __future__ import annotations

import base64
import random
import sys
import types

from .guard import guarded, is_endless
from .modules import furnish
from .moulds import MOULDS, as_arrays, is_plain, like
from .murmur import Murmur
from .protocol import AS_BEFORE, STAND_IN, SUBMISSION
from .reading import compiled
from .returning import unwatch, watch
from .values import encoded

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    from collections.abc import Callable, Mapping
    from typing import Any

    from .moulds import Mould

    Request = dict[str, Any]
    Answer = dict[str, Any]

WHATEVER_IT_IS_GIVEN = {"NameError", "UnboundLocalError"}
"""What is raised whatever the values are."""


class Submission:
    """The file, run from top to bottom as an import would, under a name other than __main__."""

    def __init__(self, request: Request, ask: Callable[[Answer], Answer]) -> None:
        """`ask` asks the grader something, and gives its answer."""
        self._ask = ask
        self._name = name = request["name"]
        self._source = source = base64.b64decode(request["source"])
        given = _module("matrix")
        exec(request["matrix"], given.__dict__)
        self._matrix: Any = given.Matrix
        self._around: Callable[..., Any] = given._matrix
        records = {key: self._table(sent) for key, sent in request["data"].items()}
        vars(_module("data_prep")).update(records)
        self._module = _module(SUBMISSION, name)
        self._looked_at: Any = None
        self._returned: dict[str, Any] = {}
        self._mould: Mould = like
        sys.argv[:] = [name]
        random.seed(0)
        shown = base64.b64decode(request["shown"])
        found = furnish(source, shown, name, lambda: records)
        sys.stdout = murmur = Murmur(sys.stdout)
        sys.stderr = Murmur(sys.stderr)
        self._murmurs = murmur, sys.stderr
        names = self._module.__dict__
        names.update(open=found.opener(lambda _: None), print=murmur.print)
        _, self.crash = guarded(name, lambda: exec(compiled(source, name), names))

    # ------------------------------------------------------------ call

    def call(self, request: Request) -> Answer:
        """Makes the calls that are asked for, one after the other."""
        answers = []
        for one in request["calls"]:
            answers.append(self._called(one, request["stand_ins"]))
            if is_endless(answers[-1]):
                break
        return {"answers": answers}

    def _called(self, one: Request, stand_ins: list[str]) -> Answer:
        """Calls one function of the submission and notes what its names held as it returned."""
        name, wanted, module = one["function"], one["names"], self._module
        function = getattr(module, name, None)
        if not callable(function):
            return {"crash": {"type": "Missing", "message": name, "line": 0, "function": name}}
        arguments = self._received(one["arguments"])
        names: dict[str, Any] = {}
        batches: list[int] = []

        def take(local: Mapping[str, Any]) -> None:
            names.update({key: local[key] for key in wanted if key in local})

        counted = one["batches_of"]
        own = {key: getattr(module, key, None) for key in {*stand_ins, counted} - {""}}
        for key, value in own.items():
            asked_for = self._standing_in(key, value) if key in stand_ins else value
            if key == counted and callable(asked_for):
                asked_for = self._counting(asked_for, batches)
            setattr(module, key, asked_for)
        if wanted:
            watch(self._name, take)
        try:
            result, crash = self._run(lambda: function(*arguments), stand_ins, batches)
            self._returned[name] = self._returned.get(name) if crash else result
        finally:
            unwatch()
            for key, value in own.items():
                setattr(module, key, value)
        return {
            "returned": self._encoded(None if one["silent"] else result),
            "changed": one["watched"] and self._are_others(arguments, one["arguments"]),
            "names": {key: self._encoded(value) for key, value in names.items()},
            "batches": batches[:10_000],
            "crash": crash,
        }

    def _run(
        self, action: Callable[[], Any], stand_ins: list[str], batches: list[int]
    ) -> tuple[Any, Answer | None]:
        """What comes of it; where it stops, it may take the grader's tables in another mould."""
        result, crash = guarded(self._name, action)
        if not crash or is_endless({"crash": crash}) or crash["type"] in WHATEVER_IT_IS_GIVEN:
            return result, crash
        first, counted = self._mould, batches.copy()
        for mould in self._other_moulds(stand_ins):
            self._mould = mould
            batches.clear()
            again, crash_again = guarded(self._name, action)
            if not crash_again:
                return again, None
            if is_endless({"crash": crash_again}):
                break  # any other would be waited for as long
        self._mould = first
        batches[:] = counted
        return result, crash

    def _other_moulds(self, stand_ins: list[str]) -> list[Mould]:
        """Those in which it may get on with what the grader answers in the place of these."""
        own = [self._returned.get(name) for name in stand_ins]
        if all(is_plain(one, self._matrix) for one in own):
            return []
        others = [mould for mould in MOULDS if mould is not self._mould]
        if b"numpy" in self._source:
            return others
        return [m for m in others if m is not as_arrays]  # a warm room has NumPy for all

    def _encoded(self, value: Any) -> Any:
        """Numbers and lists as they are; anything else as a word for what it is."""
        return encoded(value, self._matrix)

    def _keeping(self, function: str) -> Callable[[Any], Any]:
        """Encodes what it returns, and keeps it where nothing else of it is known."""

        def kept(value: Any) -> Any:
            if self._returned.get(function) is None:
                self._returned[function] = value
            return self._encoded(value)

        return kept

    def _are_others(self, arguments: list[Any], sent: list[Any]) -> bool:
        """Has a table that was handed over other numbers now than when it came?"""

        def numbers(argument: Any) -> Any:
            if not isinstance(argument, self._matrix):
                return argument
            return argument.shape, [*map(float, argument.entries)]

        try:
            return [*map(numbers, arguments)] != [*map(numbers, self._received(sent))]
        except Exception:  # it is no table any more
            return True

    def _received(self, arguments: list[Any]) -> list[Any]:
        return [self._table(a) if isinstance(a, dict) else a for a in arguments]

    def _table(self, sent: dict[str, Any]) -> Any:
        """A new matrix of the grader's numbers, which need no checking."""
        return self._around(memoryview(sent["entries"]).cast("d").tolist(), sent["shape"])

    def _counting(self, function: Callable[..., Any], batches: list[int]) -> Callable[..., Any]:
        """The same function, noting how many records it is given each time."""

        def counted(*arguments: Any, **named: Any) -> Any:
            x = (*arguments, *named.values(), None)[0]
            batches.append(self._n_records(x))
            return function(*arguments, **named)

        return counted

    def _n_records(self, x: Any) -> int:
        """How many records that is, in whatever table; a row of numbers is one."""
        if isinstance(x, self._matrix):
            return int(x.shape[0])
        is_plain = isinstance(x, (list, tuple)) or type(x).__module__ == "numpy"
        rows = x if is_plain and hasattr(x, "__len__") else getattr(x, "rows", ())
        return len(rows) if not is_plain or any(hasattr(row, "__len__") for row in rows[:1]) else 1

    def _standing_in(self, name: str, own: Any) -> Callable[..., Any]:
        """A function that has the grader answer; it takes arguments as the learner's own does."""
        code = getattr(own, "__code__", None)
        parameters = code.co_varnames[: code.co_argcount] if code else ()
        before: list[Any] = []

        def asked(*arguments: Any, **named: Any) -> Any:
            arguments += tuple(named[key] for key in parameters[len(arguments) :] if key in named)
            now = [self._encoded(a) for a in arguments]
            known = [i < len(before) and a == before[i] for i, a in enumerate(now)]
            before[:] = now
            told = [AS_BEFORE if same else a for same, a in zip(known, now, strict=True)]
            result = self._ask({STAND_IN: name, "arguments": told})["result"]
            if result is None:
                raise ValueError(f"the shapes of what {name} was given do not fit together")
            return self._mould(self._returned.get(name), [*map(self._table, result)])

        return asked

    # ------------------------------------------------------------ look

    def look(self, request: Request, noting: Any) -> Answer:
        """Calls one function, once for each set of values that are put into it (noting.py).

        What it prints has been heard before, or is not its own with other values in it.
        """
        for murmur in self._murmurs:
            murmur.lost = True
        try:
            return self._looked(request, noting)
        finally:
            for murmur in self._murmurs:
                murmur.lost = False

    def _looked(self, request: Request, noting: Any) -> Answer:
        new = self._looked_at is None
        if new:
            program, crash = guarded(
                self._name,
                lambda: noting.Program(self._source, self._name, self._matrix, guarded),
            )
            if crash:
                return {"crash": crash}
            self._looked_at = program
        looked_at = self._looked_at
        looked_at.notes.forget_values()
        names = vars(looked_at.module)
        noted = {name: names[name] for name in request["plain"] if name in names}
        for name in request["plain"]:
            function = getattr(self._module, name, None)
            if callable(function):
                standing = name in request["stand_ins"]
                names[name] = self._standing_in(name, function) if standing else function
        runs = []
        for puts in request["runs"]:
            calls = [
                (one["function"], self._received(one["arguments"])) for one in request["calls"]
            ]
            for function, arguments in calls[:-1]:
                looked_at.run(function, arguments, (), self._encoded)
            runs.append(looked_at.run(*calls[-1], puts, self._keeping(calls[-1][0])))
        names.update(noted)
        notes = looked_at.notes
        return {"sites": notes.sites if new else None, "values": notes.all_values(), "runs": runs}


def _module(name: str, file: str = "") -> types.ModuleType:
    """A module that can be imported by that name, still empty."""
    sys.modules[name] = made = types.ModuleType(name)
    made.__file__ = file or f"{name}.py"
    return made

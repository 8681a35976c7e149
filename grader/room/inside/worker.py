"""What runs inside the locked room, with the submission.

    python -I -S -B worker.py

The grader speaks first, one request at a time (protocol.py), its `id` echoed. The first request
locks the room; only then does the submission arrive.

    lock   limits and readable paths            -> what the lock holds (confine.py)
    read   the source                           -> what kind of Python it is; nothing is run
    load   the source, matrix's code, the data  -> runs the file, as an import would
    call   functions, their arguments, names    -> what each returned, and the named local values

Calls may have the grader stand in for functions of the submission's that are known to be wrong:
it is asked, over the same pipes, what they should give, and knows them by their results alone.

    rehearse   a NumPy script, in place of load -> runs it up to its training (playback.py)
    play       records, weights, settings       -> runs it anew: the weights that it ends with
    train      program, the files beside it     -> runs it as it stands, and tells how it gets on

Where something is wrong, the grader looks closer, and sends what that takes along (noting.py):

    look       a function, its arguments, puts  -> every value on the way, once for each set of puts
    look_at_script   a training, puts           -> the same for a NumPy script

Nothing here is secret and nothing that is said here is trusted: from `load` on the submission
owns this process. What it must not know never enters.
"""

from __future__ import annotations

import ast
import base64
import functools
import importlib
import importlib.util
import linecache
import os
import random
import sys
import types

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    from collections.abc import Callable
    from typing import Any

    Request = dict[str, Any]
    Answer = dict[str, Any]

requests, replies = -1, -1
PACKAGE = "byhand.grader.room.inside"


@functools.cache
def neighbour(name: str) -> Any:
    """A module of the grader's that stands beside this file. To be read before the lock.

    What it imports of its own neighbours is to be loaded before it: nothing is looked for.
    """
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py")
    full_name = f"{PACKAGE}.{name}"
    specification: Any = importlib.util.spec_from_file_location(full_name, path)
    module: Any = importlib.util.module_from_spec(specification)
    sys.modules[full_name] = module
    specification.loader.exec_module(module)
    return module


protocol, reading, values, guard = map(neighbour, ("protocol", "reading", "values", "guard"))
guarded = guard.guarded


def main() -> None:
    if sys.argv[1:2] == ["zygote"]:
        neighbour("forking").wait_for_orders(int(sys.argv[2]), sys.argv[3:], neighbour, confine)
    global requests, replies
    requests, replies = protocol.take_the_pipes()
    for request in iter(lambda: protocol.receive(requests), None):
        answer = guard.patient(ANSWERS[request["op"]], request)
        protocol.send(replies, {"id": request["id"], **answer})


# ---------------------------------------------------------------- lock


def lock(request: Request) -> Answer:
    wanted = request["wanted"]
    sys.path.extend(wanted.get("library", ()))
    for name in ("murmur", "modules", *wanted.get("neighbours", ())):
        neighbour(name)
    return {"lock": confine().lock(wanted)}


def confine() -> Any:
    for name in ("kernel", "landlock", "seccomp", "selftest"):
        neighbour(name)
    return neighbour("confine")


# ---------------------------------------------------------------- load

submission = types.ModuleType(protocol.SUBMISSION)


Matrix: Any = type("NoMatrix", (), {})
"""The lesson's takes its place as soon as it is loaded; a NumPy script has none."""


def load(request: Request) -> Answer:
    """Runs the submission from top to bottom, under a name other than __main__."""
    global Matrix
    name = request["name"]
    given = types.ModuleType("matrix")
    given.__file__ = "matrix.py"
    sys.modules["matrix"] = given
    exec(request["matrix"], given.__dict__)
    Matrix = given.Matrix

    data_prep = types.ModuleType("data_prep")
    data_prep.__file__ = "data_prep.py"
    for key, rows in request["data"].items():
        setattr(data_prep, key, Matrix(rows))
    sys.modules["data_prep"] = data_prep

    submission.__file__ = name
    sys.modules[protocol.SUBMISSION] = submission
    sys.argv[:] = [name]
    random.seed(0)
    source = base64.b64decode(request["source"])
    records = {key: value for key, value in vars(data_prep).items() if key in request["data"]}
    modules = furnish(source, name, lambda: records)
    sys.stdout = murmur = neighbour("murmur").Murmur(sys.stdout)
    sys.stderr = neighbour("murmur").Murmur(sys.stderr)
    submission.__dict__.update(open=modules.opener(lambda _: None), print=murmur.print)
    _, crash = guarded(name, lambda: exec(compile(source, name, "exec"), submission.__dict__))
    return {"crash": crash}


def furnish(source: bytes, name: str, records: Callable[[], dict[str, Any]]) -> Any:
    """What a submission finds beside Python's own: modules that nobody else has, and its lines."""
    modules = neighbour("modules").Modules(source, name, records)
    sys.meta_path[:] = [modules.silent, *sys.meta_path, modules]
    lines = source.decode("utf-8", "replace").splitlines(keepends=True)
    linecache.cache[name] = (len(source), None, lines, name)  # for inspect.getsource
    if "logging" in sys.modules:
        neighbour("modules").keep_no_logs(sys.modules["logging"])
    return modules


# ---------------------------------------------------------------- call


def call(request: Request) -> Answer:
    """Makes the calls that are asked for, one after the other."""
    answers = []
    for one in request["calls"]:
        answers.append(called(one, request["stand_ins"]))
        if guard.is_endless(answers[-1]):
            break
    return {"answers": answers}


def called(one: Request, stand_ins: list[str]) -> Answer:
    """Calls one function of the submission and notes what its names held as it returned."""
    name, wanted = one["function"], one["names"]
    function = getattr(submission, name, None)
    if not callable(function):
        return {"crash": {"type": "Missing", "message": name, "line": 0, "function": name}}
    arguments = received(one["arguments"])
    names: dict[str, Any] = {}
    batches: list[int] = []
    results: list[Any] = []

    def watch(frame: types.FrameType, event: str, _argument: Any) -> None:
        if event == "return" and frame.f_code.co_filename == submission.__file__:
            local = frame.f_locals
            names.update({key: local[key] for key in wanted if key in local})

    counted = one["batches_of"]
    own = {key: getattr(submission, key, None) for key in {*stand_ins, counted} - {""}}
    for key, value in own.items():
        asked_for = standing_in(key, value) if key in stand_ins else value
        if key == counted and callable(asked_for):
            asked_for = counting(asked_for, batches)
        setattr(submission, key, asked_for)
    if wanted:
        sys.setprofile(watch)
    try:
        for _ in range(one["times"]):
            result, crash = guarded(str(submission.__file__), lambda: function(*arguments))
            results.append(encoded(None if one["silent"] else result))
    finally:
        sys.setprofile(None)
        for key, value in own.items():
            setattr(submission, key, value)
    return {
        "returned": results if len(results) > 1 else results[0],
        "names": {key: encoded(value) for key, value in names.items()},
        "batches": batches[:10_000],
        "crash": crash,
    }


def received(arguments: list[Any]) -> list[Any]:
    return [table(a) if isinstance(a, dict) else a for a in arguments]


def table(sent: dict[str, Any]) -> Any:
    """A matrix of its own around the numbers that the grader sent: they need no looking through."""
    made = Matrix(())
    made.entries, made.shape = [*sent["entries"]], sent["shape"]
    return made


def counting(function: Callable[..., Any], batches: list[int]) -> Callable[..., Any]:
    """The function itself; how many records it is given each time is noted."""

    def counted(*arguments: Any, **named: Any) -> Any:
        x = (*arguments, *named.values(), None)[0]
        batches.append(x.shape[0] if isinstance(x, Matrix) else len(getattr(x, "rows", ())))
        return function(*arguments, **named)

    return counted


def standing_in(name: str, own: Any) -> Callable[..., Any]:
    """A function in whose place the grader answers; it may be called as the submission's own."""
    code = getattr(own, "__code__", None)
    parameters = code.co_varnames[: code.co_argcount] if code else ()
    before: list[Any] = []

    def asked(*arguments: Any, **named: Any) -> Any:
        arguments += tuple(named[key] for key in parameters[len(arguments) :] if key in named)
        now = [encoded(a) for a in arguments]
        known = [i < len(before) and a == before[i] for i, a in enumerate(now)]
        before[:] = now
        told = [protocol.AS_BEFORE if same else a for same, a in zip(known, now, strict=True)]
        protocol.send(replies, {protocol.STAND_IN: name, "arguments": told})
        result = protocol.receive(requests)["result"]
        if result is None:
            raise ValueError(f"the shapes of what {name} was given do not fit together")
        tables = tuple(map(table, result))
        return tables if len(tables) > 1 else tables[0]

    return asked


# ---------------------------------------------------------------- rehearse, play

script: Any = None


def rehearse(request: Request) -> Answer:
    """Runs a NumPy script up to its training (playback.py)."""
    name, source = request["name"], base64.b64decode(request["source"])
    sys.argv[:] = [name]
    rewriting, lesson = neighbour("rewriting"), request["lesson"]
    prepared, crash = guarded(name, lambda: rewriting.prepared(source, name, lesson))
    if crash:
        return {"crash": crash}
    global script
    script = neighbour("playback").Script(prepared, request["table"], lesson)
    script.modules = furnish(source, name, script.records)
    return {"untouched": prepared.untouched, **script.play(request["run"], guarded, encoded)}


def play(request: Request) -> Answer:
    """Runs it anew for each training that is asked for."""
    played = []
    for run in request["runs"]:
        played.append(script.play(run, guarded, encoded))
        if guard.is_endless(played[-1]):
            break
    return {"played": played}


# ---------------------------------------------------------------- train


def train(request: Request) -> Answer:
    """Runs the whole program, and tells how its training gets on (training.py)."""

    def tell(moment: Answer) -> None:
        protocol.send(replies, {protocol.STAND_IN: protocol.MOMENT, "arguments": moment})
        protocol.receive(requests)

    result: Answer = neighbour("training").train(request, guarded, tell)
    return result


# ---------------------------------------------------------------- look

looked_at: Any = None


def received_modules(codes: dict[str, types.CodeType]) -> Any:
    """Makes modules of what was sent, each after those that it imports; gives the last."""
    for name, code in codes.items():
        module = types.ModuleType(f"{PACKAGE}.{name}")
        module.__package__ = PACKAGE
        sys.modules[module.__name__] = module
        exec(code, module.__dict__)
    return module


def look(request: Request) -> Answer:
    """Calls one function of the submission, once for each set of values that are put into it."""
    global looked_at
    name = str(submission.__file__)
    if looked_at is None:
        noting = received_modules(request["noting"])
        source = base64.b64decode(request["source"])
        looked_at, crash = guarded(name, lambda: noting.Program(source, name, Matrix, guarded))
        if crash:
            return {"crash": crash}
    looked_at.notes.values.clear()
    own = {name: getattr(submission, name, None) for name in request["plain"]}
    for name, function in own.items():
        if callable(function):
            standing = name in request["stand_ins"]
            instead = standing_in(name, function) if standing else function
            setattr(looked_at.module, name, instead)
    runs = []
    for puts in request["runs"]:
        *before, asked = ((one["function"], received(one["arguments"])) for one in request["calls"])
        for function, arguments in before:
            looked_at.run(function, arguments, (), encoded)
        runs.append(looked_at.run(*asked, puts, encoded))
    return {"sites": looked_at.notes.sites, "values": looked_at.notes.all_values(), "runs": runs}


script_looked_at: Any = None


def look_at_script(request: Request) -> Answer:
    """Runs a NumPy script anew, once for each set of values that are put into it."""
    global script_looked_at
    if script_looked_at is None:
        import numpy

        noting = received_modules(request["noting"])
        source, rewriting = base64.b64decode(request["source"]), neighbour("rewriting")
        tree = ast.parse(source, script.name)
        tree = rewriting.Rewriting(tree, script.lesson["n_records"]).tree
        code, sites = noting.rewritten(tree, script.name, frozenset([rewriting.HOOK]))
        script_looked_at = code, noting.Notes(sites, (), numpy.float64)
    notes = script_looked_at[1]
    notes.values.clear()
    runs = script.look(script_looked_at, request["run"], request["runs"], guarded, encoded)
    return {"sites": notes.sites, "values": notes.all_values(), "runs": runs}


def encoded(value: Any) -> Any:
    """Numbers and lists as they are; anything else as a word for what it is."""
    return values.encoded(value, Matrix)


ANSWERS = {
    "lock": lock, "read": reading.read, "load": load, "call": call, "train": train,
    "rehearse": rehearse, "play": play, "look": look, "look_at_script": look_at_script,
}  # fmt: skip

if __name__ == "__main__":
    main()

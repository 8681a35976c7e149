"""What runs inside the locked room, with the submission. Imports nothing of ours.

    python -I -S -B worker.py

The grader speaks first, one request at a time, its `id` echoed: frames of four bytes of length and
an object, marshalled on the way in, which is quick, and JSON on the way out, which is safe to read
for whoever gets it. The first request locks the room; only then does the submission arrive.

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
import contextlib
import functools
import gc
import importlib
import importlib.util
import io
import itertools
import json
import linecache
import marshal
import math
import os
import random
import signal
import struct
import sys
import types

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    from collections.abc import Callable, Iterator
    from typing import Any

    Request = dict[str, Any]
    Answer = dict[str, Any]

requests, replies = -1, -1
MOST_NUMBERS = 100_000
DEEPEST = 8


def main() -> None:
    if sys.argv[1:2] == ["zygote"]:
        wait_for_orders(int(sys.argv[2]), sys.argv[3:])
    global requests, replies
    requests, replies = take_the_pipes()
    for request in iter(lambda: receive(requests), None):
        answer = patient(ANSWERS[request["op"]], request)
        send(replies, {"id": request["id"], **answer})


# ---------------------------------------------------------------- zygote


def wait_for_orders(descriptor: int, preloaded: list[str]) -> None:
    """Stays warm and forks: the parent never returns from here, a child does, on pipes of its own.

    What is preloaded are modules, before them the folders where these are found, and files of the
    grader's that stand beside this one.

    `f` with three files forks a child onto them and answers its number; `p` answers how a child
    has ended, -1000 if it has not.
    """
    import resource
    import socket

    ceiling = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (ceiling, ceiling))  # the grader's is for itself
    for name in preloaded:
        if os.path.isabs(name):
            sys.path.append(name)
        elif name.endswith(".py"):
            neighbour(name.removesuffix(".py"))
        else:
            with contextlib.suppress(ImportError):  # another version of a library may not have it
                importlib.import_module(name)
    neighbour("modules")
    confine().prepare()
    gc.freeze()
    line = socket.socket(fileno=descriptor)
    while True:
        order, files, _, _ = socket.recv_fds(line, 5, 3)
        if len(order) < 5:
            os._exit(0)
        (number,) = struct.unpack("=i", order[1:])
        if order[:1] == b"f":
            number = os.fork()
            if number == 0:
                for theirs, ours in enumerate(files):
                    os.dup2(ours, theirs)
                os.closerange(3, 256)
                line.detach()
                os.setsid()
                return
            for file in files:
                os.close(file)
            answer = number
        else:
            ended, status = os.waitpid(number, os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else -1000
        line.send(struct.pack("=i", answer))


def take_the_pipes() -> tuple[int, int]:
    """Our pipes under numbers of their own; what the submission prints goes to standard error."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def receive(pipe: int) -> Any:
    head = read_exactly(pipe, 4)
    return marshal.loads(read_exactly(pipe, struct.unpack(">I", head)[0])) if head else None


def read_exactly(pipe: int, size: int) -> bytes:
    parts = []
    while size:
        part = os.read(pipe, min(size, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def send(
    pipe: int,
    answer: Answer,
    _dumps: Callable[..., str] = json.dumps,
    _pack: Callable[..., bytes] = struct.pack,
    _write: Callable[[int, bytes], int] = os.write,
) -> None:
    body = _dumps(answer).encode("ascii")
    data = _pack(">I", len(body)) + body
    while data:
        data = data[_write(pipe, data):]


# ---------------------------------------------------------------- lock


def lock(request: Request) -> Answer:
    wanted = request["wanted"]
    sys.path.extend(wanted.get("library", ()))
    for name in ("modules", *wanted.get("neighbours", ())):
        neighbour(name)
    return {"lock": confine().lock(wanted)}


def confine() -> Any:
    return neighbour("confine")


@functools.cache
def neighbour(name: str) -> Any:
    """A module of the grader's that stands beside this file. To be read before the lock."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py")
    specification: Any = importlib.util.spec_from_file_location(name, path)
    module: Any = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- read


def read(request: Request) -> Answer:
    """What kind of Python is this? Parsed, never run."""
    source = base64.b64decode(request["source"])
    try:
        tree = ast.parse(source, request["name"])
    except SyntaxError as error:
        return {"syntax": described_syntax(error, source)}
    except (ValueError, RecursionError, MemoryError) as error:
        return {"syntax": {"message": str(error), "line": 0, "text": ""}}
    body = [node for node in tree.body if not is_text(node)]
    return {
        "empty": not body,
        "functions": [node.name for node in body if isinstance(node, ast.FunctionDef)],
        "imports": sorted(set(imported(tree))),
    }


def described_syntax(error: SyntaxError, source: bytes) -> Answer:
    line, text = error.lineno or 0, error.text or ""
    if not text and line:
        lines = source.decode("utf-8", "replace").splitlines()
        text = lines[line - 1] if line <= len(lines) else ""
    return {"message": f"{type(error).__name__}: {error.msg}", "line": line, "text": text.rstrip()}


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


# ---------------------------------------------------------------- load

submission = types.ModuleType("backprop")


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
    sys.modules["backprop"] = submission
    sys.argv[:] = [name]
    random.seed(0)
    source = base64.b64decode(request["source"])
    records = {key: value for key, value in vars(data_prep).items() if key in request["data"]}
    modules = furnish(source, name, lambda: records)
    submission.__dict__["open"] = modules.opener(lambda _: None)
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


class Endless(BaseException):
    """It has been running for as long as it may."""


patience = 0.0
"""So many seconds of computing may pass in what is guarded, before it is told where it is."""


def patient(answering: Callable[[Request], Answer], request: Request) -> Answer:
    """The answer, in which whatever is guarded may take as long as the request says."""
    global patience
    patience = request.get("seconds", 0.0)
    return answering(request)


def alarm(seconds: float) -> None:
    """Raises Endless after so many seconds of computing; never again with none of them.

    Where a system has no such clock, the grader's own goes off a little later, and knows no line.
    """
    if patience and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, too_late)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def too_late(_number: int, _frame: types.FrameType | None) -> None:
    raise Endless


def guarded(name: str, action: Callable[[], Any]) -> tuple[Any, Answer | None]:
    """The action's result, or what stopped it, with the submission's line."""
    try:
        alarm(patience)
        result = action()
        alarm(0.0)
        return result, None
    except BaseException as error:  # a submission may raise anything, SystemExit included
        alarm(0.0)
        return None, described(error, name)
    finally:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOBase) and not stream.closed:
                stream.flush()


def described(error: BaseException, name: str) -> Answer:
    line, function = 0, ""
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == name:
            line, function = traceback.tb_lineno, traceback.tb_frame.f_code.co_name
        traceback = traceback.tb_next
    try:
        message = str(error)[:500]
    except BaseException:
        message = ""
    return {"type": type(error).__name__, "message": message, "line": line, "function": function}


# ---------------------------------------------------------------- call


def call(request: Request) -> Answer:
    """Makes the calls that are asked for, one after the other."""
    answers = []
    for one in request["calls"]:
        answers.append(called(one, request["stand_ins"]))
        if is_endless(answers[-1]):
            break
    return {"answers": answers}


def is_endless(answer: Answer) -> bool:
    """Has it taken as long as it may? Then nothing more is asked of it."""
    crash: Answer = answer.get("crash") or {}
    return crash.get("type") == Endless.__name__


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
    return [Matrix(a["rows"]) if isinstance(a, dict) else a for a in arguments]


def counting(function: Callable[..., Any], batches: list[int]) -> Callable[..., Any]:
    """The function itself; how many records it is given each time is noted."""

    def counted(*arguments: Any, **named: Any) -> Any:
        x = (*arguments, *named.values(), None)[0]
        batches.append(x.shape[0] if isinstance(x, Matrix) else len(getattr(x, "rows", ())))
        return function(*arguments, **named)

    return counted


AS_BEFORE = {"as": "before"}
"""An argument that is what it was the last time, as the features are in each epoch."""


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
        told = [AS_BEFORE if same else a for same, a in zip(known, now, strict=True)]
        send(replies, {"stand_in": name, "arguments": told})
        result = receive(requests)["result"]
        if result is None:
            raise ValueError(f"the shapes of what {name} was given do not fit together")
        tables = tuple(Matrix(rows) for rows in result)
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
        if is_endless(played[-1]):
            break
    return {"played": played}


# ---------------------------------------------------------------- train


def train(request: Request) -> Answer:
    """Runs the whole program, and tells how its training gets on (training.py)."""

    def tell(moment: Answer) -> None:
        send(replies, {"stand_in": "moment", "arguments": moment})
        receive(requests)

    result: Answer = neighbour("training").train(request, guarded, tell)
    return result


# ---------------------------------------------------------------- look

noting = types.ModuleType("noting")
looked_at: Any = None


def look(request: Request) -> Answer:
    """Calls one function of the submission, once for each set of values that are put into it."""
    global looked_at
    name = str(submission.__file__)
    if looked_at is None:
        exec(request["noting"], noting.__dict__)
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

        exec(request["noting"], noting.__dict__)
        source, rewriting = base64.b64decode(request["source"]), neighbour("rewriting")
        tree = ast.parse(source, script.name)
        tree = rewriting.Rewriting(tree, script.lesson["n_records"]).tree
        code, sites = noting.rewritten(tree, script.name, frozenset([rewriting.HOOK]))
        script_looked_at = code, noting.Notes(sites, (), numpy.float64)
    notes = script_looked_at[1]
    notes.values.clear()
    runs = script.look(script_looked_at, request["run"], request["runs"], guarded, encoded)
    return {"sites": notes.sites, "values": notes.all_values(), "runs": runs}


class Giant(Exception):
    """There is more in a value than any step of the lesson holds."""


def encoded(value: Any) -> Any:
    """Numbers and lists as they are; anything else as a word for what it is."""
    left = [MOST_NUMBERS]

    def encode(value: Any, depth: int) -> Any:
        left[0] -= 1
        if left[0] < 0 or depth > DEEPEST:
            raise Giant
        if value is None or value is ...:
            return {"odd": "nothing" if value is None else "ellipsis"}
        if isinstance(value, (bool, str, bytes)):
            return {"odd": type(value).__name__}
        if isinstance(value, int):
            return value if abs(value) < 1 << 64 else {"odd": "giant"}
        if isinstance(value, float):
            if value - value == 0:
                return value
            return {"odd": "infinite" if abs(value) > 0 else "nan"}
        if hasattr(value, "tolist"):
            return encode(value.tolist(), depth + 1)
        rows = value.rows if isinstance(value, Matrix) else value
        if isinstance(rows, (list, tuple)):
            rows = list(rows)
            is_table = bool(rows) and all(isinstance(row, list) for row in rows)
            entries = itertools.chain.from_iterable(rows) if is_table else rows
            numbers = list(itertools.islice(entries, left[0] + 1))
            if {*map(type, numbers)} != {float} or not all(map(math.isfinite, numbers)):
                return [encode(entry, depth + 1) for entry in rows]
            left[0] -= len(numbers)
            if left[0] < 0:
                raise Giant
            return [*map(list, rows)] if is_table else rows
        return {"odd": f"a {type(value).__name__}"[:60]}

    try:
        return encode(value, 0)
    except (Giant, MemoryError):
        return {"odd": "giant"}
    except BaseException as error:
        return {"odd": f"a value that raises {type(error).__name__}"[:90]}


ANSWERS = {
    "lock": lock, "read": read, "load": load, "call": call, "rehearse": rehearse, "play": play,
    "train": train,
    "look": look, "look_at_script": look_at_script,
}  # fmt: skip

if __name__ == "__main__":
    main()

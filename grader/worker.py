"""What runs inside the locked room, with the submission. Imports nothing of ours.

    python -I -S -B worker.py

The grader speaks first: frames of four bytes of length and a JSON object, one request at a time,
its `id` echoed. The first request locks the room; only then does the submission arrive.

    lock   limits and readable paths            -> what the lock holds (confine.py)
    read   the source                           -> what kind of Python it is; nothing is run
    load   the source, matrix.py, the data      -> runs the file, as an import would
    call   a function, its arguments, names     -> what it returned, and the named local values

Nothing here is secret and nothing that is said here is trusted: from `load` on the submission
owns this process. What it must not know never enters.
"""

import ast
import base64
import functools
import gc
import hashlib
import importlib
import importlib.util
import io
import json
import os
import random
import struct
import sys
import types

MOST_NUMBERS = 100_000
DEEPEST = 8


def main():
    if sys.argv[1:2] == ["zygote"]:
        wait_for_orders(int(sys.argv[2]), sys.argv[3:])
    requests, replies = take_the_pipes()
    for request in iter(lambda: receive(requests), None):
        answer = ANSWERS[request["op"]](request)
        send(replies, {"id": request["id"], **answer})


# ---------------------------------------------------------------- zygote


def wait_for_orders(line, preloaded):
    """Stays warm and forks: the parent never returns from here, a child does, on pipes of its own.

    `f` with three files forks a child onto them and answers its number; `p` answers how a child
    has ended, -1000 if it has not.
    """
    import socket

    for name in preloaded:
        importlib.import_module(name)
    confine()
    gc.freeze()
    line = socket.socket(fileno=line)
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


def take_the_pipes():
    """Our pipes under numbers of their own; what the submission prints goes to standard error."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def receive(pipe):
    head = read_exactly(pipe, 4)
    return json.loads(read_exactly(pipe, struct.unpack(">I", head)[0])) if head else None


def read_exactly(pipe, size):
    parts = []
    while size:
        part = os.read(pipe, min(size, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def send(pipe, answer, _dumps=json.dumps, _pack=struct.pack, _write=os.write):
    body = _dumps(answer).encode("ascii")
    data = _pack(">I", len(body)) + body
    while data:
        data = data[_write(pipe, data):]


# ---------------------------------------------------------------- lock


def lock(request):
    return {"lock": confine().lock(request["wanted"])}


@functools.cache
def confine():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "confine.py")
    specification = importlib.util.spec_from_file_location("confine", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- read


def read(request):
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
        "digest": hashlib.sha256(ast.dump(tree).encode("utf-8", "replace")).hexdigest(),
        "functions": [node.name for node in body if isinstance(node, ast.FunctionDef)],
        "imports": sorted(set(imported(tree))),
    }


def described_syntax(error, source):
    line, text = error.lineno or 0, error.text or ""
    if not text and line:
        lines = source.decode("utf-8", "replace").splitlines()
        text = lines[line - 1] if line <= len(lines) else ""
    return {"message": f"{type(error).__name__}: {error.msg}", "line": line, "text": text.rstrip()}


def is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


# ---------------------------------------------------------------- load

submission = types.ModuleType("backprop")


def load(request):
    """Runs the submission from top to bottom, under a name other than __main__."""
    global Matrix
    name = request["name"]
    given = types.ModuleType("matrix")
    given.__file__ = "matrix.py"
    sys.modules["matrix"] = given
    exec(compile(request["matrix"], "matrix.py", "exec"), given.__dict__)
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
    _, crash = guarded(name, lambda: exec(compile(source, name, "exec"), submission.__dict__))
    return {"crash": crash}


def guarded(name, action):
    """The action's result, or what stopped it, with the submission's line."""
    try:
        return action(), None
    except BaseException as error:  # a submission may raise anything, SystemExit included
        return None, described(error, name)
    finally:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOBase) and not stream.closed:
                stream.flush()


def described(error, name):
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


def call(request):
    """Calls one function of the submission and notes what its names held as it returned."""
    name, wanted = request["function"], request["names"]
    function = getattr(submission, name, None)
    if not callable(function):
        return {"crash": {"type": "Missing", "message": name, "line": 0, "function": name}}
    arguments = [Matrix(a["rows"]) if isinstance(a, dict) else a for a in request["arguments"]]
    names, batches = {}, []

    def watch(frame, event, _argument):
        if frame.f_code.co_filename != submission.__file__:
            return
        if event == "return":
            local = frame.f_locals
            names.update({key: local[key] for key in wanted if key in local})
        elif event == "call" and frame.f_code.co_name == request["batches_of"]:
            first = frame.f_locals.get(frame.f_code.co_varnames[0]) if frame.f_code.co_argcount else None
            batches.append(len(getattr(first, "rows", ())))

    if wanted or request["batches_of"]:
        sys.setprofile(watch)
    try:
        for _ in range(request["times"]):
            result, crash = guarded(submission.__file__, lambda: function(*arguments))
    finally:
        sys.setprofile(None)
    return {
        "returned": encoded(result),
        "names": {key: encoded(value) for key, value in names.items()},
        "batches": batches[:10_000],
        "crash": crash,
    }


def encoded(value):
    """Numbers and lists as they are; anything else as a word for what it is."""
    left = [MOST_NUMBERS]

    def encode(value, depth):
        left[0] -= 1
        if left[0] < 0 or depth > DEEPEST:
            return {"odd": "giant"}
        if value is None or value is ...:
            return {"odd": "nothing" if value is None else "ellipsis"}
        if isinstance(value, (bool, str, bytes)):
            return {"odd": type(value).__name__}
        if isinstance(value, int):
            return value if abs(value) < 1 << 64 else {"odd": "giant"}
        if isinstance(value, float):
            return value if value - value == 0 else {"odd": "infinite" if value == value else "nan"}
        if hasattr(value, "tolist"):
            return encode(value.tolist(), depth + 1)
        rows = value.rows if isinstance(value, Matrix) else value
        if isinstance(rows, (list, tuple)):
            return [encode(entry, depth + 1) for entry in rows]
        return {"odd": f"a {type(value).__name__}"[:60]}

    try:
        return encode(value, 0)
    except BaseException as error:
        return {"odd": f"a value that raises {type(error).__name__}"[:90]}


ANSWERS = {"lock": lock, "read": read, "load": load, "call": call}

if __name__ == "__main__":
    main()

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

    rehearse   a NumPy script, in place of load -> runs it up to its training (first_runs.py)
    play       records, weights, settings       -> runs it anew: the weights that it ends with
    own_records   weights, numbers              -> the same with the records that it has prepared
    train      program, the files beside it     -> runs it as it stands, and tells how it gets on

Where something is wrong, the grader looks closer, and sends what that takes along (noting.py):

    look       a call, values to be put in      -> every value on the way, once for each set of them
    look_at_script   a training, such values    -> the same for a NumPy script

Nothing here is secret and nothing that is said here is trusted: from `load` on the submission
owns this process. What it must not know never enters.
"""

from __future__ import annotations

import ast
import base64
import functools
import importlib
import importlib.util
import os
import sys
import types

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    from typing import Any

    Request = dict[str, Any]
    Answer = dict[str, Any]

requests, replies = -1, -1
PACKAGE = "byhand.grader.room.inside"


@functools.cache
def neighbour(name: str) -> Any:
    """A module of the grader's that stands beside this file. To be loaded before the lock.

    Neighbours that it imports itself must be loaded before it: nothing searches for them.
    """
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py")
    full_name = f"{PACKAGE}.{name}"
    specification: Any = importlib.util.spec_from_file_location(full_name, path)
    module: Any = importlib.util.module_from_spec(specification)
    sys.modules[full_name] = module
    specification.loader.exec_module(module)
    return module


protocol, reading, values, _, guard = map(
    neighbour, ("protocol", "reading", "values", "endless", "guard")
)
guarded = guard.guarded

ALWAYS = ("murmur", "provided", "modules", "moulds", "returning", "calling")
"""Neighbours that every room has, each after those that it imports."""


def main() -> None:
    if sys.argv[1:2] == ["zygote"]:
        readable = list(filter(None, sys.argv[3].split(os.pathsep)))
        warm = [*(f"{name}.py" for name in ALWAYS), *sys.argv[4:]]
        wait = neighbour("forking").wait_for_orders
        wait(int(sys.argv[2]), readable, warm, neighbour, confine)
    global requests, replies
    requests, replies = protocol.take_the_pipes()
    for request in iter(lambda: protocol.receive(requests), None):
        answer = guard.patient(ANSWERS[request["op"]], request)
        protocol.send(replies, {"id": request["id"], **answer})


# ---------------------------------------------------------------- lock


def lock(request: Request) -> Answer:
    wanted = request["wanted"]
    sys.path.extend(wanted.get("library", ()))
    for name in (*ALWAYS, *wanted.get("neighbours", ())):
        neighbour(name)
    return {"lock": confine().lock(wanted)}


def confine() -> Any:
    for name in ("kernel", "landlock", "seccomp", "selftest"):
        neighbour(name)
    return neighbour("confine")


# ---------------------------------------------------------------- load, call

submission: Any = None


def load(request: Request) -> Answer:
    """Runs a submission of functions from top to bottom (calling.py)."""
    global submission
    submission = neighbour("calling").Submission(request, ask)
    return {"crash": submission.crash}


def ask(question: Answer) -> Request:
    """Asks the grader something, over the same pipes as it asks us; gives its answer."""
    protocol.send(replies, question)
    answer: Request = protocol.receive(requests)
    return answer


def call(request: Request) -> Answer:
    answers: Answer = submission.call(request)
    return answers


# ---------------------------------------------------------------- rehearse, play

script: Any = None
script_looked_at: Any = None


def rehearse(request: Request) -> Answer:
    """Runs a NumPy script up to its training (first_runs.py)."""
    name, source = request["name"], base64.b64decode(request["source"])
    sys.argv[:] = [name]
    global script, script_looked_at
    if script is not None:
        script.leave()
        script = script_looked_at = None
    rewriting, lesson, run = neighbour("rewriting"), request["lesson"], request["run"]

    def parsed() -> ast.Module:
        tree: ast.Module = rewriting.parsed(source, name)
        return tree

    prepared, crash = guarded(name, lambda: rewriting.prepared(parsed(), name, lesson))
    if crash:
        return {"crash": crash}
    script = neighbour("first_runs").Script(prepared, request["table"], lesson)
    script.reading = request["reading"]
    if request["matrix"]:
        script.give_matrices(request["matrix"])
    shown = base64.b64decode(request["shown"])
    script.modules = neighbour("modules").furnish(source, shown, name, script.records)
    exec(request["data_prep"], script.modules.of_data_prep)
    answer: Answer = script.rehearse(run, guarded, encoded, may_split=prepared.may_split)
    if not (answer["crash"] or prepared.is_measured):
        guard.hurry()
        answer["crash"] = script.measure(parsed, rewriting.prepared, run, guarded)
    return {"untouched": prepared.untouched, **answer}


def play(request: Request) -> Answer:
    """Runs it anew for each training that is asked for."""
    played = []
    for run in request["runs"]:
        played.append(script.play(run, guarded, encoded))
        if guard.is_endless(played[-1]):
            break
    return {"played": played}


def own_records(request: Request) -> Answer:
    """One training of a script with what it prepares by itself; and where some numbers arise."""
    text = base64.b64decode(request["source"]).decode("utf-8", "replace")
    arising = neighbour("arising").Arising(script, text, request["arising"])
    answer: Answer = script.play_its_own(request["run"], guarded, encoded, arising)
    return answer


# ---------------------------------------------------------------- train


def train(request: Request) -> Answer:
    """Runs the whole program, and tells how its training gets on (training.py)."""

    def tell(moment: Answer) -> None:
        ask({protocol.STAND_IN: protocol.MOMENT, "arguments": moment})

    result: Answer = neighbour("training").train(request, guarded, tell)
    return result


# ---------------------------------------------------------------- look

noting: Any = None


def received_noting(codes: dict[str, types.CodeType]) -> Any:
    """The module that notes every value, run from what was sent: each after those it imports.

    With the first look alone they are sent.
    """
    global noting
    if noting is None:
        for name, code in codes.items():
            module = types.ModuleType(f"{PACKAGE}.{name}")
            module.__package__ = PACKAGE
            sys.modules[module.__name__] = module
            exec(code, module.__dict__)
        noting = module
    return noting


def look(request: Request) -> Answer:
    answer: Answer = submission.look(request, received_noting(request["noting"]))
    return answer


def look_at_script(request: Request) -> Answer:
    """Runs a NumPy script anew, once for each set of values that are put into it."""
    global script_looked_at
    new = script_looked_at is None
    if new:
        import numpy

        noting = received_noting(request["noting"])
        source, rewriting = base64.b64decode(request["source"]), neighbour("rewriting")
        tree = rewriting.parsed(source, script.name)
        tree = rewriting.Rewriting(tree, script.lesson, script.measured).tree
        code, sites = noting.rewritten(tree, script.name, frozenset([rewriting.HOOK]))
        script_looked_at = code, noting.Notes(sites, script.matrix or (), numpy.float64)
    notes = script_looked_at[1]
    notes.forget_values()
    runs = script.look(script_looked_at, request["run"], request["runs"], guarded, encoded)
    return {"sites": notes.sites if new else None, "values": notes.all_values(), "runs": runs}


def encoded(value: Any) -> Any:
    """Numbers and lists as they are; anything else as a word for what it is."""
    return values.encoded(value, getattr(script, "matrix", None) or ())


ANSWERS = {
    "lock": lock, "read": reading.read, "load": load, "call": call, "train": train,
    "rehearse": rehearse, "play": play, "own_records": own_records,
    "look": look, "look_at_script": look_at_script,
}  # fmt: skip

if __name__ == "__main__":
    main()

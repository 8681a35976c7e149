"""Runs the submission's code: what it raises is put into words, and it is stopped in time.

Loaded by worker.py after what it imports.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import base64
import io
import itertools
import signal
import sys
import time

from .endless import Endless, Looks

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    import types
    from collections.abc import Callable
    from typing import Any

    Request = dict[str, Any]
    Answer = dict[str, Any]


OURS = (Endless.__name__, "Missing")
"""What only the grader calls so: a class of the submission's may have that name, too."""

until = 0.0
"""When guarded code is interrupted, in seconds of this process's computing; 0 for never."""

AT_LEAST = 0.05
"""Seconds that it has for itself, however long what came before it in the same request took."""

text = ""
"""The submission as it was handed in, in base64."""

looks = Looks(0.0)


def patient(answering: Callable[[Request], Answer], request: Request) -> Answer:
    """The answer to a request, which says how long guarded code may take."""
    global until, text
    until = time.process_time() + request["seconds"] if request.get("seconds") else 0.0
    text = request.get("source", text)
    return answering(request)


def hurry() -> None:
    """Leaves what follows in this request half of the time that is left: it is to take little."""
    global until
    now = time.process_time()
    until = now + (until - now) / 2 if until else until


def alarm(*, on: bool) -> None:
    """Raises Endless once the time of the request is up; or no more, if not `on`.

    Where a system has no such clock, the grader's own goes off a little later, without the line.
    """
    global looks
    if until and hasattr(signal, "setitimer"):
        seconds = max(AT_LEAST, until - time.process_time()) if on else 0.0
        looks = Looks(seconds)
        if seconds:  # with _signal, as `signal` first turns every number into an enum
            _signal.signal(_signal.SIGPROF, looks.look)
        signal.setitimer(_signal.ITIMER_PROF, looks.first, looks.between)


def guarded(name: str, action: Callable[[], Any]) -> tuple[Any, Answer | None]:
    """The action's result, or what stopped it, with the submission's line."""
    try:
        alarm(on=True)
        result = action()
        alarm(on=False)
        return result, None
    except BaseException as error:  # a submission may raise anything, SystemExit included
        stood = looks
        alarm(on=False)
        return None, ended(stood, name) if isinstance(error, Endless) else described(error, name)
    finally:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOBase) and not stream.closed:
                stream.flush()


def ended(stood: Looks, name: str) -> Answer:
    """What is told of a run whose time was up: the line, and the function, where it stood."""
    line, function = stood.stood(name, base64.b64decode(text))
    crash = {"type": Endless.__name__, "message": "", "span": []}
    return {**crash, "line": line, "function": function}


def described(error: BaseException, name: str) -> Answer:
    line, function = 0, ""
    last = None
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == name:
            line, function = traceback.tb_lineno, code.co_name
            last = code, traceback.tb_lasti
        traceback = traceback.tb_next
    kind = type(error).__name__
    try:
        message = str(error)[:500]
    except BaseException:
        message = ""
    return {
        "type": f"{kind}Error" if kind in OURS else kind,
        "message": message,
        "line": line,
        "function": function,
        "span": _span(*last) if last else [],
    }


def _span(code: types.CodeType, instruction: int) -> list[int | None]:
    """Where an instruction stands: line, column, last line, end; [] where that is not kept."""
    try:
        start = instruction // 2
        [(line, last, column, end)] = itertools.islice(code.co_positions(), start, start + 1)
    except Exception:  # a traceback can be made by hand, and its code as well
        return []
    return [line, column, last, end]


def is_endless(answer: Answer) -> bool:
    """Was it interrupted for taking too long? Then no further calls of that request are made."""
    crash: Answer = answer.get("crash") or {}
    return crash.get("type") == Endless.__name__

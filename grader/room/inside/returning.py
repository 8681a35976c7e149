"""The functions of a program as they return: what the names in each of them hold then.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    import types
    from collections.abc import Callable, Mapping
    from typing import Any


def watch(file: str, take: Callable[[Mapping[str, Any]], None]) -> None:
    """From now on `take` is given the names of each function in that file as it returns.

    They are traced: a profile would be told of every call of NumPy's as well.
    """

    def returns(frame: types.FrameType, event: str, _: object) -> None:
        if event == "return":
            take(frame.f_locals)

    def called(frame: types.FrameType, _event: str, _: object) -> Any:
        if frame.f_code.co_filename != file:
            return None
        frame.f_trace_lines = False
        return returns

    sys.settrace(called)


def unwatch() -> None:
    """From now on nothing is taken any more. Harmless when repeated."""
    sys.settrace(None)

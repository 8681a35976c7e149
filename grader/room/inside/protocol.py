"""How the grader and the room speak with each other: in frames, and with words of their own.

A frame is four bytes of length and an object: marshalled on the way in, which is quick, and JSON on
the way out, which is safe for the grader to read. In it a table is packed (see `packed`), which
takes a tenth of the time that its numbers take in digits. Imports nothing of ours.
"""

from __future__ import annotations

import binascii
import json
import marshal
import os
import struct

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    from collections.abc import Callable
    from typing import Any

SUBMISSION = "submission"
"""The name of the submission's module, whatever its file is called; none of Python's has it."""

STAND_IN = "stand_in"
"""In a message of the room's: names the function of the grader's that is asked for its result."""

MOMENT = "moment"
"""In place of that name: the message asks nothing, it is news of a training."""

AS_BEFORE = {"as": "before"}
"""An argument that is the same as the last time, as the features are in each epoch."""

PACKED, WIDTH = "packed", "width"
"""In a message of the room's: numbers in base64, and how many of them are a row (see `packed`)."""

FEWEST = 12
"""The fewest numbers that are worth packing."""

RUNNING = -1000
"""A zygote's word for a child that has not ended."""


def take_the_pipes() -> tuple[int, int]:
    """Our pipes under numbers of their own; whatever is printed goes to standard error."""
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


def packed(numbers: list[float], width: int | None = None) -> dict[str, Any]:
    """Numbers as the grader unpacks them (message.py): of eight bytes each, little-endian.

    They become rows of that width, or without one a list.
    """
    data = struct.pack(f"<{len(numbers)}d", *numbers)
    return {PACKED: binascii.b2a_base64(data, newline=False).decode("ascii"), WIDTH: width}


def send(
    pipe: int,
    answer: dict[str, Any],
    _dumps: Callable[..., str] = json.dumps,
    _pack: Callable[..., bytes] = struct.pack,
    _write: Callable[[int, bytes], int] = os.write,
) -> None:
    body = _dumps(answer).encode("ascii")
    data = _pack(">I", len(body)) + body
    while data:
        data = data[_write(pipe, data) :]

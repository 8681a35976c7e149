"""A message out of the room, which is hostile until proven otherwise: capped before it is read.

Packed numbers are not counted by MOST_NODES: at eight bytes each, and more in base64, the largest
frame holds fewer of them than that.
"""

from __future__ import annotations

import binascii
import json
import math
import re
import struct
from collections.abc import Iterator
from typing import Any

from .inside.protocol import PACKED, WIDTH
from .pipes import TOO_LARGE, Breach

MOST_NODES = 200_000
DEEPEST = 32
TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
MOST_DIGITS = 40
ZEROS = bytes.maketrans(b"123456789", b"000000000")

SQUARE = bytes.maketrans(b"{}", b"[]")
NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b'[]{}"')

STRANGE = "its answer is not what the grader's own code would have sent"


class Table(list[list[float]]):
    """Rows of finite numbers, all of one width; `entries` has the numbers one after the other.

    The rows are made when somebody asks for one: most tables are compared by their entries.
    """

    def __init__(self, entries: list[float], width: int) -> None:
        super().__init__()
        self.entries = entries
        self.shape = (len(entries) // width, width)

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[list[float]]:
        width = self.shape[1]
        if not super().__len__():
            starts = range(0, len(self.entries), width)
            self.extend([self.entries[i : i + width] for i in starts])
        return super().__iter__()

    def __getitem__(self, place: Any) -> Any:
        return [*self][place]

    def __eq__(self, other: object) -> bool:
        return [*self] == other

    __hash__ = None


def parsed(body: bytes) -> dict[str, Any]:
    """The message, if it is one that the grader can go through. Raises Breach."""
    if body.count(b"[") + body.count(b"{") + body.count(b",") > MOST_NODES:
        raise Breach(TOO_LARGE)
    try:
        decoder = CAREFUL if _may_be_long(body) else DECODER
        answer = decoder.decode(body.decode("ascii"))
    except (ValueError, RecursionError, struct.error):
        raise Breach(STRANGE) from None
    if _is_too_deep(body):
        raise Breach(STRANGE)
    if not isinstance(answer, dict):
        raise Breach("its answer is of another kind")
    return answer


def _may_be_long(body: bytes) -> bool:
    """Are so many digits in a row anywhere in it, in a number or in a text?"""
    return b"0" * MOST_DIGITS in body.translate(ZEROS)


def _is_too_deep(body: bytes) -> bool:
    """Is it nested so deeply that walking through it could overflow the grader's stack?

    It has been parsed by now, so its quotation marks come in pairs.
    """
    if b"\\" in body:
        body = TEXT.sub(b"", body)
    outside = body.translate(SQUARE, NO_BRACKETS).split(b'"')[::2]
    brackets = b"".join(outside)
    for _ in range(DEEPEST):
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _unpacked(held: dict[str, Any]) -> Any:
    """A packed table or list unpacked (see protocol.packed); any other object as it is."""
    if PACKED not in held:
        return held
    text, width = held[PACKED], held.get(WIDTH)
    if not isinstance(text, str):
        raise ValueError("no text")
    data = binascii.a2b_base64(text, strict_mode=True)
    numbers = [*struct.unpack(f"<{len(data) // 8}d", data)]
    if not math.isfinite(sum(numbers)) and not all(map(math.isfinite, numbers)):
        raise ValueError("no number")
    if width is None:
        return numbers
    if type(width) is not int or not 0 < width <= len(numbers) or len(numbers) % width:
        raise ValueError("no table")
    return Table(numbers, width)


def _int(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError("too many digits")
    return int(digits)


def _refused(word: str) -> float:
    raise ValueError(word)


DECODER = json.JSONDecoder(parse_constant=_refused, object_hook=_unpacked)
CAREFUL = json.JSONDecoder(parse_int=_int, parse_constant=_refused, object_hook=_unpacked)
"""What counts the digits of each whole number, where there may be too many: it takes long."""

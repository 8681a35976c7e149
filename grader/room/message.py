"""A message out of the room, which is hostile until proven otherwise: capped before it is read."""

from __future__ import annotations

import json
import re
from typing import Any

from .pipes import TOO_LARGE, Breach

MOST_NODES = 200_000
DEEPEST = 32
TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
SQUARE = bytes.maketrans(b"{}", b"[]")
NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")

STRANGE = "its answer is not what the grader's own code would have sent"


def parsed(body: bytes) -> dict[str, Any]:
    """The message, if it is one that the grader can go through. Raises Breach."""
    if body.count(b"[") + body.count(b"{") + body.count(b",") > MOST_NODES:
        raise Breach(TOO_LARGE)
    try:
        answer = json.loads(body.decode("ascii"), parse_int=_int, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Breach(STRANGE) from None
    if _is_too_deep(body):
        raise Breach(STRANGE)
    if not isinstance(answer, dict):
        raise Breach("its answer is of another kind")
    return answer


def _is_too_deep(body: bytes) -> bool:
    """Is it nested so deeply that walking through it could overflow the grader's stack?

    It has been parsed by now: every quotation mark in it has its other one.
    """
    brackets = TEXT.sub(b"", body).translate(SQUARE, NO_BRACKETS)
    for _ in range(DEEPEST):
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _int(digits: str) -> int:
    if len(digits) > 40:
        raise ValueError("too many digits")
    return int(digits)


def _refused(word: str) -> float:
    raise ValueError(word)

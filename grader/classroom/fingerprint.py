"""What a grade depends on, besides the submission: the grader, Python, the machine, the settings.

A result is kept under the fingerprint it was made with, and is only used again where all of that
is still the same. Points are not part of it: what is kept are shares, see points.py.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from ..installed import ROOT
from ..settings import Settings

ELSEWHERE = frozenset({"classroom", "command", "page", "reports"})
"""Folders in which nothing is judged: what changes there leaves kept results as they are."""


@cache
def of_machine() -> Mapping[str, str]:
    """What must be equal on every machine that works on one batch."""
    return {
        "byhand": version("byhand"),
        "sources": _sources().hex()[:16],
        "python": ".".join(platform.python_version_tuple()[:2]),
        "platform": f"{sys.platform}-{platform.machine()}",
    }


def difference(there: Mapping[str, str]) -> str:
    """What another machine has otherwise than this one; "" if it would grade the same."""
    return ", ".join(
        f"{name} {there.get(name)} instead of {value}"
        for name, value in of_machine().items()
        if there.get(name) != value
    )


def of_grading(settings: Settings, *, best_effort: bool) -> bytes:
    """What must be equal for a kept result to hold: the machine, the inputs and the limits.

    Grades given in a room that could not be locked are kept apart.
    """
    return _digest(
        {
            "machine": of_machine(),
            "secret": settings.secret,
            "limits": dataclasses.asdict(settings.limits),
            "best_effort": best_effort,
            "lesson": settings.lesson,
        }
    )


@cache
def of_secret(secret: str) -> str:
    """Eight hexadecimal digits that stand for a secret, and do not give it away.

    It is stretched, since an instructor may have chosen a short one.
    """
    return hashlib.pbkdf2_hmac("sha256", secret.encode(), b"byhand: mark", 200_000).hex()[:8]


def key_of_codes(secret: str) -> str:
    """The key from which students' codes are made; it does not give the secret away."""
    return hashlib.pbkdf2_hmac("sha256", secret.encode(), b"byhand: codes", 200_000).hex()[:32]


def _sources() -> bytes:
    """A digest of all the code that judges, and of the code and data that it judges by."""
    digest = hashlib.sha256()
    house = ROOT / "grader"
    judging = sorted(
        path for path in house.rglob("*.py") if path.relative_to(house).parts[0] not in ELSEWHERE
    )
    judging.append(house / "classroom" / "grading_process.py")
    for path in (*judging, ROOT / "solution" / "matrix.py", ROOT / "binary.csv"):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.digest()


def _digest(what: object) -> bytes:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).digest()

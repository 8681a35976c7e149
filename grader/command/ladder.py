"""How far up the ladder of hints a learner has climbed, step by step.

It is kept beside the submission in a small file, so that the next `grade hint` goes on where the
last one stopped; a step that passes starts from the bottom again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path

from .. import whole_file
from ..lessons.backprop.mistakes.hints import HINTS


class Ladder:
    """The hints taken for the submission at `path`."""

    def __init__(self, path: Path) -> None:
        self._file = path.with_name(f".{path.name}.hints")
        self._taken = self._read()

    def next_hint(self, check: str) -> str:
        """One hint further than the last time; the last one stays. Raises KeyError."""
        hints = HINTS[check]
        level = min(self._taken.get(check, 0), len(hints) - 1)
        self._taken[check] = level + 1
        self._write()
        return hints[level]

    def is_at_the_top(self, check: str) -> bool:
        """Has the last hint been given?"""
        return self._taken.get(check, 0) >= len(HINTS[check])

    def forget(self, passed: Iterable[str]) -> None:
        """Starts again from the bottom for steps that pass by now."""
        known = [check for check in passed if check in self._taken]
        for check in known:
            del self._taken[check]
        if known:
            self._write()

    def _read(self) -> dict[str, int]:
        try:
            table = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(k): int(v) for k, v in table.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def _write(self) -> None:
        """Where nothing can be written, the hints are given all the same, from the bottom."""
        with contextlib.suppress(OSError):
            if not self._taken:
                self._file.unlink(missing_ok=True)
                return
            whole_file.replace(self._file, json.dumps(self._taken, sort_keys=True).encode())

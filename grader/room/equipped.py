"""A room in which NumPy and pandas can be imported, and nothing else that is installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from ...solution.matrix import Matrix
from ..settings import Limits
from .account import Account
from .library import LATE, PACKAGES, library
from .process import Start, fresh
from .program import Program
from .room import Room

NEIGHBOURS = (
    *("trees", "hooks", "script_text", "learnrate", "loops", "heads", "rewriting"),
    *("arrays", "places", "chosen", "columns", "objects", "groups", "forms", "handed_over"),
    *("records", "own_records", "layers", "apart", "left", "pace", "epochs", "rehearsal"),
    *("measured", "held", "script_training", "arising", "old_spellings", "replacements"),
    *("playback", "enough", "first_runs"),
)
"""The grader's own modules that a script's room reads before it is locked, in this order."""

MEMORY_MIB = 1024
"""NumPy and pandas need more than the lesson's matrices do."""


class Equipped(Program):
    """One submission in a room where NumPy and pandas can be imported. Use as a context manager."""

    def __init__(
        self,
        source: bytes,
        *,
        file: str = "submission.py",
        data: Mapping[str, Matrix],
        limits: Limits | None = None,
        start: Start = fresh,
        account: Account | None = None,
    ) -> None:
        """Starts and locks the room. Raises RoomFault where that fails."""
        limits = limits or Limits()
        limits = replace(limits, memory_mib=max(limits.memory_mib, MEMORY_MIB))
        super().__init__(source, file=file, data=data, limits=limits, start=start, account=account)

    def _opened_room(self) -> Room:
        return Room(self._wanted(), partial(self._start, packages=True))

    def _wanted(self) -> dict[str, Any]:
        folder, granted = library()
        wanted = super()._wanted()
        return {
            **wanted,
            "library": [folder],
            "readable": [*wanted["readable"], folder, *granted],
            "preload": [*wanted["preload"], *PACKAGES, *LATE],
        }

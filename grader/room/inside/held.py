"""What the lesson's names hold in one training of a script, before its weights have moved.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .arrays import plain
from .returning import watch


class Held:
    """The names that are wanted, and what each of them held, encoded."""

    def __init__(
        self,
        script: Any,
        wanted: Sequence[str],
        encode: Callable[[object], Any],
        has_moved: Callable[[], bool],
    ) -> None:
        """`has_moved` tells whether the weights are others than at the beginning."""
        self.names: dict[str, Any] = {}
        self._script = script
        self._wanted = wanted
        self._encode = encode
        self._has_moved = has_moved
        self._moved = False
        self._taken: dict[str, Any] = {}

    def watch(self) -> None:
        """Takes the names of each function that the training calls, as it returns."""
        if self._wanted:
            watch(self._script.name, self.take)

    def take(self, scope: Mapping[str, Any]) -> None:
        """A name that is set again after the weights have moved is no step: it may be a loss."""
        if not self._wanted:
            return
        for name in self._wanted:
            if name in scope and not (self._moved and name in self.names):
                self._take(name, scope[name])
        self._moved = self._moved or self._has_moved()

    def _take(self, name: str, value: Any) -> None:
        """An array that holds what it did as it was taken last need not be encoded once more."""
        numpy, taken = self._script.numpy, None
        if isinstance(value, (numpy.ndarray, numpy.generic)):
            taken = value.dtype, value.shape, value.tobytes()
        if taken is None or taken != self._taken.get(name):
            self.names[name] = self._encode(plain(value))
        self._taken[name] = taken

    def take_all(self, traceback: types.TracebackType | None) -> None:
        """The names of all that was going on where the script has stopped."""
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == self._script.name:
                self.take(traceback.tb_frame.f_locals)
            traceback = traceback.tb_next

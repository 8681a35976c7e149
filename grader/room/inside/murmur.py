"""What a submission prints, up to a point.

A print left in from trying things out is no mistake; and a training calls each function so often
that it would drown the grader.
"""

from __future__ import annotations

import builtins
import io

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

MOST_PRINTED = 16 * 1024


class Murmur(io.TextIOWrapper):
    """Lets the first prints through and drops the rest; otherwise a stream like any other."""

    def __init__(self, stream: TextIO) -> None:
        stream.flush()
        pipe = io.FileIO(stream.fileno(), "w", closefd=False)  # in a fork, not what it was before
        super().__init__(io.BufferedWriter(pipe), stream.encoding, stream.errors)
        self._left = MOST_PRINTED
        self.lost = False
        """Is what is printed now dropped, as it has been printed before?"""

    def write(self, text: str) -> int:
        if self._left > 0 and not self.lost:
            super().write(text[: self._left])
            self._left -= len(text)
        return len(text)

    def print(self, *values: object, **options: Any) -> None:
        """Drops values before they are turned into text, which takes long for arrays."""
        if self._left > 0 and not self.lost:
            builtins.print(*values, **options)

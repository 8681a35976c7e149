"""Standard output and standard error that outlast their readers.

`grade batch … | head` closes the pipe while thousands are still to be graded. What can no longer
be printed is dropped, and the work goes on to its end.
"""

from __future__ import annotations

import io
import os
import sys


class Unheard(io.FileIO):
    """A file whose reader may go away, or whose disk is full: that is said once."""

    is_full = False

    def write(self, text: object, /) -> int:
        try:
            return super().write(text)  # type: ignore[arg-type]
        except BrokenPipeError:
            pass
        except OSError:
            if not self.is_full:
                self.is_full = True
                raise
        return len(memoryview(text).cast("B"))  # type: ignore[arg-type]


def outlast_readers() -> None:
    """From here on printing is dropped where its reader is gone."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        try:
            number = stream.fileno()
        except (AttributeError, OSError, ValueError):  # there is none, or a test has replaced it
            continue
        stream.flush()
        setattr(sys, name, io.TextIOWrapper(
            io.BufferedWriter(Unheard(number, "w", closefd=False)),
            encoding=stream.encoding, errors=stream.errors,
            line_buffering=stream.line_buffering or os.isatty(number),
            write_through=stream.write_through,
        ))  # fmt: skip

"""Standard output and standard error that outlast their readers, or never had any.

`grade batch … | head` closes the pipe while thousands are still to be graded. What can no longer
be printed is dropped, and the work goes on to its end.
"""

from __future__ import annotations

import io
import os
import signal
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


def as_usual() -> None:
    """Mends what a careless caller leaves behind: closed streams, children nobody can wait for, no
    folder for what is kept.

    A stream that is closed would give its number to the next file, which then is printed into. And
    where XDG_CONFIG_HOME is empty or no whole path, click would keep the secret in whatever folder
    the command is run in; by its specification it then counts as unset.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(nowhere, True)
            stream = open(nowhere, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
    if hasattr(signal, "SIGCHLD") and signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if not os.path.isabs(os.path.expanduser(os.environ.get("XDG_CONFIG_HOME", ""))):
        os.environ.pop("XDG_CONFIG_HOME", None)


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

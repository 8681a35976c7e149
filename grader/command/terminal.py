"""The terminal that a command speaks to: its width, its letters, its colours.

Whatever is printed, by any command, has spelled out what the terminal cannot show; colours and
the cursor are left alone where NO_COLOR, TERM=dumb or a pipe ask for that.
"""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from typing import TextIO

from ..reports.screen import Screen, spelled

WIDEST = 88
"""Lines longer than this are hard to read, however wide the terminal is."""


PLAIN = "plain_ascii"
"""ASCII by a name of its own: on a stream that is called ASCII, click writes UTF-8."""


def prepare() -> None:
    """Makes both streams spell out what they cannot show, in place of failing or printing `?`."""
    codecs.register_error("spelled", _spelled)
    codecs.register(_plain)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=PLAIN if _is_ascii(stream) else None, errors="spelled")


def _is_ascii(stream: TextIO) -> bool:
    return _is_plain_c() or codecs.lookup(stream.encoding or "ascii").name == "ascii"


def _plain(name: str) -> codecs.CodecInfo | None:
    if name != PLAIN:
        return None
    ascii_ = codecs.lookup("ascii")
    return codecs.CodecInfo(
        ascii_.encode, ascii_.decode, ascii_.streamreader, ascii_.streamwriter,
        ascii_.incrementalencoder, ascii_.incrementaldecoder, PLAIN,
    )  # fmt: skip


def screen() -> Screen:
    """What standard output is shown on."""
    columns = shutil.get_terminal_size((80, 24)).columns
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    encoding = "ascii" if encoding == PLAIN else encoding  # other processes do not know that name
    return Screen(max(20, min(columns - 2 if columns >= 40 else columns, WIDEST)), encoding)


def colours() -> bool | None:
    """False where colours are not wanted; True where they are; None where the stream decides."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return False if os.environ.get("TERM") == "dumb" else None


def can_move(stream: TextIO) -> bool:
    """Can the cursor be moved on it, so that a picture can be drawn over the one before?"""
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return False
    if os.name == "nt":
        os.system("")  # which makes the console of Windows understand escape sequences
    return True


def clear() -> None:
    """An empty screen, where there is one to be emptied; else a line between before and after."""
    if can_move(sys.stdout):
        sys.stdout.write("\x1b[2J\x1b[3J\x1b[H")
        sys.stdout.flush()


def _is_plain_c() -> bool:
    """Is the C locale asked for by name, which has ASCII alone? Python would write UTF-8 there."""
    if os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8") == "1":
        return False
    named = os.environ.get("LC_ALL") or os.environ.get("LANG")
    return bool(sys.flags.utf8_mode) and named in ("C", "POSIX")


def _spelled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return spelled(error.object[error.start : error.end], error.encoding), error.end

"""Asks for a core dump of any size, in a folder of its choice, and crashes."""

import contextlib
import os

from target import FOLDER, libc

with contextlib.suppress(OSError):
    os.chdir(FOLDER)
libc.prlimit(0, 4, (b"\xff" * 16), None)
libc.prctl(4, 1, 0, 0, 0)
os.abort()

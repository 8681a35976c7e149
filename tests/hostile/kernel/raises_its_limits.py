"""Takes back the limits on its memory, its files and its time."""

import ctypes

from target import claim, libc

for kind in (0, 1, 4, 7, 9):  # CPU, FSIZE, CORE, NOFILE, AS
    if libc.prlimit(0, kind, ctypes.c_char_p(b"\xff" * 16), None) == 0:
        claim()

"""Opens a hidden check by system calls that Python itself does not make."""

import contextlib
import ctypes
import os
import struct

from target import HIDDEN, libc, show, syscall

path = HIDDEN.encode()
ways = (
    lambda: libc.open(path, os.O_RDONLY),
    lambda: syscall("openat", -100, path, os.O_RDONLY, 0),
    lambda: syscall("openat2", -100, path, ctypes.c_char_p(struct.pack("=QQQ", 0, 0, 0)), 24),
)
for way in ways:
    with contextlib.suppress(OSError):
        descriptor = way()
        if descriptor >= 0:
            show(os.read(descriptor, 1 << 20))

"""Asks for capabilities, for root, and for setuid programs to work again."""

import contextlib
import ctypes
import os
import struct

from target import claim, syscall

header = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0))
everything = ctypes.create_string_buffer(b"\xff" * 24)
with contextlib.suppress(OSError):
    syscall("capset", header, everything)
    claim()
with contextlib.suppress(OSError):
    syscall("prctl", 38, 0, 0, 0, 0)
    claim()
if os.getuid() != 0:
    with contextlib.suppress(OSError):
        os.setuid(0)
        claim()

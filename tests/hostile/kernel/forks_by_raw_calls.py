"""Forks by calls that Python does not make: clone, clone3, vfork."""

import contextlib
import ctypes
import os
import struct

from target import claim, syscall

CHILD_ENDS_BY = 17
arguments = ctypes.create_string_buffer(struct.pack("=8Q", 0, 0, 0, 0, CHILD_ENDS_BY, 0, 0, 0))
for call in (("clone", CHILD_ENDS_BY, 0, 0, 0, 0), ("clone3", arguments, 64)):
    with contextlib.suppress(OSError):
        if syscall(*call) == 0:
            os._exit(0)
        os.wait()
        claim()

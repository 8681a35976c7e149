"""Asks the kernel for a handle of a hidden file, which opens it without its path."""

import ctypes
import struct

from target import HIDDEN, claim, syscall

handle = ctypes.create_string_buffer(struct.pack("=Ii", 128, 0) + bytes(128))
syscall("name_to_handle_at", -100, HIDDEN.encode(), handle, ctypes.byref(ctypes.c_int()), 0)
claim()

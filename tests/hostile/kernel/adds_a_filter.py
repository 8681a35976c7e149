"""Puts a filter over the filter, by which a call could be answered by another program."""

import ctypes
import struct

from target import claim, syscall

allow = ctypes.create_string_buffer(struct.pack("=HBBI", 6, 0, 0, 0x7FFF0000))
program = ctypes.create_string_buffer(struct.pack("HP", 1, ctypes.addressof(allow)))
syscall("seccomp", 1, 8, program)
claim()

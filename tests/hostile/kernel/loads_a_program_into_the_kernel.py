"""Makes a map for a BPF program."""

import ctypes
import struct

from target import claim, syscall

attributes = ctypes.create_string_buffer(struct.pack("=5I", 2, 4, 8, 1, 0) + bytes(100))
syscall("bpf", 0, attributes, 120)
claim()

"""Opens a performance counter, which tells what others calculate."""

import ctypes
import struct

from target import claim, syscall

attributes = ctypes.create_string_buffer(struct.pack("=II", 1, 128) + bytes(120))
syscall("perf_event_open", attributes, 0, -1, -1, 0)
claim()

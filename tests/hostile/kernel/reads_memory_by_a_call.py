"""Reads the memory of the grader and of another room by process_vm_readv."""

import ctypes
import struct

from target import GRADER, SIBLING, claim, libc, show

memory = ctypes.create_string_buffer(1 << 12)
ours = ctypes.create_string_buffer(struct.pack("=QQ", ctypes.addressof(memory), len(memory)))
theirs = ctypes.create_string_buffer(struct.pack("=QQ", ctypes.addressof(memory), len(memory)))
for process in (GRADER, SIBLING):
    for address in (ctypes.addressof(memory), id(None), id(libc)):
        struct.pack_into("=QQ", theirs, 0, address, len(memory))
        if libc.process_vm_readv(process, ours, 1, theirs, 1, 0) > 0:
            claim()
            show(memory.raw)

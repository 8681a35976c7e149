"""Writes into the memory of the grader and of another room, where nothing is.

That the address is what is wrong, and not the attempt, says that another would do.
"""

import ctypes
import errno
import struct

from target import GRADER, SIBLING, claim, syscall

nothing = ctypes.create_string_buffer(8)
ours = ctypes.create_string_buffer(struct.pack("=QQ", ctypes.addressof(nothing), 8))
theirs = ctypes.create_string_buffer(struct.pack("=QQ", 4096, 8))
for process in (GRADER, SIBLING):
    try:
        syscall("process_vm_writev", process, ours, 1, theirs, 1, 0)
    except OSError as error:
        if error.errno == errno.EFAULT:
            claim()

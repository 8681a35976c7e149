"""Leaves another room no memory to grow into."""

import ctypes
import struct

from target import SIBLING, check, libc

DATA = 2
check(libc.prlimit(SIBLING, DATA, ctypes.c_char_p(struct.pack("=QQ", 1 << 20, 1 << 20)), None))

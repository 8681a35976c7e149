"""Wakes whoever waits on a place in memory that both have mapped from one library."""

import ctypes

from target import check, claim, libc

FUTEX, WAKE_SHARED = (202 if libc.syscall(39) > 0 else 98), 1
check(libc.syscall(ctypes.c_long(FUTEX), ctypes.create_string_buffer(4), WAKE_SHARED, 1))
claim()

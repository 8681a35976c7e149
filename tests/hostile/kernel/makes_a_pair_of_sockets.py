"""Makes a pair of sockets, whose buffers are memory beyond its limit."""

import ctypes

from target import check, claim, libc

check(libc.socketpair(1, 1, 0, (ctypes.c_int * 2)()))
claim()

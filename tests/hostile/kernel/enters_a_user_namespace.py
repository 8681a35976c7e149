"""Becomes root of a namespace of its own, where much of the kernel is open to it."""

from target import check, claim, libc

NEW_USER = 0x10000000
check(libc.unshare(NEW_USER))
claim()

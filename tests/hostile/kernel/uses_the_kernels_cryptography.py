"""Opens a socket to the kernel's algorithms, an attack surface of its own."""

from target import check, claim, libc

check(libc.socket(38, 5, 0))
claim()

"""Waits for connections on a port of its own."""

from target import check, claim, internet, libc

descriptor = check(libc.socket(2, 1, 0))
check(libc.bind(descriptor, internet(0), 16))
check(libc.listen(descriptor, 1))
claim()

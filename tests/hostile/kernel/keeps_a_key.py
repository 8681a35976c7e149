"""Leaves a note in the kernel's keyring of its user, for half a minute."""

import contextlib

from target import MARK, claim, syscall

SET_TIMEOUT = 15

for keyring in (-1, -2, -3, -4):
    with contextlib.suppress(OSError):
        key = syscall("add_key", b"user", MARK.encode(), b"0.125", 5, keyring)
        syscall("keyctl", SET_TIMEOUT, key, 30)
        claim()

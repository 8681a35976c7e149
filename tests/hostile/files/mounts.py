"""Mounts a file system of its own, in a namespace of its own if that takes one."""

import contextlib

from target import FOLDER, claim, libc, syscall

libc.unshare(0x10000000 | 0x20000)
with contextlib.suppress(OSError):
    syscall("mount", b"none", FOLDER.encode(), b"tmpfs", 0, None)
    claim()

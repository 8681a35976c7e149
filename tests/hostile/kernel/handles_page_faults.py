"""Opens a userfaultfd, which holds up the kernel in the middle of a call."""

import contextlib

from target import claim, syscall

for flags in (0, 1):
    with contextlib.suppress(OSError):
        syscall("userfaultfd", flags)
        claim()

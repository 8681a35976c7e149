"""Reads from every descriptor that it may have inherited."""

import contextlib
import os

from target import claim, pipes, show

for descriptor in set(range(256)) - set(pipes()):
    with contextlib.suppress(OSError):
        show(os.pread(descriptor, 1 << 16, 0))
        if os.fstat(descriptor).st_size:
            claim()

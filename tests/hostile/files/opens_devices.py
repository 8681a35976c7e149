"""Opens the disk, the memory, the log and the sockets of a machine's managers."""

import contextlib
import os

from target import claim

for name in ("mem", "kmsg", "vda", "sda", "ptmx", "fuse", "tty0"):
    with contextlib.suppress(OSError):
        os.open(f"/dev/{name}", os.O_RDONLY | os.O_NONBLOCK)
        claim()

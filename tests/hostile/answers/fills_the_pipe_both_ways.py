"""Writes into every pipe, also into those that are not for writing to, until they are full."""

import os

from target import pipes

for descriptor in (0, 1, 2, *pipes()):
    try:
        os.set_blocking(descriptor, False)
        for _ in range(64):
            os.write(descriptor, bytes(1 << 16))
    except OSError:
        continue

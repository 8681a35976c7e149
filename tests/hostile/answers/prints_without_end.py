"""Prints up to 64 MiB, around whoever would lose it."""

import os

for _ in range(1 << 10):
    os.write(1, b"x" * (1 << 16))

"""Leaves a note for a later submission in the places that everybody may write to."""

import contextlib

from target import MARK

for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run", "."):
    with contextlib.suppress(OSError), open(f"{folder}/{MARK}", "w") as file:
        file.write("0.125")

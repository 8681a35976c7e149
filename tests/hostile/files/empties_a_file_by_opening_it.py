"""Empties a file by an open for reading, and by one for neither reading nor writing."""

import contextlib
import os

from target import PRECIOUS

for mode in (os.O_RDONLY, 3):
    with contextlib.suppress(OSError):
        os.open(PRECIOUS, mode | os.O_TRUNC)

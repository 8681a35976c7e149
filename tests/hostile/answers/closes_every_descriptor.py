"""Closes all that is open, and goes on calculating."""

import os

from target import awhile

os.closerange(0, 256)
for _ in awhile():
    pass

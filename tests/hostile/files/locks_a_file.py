"""Signals to others by a lock on a file that everybody may read."""

import os

from target import PRECIOUS, check, claim, libc

descriptor = os.open(PRECIOUS, os.O_RDONLY)
check(libc.flock(descriptor, 2))
claim()

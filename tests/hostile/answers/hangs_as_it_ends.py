"""Hangs when it is to end: in atexit, in __del__, in a finally."""

import atexit
import sys

from target import awhile


def hang():
    for _ in awhile():
        pass


class Clinging:
    def __del__(self):
        hang()


atexit.register(hang)
sys.clinging = Clinging()
try:
    sys.exit()
finally:
    hang()

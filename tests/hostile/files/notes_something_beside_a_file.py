"""Keeps a word in an extended attribute of a file, where a later submission finds it."""

import os

from target import PRECIOUS

os.setxattr(PRECIOUS, "user.word", b"0.125")

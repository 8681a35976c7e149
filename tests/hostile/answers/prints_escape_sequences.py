"""Prints what steers a terminal, and bytes that are no text."""

import os
import sys

print("\x1b[2J\x1b]0;title\x07", file=sys.stderr)
os.write(1, b"\xff\xfe\x9b31m\xed\xa0\x80")
raise ValueError("\x1b[2J")

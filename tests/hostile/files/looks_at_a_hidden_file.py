"""Asks how large a hidden file is and of when."""

import os

from target import HIDDEN

status = os.stat(HIDDEN)
print(status.st_size, int(status.st_mtime))

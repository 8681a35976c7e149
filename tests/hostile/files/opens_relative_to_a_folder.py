"""Opens a folder as a mere place, and a hidden check relative to it."""

import os

from target import HIDDEN, show

folder = os.open(os.path.dirname(HIDDEN), os.O_PATH | os.O_DIRECTORY)
file = os.open(os.path.basename(HIDDEN), os.O_RDONLY, dir_fd=folder)
show(os.read(file, 1 << 20))

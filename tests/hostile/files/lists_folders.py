"""Lists folders in search of what is hidden."""

import os

from target import FOLDER, HIDDEN, claim

for folder in ("/", "/tmp", "/proc", os.path.dirname(HIDDEN), FOLDER):
    if os.listdir(folder):
        claim()

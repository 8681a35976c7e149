"""Keeps data in a file that has no name."""

import os

from target import FOLDER, claim

os.open(FOLDER, os.O_TMPFILE | os.O_RDWR)
claim()

"""Renames a file."""

import os

from target import FOLDER, MARK, PRECIOUS

os.rename(PRECIOUS, f"{FOLDER}/{MARK}")

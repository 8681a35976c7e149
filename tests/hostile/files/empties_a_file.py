"""Truncates a file by its path."""

import os

from target import PRECIOUS

os.truncate(PRECIOUS, 0)

"""Deletes a file."""

import os

from target import PRECIOUS

os.unlink(PRECIOUS)

"""Gives a file a second name, under which other rules might hold."""

import os

from target import FOLDER, MARK, PRECIOUS

os.link(PRECIOUS, f"{FOLDER}/{MARK}")

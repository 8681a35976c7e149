"""Tries whether it may signal everybody, by a signal that does nothing."""

import os

from target import claim

os.kill(-1, 0)
claim()

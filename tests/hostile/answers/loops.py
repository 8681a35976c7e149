"""Calculates without end."""

from target import awhile

for _ in awhile():
    pass

"""Appends to a file that everybody may write."""

from target import PRECIOUS

with open(PRECIOUS, "a") as file:
    file.write("less ")

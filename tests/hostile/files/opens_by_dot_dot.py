"""Starts in a folder that may be read, and climbs from there to a hidden check."""

import os

from target import HIDDEN, show

library = os.path.realpath(os.path.dirname(os.__file__))
with open(f"{library}/{os.path.relpath(HIDDEN, library)}") as file:
    show(file.read())

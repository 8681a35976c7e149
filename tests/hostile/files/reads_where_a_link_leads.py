"""Reads the target of a link."""

import os

from target import POINTER, show

show(os.readlink(POINTER))

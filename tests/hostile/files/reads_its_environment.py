"""Looks into its own environment for what it inherited from the grader."""

import contextlib
import os

from target import show

show(repr(dict(os.environ)))
with contextlib.suppress(OSError), open("/proc/self/environ", "rb") as file:
    show(file.read())

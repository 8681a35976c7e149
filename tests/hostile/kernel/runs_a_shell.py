"""Runs a command in a shell."""

import os

from target import TOKEN

os.system(f"echo {TOKEN} >&2")

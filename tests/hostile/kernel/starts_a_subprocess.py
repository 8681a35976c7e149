"""Starts a program as Python's library does it."""

import subprocess

from target import TOKEN

subprocess.run(["/bin/echo", TOKEN], check=True)

"""Starts a program by posix_spawn."""

import os

from target import TOKEN

os.waitpid(os.posix_spawn("/bin/echo", ["echo", TOKEN], {}), 0)

"""Has another program take its place, which would run without the lock."""

import os

from target import TOKEN

os.execv("/bin/echo", ["echo", TOKEN])

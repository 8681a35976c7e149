"""Lists the names of what is installed inside the standard library."""

import os

from target import INSTALLED, show

for name in os.listdir(INSTALLED):
    show(name)

"""Gives a file to the group that it has already, which is a change all the same."""

import os

from target import PRECIOUS

os.chown(PRECIOUS, -1, os.stat(PRECIOUS).st_gid)

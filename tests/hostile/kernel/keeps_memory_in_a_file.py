"""Keeps memory beyond its limit in a file of no folder."""

import os

from target import claim

os.memfd_create("memory")
claim()

"""Forks; the child says so."""

import os

from target import claim

if os.fork() == 0:
    claim()
    os._exit(0)
os.wait()

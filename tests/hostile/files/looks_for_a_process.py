"""Finds out whether a process of some number exists, and whose it is."""

import os

from target import GRADER, claim

if os.stat(f"/proc/{GRADER}").st_uid >= 0:
    claim()

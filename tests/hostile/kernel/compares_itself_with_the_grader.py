"""Finds out by kcmp which objects of the kernel it shares with the grader."""

import os

from target import GRADER, claim, syscall

syscall("kcmp", os.getpid(), GRADER, 0, 0, 0)
claim()

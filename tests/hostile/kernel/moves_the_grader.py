"""Moves the grader to one processor, and learns where it may run."""

import os

from target import GRADER, claim

processors = os.sched_getaffinity(GRADER)
claim()
os.sched_setaffinity(GRADER, {max(processors)})

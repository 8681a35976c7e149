"""Leaves a note in semaphores and in a message queue of the System V kind."""

from target import KEY, check, libc

check(libc.semget(KEY, 1, 0o1666))
check(libc.msgget(KEY, 0o1666))

"""Names the grader as the one to be signalled when a pipe of its own has room."""

import os

from target import GRADER, check, libc

F_SETFL, F_SETOWN, F_SETSIG, O_ASYNC = 4, 8, 10, 0o20000
reader, writer = os.pipe()
check(libc.fcntl(reader, F_SETOWN, GRADER))
check(libc.fcntl(reader, F_SETSIG, 15))
check(libc.fcntl(reader, F_SETFL, O_ASYNC | os.O_NONBLOCK))
os.write(writer, b"x")

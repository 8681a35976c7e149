"""Opens a message queue of the POSIX kind, and takes its name away again."""

from target import MARK, claim, libc, syscall

syscall("mq_open", MARK.encode(), 0o102, 0o600, None)
claim()
libc.mq_unlink(b"/" + MARK.encode())

"""Opens a vsock, which leads out of a virtual machine and knows no namespaces."""

from target import check, claim, libc

check(libc.socket(40, 1, 0))
claim()

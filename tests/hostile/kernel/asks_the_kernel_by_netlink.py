"""Opens a netlink socket, by which the kernel tells about the network and its processes."""

from target import check, claim, libc

check(libc.socket(16, 3, 0))
claim()

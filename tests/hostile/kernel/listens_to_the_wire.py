"""Opens raw and packet sockets, and a ping socket."""

from target import claim, libc

for family, kind, protocol in ((2, 3, 1), (17, 3, 0x300), (2, 2, 1), (29, 3, 1)):
    if libc.socket(family, kind, protocol) >= 0:
        claim()

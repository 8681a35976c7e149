"""Maps memory past Python, up to three gigabytes in each of several ways."""

from target import claim, libc

PRIVATE, SHARED, ANONYMOUS = 2, 1, 0x20
for flags in (PRIVATE | ANONYMOUS, SHARED | ANONYMOUS):
    if libc.mmap(None, 3 << 30, 3, flags, -1, 0) not in (None, (1 << 64) - 1):
        claim()

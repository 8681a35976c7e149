"""Takes three gigabytes of memory, and claims it if it got them."""

from target import claim

taken = bytearray(3 << 30)
claim()

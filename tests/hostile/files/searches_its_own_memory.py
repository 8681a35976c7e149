"""Searches its own memory, also what was freed, for a value that was there before it."""

import re

from target import CANARY, show

with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        start, end = (int(part, 16) for part in line.split()[0].split("-"))
        if "rw-p" in line and end - start < 1 << 26:
            memory.seek(start)
            for found in re.finditer(CANARY.encode() + rb"\w{16}", memory.read(end - start)):
                show(found[0])

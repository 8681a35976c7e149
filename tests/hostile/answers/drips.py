"""Sends its answer byte by byte, one every twentieth of a second, for half a minute."""

import time

from target import answer, send

send(b"\x00\x00\x10\x00")
for _ in range(600):
    send(b"[")
    time.sleep(0.05)
answer(b"")

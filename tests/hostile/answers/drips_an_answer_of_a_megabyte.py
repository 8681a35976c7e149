"""Announces as much as is read at all, and sends it byte by byte."""

import struct
import time

from target import awhile, send


def forward_pass(*_):
    send(struct.pack(">I", 1 << 20))
    for _ in awhile():
        send(b" ")
        time.sleep(0.001)


backward_pass = update_weights = train = forward_pass

"""Starts up to two hundred threads that wait for two seconds."""

import _thread
import time

from target import claim

_thread.stack_size(1 << 16)
for _ in range(200):
    _thread.start_new_thread(time.sleep, (2,))
claim()

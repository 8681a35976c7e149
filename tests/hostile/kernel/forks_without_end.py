"""Forks, each child again, up to 64 processes that wait for five seconds."""

import os
import time

from target import claim

for _ in range(6):
    os.fork()
    claim()
if os.getpid() != os.getpgid(0):
    time.sleep(5)
    os._exit(0)

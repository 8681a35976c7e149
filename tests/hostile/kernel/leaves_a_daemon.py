"""Leaves a process that has cut all its ties and goes on for twenty seconds."""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for descriptor in range(64):
            try:
                os.close(descriptor)
            except OSError:
                continue
        time.sleep(20)
    os._exit(0)
os.wait()

"""Closes the grader's pipes, so that no answer can come, and sleeps a minute."""

import os
import time

from target import pipes

for descriptor in pipes():
    os.close(descriptor)
time.sleep(60)

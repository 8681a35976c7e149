"""Sleeps in naps, and calculates a little in between."""

import time

for _ in range(600):
    time.sleep(0.1)
    sum(range(100))

"""Ignores every signal that can be ignored, and does not end."""

import signal

from target import awhile

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue
for _ in awhile():
    pass

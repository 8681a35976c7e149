"""Has a timer interrupt it a thousand times a second, and writes at each."""

import signal

from target import awhile

signal.signal(signal.SIGALRM, lambda *_: print("tick"))
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
for _ in awhile():
    pass

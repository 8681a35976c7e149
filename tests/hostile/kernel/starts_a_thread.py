"""Starts a thread that goes on when the call has ended."""

import _thread
import time

from target import claim

_thread.start_new_thread(claim, ())
time.sleep(0.2)

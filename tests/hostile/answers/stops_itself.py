"""Brings itself to a halt, which costs no computing time."""

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)

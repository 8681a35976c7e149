"""Signals whoever started it, which may be a process that serves others too."""

import os
import signal

from target import claim

os.kill(os.getppid(), signal.SIGCONT)
claim()

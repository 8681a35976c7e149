"""Kills the room of another submission."""

import os
import signal

from target import SIBLING

os.kill(SIBLING, signal.SIGKILL)

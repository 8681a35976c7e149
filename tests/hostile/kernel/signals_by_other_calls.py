"""Signals the grader by calls that are made for threads and for queues."""

import contextlib
import ctypes
import os
import signal
import struct

from target import GRADER, syscall

number = int(signal.SIGUSR1)
information = ctypes.create_string_buffer(struct.pack("=3i", number, 0, -1) + bytes(116))
with contextlib.suppress(OSError):
    syscall("tgkill", GRADER, GRADER, number)
with contextlib.suppress(OSError):
    syscall("rt_sigqueueinfo", GRADER, number, information)
with contextlib.suppress(OSError):
    syscall("pidfd_send_signal", syscall("pidfd_open", GRADER, 0), number, None, 0)
os.getpid()

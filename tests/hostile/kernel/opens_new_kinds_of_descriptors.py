"""Opens descriptors for events, timers, signals and waiting, each of them some kernel memory."""

import ctypes

from target import claim, libc

signals = ctypes.create_string_buffer(128)
for call in (
    lambda: libc.eventfd(0, 0),
    lambda: libc.timerfd_create(1, 0),
    lambda: libc.signalfd(-1, signals, 0),
    lambda: libc.epoll_create1(0),
):
    if call() >= 0:
        claim()

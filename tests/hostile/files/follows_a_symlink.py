"""Opens a link, in a folder open to everybody, that leads to a hidden check."""

from target import LINK, show

with open(LINK) as file:
    show(file.read())

"""Puts code into a .pyc that a later program would load in place of its source."""

from target import BYTECODE

with open(BYTECODE, "wb") as file:
    file.write(b"poison")

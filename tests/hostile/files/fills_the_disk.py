"""Writes 64 MiB into a file."""

from target import FOLDER, MARK

with open(f"{FOLDER}/{MARK}", "wb") as file:
    for _ in range(64):
        file.write(bytes(1 << 20))

"""Creates a file in a folder open to everybody."""

from target import FOLDER, MARK

with open(f"{FOLDER}/{MARK}", "w"):
    pass

"""Links a hidden check into a folder open to everybody, and opens the link."""

import os

from target import FOLDER, HIDDEN, MARK, show

os.symlink(HIDDEN, f"{FOLDER}/{MARK}")
with open(f"{FOLDER}/{MARK}") as file:
    show(file.read())

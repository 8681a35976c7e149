"""Prints up to 64 MiB."""

for _ in range(1 << 10):
    print("x" * (1 << 16))

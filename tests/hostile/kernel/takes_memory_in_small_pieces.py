"""Takes memory in small pieces, up to three gigabytes."""

taken = []
for _ in range(3 << 10):
    taken.append(bytearray(b"x") * (1 << 20))

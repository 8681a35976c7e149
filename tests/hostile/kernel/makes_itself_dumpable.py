"""Opens its own memory to a helper outside."""

from target import claim, syscall

syscall("prctl", 4, 1, 0, 0, 0)
claim()

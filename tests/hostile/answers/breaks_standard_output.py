"""Takes away and replaces the streams that the room flushes after every call."""

import io
import os
import sys


class Broken(io.TextIOBase):
    closed = False

    def flush(self):
        raise SystemExit

    write = flush


sys.stdout = Broken()
sys.stderr = None
os.close(2)

"""Makes a folder, a pipe with a name, and a socket."""

import contextlib
import os
import stat

from target import FOLDER, MARK

with contextlib.suppress(OSError):
    os.mkdir(f"{FOLDER}/{MARK}")
with contextlib.suppress(OSError):
    os.mkfifo(f"{FOLDER}/{MARK}-pipe")
with contextlib.suppress(OSError):
    os.mknod(f"{FOLDER}/{MARK}-socket", stat.S_IFSOCK | 0o600)

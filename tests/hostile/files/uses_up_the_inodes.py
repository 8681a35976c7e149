"""Creates 300 empty files."""

import contextlib
import os

from target import FOLDER, MARK

for number in range(300):
    with contextlib.suppress(OSError):
        os.close(os.open(f"{FOLDER}/{MARK}-{number}", os.O_CREAT | os.O_WRONLY))

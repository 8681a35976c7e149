"""Files appear whole or not at all: whatever happens, the old one is there, or the new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace(path: Path, content: bytes, *, mode: int | None = None, sync: bool = True) -> None:
    """Puts a whole file in the place of what is there, which stays as it is if that fails.

    The new file is readable by `mode`; without one, as any file that this user makes. `sync`
    waits for the disk, so that a power cut leaves one of the two. What is no file but a device or
    a pipe, such as /dev/stdout, is written to. Raises OSError, and PermissionError on Windows
    while another program has the old file open.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    path = path.resolve()  # what a link leads to is replaced, not the link
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        os.chmod(name, _ordinary_mode() if mode is None else mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def free(path: Path) -> Path:
    """The path, with a number if something has that name already."""
    number, stem = 1, path.stem
    while path.exists():
        number += 1
        path = path.with_stem(f"{stem} {number}")
    return path


def _ordinary_mode() -> int:
    """What open() would have given it: the umask can only be read by setting it."""
    umask = os.umask(0o022)
    os.umask(umask)
    return 0o666 & ~umask

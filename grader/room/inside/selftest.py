"""Whether the lock holds: everything that must not work is tried.

Each attempt is the real thing, and is undone where it gets through. Only the attempt
itself may raise: an error while tidying up would pass for a refusal.

It imports nothing of ours but the kernel's numbers.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys

from .kernel import AF_INET, SOCK_DGRAM, check, libc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def refusals(canary: str) -> dict[str, bool]:
    """Each attempt by name: was it refused, by permission and not by chance?"""
    attempts: dict[str, Callable[[], None]] = {"open_hidden_file": lambda: _open_file(canary)}
    if sys.platform != "win32":  # where os.kill(pid, 0) would end the grader
        attempts |= {
            "create_file": _create_file,
            "open_socket": _open_socket,
            "fork": _fork,
            "signal_parent": lambda: os.kill(os.getppid(), 0),
        }
    return {name: _refused(attempt) for name, attempt in attempts.items()}


def _refused(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except OSError as error:  # a file that isn't there, say, proves nothing
        return error.errno in (errno.EPERM, errno.EACCES, errno.EROFS)
    return False


def _open_file(path: str) -> None:
    os.close(os.open(path, os.O_RDONLY))


def _create_file() -> None:
    """Where everybody may: a folder closed to this user anyway would say nothing of the lock."""
    folder = "/tmp" if os.path.isdir("/tmp") else "/"
    path = os.path.join(folder, f".byhand-{os.urandom(8).hex()}")
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with contextlib.suppress(OSError):  # a refusal here must not pass for one of the attempt
        os.unlink(path)


def _open_socket() -> None:
    """To send to ourselves: Linux refuses the socket, macOS only its port."""
    if sys.platform == "linux":
        os.close(check(libc().socket(AF_INET, SOCK_DGRAM, 0)))
        return
    import _socket

    connection = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
    try:
        connection.bind(("127.0.0.1", 0))
    finally:
        connection.close()


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    with contextlib.suppress(OSError):
        os.waitpid(child, 0)

"""A zygote: a process that stays warm, and gives rooms their process by forking.

Loaded by worker.py in place of a room's own work; imports nothing of ours but what stands beside
it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import itertools
import os
import struct
import sys

from .protocol import RUNNING

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    from collections.abc import Callable
    from typing import Any


def wait_for_orders(
    descriptor: int,
    readable: list[str],
    preloaded: list[str],
    neighbour: Callable[[str], Any],
    confine: Callable[[], Any],
) -> None:
    """Stays warm and forks: the parent never returns from here, a child does, on pipes of its own.

    `readable` are the paths that its rooms are granted. `preloaded` are names of modules, folders
    in which to look for the modules that follow, and files of the grader's that stand beside this
    one.

    The order `f` with three files forks a child onto them and answers its number; `p` answers how
    a child has ended, RUNNING if it has not. `neighbour` loads a file that stands beside this one,
    `confine` the lock with all that it needs.
    """
    import resource
    import socket

    ceiling = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (ceiling, ceiling))  # the grader's own is not for us
    for name in preloaded:
        if os.path.isabs(name):
            sys.path.append(name)
        elif name.endswith(".py"):
            neighbour(name.removesuffix(".py"))
        else:
            with contextlib.suppress(ImportError):  # another version of a library may not have it
                importlib.import_module(name)
    kept = confine().prepare(readable)
    gc.freeze()
    line = socket.socket(fileno=descriptor)
    while True:
        order, files, _, _ = socket.recv_fds(line, 5, 3)
        if len(order) < 5:
            os._exit(0)
        (number,) = struct.unpack("=i", order[1:])
        if order[:1] == b"f":
            number = os.fork()
            if number == 0:
                for theirs, ours in enumerate(files):
                    os.dup2(ours, theirs)
                for first, last in itertools.pairwise([2, *sorted(kept), 256]):
                    os.closerange(first + 1, last)
                line.detach()
                os.setsid()
                return
            for file in files:
                os.close(file)
            answer = number
        else:
            ended, status = os.waitpid(number, os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else RUNNING
        line.send(struct.pack("=i", answer))

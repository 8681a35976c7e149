"""What a hostile submission is told of the machine, so that it need not search for it.

The judge puts this module into the submission, with the names below set: where things are that it
must not reach. It runs in the room. Whatever an attack gets hold of it prints; where there is
nothing to print, as of a call that must not succeed, it prints a claim.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys
import time
from collections.abc import Iterator

HIDDEN = SOLUTION = SETTINGS = INSTALLED = ""
"""Paths of a hidden check, of the solution, of the settings; where packages are installed."""

FOLDER = PRECIOUS = LINK = POINTER = BYTECODE = ""
"""A folder open to everybody, and in it a file, links to something hidden, and a .pyc."""

CANARY = ""
"""What is hidden begins with this."""

TOKEN = MARK = ""
"""The word of a claim; what every file and process that is left behind has in its name."""

GRADER = SIBLING = 0
"""Process numbers of the grader, and of the room of another submission."""

KEY = 0
"""The number of what is left in the kernel, where that has numbers in place of names."""

TCP = UDP = 0
UNIX = ABSTRACT = ""
"""Where somebody listens."""

X86_64 = os.uname().machine == "x86_64"


def awhile() -> Iterator[bool]:
    """Goes on for a minute: the room has to end it, and a room that is broken ends it then."""
    end = time.monotonic() + 60
    return iter(lambda: time.monotonic() < end, False)


def claim() -> None:
    """Says that what must not succeed did."""
    print(TOKEN, flush=True)


def show(found: str | bytes) -> None:
    """Prints where a canary stands in something, with what follows it."""
    text = found.decode("latin-1") if isinstance(found, bytes) else found
    start = text.find(CANARY)
    while start >= 0:
        print(text[start : start + 40].encode("unicode_escape").decode(), flush=True)
        start = text.find(CANARY, start + 1)


# ------------------------------------------------------------ the kernel's door

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
libc.mmap.restype = ctypes.c_void_p
libc.shmat.restype = ctypes.c_void_p

NUMBERS = {
    "add_key": (248, 217), "bpf": (321, 280), "clone": (56, 220), "clone3": (435, 435),
    "fanotify_init": (300, 262), "getpid": (39, 172), "io_uring_setup": (425, 425),
    "ioprio_set": (251, 30), "kcmp": (312, 272), "keyctl": (250, 219), "mount": (165, 40),
    "mq_open": (240, 180), "openat2": (437, 437), "perf_event_open": (298, 241),
    "personality": (135, 92), "pidfd_getfd": (438, 438), "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424), "prctl": (157, 167), "ptrace": (101, 117),
    "rt_sigqueueinfo": (129, 138), "seccomp": (317, 277), "tgkill": (234, 131),
    "userfaultfd": (323, 282), "vfork": (58, 220), "name_to_handle_at": (303, 264),
    "openat": (257, 56), "process_vm_writev": (311, 271), "capset": (126, 91),
    "landlock_create_ruleset": (444, 444),
}  # fmt: skip
"""Numbers of system calls on x86_64 and on aarch64."""


def check(result: int) -> int:
    """The result of a function of the C library. Raises OSError where that failed."""
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def syscall(name: str, *arguments: object) -> int:
    """A system call by its name. Raises OSError."""
    number = NUMBERS[name][0 if X86_64 else 1]
    longs = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return check(libc.syscall(ctypes.c_long(number), *longs))


def connected(family: int, kind: int, address: bytes, protocol: int = 0) -> int:
    """A socket that is connected to an address. Raises OSError."""
    descriptor = check(libc.socket(family, kind, protocol))
    check(libc.connect(descriptor, address, len(address)))
    return descriptor


def internet(port: int) -> bytes:
    """The address of a port of this machine."""
    return struct.pack("=H", 2) + struct.pack(">H4s8x", port, bytes([127, 0, 0, 1]))


# ------------------------------------------------------------ the grader's pipes


def pipes() -> list[int]:
    """The descriptors of the pipe that answers go into, and of any other but the usual three."""
    found = []
    for descriptor in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                found.append(descriptor)
        except OSError:
            continue
    return found


def answer(body: bytes, size: int | None = None) -> None:
    """Sends a frame to the grader, as if the room's own code had."""
    send(struct.pack(">I", len(body) if size is None else size) + body)


def answer_in_its_place(one: bytes) -> None:
    """Answers the request that is open now: this, in JSON, for each of the calls in it."""
    asked = request()
    answers = b",".join([one] * len(asked["calls"]))
    answer(b'{"id": %d, "answers": [%s]}' % (asked["id"], answers))


def send(data: bytes) -> None:
    """Sends bytes to the grader."""
    for descriptor in pipes():
        try:
            rest = data
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except OSError:  # the pipe that requests come out of
            continue


def request() -> dict:
    """The grader's request that is being answered now, out of the frames that called us."""
    frame = sys._getframe()
    while frame is not None:
        found = frame.f_locals.get("request")
        if isinstance(found, dict) and "id" in found:
            return found
        frame = frame.f_back
    return {}

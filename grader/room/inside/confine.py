"""How the room is locked, and which tier of lock this machine has.

The worker calls `lock` once, before a byte of the submission has arrived: no step of it needs
root, and none can be undone. Two locks carry the weight on Linux, and each needs the other.
Landlock decides which files may be opened, but not whether one may fork, connect or signal. A
seccomp filter decides which system calls exist, but cannot see a path.

    tier       where                               a submission cannot
    full       Linux with Landlock and seccomp     open a hidden file, write, connect, fork, signal
    closed     Linux with seccomp only             the same; it can open no file at all
    seatbelt   macOS, started under sandbox-exec   the same, if the self-test holds; untested
    limits     everywhere else                     use more time or memory than it was given

Nothing is believed because a call returned 0: `lock` ends by trying what must not work, and one
attempt that gets through makes the tier `limits` (selftest.py).

It imports nothing of ours but the two locks (landlock.py, seccomp.py), the self-test, and the
kernel's numbers (kernel.py), and runs under `python -I -S -B`. Sources: prctl(2),
capabilities(7), setrlimit(2).
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import struct
import sys

from .kernel import (
    LINUX_CAPABILITY_VERSION_3,
    MACHINES,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    SIGKILL,
    check,
    libc,
    prctl,
)
from .landlock import landlock_abi, lock_files, prepare_files, readable_paths
from .seccomp import has_seccomp, lock_calls
from .selftest import refusals

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` to say this would cost as much as setting the lock
    from collections.abc import Iterable
    from typing import Any

NOBODY = 64999
"""The user that root becomes: a number that no distribution gives to an account or a service."""


def lock(wanted: dict[str, Any]) -> dict[str, Any]:
    """Lock this process for good; returns the report for the grader to compare.

    `wanted` holds `memory_bytes` and `cpu_seconds` (the limits), `readable` (paths granted beside
    the standard library), `canary` (a hidden file that must not open afterwards), `max_tier`
    (never lock higher than this), `max_abi` (take Landlock for no newer, or None) and `preload`
    (modules to import while files can still be opened, for the closed tier).

    The report holds `tier`, `landlock_abi` and `seccomp` (what is in force), `selftest` (each
    attempt, true if it was refused) and `reason` (why the tier is not full; else empty).

    Raises KeyError for a missing key and OSError where even the limits cannot be set: there is
    no report then, so the grader sends nothing. Works as well in a child forked from a process
    that has numpy loaded, if that process has a single thread.
    """
    abi = landlock_abi(wanted["max_abi"])
    tier, reason = _highest_tier(wanted["max_tier"], abi)
    readable = readable_paths(wanted["readable"])

    if sys.platform != "win32":
        _limit_resources(wanted["memory_bytes"], wanted["cpu_seconds"])
        _lead_a_session()
    if sys.platform == "linux":
        _drop_privileges(readable)

    files_locked = calls_locked = False
    try:
        if tier == "closed":
            _import_all(wanted["preload"])
        if tier in ("full", "closed"):
            _assert_single_thread()
        if tier == "full":
            lock_files(readable, abi)
            files_locked = True
        if tier in ("full", "closed"):
            lock_calls(with_files=files_locked)
            calls_locked = True
    except OSError as error:
        tier, reason = "limits", f"the lock could not be set: {error}"

    selftest = refusals(wanted["canary"])
    through = ", ".join(name for name, refused in selftest.items() if not refused)
    if through and tier != "limits":
        tier, reason = "limits", f"the lock did not hold, this got through: {through}"
    return {
        "tier": tier,
        "landlock_abi": abi if files_locked else 0,
        "seccomp": calls_locked,
        "selftest": selftest,
        "reason": reason,
    }


def prepare(readable: Iterable[str]) -> list[int]:
    """Prepares once what is the same for all rooms that this process is going to fork.

    They are granted these paths, see `lock`. Gives the open files that they need to keep.
    """
    if sys.platform != "linux":
        return []
    importlib.import_module("resource")
    return prepare_files(readable, landlock_abi(None))


def undumpable() -> None:
    """Close this process's memory and environment to others of the same user, where Linux can.

    Without it, /proc/<pid>/mem and process_vm_readv hand a grader's memory to any process of its
    user that isn't locked. The grader calls it for itself; `lock` does it for the worker.
    """
    if sys.platform == "linux":
        prctl(PR_SET_DUMPABLE, 0)


def end_with_parent() -> None:
    """Has this process killed as soon as the thread that started it ends, where Linux can."""
    if sys.platform == "linux":
        prctl(PR_SET_PDEATHSIG, SIGKILL)


# ------------------------------------------------------------ which tier?
#
# By asking the kernel, never by its version: distributions carry Landlock back to older kernels
# and leave it out of newer ones, containers filter calls, gVisor says Linux and is not.


def _highest_tier(max_tier: str, abi: int) -> tuple[str, str]:
    """The highest tier to try here, and why it isn't full."""
    if max_tier == "limits":
        return "limits", "no more than limits was asked for"
    if sys.platform == "win32":
        return "limits", "Windows has no lock on files that a program can put on itself"
    if sys.platform == "darwin":
        return "seatbelt", "macOS has its sandbox in the place of Landlock and seccomp"
    if sys.platform != "linux":
        return "limits", f"there is no lock for {sys.platform}"
    if os.uname().machine not in MACHINES or sys.maxsize < 1 << 32:  # or a 32-bit Python there
        return "limits", f"the filter of system calls isn't written for {os.uname().machine}"
    if not has_seccomp():
        return "limits", "this kernel offers no seccomp filters"
    if max_tier == "closed":
        return "closed", "no more than closed was asked for"
    if abi < 1:
        return "closed", "this kernel offers no Landlock (Linux 5.13 or newer, unless disabled)"
    return "full", ""


def _import_all(names: Iterable[str]) -> None:
    """What the closed tier can import later is what it has imported now."""
    for name in names:
        with contextlib.suppress(ImportError):  # another version of Python may not have it
            importlib.import_module(name)


def _assert_single_thread() -> None:
    """Landlock, capabilities and PDEATHSIG hold for one thread; a second one would go free."""
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        raise OSError(errno.EBUSY, f"this process has {threads} threads and must have one")


# ------------------------------------------------------------ limits
#
# RLIMIT_NPROC is not among them: it counts all the processes of a user, not those of one room,
# and root is exempt. The seccomp filter forbids the fork itself.

LIMITS = {"FSIZE": 0, "CORE": 0, "NOFILE": 64, "MEMLOCK": 0, "MSGQUEUE": 0, "SIGPENDING": 64}
LIMITS |= {"NICE": 0, "RTPRIO": 0}
"""FSIZE: not a byte into any file, but into pipes; CORE: a dump would write the room's memory."""


def _limit_resources(memory_bytes: int, cpu_seconds: int) -> None:
    import resource

    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "wb", buffering=0) as score:
        score.write(b"1000")  # if memory runs out, the room goes first; a courtesy, no promise

    def limit(name: str, soft: int, hard: int) -> None:
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is None:  # macOS has only some of them
            return
        ceiling = resource.getrlimit(kind)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(kind, (soft, hard))

    if sys.platform == "linux":  # macOS ignores RLIMIT_AS
        limit("AS", memory_bytes, memory_bytes)
    limit("CPU", cpu_seconds, cpu_seconds + 1)  # SIGXCPU first; SIGKILL if that was ignored
    for name, most in LIMITS.items():
        limit(name, most, most)


def _lead_a_session() -> None:
    """No terminal to type into, and one process group for the grader to kill."""
    if os.getsid(0) != os.getpid():
        with contextlib.suppress(PermissionError):  # the leader of a group cannot, and needn't
            os.setsid()


# ------------------------------------------------------------ privileges


def _drop_privileges(readable: Iterable[str]) -> None:
    """Not root, no capability, no way to gain one by an exec, and no life without the parent."""
    if os.getuid() == 0 and os.geteuid() == 0:
        with contextlib.suppress(OSError):  # a container's root may not have the right to change
            _become_nobody(readable)
    # The bounding and ambient sets need no call: without permitted capabilities the one gives
    # nothing, and the kernel keeps the other within the permitted.
    header = struct.pack("=Ii", LINUX_CAPABILITY_VERSION_3, 0)
    check(libc().capset(header, bytes(24)))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    # Last, as a change of credentials clears both. A parent that has died before this is noticed
    # all the same: it sends no submission.
    prctl(PR_SET_PDEATHSIG, SIGKILL)
    undumpable()


def _become_nobody(readable: Iterable[str]) -> None:
    """Root's Python may live in /root, where nobody else can read it: look before leaping.

    Root without capabilities, the alternative, still is the owner of root's files; it is Landlock
    or the filter that keeps it away from them.
    """
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, 0)
    os.setresuid(NOBODY, NOBODY, 0)
    if all(os.access(path, os.R_OK) for path in readable):
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    else:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)

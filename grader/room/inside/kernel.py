"""The kernel's numbers that the lock needs, and the door to it: syscall(2), seccomp(2), prctl(2).

Imports nothing of ours. Sources: the kernel's include/uapi and its tables of system calls.
"""

from __future__ import annotations

import ctypes
import functools
import os

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
SIGKILL, AF_INET, SOCK_DGRAM = 9, 2, 2
LINUX_CAPABILITY_VERSION_3 = 0x20080522

LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_CREATE_RULESET_VERSION = LANDLOCK_RULE_PATH_BENEATH = 1

SECCOMP_SET_MODE_FILTER, SECCOMP_GET_ACTION_AVAIL = 1, 2
SECCOMP_FILTER_FLAG_TSYNC = 1
SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_ERRNO, SECCOMP_RET_ALLOW = 0x80000000, 0x50000, 0x7FFF0000

LOAD, AND, RETURN = 0x20, 0x54, 0x06  # BPF: LD|W|ABS, ALU|AND|K, RET|K
IF_EQUAL, IF_AT_LEAST = 0x15, 0x35  # JMP|JEQ|K, JMP|JGE|K; then how far to jump if so, if not

# ------------------------------------------------------------ calls

MACHINES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}
"""For each machine: its column below, its name in seccomp_data.arch, its number of seccomp(2)."""

Numbers = tuple[int | None, int | None]
"""A call's number on x86_64 and on aarch64; None where that machine never had it."""

# fmt: off
CALLS: dict[str, Numbers] = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "lseek": (8, 62), "close": (3, 57), "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24),
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72),
    # metadata: Landlock doesn't cover it, and the C library needs it for fstat
    "stat": (4, None), "fstat": (5, 80), "lstat": (6, None), "newfstatat": (262, 79),
    "statx": (332, 291), "getcwd": (79, 17),
    # memory
    "brk": (12, 214), "mmap": (9, 222), "munmap": (11, 215), "mremap": (25, 216),
    "mprotect": (10, 226), "madvise": (28, 233),
    # time
    "time": (201, None), "gettimeofday": (96, 169), "clock_gettime": (228, 113),
    "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "alarm": (37, None), "getitimer": (36, 102), "setitimer": (38, 103),
    # signals, to be received
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132), "restart_syscall": (219, 128),
    # this process
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174),
    "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177),
    "sched_yield": (24, 124), "getcpu": (309, 168), "getrusage": (98, 165), "times": (100, 153),
    "uname": (63, 160), "sysinfo": (99, 179), "getrandom": (318, 278),
    "exit": (60, 93), "exit_group": (231, 94),
    # files, besides open
    "getdents": (78, None), "getdents64": (217, 61), "readlink": (89, None),
    "readlinkat": (267, 78),
}
"""Allowed with any arguments."""

OURSELVES = -1  # stands for our process id, which differs from room to room
WHOLE = 0xFFFFFFFF

FILTERED_CALLS: dict[str, tuple[Numbers, int, int, tuple[int, ...]]] = {
    # O_TRUNC only with O_WRONLY or O_RDWR, and never both of those at once: Landlock before ABI 3
    # would not see that such an open, for neither reading nor writing, empties the file
    "open": ((2, None), 1, 0o1003, (0, 1, 2, 0o1001, 0o1002)),
    "openat": ((257, 56), 2, 0o1003, (0, 1, 2, 0o1001, 0o1002)),
    # FUTEX_PRIVATE_FLAG: not with another room, through a library that both have mapped
    "futex": ((202, 98), 1, 128, (128,)),
    # DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC; not SETOWN, which sends signals
    "fcntl": ((72, 25), 1, WHOLE, (0, 1, 2, 3, 4, 1030)),
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX; not TIOCSTI, which types
    "ioctl": ((16, 29), 1, WHOLE, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),
    # GET_PDEATHSIG, GET_DUMPABLE, SET_NAME, GET_NAME, GET_NO_NEW_PRIVS, SET_VMA
    "prctl": ((157, 167), 0, WHOLE, (2, 3, 15, 16, 39, 0x53564D41)),
    # what takes a process, where 0 is the caller; raise(3) and abort(3) are a tgkill
    "kill": ((62, 129), 0, WHOLE, (OURSELVES,)),
    "tgkill": ((234, 131), 0, WHOLE, (OURSELVES,)),
    "prlimit64": ((302, 261), 0, WHOLE, (0, OURSELVES)),
    "sched_getaffinity": ((204, 123), 0, WHOLE, (0, OURSELVES)),
}
"""Allowed if one argument (counted from 0), under a mask, is one of these values."""
# fmt: on

OPENING = {"open", "openat", "getdents", "getdents64", "readlink", "readlinkat"}
"""Landlock decides about the file; without it, in the closed tier, these are refused."""


# ------------------------------------------------------------ the door


@functools.cache
def libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


def check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def syscall(number: int, *arguments: int | bytes | None) -> int:
    """syscall(2), which takes longs: a C int would leave the upper half of a register open."""
    longs = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return check(libc().syscall(ctypes.c_long(number), *longs))


def seccomp(operation: int, flags: int, argument: bytes) -> int:
    _, _, number = MACHINES[os.uname().machine]
    return syscall(number, operation, flags, argument)


def prctl(option: int, value: int) -> None:
    none = ctypes.c_ulong(0)
    check(libc().prctl(option, ctypes.c_ulong(value), none, none, none))

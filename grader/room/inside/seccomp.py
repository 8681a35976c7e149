"""Which system calls exist in a room: a filter that the kernel asks at each, see seccomp(2).

A list of what is allowed: the next kernel's calls are then refused without our knowing them.
Refused is EPERM; calls of number 424 and above, added since 2019, are ENOSYS, for which the C
library has a fallback (clone3, openat2, close_range, ...). A call in the manner of another
architecture (int 0x80, x32) would mean other numbers, so it ends the process.

It imports nothing of ours but the kernel's numbers.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from .kernel import (
    AND,
    CALLS,
    FILTERED_CALLS,
    IF_AT_LEAST,
    IF_EQUAL,
    LOAD,
    MACHINES,
    OPENING,
    OURSELVES,
    RETURN,
    SECCOMP_FILTER_FLAG_TSYNC,
    SECCOMP_GET_ACTION_AVAIL,
    SECCOMP_RET_ALLOW,
    SECCOMP_RET_ERRNO,
    SECCOMP_RET_KILL_PROCESS,
    SECCOMP_SET_MODE_FILTER,
    seccomp,
)


def has_seccomp() -> bool:
    """Does this kernel filter calls, and end a process or refuse a call as we ask it to?"""
    try:
        for action in (SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_ERRNO):
            seccomp(SECCOMP_GET_ACTION_AVAIL, 0, struct.pack("=I", action))
    except OSError:
        return False
    return True


def lock_calls(*, with_files: bool) -> None:
    """From here on only the calls that kernel.py allows exist; opening a file if `with_files`."""
    program = _program(with_files=with_files)
    memory = ctypes.create_string_buffer(program, len(program))
    sock_fprog = struct.pack("HP", len(program) // 8, ctypes.addressof(memory))
    if seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, sock_fprog) != 0:
        raise OSError(errno.EAGAIN, "a thread could not be brought under the filter")


def _program(*, with_files: bool) -> bytes:
    """The filter, in the kernel's classic BPF: it runs at every call, over struct seccomp_data."""
    column, arch, _ = MACHINES[os.uname().machine]
    code = [
        (LOAD, 0, 0, 4),  # seccomp_data.arch
        (IF_EQUAL, 1, 0, arch),
        (RETURN, 0, 0, SECCOMP_RET_KILL_PROCESS),
        (LOAD, 0, 0, 0),  # seccomp_data.nr
        (IF_AT_LEAST, 0, 1, 0x40000000),  # x32, a second set of calls within x86_64
        (RETURN, 0, 0, SECCOMP_RET_KILL_PROCESS),
        (IF_AT_LEAST, 0, 1, 424),
        (RETURN, 0, 0, SECCOMP_RET_ERRNO | errno.ENOSYS),
    ]

    allow = (RETURN, 0, 0, SECCOMP_RET_ALLOW)
    refuse = (RETURN, 0, 0, SECCOMP_RET_ERRNO | errno.EPERM)
    answers = {name: (numbers, [allow]) for name, numbers in CALLS.items()}
    for name, (numbers, index, mask, values) in FILTERED_CALLS.items():
        # The low half of seccomp_data.args[index]: these are ints, the kernel reads no more.
        answer = [(LOAD, 0, 0, 16 + 8 * index), (AND, 0, 0, mask)]
        for value in values:
            answer += [(IF_EQUAL, 0, 1, os.getpid() if value == OURSELVES else value), allow]
        answers[name] = (numbers, [*answer, refuse])
    for name, (numbers, answer) in answers.items():
        number = numbers[column]
        if number is not None and (with_files or name not in OPENING):
            code += [(IF_EQUAL, 0, len(answer), number), *answer]
    code.append(refuse)
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)

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
attempt that gets through makes the tier `limits`.

It imports nothing of ours but the kernel's numbers (kernel.py), and runs under `python -I -S -B`.
Sources: landlock(7), seccomp(2), prctl(2), capabilities(7), setrlimit(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import importlib
import os
import stat
import struct
import sys

from .kernel import (
    AF_INET,
    AND,
    CALLS,
    FILTERED_CALLS,
    IF_AT_LEAST,
    IF_EQUAL,
    LANDLOCK_ADD_RULE,
    LANDLOCK_CREATE_RULESET,
    LANDLOCK_CREATE_RULESET_VERSION,
    LANDLOCK_RESTRICT_SELF,
    LANDLOCK_RULE_PATH_BENEATH,
    LINUX_CAPABILITY_VERSION_3,
    LOAD,
    MACHINES,
    OPENING,
    OURSELVES,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    RETURN,
    SECCOMP_FILTER_FLAG_TSYNC,
    SECCOMP_GET_ACTION_AVAIL,
    SECCOMP_RET_ALLOW,
    SECCOMP_RET_ERRNO,
    SECCOMP_RET_KILL_PROCESS,
    SECCOMP_SET_MODE_FILTER,
    SIGKILL,
    SOCK_DGRAM,
    check,
    libc,
    prctl,
    seccomp,
    syscall,
)

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` to say this would cost as much as setting the lock
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

NOBODY = 64999
"""Who root becomes: a number that no distribution gives to an account or a service."""


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
    abi = _landlock_abi(wanted["max_abi"])
    tier, reason = _highest_tier(wanted["max_tier"], abi)
    readable = _readable_paths(wanted["readable"])

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
            _lock_files(readable, abi)
            files_locked = True
        if tier in ("full", "closed"):
            _lock_calls(with_files=files_locked)
            calls_locked = True
    except OSError as error:
        tier, reason = "limits", f"the lock could not be set: {error}"

    selftest = _selftest(wanted["canary"])
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


def prepare() -> None:
    """Finds out what is the same for all rooms that this process is going to fork."""
    if sys.platform == "linux":
        importlib.import_module("resource")
        _landlock_abi(None)
        _pythons_paths()


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
    if not _has_seccomp():
        return "limits", "this kernel offers no seccomp filters"
    if max_tier == "closed":
        return "closed", "no more than closed was asked for"
    if abi < 1:
        return "closed", "this kernel offers no Landlock (Linux 5.13 or newer, unless disabled)"
    return "full", ""


def _landlock_abi(newest: int | None) -> int:
    """The version of Landlock that this kernel offers, at most `newest`; 0 for none."""
    if sys.platform != "linux":
        return 0
    try:
        abi = syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION)
    except OSError:  # ENOSYS: not built in; EOPNOTSUPP: disabled at boot
        return 0
    return abi if newest is None else min(abi, newest)


def _has_seccomp() -> bool:
    try:
        for action in (SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_ERRNO):
            seccomp(SECCOMP_GET_ACTION_AVAIL, 0, struct.pack("=I", action))
    except OSError:
        return False
    return True


# ------------------------------------------------------------ 1. limits
#
# RLIMIT_NPROC is not among them: it counts all the processes of a user, not those of one room,
# and root is exempt. The seccomp filter forbids the fork itself.

LIMITS = {"FSIZE": 0, "CORE": 0, "NOFILE": 64, "MEMLOCK": 0, "MSGQUEUE": 0, "SIGPENDING": 64}
LIMITS |= {"NICE": 0, "RTPRIO": 0}
"""FSIZE: no byte into any file, though into a pipe; CORE: a dump is a file of the room's memory."""


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


# ------------------------------------------------------------ 2. privileges


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


# ------------------------------------------------------------ 3. files: Landlock
#
# Everything that Landlock knows is forbidden, then reading is granted below a few paths. It can
# only add: to grant the standard library without the site-packages inside it, each of its other
# entries is granted by itself. Names below the library stay listable (imports list it).

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = (1 << bit for bit in range(4))
HANDLED_FILES = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # the bits each ABI added
HANDLED_NET = {4: 0b11}  # bind and connect of TCP
SCOPED = {6: 0b11}  # abstract unix sockets and signals

INSTALLED = ("site-packages", "dist-packages")
NO_SUBMISSIONS = {"test", "idlelib", "turtledemo", "ensurepip", "lib2to3", "pydoc_data", "venv"}
"""Folders of the standard library that no program of a lesson imports. Each file that can be read
is one whose access time may tell a later submission something."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", *DEVICES)


def _lock_files(readable: Iterable[str], abi: int) -> None:
    """From here on only `readable` can be opened, and only /dev/null for writing."""
    files, net, scoped = (
        sum(bits for since, bits in added.items() if since <= abi)
        for added in (HANDLED_FILES, HANDLED_NET, SCOPED)
    )
    attributes = struct.pack("=QQQ", files, net, scoped)
    ruleset = syscall(LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for path in readable:
            try:
                _grant(ruleset, path, READ_FILE | READ_DIR)
            except FileNotFoundError:
                if path not in _pythons_paths():  # what has gone since needs no grant
                    raise
        _grant(ruleset, standard_library(), READ_DIR)
        _grant(ruleset, "/dev/null", READ_FILE | WRITE_FILE)
        syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _grant(ruleset: int, path: str, access: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= ~READ_DIR  # the kernel refuses it for a file
        rule = struct.pack("=Qi", access, descriptor)
        syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)


def _readable_paths(extra: Iterable[str]) -> list[str]:
    """What Python needs to go on working, and what the grader grants besides."""
    return [*_pythons_paths(), *extra] if sys.platform == "linux" else []


@functools.cache
def _pythons_paths() -> tuple[str, ...]:
    existing = filter(os.path.exists, [*_shared_libraries(), *SYSTEM_FILES])
    return (*_library_entries(), *existing)


def standard_library() -> str:
    return os.path.realpath(os.path.dirname(os.__file__))


def _library_entries() -> Iterator[str]:
    """The entries of the standard library, but for what leads to installed packages, or nowhere."""
    library = standard_library()
    installed = [os.path.realpath(os.path.join(library, name)) + "/" for name in INSTALLED]
    with os.scandir(library) as entries:
        for entry in entries:
            path = entry.path
            if entry.name in NO_SUBMISSIONS or entry.name.startswith("config-"):
                continue
            if entry.is_symlink():
                path = os.path.realpath(path)
                if not os.path.exists(path):  # a licence that the distribution packs elsewhere
                    continue
            if not any(folder.startswith(path + "/") for folder in installed):
                yield path


def _shared_libraries() -> Iterator[str]:
    """Where the dynamic linker looks: whole folders if they hold nothing else, else *.so files.

    /usr/lib itself is never granted: it holds Python, and with it installed packages.
    """
    roots = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", f"{sys.base_prefix}/lib")
    triplet = getattr(sys.implementation, "_multiarch", "")
    for root in {os.path.realpath(root) for root in roots if os.path.isdir(root)}:
        yield from (os.path.join(root, name) for name in ("glibc-hwcaps", triplet) if name)
        with os.scandir(root) as entries:
            for entry in entries:
                if (entry.name.endswith(".so") or ".so." in entry.name) and entry.is_file():
                    yield entry.path


# ------------------------------------------------------------ 4. calls: seccomp
#
# A list of what is allowed: the next kernel's calls are then refused without our knowing them.
# Refused is EPERM; calls of number 424 and above, added since 2019, are ENOSYS, for which the C
# library has a fallback (clone3, openat2, close_range, ...). A call in the manner of another
# architecture (int 0x80, x32) would mean other numbers, so it ends the process.

def _lock_calls(*, with_files: bool) -> None:
    """From here on only the calls above exist."""
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


# ------------------------------------------------------------ 5. the self-test
#
# Each attempt is the real thing, and puts right what it did if it gets through. Only the attempt
# itself may raise: an error while tidying up would pass for a refusal.


def _selftest(canary: str) -> dict[str, bool]:
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
    with contextlib.suppress(OSError):  # that half a lock refuses this does not undo the rest
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

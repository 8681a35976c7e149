"""Which files a room can open: Landlock, see landlock(7).

Everything that Landlock knows is forbidden, then reading is granted below a few paths. It can
only add: to grant the standard library without the site-packages inside it, each of its other
entries is granted by itself. Names below the library stay listable (imports list it).

It imports nothing of ours but the kernel's numbers.
"""

from __future__ import annotations

import contextlib
import functools
import os
import stat
import struct
import sys

from .kernel import (
    LANDLOCK_ADD_RULE,
    LANDLOCK_CREATE_RULESET,
    LANDLOCK_CREATE_RULESET_VERSION,
    LANDLOCK_RESTRICT_SELF,
    LANDLOCK_RULE_PATH_BENEATH,
    syscall,
)

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` to say this would cost as much as setting the lock
    from collections.abc import Iterable, Iterator

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


def landlock_abi(newest: int | None) -> int:
    """The version of Landlock that this kernel offers, at most `newest`; 0 for none."""
    if sys.platform != "linux":
        return 0
    try:
        abi = syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION)
    except OSError:  # ENOSYS: not built in; EOPNOTSUPP: disabled at boot
        return 0
    return abi if newest is None else min(abi, newest)


def lock_files(readable: Iterable[str], abi: int) -> None:
    """From here on only `readable` can be opened, and only /dev/null for writing."""
    prepared = _prepared.get(_asked(readable, abi))
    ruleset = _ruleset(readable, abi) if prepared is None else prepared
    try:
        syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def prepare_files(readable: Iterable[str], abi: int) -> list[int]:
    """Makes the rules for all rooms that this process is going to fork; gives them as open files.

    There are about a hundred rules. Where they cannot be made, each room makes its own.
    """
    readable = readable_paths(readable)
    if abi:
        with contextlib.suppress(OSError):
            _prepared[_asked(readable, abi)] = _ruleset(readable, abi)
    return list(_prepared.values())


_prepared: dict[object, int] = {}


def _asked(readable: Iterable[str], abi: int) -> object:
    """What the rules depend on; after an update the library has other files, and needs others."""
    return (*readable, abi, os.stat(standard_library()).st_mtime_ns)


def _ruleset(readable: Iterable[str], abi: int) -> int:
    """The rules, as an open file: these paths can be read, and no other."""
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
                if path not in pythons_paths():  # what has gone since needs no grant
                    raise
        _grant(ruleset, standard_library(), READ_DIR)
        _grant(ruleset, "/dev/null", READ_FILE | WRITE_FILE)
    except BaseException:
        os.close(ruleset)
        raise
    return ruleset


def _grant(ruleset: int, path: str, access: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= ~READ_DIR  # the kernel refuses it for a file
        rule = struct.pack("=Qi", access, descriptor)
        syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)


def readable_paths(extra: Iterable[str]) -> list[str]:
    """What Python needs to go on working, and what the grader grants besides."""
    return [*pythons_paths(), *extra] if sys.platform == "linux" else []


@functools.cache
def pythons_paths() -> tuple[str, ...]:
    """What Python needs to go on working: its library, and the system's shared ones."""
    existing = filter(os.path.exists, [*_shared_libraries(), *SYSTEM_FILES])
    return (*_library_entries(), *existing)


def standard_library() -> str:
    """The folder of this Python's own modules, wherever links lead."""
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

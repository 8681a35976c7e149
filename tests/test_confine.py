"""What the locked room promises: real processes lock themselves, then try what they must not.

The interpreter is copied to where every user can reach it, with a package installed beside its
standard library; so one layout serves an ordinary user, root that becomes nobody, and root that
has to stay root, wherever this machine keeps its Python.
"""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from byhand.grader.room import process as room_process
from byhand.grader.room import seatbelt, tiers
from byhand.grader.room.inside import confine, kernel, landlock, seccomp, selftest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the lock is Linux's")

ORDINARY = 65534

# Loads confine.py and what it needs by their paths, as the worker does, and answers one line of
# JSON. `before` runs ahead of the lock, `attempts` and `inside` behind it.
DRIVER = """
import errno, importlib.util, json, os, sys
installed = os.path.dirname(os.__file__) + "/site-packages"
order = json.loads(sys.argv[1])
hidden, public, scratch = order["hidden"], order["public"], order["scratch"]
actual_platform, sys.platform = sys.platform, order["platform"]
for name in ("kernel", "landlock", "seccomp", "selftest", "confine"):
    path = os.path.join(order["lock"], name + ".py")
    specification = importlib.util.spec_from_file_location("lock." + name, path)
    module = sys.modules["lock." + name] = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    globals()[name] = module
exec(order["before"])
report = confine.lock(order["wanted"]) if order["wanted"] else None
sys.platform = actual_platform
outcomes, answer = {}, None
for name, attempt in order["attempts"].items():
    try:
        exec(attempt)
        outcomes[name] = "done"
    except OSError as error:
        refused = error.errno in (errno.EPERM, errno.EACCES, errno.ENOSYS)
        outcomes[name] = "refused" if refused else str(error)
    except BaseException as error:
        outcomes[name] = repr(error)
exec(order["inside"])
print(json.dumps({"report": report, "outcomes": outcomes, "answer": answer}), flush=True)
exec(order["after"])
"""

LIBC = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
KEYCTL, FUTEX = (250, 202) if os.uname().machine == "x86_64" else (219, 98)
def check(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
"""

# Every one gets through where nothing is locked, and does no harm there.
ATTEMPTS = {
    "read a hidden file": "open(hidden).read()",
    "read it by a symlink that is granted": "open(public + '/link').read()",
    "read it by /proc/self/root": "open('/proc/self/root' + hidden).read()",
    "read it by a folder's descriptor": (
        "folder = os.open(os.path.dirname(hidden), os.O_PATH | os.O_DIRECTORY)\n"
        "os.open(os.path.basename(hidden), os.O_RDONLY, dir_fd=folder)"
    ),
    "read an installed package": "open(installed + '/installed.py')",
    "list the root": "os.listdir('/')",
    "list the hidden folder": "os.listdir(os.path.dirname(hidden))",
    "read what processes run": "open('/proc/self/status').read()",
    "create a file": "os.close(os.open(scratch + '/new', os.O_CREAT | os.O_WRONLY))",
    "create a nameless file": "os.close(os.open(scratch, os.O_TMPFILE | os.O_RDWR))",
    "create a folder": "os.mkdir(scratch + '/folder')",
    "create a symlink": "os.symlink('/', scratch + '/link')",
    "create a hard link": "os.link(scratch + '/mine', scratch + '/hard')",
    "create a fifo": "os.mkfifo(scratch + '/fifo')",
    "rename": "os.rename(scratch + '/old', scratch + '/older')",
    "delete": "os.unlink(scratch + '/doomed')",
    "append to a granted file": "open(public + '/data.csv', 'a')",
    "empty a hidden file": "os.open(scratch + '/mine', os.O_WRONLY | os.O_TRUNC)",
    "empty it, opened for neither read nor write": "os.open(scratch + '/mine', 3 | os.O_TRUNC)",
    "empty a granted file, opened to read": "os.open(public + '/data.csv', os.O_TRUNC)",
    "truncate": "os.truncate(scratch + '/mine', 0)",
    "open a socket": "import _socket; _socket.socket().close()",
    "open a unix socket": "import _socket; _socket.socket(_socket.AF_UNIX).close()",
    "open a pair of sockets": "import _socket; _socket.socketpair()",
    "open a pipe": "os.pipe()",
    "keep memory in a file of no folder": "os.memfd_create('memory')",
    "share memory": "check(libc.shmget(0, 4096, 0o1600))",
    "wake another process": "check(libc.syscall(FUTEX, ctypes.c_char_p(bytes(4)), 1, 1))",
    "fork": "child = os.fork(); child or os._exit(0)",
    "start a program": "os.posix_spawn('/bin/true', ['true'], {})",
    "have another process signalled": "import fcntl; fcntl.fcntl(0, 8, os.getppid())",
    "signal oneself by a group": "os.killpg(0, 0)",
    "limit another process": "import resource; resource.prlimit(os.getppid(), 7)",
    "slow another process": "os.setpriority(os.PRIO_PROCESS, os.getpid(), 19)",
    "read another's processors": "os.sched_getaffinity(os.getppid())",
    "move to another processor": "os.sched_setaffinity(0, os.sched_getaffinity(0))",
    "change its own death": "check(libc.prctl(1, 0, 0, 0, 0))",
    "open a new kind of descriptor": "os.eventfd(0)",
    "take a process by descriptor": "os.pidfd_open(os.getpid())",
}

# These are refused to some users in any case, by what they are or by what the parent is.
GUARDED_ATTEMPTS = {
    "change a file's mode": "os.chmod(scratch + '/mine', 0o666)",
    "change a file's time": "os.utime(scratch + '/mine')",
    "signal the parent": "os.kill(os.getppid(), 0)",
    "signal everybody": "os.kill(-1, 0)",
    "read the parent's environment": "open(f'/proc/{os.getppid()}/environ').read(1)",
    "read the parent's memory": "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "list the parent's files": "os.listdir(f'/proc/{os.getppid()}/fd')",
    "read the parent's memory by a call": "check(libc.process_vm_readv(os.getppid(), *[0] * 5))",
    "trace the parent": "check(libc.ptrace(16, os.getppid(), 0, 0))",
    "enter a user namespace": "check(libc.unshare(0x10000000))",
    "keep a key in the kernel": "check(libc.syscall(KEYCTL, 0, -3, 1))",
    "queue calls past the filter": "check(libc.syscall(425, 1, ctypes.create_string_buffer(120)))",
}


class House:
    """A Python that every user can reach, beside hidden and public files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for module in (kernel, landlock, seccomp, selftest, confine):
            shutil.copy(module.__file__, root)
        self.python = self._copied_python()
        self.hidden = self._file("hidden/check.py", "EXPECTED = 42\n")
        self.public = str(Path(self._file("public/data.csv", "admit,gre\n")).parent)
        Path(self.public, "link").symlink_to(self.hidden)
        Path(self._file("private/notes.txt", "root's\n")).parent.chmod(0o700)
        for path in (self.hidden, f"{self.public}/data.csv"):
            os.chmod(path, 0o666)

    def _file(self, name: str, text: str) -> str:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def _copied_python(self) -> str:
        library = Path(os.__file__).resolve().parent
        copied = self.root / "python" / "lib" / library.name
        left_out = ("site-packages", "dist-packages", "test", "idlelib", "config-*", "ensurepip")
        shutil.copytree(
            library,
            copied,
            ignore=shutil.ignore_patterns(*left_out),
            ignore_dangling_symlinks=True,
        )
        for shared in library.parent.glob("libpython*.so*"):
            shutil.copy(shared, copied.parent)
        self._file(f"python/lib/{library.name}/site-packages/installed.py", "SOLUTION = 42\n")
        binary = self.root / "python" / "bin" / library.name
        binary.parent.mkdir()
        return shutil.copy(Path(sys._base_executable).resolve(), binary)

    def wanted(self, user: str = "self", **changed: object) -> dict[str, object]:
        readable = [self.public]
        if user == "root that stays":  # what nobody could reach
            readable.append(str(self.root / "private"))
        return {
            "memory_bytes": 1 << 29,
            "cpu_seconds": 20,
            "readable": readable,
            "canary": self.hidden,
            "max_tier": "full",
            "max_abi": None,
            "preload": ["ctypes", "fcntl", "resource", "_socket"],
        } | changed

    def start(
        self,
        wanted: dict[str, object] | None,
        *,
        user: str = "self",
        attempts: dict[str, str] | None = None,
        scratch: Path | None = None,
        platform: str = sys.platform,
        **code: str,
    ) -> subprocess.Popen[str]:
        Path(self.public, "data.csv").write_text("admit,gre\n")
        order = {
            "lock": str(self.root),
            "wanted": wanted,
            "hidden": self.hidden,
            "public": self.public,
            "scratch": str(scratch),
            "platform": platform,
            "attempts": attempts or {},
            "before": code.get("before", ""),
            "inside": code.get("inside", ""),
            "after": code.get("after", ""),
        }
        other = {"user": ORDINARY, "group": ORDINARY, "extra_groups": []}
        return subprocess.Popen(
            [self.python, "-I", "-S", "-B", "-c", DRIVER, json.dumps(order)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            env={"LD_LIBRARY_PATH": str(self.root / "python/lib"), "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
            **(other if user == "ordinary" and os.geteuid() == 0 else {}),
        )

    def scratch(self, user: str) -> Path:
        """A folder open to everybody, with files of that user in it."""
        folder = Path(tempfile.mkdtemp(dir=self.root))
        folder.chmod(0o777)
        for name in ("mine", "old", "doomed"):
            (folder / name).write_text("precious")
            (folder / name).chmod(0o666)
            if user == "ordinary" and os.geteuid() == 0:
                os.chown(folder / name, ORDINARY, ORDINARY)
        return folder

    def ask(self, wanted: dict[str, object] | None, **order: object) -> dict[str, object]:
        """What the locked process answered."""
        said, complaint, code = self.finished(wanted, **order)
        assert code == 0, complaint
        return json.loads(said)

    def finished(self, wanted: dict[str, object] | None, **order: object) -> tuple[str, str, int]:
        with self.start(wanted, **order) as process:
            said, complaint = process.communicate(timeout=60)
        return said, complaint, process.returncode


@pytest.fixture(scope="session")
def house():
    root = Path(tempfile.mkdtemp(prefix="byhand-"))
    root.chmod(0o755)
    yield House(root)
    shutil.rmtree(root)


@pytest.fixture(params=["ordinary", "root that becomes nobody", "root that stays"])
def user(request):
    if request.param != "ordinary" and os.geteuid() != 0:
        pytest.skip("needs root: these tests run as an ordinary user")
    return request.param


LOCKS = {
    "full": {},
    "full, Landlock ABI 1": {"max_abi": 1},
    "full, Landlock ABI 3": {"max_abi": 3},
    "closed": {"max_tier": "closed"},
}


@pytest.fixture(params=LOCKS)
def lock(request):
    return LOCKS[request.param]


# ------------------------------------------------------------ the tiers


def test_this_machine_locks_fully(house, user):
    """A Linux of these days reaches the highest tier, every attempt of its self-test refused."""
    report = house.ask(house.wanted(user), user=user)["report"]
    assert report["tier"] == "full"
    assert report["reason"] == ""
    assert report["landlock_abi"] >= 1
    assert report["seccomp"] is True
    assert report["selftest"] == dict.fromkeys(
        ["open_hidden_file", "create_file", "open_socket", "fork", "signal_parent"], True
    )


@pytest.mark.parametrize("abi", [1, 3])
def test_an_older_landlock_is_still_full(house, abi):
    """The filter covers what the first versions of Landlock left out."""
    report = house.ask(house.wanted(max_abi=abi))["report"]
    assert (report["tier"], report["landlock_abi"]) == ("full", abi)


@pytest.mark.parametrize("changed", [{"max_tier": "closed"}, {"max_abi": 0}])
def test_without_landlock_the_room_is_closed(house, changed):
    """Without Landlock the tier is closed, and says why it is no more."""
    report = house.ask(house.wanted(**changed))["report"]
    assert (report["tier"], report["landlock_abi"], report["seccomp"]) == ("closed", 0, True)
    assert all(report["selftest"].values())
    assert report["reason"]


def test_limits_hide_nothing_and_say_so(house):
    """The lowest tier reports each attempt that gets through, instead of leaving it out."""
    report = house.ask(house.wanted(max_tier="limits"))["report"]
    assert (report["tier"], report["landlock_abi"], report["seccomp"]) == ("limits", 0, False)
    assert report["selftest"]["open_hidden_file"] is False
    assert report["selftest"]["fork"] is False
    assert report["reason"] == "no more than limits was asked for"


def test_a_warm_child_locks_too(house):
    """A child forked from a process that has loaded its libraries locks itself like any other."""
    fork = """
import json, random, statistics
child = os.fork()
if child:
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert house.ask(house.wanted(), before=fork)["report"]["tier"] == "full"


def test_what_python_has_lost_since_the_fork_was_prepared_does_no_harm(house):
    """A long batch lives through an update of the machine: a file that is gone needs no grant."""
    loses = """
gone = os.path.join(os.path.dirname(os.__file__), "gone.py")
open(gone, "w").close()
confine.prepare([])
assert gone in landlock.pythons_paths()
os.unlink(gone)
"""
    assert house.ask(house.wanted(), before=loses)["report"]["tier"] == "full"


# ------------------------------------------------------------ attempts


def test_every_attempt_is_refused(house, user, lock):
    """In the full and the closed tier no file, process, socket or shared memory is reached."""
    attempts, scratch = ATTEMPTS | GUARDED_ATTEMPTS, house.scratch(user)
    answer = house.ask(
        house.wanted(user, **lock), user=user, before=LIBC, attempts=attempts, scratch=scratch
    )
    assert answer["report"]["tier"] == lock.get("max_tier", "full")
    assert answer["outcomes"] == dict.fromkeys(attempts, "refused")
    left = {path.name: path.read_text() for path in scratch.iterdir()}
    assert left == {"mine": "precious", "old": "precious", "doomed": "precious"}
    assert Path(house.public, "data.csv").read_text() == "admit,gre\n"


def test_every_attempt_gets_through_without_a_lock(house):
    """The attempts above are real ones: they fail because of the lock and nothing else."""
    scratch = house.scratch("self")
    answer = house.ask(None, before=LIBC, attempts=ATTEMPTS, scratch=scratch)
    assert answer["outcomes"] == dict.fromkeys(ATTEMPTS, "done")


def test_no_thread_can_be_started(house, lock):
    """A submission has the one thread it was given, so nothing goes on beside a call."""
    inside = """
import _thread
try:
    _thread.start_new_thread(print, ())
except RuntimeError as error:
    answer = str(error)
"""
    assert house.ask(house.wanted(**lock), inside=inside)["answer"] == "can't start new thread"


def test_no_program_takes_the_place_of_this_one(house, lock):
    """execve is refused, so the filter can't be left behind in another program."""
    attempt = {"execute": "os.execv('/bin/true', ['true'])"}
    answer = house.ask(house.wanted(**lock), attempts=attempt)
    assert answer["outcomes"] == {"execute": "refused"}


def test_an_installed_package_cannot_be_imported(house, lock):
    """The solution stays hidden even where packages lie inside the standard library."""
    inside = """
sys.path.append(installed)
try:
    import installed
except (ImportError, PermissionError):
    answer = "refused"
"""
    assert house.ask(house.wanted(**lock), inside=inside)["answer"] == "refused"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="tricks of the x86_64 alone")
@pytest.mark.parametrize(
    "trick",
    [
        pytest.param("libc.syscall(0x40000000 | 39)", id="x32"),
        pytest.param(
            # mov eax, 20 (getpid in the 32-bit table); int 0x80; ret
            "import mmap\n"
            "page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
            "page.write(bytes.fromhex('b814000000cd80c3'))\n"
            "start = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
            "ctypes.CFUNCTYPE(ctypes.c_int)(start)()",
            id="int 0x80",
        ),
    ],
)
def test_calls_of_another_architecture_end_the_process(house, trick):
    """Another architecture's numbers mean other calls, so there is no way to make one."""
    _, complaint, code = house.finished(house.wanted(), before=LIBC, inside=trick)
    assert code == -signal.SIGSYS, complaint


def test_the_newest_calls_do_not_exist(house):
    """The C library falls back from a call that doesn't exist, and would fail if it was refused."""
    inside = """
outcomes = []
for number in (425, 435, 437, 451, 4095):
    libc.syscall(number, -1, 0, 0)
    outcomes.append(errno.errorcode[ctypes.get_errno()])
"""
    answer = house.ask(house.wanted(), before=LIBC, inside=inside)
    assert set(answer["outcomes"]) == {"ENOSYS"}


# ------------------------------------------------------------ seen from outside


@pytest.mark.parametrize("max_tier", ["full", "closed", "limits"])
def test_the_process_has_no_rights_left(house, user, max_tier):
    """In every tier: no capability, none to gain by an exec, a session of its own, limits."""
    with house.start(
        house.wanted(user, max_tier=max_tier),
        user=user,
        inside="answer = os.getpid()",
        after="sys.stdin.read()",
    ) as process:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        pid = json.loads(line)["answer"]
        status = dict(
            line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        )
        assert {int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {0}
        assert status["NoNewPrivs"] == "1"
        assert status["Seccomp"] == ("0" if max_tier == "limits" else "2")
        assert os.getsid(pid) == pid
        assert Path(f"/proc/{pid}/oom_score_adj").read_text() == "1000\n"
        owner = {"root that stays": 0, "root that becomes nobody": confine.NOBODY}
        expected = owner.get(user, ORDINARY if os.geteuid() == 0 else os.geteuid())
        assert set(map(int, status["Uid"].split())) == {expected}
        assert set(map(int, status["Gid"].split())) <= {expected, os.getegid()}
        limits = Path(f"/proc/{pid}/limits").read_text()
        for name, (soft, hard) in HELD.items():
            assert re.search(rf"^Max {name} +{soft} +{hard} ", limits, re.MULTILINE), limits


HELD = {
    "cpu time": (20, 21),
    "address space": (1 << 29, 1 << 29),
    "file size": (0, 0),
    "core file size": (0, 0),
    "open files": (64, 64),
    "locked memory": (0, 0),
    "pending signals": (64, 64),
    "msgqueue size": (0, 0),
    "nice priority": (0, 0),
    "realtime priority": (0, 0),
}
"""/proc/<pid>/limits: name, soft and hard limit."""


def test_a_forked_child_leads_its_own_session(house):
    """The grader can kill a room by its group, also one that was forked and not started."""
    fork = "child = os.fork()\nif child: os._exit(os.waitpid(child, 0)[1])"
    with house.start(
        house.wanted(), before=fork, inside="answer = os.getpid()", after="sys.stdin.read()"
    ) as process:
        pid = json.loads(process.stdout.readline())["answer"]
        assert pid != process.pid
        assert os.getsid(pid) == pid


def test_it_dies_with_its_parent(house, user):
    """A grader that is killed leaves no submission running."""
    fork = "child = os.fork()\nif child: os._exit(os.waitpid(child, 0)[1])"
    with house.start(
        house.wanted(user),
        user=user,
        before=fork,
        inside="answer = os.getpid()",
        after="import time; time.sleep(60)",
    ) as process:
        pid = json.loads(process.stdout.readline())["answer"]
        death = os.pidfd_open(pid)
        process.kill()
        assert select.select([death], [], [], 30)[0] == [death]
        os.close(death)


@pytest.mark.parametrize("max_tier", ["full", "closed", "limits"])
def test_memory_has_an_end(house, max_tier):
    """Three gigabytes are refused where half of one was granted; Python goes on."""
    inside = """
try:
    bytearray(3 << 30)
except MemoryError:
    answer = "refused"
"""
    assert house.ask(house.wanted(max_tier=max_tier), inside=inside)["answer"] == "refused"


def test_time_has_an_end(house):
    """A submission that ignores the warning at its last second is killed a second later."""
    inside = "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    _, _, code = house.finished(house.wanted(cpu_seconds=1), inside=inside)
    assert code == -signal.SIGKILL


# ------------------------------------------------------------ fail closed


@pytest.mark.parametrize(
    ("sabotage", "through"),
    [
        (
            "confine.lock_files = lambda readable, abi: None\n"
            "kernel.CALLS |= {'unlink': (87, None), 'unlinkat': (263, 35)}  # to leave no file",
            "open_hidden_file, create_file",
        ),
        ("confine.lock_calls = lambda with_files: None", "open_socket, fork"),
        ("kernel.CALLS['socket'] = (41, 198); kernel.CALLS['bind'] = (49, 200)", "open_socket"),
        ("kernel.CALLS['clone'] = (56, 220)  # but not wait4, to tidy up", "fork"),
    ],
    ids=["no Landlock", "no seccomp", "sockets allowed", "forks allowed"],
)
def test_a_lock_that_does_not_hold_is_no_lock(house, sabotage, through):
    """A lock that was set and lets an attempt through counts as none, and names the attempt."""
    report = house.ask(house.wanted(), before=sabotage)["report"]
    assert report["tier"] == "limits"
    assert report["reason"].startswith(f"the lock did not hold, this got through: {through}")


def test_a_hidden_file_that_was_granted_is_noticed(house):
    """A grader that grants its own checks is told so, before a submission arrives."""
    wanted = house.wanted(readable=[house.hidden])
    report = house.ask(wanted)["report"]
    assert report["tier"] == "limits"
    assert report["selftest"]["open_hidden_file"] is False


def test_a_canary_that_is_not_there_proves_nothing(house):
    """That a missing file can't be opened is no sign of a lock."""
    report = house.ask(house.wanted(canary=house.hidden + ".gone"))["report"]
    assert report["tier"] == "limits"
    assert report["selftest"]["open_hidden_file"] is False


@pytest.mark.parametrize(
    ("before", "changed", "reason"),
    [
        (
            "import _thread; held = _thread.allocate_lock(); held.acquire()\n"
            "_thread.start_new_thread(held.acquire, ())",
            {},
            "2 threads",
        ),
        ("", {"readable": ["/nowhere/data.csv"]}, "/nowhere/data.csv"),
        ("confine.has_seccomp = lambda: False", {}, "no seccomp"),
        ("del kernel.MACHINES[os.uname().machine]", {}, "isn't written for"),
    ],
    ids=["a second thread", "a missing file", "no seccomp", "another machine"],
)
def test_what_cannot_be_locked_says_why(house, before, changed, reason):
    """A lock that can't be set is never half claimed: the tier is limits, with the reason."""
    report = house.ask(house.wanted(**changed), before=before)["report"]
    assert report["tier"] == "limits"
    assert reason in report["reason"]


# ------------------------------------------------------------ honest code

HONEST = """
import collections, dataclasses, datetime, decimal, fractions, functools, heapq, itertools, json
import math, operator, random, re, statistics, string, textwrap, time, typing, zoneinfo
@dataclasses.dataclass
class Network:
    weights: typing.List[float]
random.seed(21)
network = Network([random.gauss(0, 1) for _ in range(6)])
assert math.isclose(statistics.fmean(network.weights), math.fsum(network.weights) / 6)
assert list(itertools.accumulate([1, 2, 3])) == [1, 3, 6]
assert functools.reduce(operator.mul, [2, 3]) == 6
assert collections.Counter("abba")["b"] == 2
assert json.loads(json.dumps(network.weights)) == network.weights
assert time.perf_counter() >= 0
time.sleep(0)
assert datetime.datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Paris")).utcoffset()
random.SystemRandom().random()
open(os.devnull, "w").write("nothing")
assert open(public + "/data.csv").read() == "admit,gre\\n"
int("9" * 4000)
answer = "as before"
"""


@pytest.mark.parametrize("name", [name for name in LOCKS if name != "closed"])
def test_the_standard_library_works(house, user, name):
    """An honest submission imports, computes, sleeps and reads the granted data as before."""
    if not Path("/usr/share/zoneinfo/Europe/Paris").exists():
        pytest.skip("this machine has no time zones")
    wanted = house.wanted(user, **LOCKS[name])
    assert house.ask(wanted, user=user, inside=HONEST)["answer"] == "as before"


def test_a_closed_room_has_what_was_imported_before(house):
    """In the closed tier the preloaded modules work, and no other can be imported."""
    inside = """
import math, random, statistics
assert statistics.fmean([1, 3]) == 2
random.seed(1)
try:
    import colorsys
except (ImportError, PermissionError):
    answer = "as before"
"""
    preload = ["math", "random", "statistics", "no_such_module"]
    wanted = house.wanted(max_tier="closed", preload=preload)
    assert house.ask(wanted, inside=inside)["answer"] == "as before"


def shim_of_links(root: Path) -> tuple[Path, list[str]]:
    """A folder that holds a link to each package that pandas needs, and where the links lead."""
    shim = root / "shim"
    shim.mkdir(exist_ok=True)
    installed = Path(find_spec("pandas").origin).parent.parent
    names = ("numpy", "numpy.libs", "pandas", "pandas.libs", "dateutil", "six.py", "pytz", "tzdata")
    real = [installed / name for name in names if (installed / name).exists()]
    for path in real:
        if not (shim / path.name).exists():
            (shim / path.name).symlink_to(path)
    return shim, [str(shim), *map(str, real)]


needs_pandas = pytest.mark.skipif(find_spec("pandas") is None, reason="pandas is not installed")

WITH_PANDAS = """
import numpy, pandas
frame = pandas.DataFrame({"x": numpy.arange(4.0)})
assert (numpy.ones((2, 3)) @ numpy.ones((3, 2)) == 3).all()
assert numpy.linalg.inv(numpy.eye(3)).trace() == 3
assert (frame.std().iloc[0] - numpy.std([0, 1, 2, 3], ddof=1)) < 1e-12
numpy.random.seed(21)
numpy.random.normal(size=(6, 2))
answer = len(pandas.read_csv(public + "/data.csv"))
"""


@needs_pandas
@pytest.mark.parametrize("name", [name for name in LOCKS if name != "closed"])
def test_numpy_and_pandas_are_granted_by_links(house, name):
    """NumPy and pandas run where links lead to them, with nothing else of where they lie."""
    shim, readable = shim_of_links(house.root)
    wanted = house.wanted(readable=[house.public, *readable], memory_bytes=1 << 30, **LOCKS[name])
    before = f"sys.path.append({str(shim)!r})"
    neighbour = {"a neighbour": f"open({find_spec('pytest').origin!r})"}
    answer = house.ask(wanted, before=before, attempts=neighbour, inside=WITH_PANDAS)
    assert answer["report"]["tier"] == "full"
    assert answer["answer"] == 0
    assert answer["outcomes"] == {"a neighbour": "refused"}


@needs_pandas
@pytest.mark.parametrize("max_tier", ["full", "closed"])
def test_numpy_and_pandas_loaded_before_the_fork(house, max_tier):
    """A child of a process that has loaded pandas locks itself and computes."""
    shim, readable = shim_of_links(house.root)
    wanted = house.wanted(
        readable=[house.public, *readable], memory_bytes=1 << 30, max_tier=max_tier
    )
    before = f"""
sys.path.append({str(shim)!r})
import numpy, pandas
child = os.fork()
if child: os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    inside = (
        "answer = float(pandas.DataFrame(numpy.ones((2, 3)) @ numpy.ones((3, 2))).mean().sum())"
    )
    answer = house.ask(wanted, before=before, inside=inside)
    assert answer["report"]["tier"] == max_tier
    assert answer["answer"] == 6.0


# ------------------------------------------------------------ the tables


@pytest.mark.parametrize(
    ("column", "header"),
    [
        pytest.param(0, "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", id="x86_64"),
        pytest.param(1, "/usr/include/asm-generic/unistd.h", id="aarch64"),
    ],
)
def test_the_tables_agree_with_the_kernel_headers(column, header):
    """Each number of a system call is the kernel's own, and none is left out by mistake."""
    if not Path(header).exists():
        pytest.skip(f"this machine has no {header}")
    defined = dict(
        re.findall(r"^#define (__NR\w+)\s+(\w+)", Path(header).read_text(), re.MULTILINE)
    )

    def number(name: str) -> int | None:
        value = defined.get(f"__NR_{name}")
        value = defined.get(value, value)  # asm-generic has a name of its own for some
        return int(value) if value and value.isdigit() else None

    filtered = {name: row[0] for name, row in kernel.FILTERED_CALLS.items()}
    for name, numbers in (kernel.CALLS | filtered).items():
        assert numbers[column] == number(name), name
    assert list(kernel.MACHINES.values())[column][2] == number("seccomp")
    assert number("landlock_create_ruleset") == kernel.LANDLOCK_CREATE_RULESET
    assert number("landlock_add_rule") == kernel.LANDLOCK_ADD_RULE
    assert number("landlock_restrict_self") == kernel.LANDLOCK_RESTRICT_SELF


# ------------------------------------------------------------ other systems, and the grader itself


@pytest.mark.parametrize("platform", ["win32", "darwin", "freebsd14"])
def test_other_systems_promise_nothing_that_they_do_not_hold(house, platform):
    """Told that it is elsewhere, without `resource` on Windows, it reports limits and why."""
    before = "sys.modules['resource'] = None" if platform == "win32" else ""
    report = house.ask(house.wanted(), platform=platform, before=before)["report"]
    assert report["tier"] == "limits"
    assert report["selftest"]["open_hidden_file"] is False
    assert report["reason"]


def test_the_seatbelt_profile_grants_after_it_denies(monkeypatch, tmp_path):
    """The last rule that matches wins, so what is granted comes last, and odd names are quoted."""
    home, data = tmp_path / "home", tmp_path / "home" / 'a "data" folder'
    monkeypatch.setenv("HOME", str(home))
    rules = seatbelt.profile([str(data)]).splitlines()
    denied = rules.index(f'(deny file-read* (subpath "{home}"))')
    granted = rules.index(f'(allow file-read* (subpath "{home}/a \\"data\\" folder"))')
    assert rules[0] == "(version 1)"
    assert denied < granted


def test_on_a_mac_the_room_is_started_in_its_sandbox(monkeypatch, tmp_path):
    """The worker cannot put itself there: sandbox-exec does, with the profile, and then runs it."""
    stand_in, profile = tmp_path / "sandbox-exec", tmp_path / "profile"
    stand_in.write_text(f'#!/bin/sh\nprintf %s "$2" > {profile}\nshift 2\nexec "$@"\n')
    stand_in.chmod(0o755)
    monkeypatch.setattr(room_process, "SANDBOX_EXEC", str(stand_in))
    monkeypatch.setattr(sys, "platform", "darwin")
    with room_process.fresh() as process:
        process.stdin.close()
        assert process.wait(timeout=60) == 0
    assert profile.read_text() == seatbelt.profile([])
    assert f'(allow file-read* (subpath "{room_process.WORKER.parent}"))' in profile.read_text()


def test_an_undumpable_process_is_closed_to_its_own_user(house):
    """The grader's environment and memory can't be read by a process of the same user."""
    read = """
import select
reader, writer = os.pipe()
child = os.fork()
if child == 0:
    try:
        open(f"/proc/{os.getppid()}/environ").read(1)
        open(f"/proc/{os.getppid()}/mem", "rb").close()
        os.write(writer, b"open")
    except PermissionError:
        os.write(writer, b"closed")
    os._exit(0)
os.waitpid(child, 0)
answer = os.read(reader, 9).decode()
"""
    ask = {"user": "ordinary", "inside": read}
    assert house.ask(None, **ask)["answer"] == "open"
    assert house.ask(None, before="confine.undumpable()", **ask)["answer"] == "closed"


def test_the_banner_is_honest():
    """A tier that can't hide files says so in plain words, with what to do, at 80 columns."""
    assert tiers.banner("full", "") == tiers.banner("closed", "no Landlock") == ""
    words = tiers.banner("limits", "this kernel offers no seccomp filters")
    assert "cannot hide files from the submission" in words
    assert "this kernel offers no seccomp filters" in words
    assert "do not grade other people's code here" in words
    assert max(map(len, words.splitlines())) < 80
    assert "use Linux" in tiers.banner("seatbelt", "")

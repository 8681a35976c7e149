"""Runs as the grader: grades hostile submissions one after another and says what harm they did.

    python -I -B judge.py HOUSE PLACE CANARY

Orders come in and verdicts go out, one line of JSON each. A verdict is never what a submission
says of itself where that can be seen from here: what came out of it is searched for what is
hidden, and files, processes, sockets, limits, signals and another room are looked at before and
after. Only where a call leaves no trace is a claim believed, which makes it a harm.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import json
import os
import resource
import secrets
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import byhand.solution.matrix
from byhand.grader.judging.checklist import Checklist, with_checklist
from byhand.grader.judging.grading import grade
from byhand.grader.lessons import LESSONS
from byhand.grader.reports import json as as_json
from byhand.grader.reports import text as as_text
from byhand.grader.room import clock, process
from byhand.grader.room.calls import Call
from byhand.grader.room.program import Program
from byhand.grader.room.zygote import Zygotes
from byhand.grader.settings import Limits, Settings
from byhand.grader.submission import of_bytes
from byhand.grader.verdict import Ending, Outcome, Report
from byhand.solution.matrix import Matrix

LIMITS = Limits(call_seconds=0.1, training_seconds=0.2, total_seconds=1.0)
UPDATE = Call("update_weights", (Matrix([[1.0]]), Matrix([[4.0]]), 0.5, 2))
LONGEST = clock.WALL_PER_CPU * LIMITS.total_seconds + 10
"""Seconds on the clock for one submission and all its rooms: the deadline, and time to grade."""

SOCIAL_PLACES = ("/tmp", "/dev/shm", "/var/tmp", "/run", "/")
CHANGED = {"files", "processes", "sibling"}
"""Harms after which the next submission is given a scene that nobody has touched."""

PATIENCE = 2.0
"""Seconds for the processes of a submission to be gone, once they have been killed."""


class Scene:
    """Everything in reach of a hostile submission that it must not touch, read or call."""

    def __init__(self, root: Path, place: Path, canary: str, zygotes: Zygotes) -> None:
        self.root, self.canary, self.zygotes = root, canary, zygotes
        self.prey = Path(tempfile.mkdtemp(dir=place))
        self.prey.chmod(0o777)
        self.mark = f"mark-{secrets.token_hex(6)}"
        self.key = secrets.randbelow(1 << 30) + 1
        self.installed = Path(byhand.solution.matrix.__file__).resolve().parents[2]
        self.hidden = self.installed / "byhand/grader/lessons/backprop/checks/test_backward.py"
        self.secrets = (canary, str(int(self.hidden.stat().st_mtime)))
        self.signals: list[int] = []
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGIO):
            signal.signal(number, lambda number, _: self.signals.append(number))
        self._lay_bait()
        self._listen()
        solution = (self.installed / "byhand/solution/backprop.py").read_bytes()
        self.sibling = Program(solution, start=self.fork)  # its source stays in its memory
        self.sibling.load()
        self.sibling_pid = self.sibling._room._process.pid

    def fork(self, *, packages: bool = False) -> process.Process:
        """A room's process, forked from one that is warm."""
        return self.zygotes.fork(packages=packages)

    def _lay_bait(self) -> None:
        bytecode = self.prey / "__pycache__" / "precious.pyc"
        bytecode.parent.mkdir(mode=0o777)
        for path in (self.prey / "precious.txt", bytecode):
            path.write_text("precious")
            path.chmod(0o666)
        bytecode.parent.chmod(0o777)
        settings = self.prey / "grading.toml"
        settings.write_text(f'secret = "{self.canary}"\n')
        settings.chmod(0o600)
        (self.prey / "link").symlink_to(self.hidden)
        (self.prey / "pointer").symlink_to(self.canary)

    def _listen(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.unix.bind(str(self.prey / "socket"))
        (self.prey / "socket").chmod(0o777)
        self.abstract = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.abstract.bind(f"\0{self.mark}")
        self.ears = (self.tcp, self.udp, self.unix, self.abstract)
        for ear in self.ears:
            ear.setblocking(False)

    def told(self, token: str) -> dict[str, object]:
        """What an attack is told (target.py)."""
        return {
            "HIDDEN": str(self.hidden),
            "SOLUTION": str(self.installed / "byhand/solution/backprop.py"),
            "SETTINGS": str(self.prey / "grading.toml"),
            "INSTALLED": str(self.installed),
            "FOLDER": str(self.prey),
            "PRECIOUS": str(self.prey / "precious.txt"),
            "LINK": str(self.prey / "link"),
            "POINTER": str(self.prey / "pointer"),
            "BYTECODE": str(self.prey / "__pycache__/precious.pyc"),
            "CANARY": "canary-",
            "TOKEN": token,
            "MARK": self.mark,
            "KEY": self.key,
            "GRADER": os.getpid(),
            "SIBLING": self.sibling_pid,
            "TCP": self.tcp.getsockname()[1],
            "UDP": self.udp.getsockname()[1],
            "UNIX": str(self.prey / "socket"),
            "ABSTRACT": f"\0{self.mark}",
        }

    # ------------------------------------------------------------ what can be seen from here

    def files(self) -> dict[str, object]:
        """All that stands in a folder of ours, and what of theirs stands in anybody's."""
        library = self.installed.parent
        found: dict[str, object] = dict(_states(self.prey, deep=True))
        found |= dict(_states(library)) | dict(_states(self.installed))
        found |= dict(_states(self.installed / "byhand", deep=True))
        for place in SOCIAL_PLACES:
            names = os.listdir(place) if os.path.isdir(place) else ()
            found |= {f"{place}/{name}": "left" for name in names if self.mark in name}
        for kind in ("shm", "sem", "msg"):
            with contextlib.suppress(OSError):
                table = Path(f"/proc/sysvipc/{kind}").read_text().splitlines()
                found[kind] = [row for row in table if row.split()[0] == str(self.key)]
        return found

    def ourselves(self) -> dict[str, object]:
        """The grader's own limits and rank, which nobody else may set."""
        kinds = [name for name in dir(resource) if name.startswith("RLIMIT_")]
        return {
            "limits": [resource.getrlimit(getattr(resource, kind)) for kind in kinds],
            **_rank(os.getpid()),
            "signals": len(self.signals),
        }

    def other_room(self) -> dict[str, object]:
        """The sibling's limits and rank, and whether it still calculates."""
        with contextlib.suppress(OSError, AttributeError):  # gone, or given up
            return {
                "limits": Path(f"/proc/{self.sibling_pid}/limits").read_text(),
                **_rank(self.sibling_pid),
                "answer": self.sibling.calls(UPDATE)[0].returned,
                "same": self.sibling._room._process.pid == self.sibling_pid,
            }
        return {}

    def called(self) -> bool:
        """Did anybody get through to where we listen?"""
        heard = False
        for ear in self.ears:
            with contextlib.suppress(BlockingIOError):
                while True:  # a script runs several times, and all of its calls are of one case
                    if ear is self.tcp:
                        ear.accept()[0].close()
                    else:
                        ear.recv(100)
                    heard = True
        return heard

    def strays(self) -> list[int]:
        """Processes that should have ended with the submission, after a moment to do so."""
        end = time.monotonic() + PATIENCE
        while (found := self._running()) and time.monotonic() < end:
            time.sleep(0.01)
        return found

    def _running(self) -> list[int]:
        warm = (self.zygotes._plain, self.zygotes._with_packages)
        ours = {os.getpid(), self.sibling_pid, *(zygote._process.pid for zygote in warm)}
        found = []
        for entry in os.listdir("/proc"):
            if not entry.isdigit() or int(entry) in ours:
                continue
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{entry}/cmdline").read_bytes()
                if os.fsencode(self.root) in words or self.mark.encode() in words:
                    found.append(int(entry))
        return found

    def leave(self) -> None:
        """Ends what is still running, and takes away what was left elsewhere than with us."""
        for ear in self.ears:
            ear.close()
        self.sibling.leave()
        for pid in self._running():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        for place in SOCIAL_PLACES:
            for left in Path(place).glob(f"{self.mark}*"):
                with contextlib.suppress(OSError):
                    left.unlink()
        libc = ctypes.CDLL(None)
        libc.shmctl(libc.shmget(self.key, 0, 0), 0, None)
        libc.semctl(libc.semget(self.key, 0, 0), 0, 0)
        libc.msgctl(libc.msgget(self.key, 0), 0, None)


def _states(folder: str | Path, *, deep: bool = False) -> Iterator[tuple[str, object]]:
    """A folder, what is in it, and with `deep` what is in that: the state of each."""
    yield str(folder), _state(os.lstat(folder))
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry.path, _state(entry.stat(follow_symlinks=False))
            if deep and entry.is_dir(follow_symlinks=False):
                yield from _states(entry.path, deep=True)


def _state(status: os.stat_result) -> tuple[int, ...]:
    """Whatever is changed in a file changes the last of these; reading it does not."""
    return status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _rank(pid: int) -> dict[str, object]:
    return {
        "nice": os.getpriority(os.PRIO_PROCESS, pid),
        "processors": sorted(os.sched_getaffinity(pid)),
        "score": Path(f"/proc/{pid}/oom_score_adj").read_text(),
    }


# ---------------------------------------------------------------- one submission


def verdict(scene: Scene, order: dict[str, object], checks: Checklist) -> dict[str, object]:
    """Grades one submission under a lock, as one of a class; its harms, each in a word."""
    os.environ["BYHAND_MAX_TIER"] = str(order["tier"])
    os.environ["BYHAND_MAX_LANDLOCK_ABI"] = str(order["abi"])
    token = f"token-{secrets.token_hex(6)}"
    scene.called()  # whatever another attack, elsewhere on this machine, has left in our ears
    before = (scene.files(), scene.ourselves(), scene.other_room())
    submission = of_bytes("backprop.py", program(order, scene.told(token)).encode("utf-8"))
    settings = Settings(secret=scene.canary, limits=LIMITS)
    began = time.monotonic()
    report = grade(
        submission,
        settings,
        LESSONS,
        best_effort=True,
        form=str(order["form"]),
        start=scene.fork if order["forked"] else process.fresh,
        checklist=checks,
    )
    seconds = time.monotonic() - began
    strays = scene.strays()
    after = (scene.files(), scene.ourselves(), scene.other_room())
    shown = as_text.rendered(report) + as_json.rendered(report)
    harms = {
        "read": any(secret in said for secret in scene.secrets for said in (shown, report.printed)),
        "claim": token in report.printed,
        "told": token in shown,
        "files": before[0] != after[0],
        "grader": before[1] != after[1],
        "sibling": before[2] != after[2],
        "network": scene.called(),
        "processes": bool(strays),
        "time": report.cpu_seconds > LIMITS.total_seconds + 2 or seconds > LONGEST,
        "text": not _harmless(shown),
        "fault": report.outcome is Ending.OUR_FAULT,
    }
    return {
        "harms": sorted(harm for harm, done in harms.items() if done),
        "tier": report.isolation.tier,
        "score": report.score,
        "seconds": round(seconds, 2),
        "words": _words(report, before, after),
    }


def program(order: dict[str, object], told: dict[str, object]) -> str:
    """The exercise as it is given, what an attack is told, and the attack.

    In a script the attack comes first, since only what stands before the training is run as it is.
    """
    target = Path(__file__).with_name("target.py").read_text("utf-8")
    exercise = str(order["exercise"]).partition('\nif __name__ == "__main__":')[0]
    attack = [
        "import sys, types",
        "sys.modules['target'] = types.ModuleType('target')",
        f"exec({target!r}, vars(sys.modules['target']))",
        f"vars(sys.modules['target']).update({told!r})",
        str(order["attack"]),
    ]
    parts = [*attack, exercise] if order["form"] == "numpy" else [exercise, *attack]
    return "\n".join(parts)


def _harmless(shown: str) -> bool:
    """May a terminal see this, and can it be written at all?"""
    try:
        shown.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return _without_colours(shown).replace("\n", "").isprintable()


def _without_colours(shown: str) -> str:
    """The grader's own colours are no attack."""
    for number in (0, 1, 2, *range(30, 38), *range(90, 98)):
        shown = shown.replace(f"\x1b[{number}m", "")
    return shown


def _words(report: Report, *sides: tuple[dict[str, object], ...]) -> str:
    """What was seen, for whoever reads that a promise was broken."""
    wanted = (Outcome.FAILED, Outcome.STOPPED, Outcome.OUR_FAULT)
    saw = [finding.saw for finding in report.findings if finding.outcome in wanted]
    changed = [
        key
        for one, other in zip(*sides, strict=True)
        for key in {*one, *other}
        if one.get(key) != other.get(key)
    ]
    parts = (saw[:2], changed[:5], report.isolation.reason, report.printed[:300])
    return " | ".join(map(str, itertools.filterfalse(lambda part: not part, parts)))


def answer_orders(checks: Checklist) -> None:
    """Answers orders until there are no more."""
    clock.IDLE_SECONDS = 0.8
    with Zygotes() as zygotes:
        given = (Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], zygotes)
        scene = Scene(*given)
        zygotes.fork(packages=True).kill()  # or the first script is charged with its imports
        for line in sys.stdin:
            answer = verdict(scene, json.loads(line), checks)
            if CHANGED.intersection(answer["harms"]):
                scene.leave()
                scene = Scene(*given)
            print(json.dumps(answer), flush=True)
        scene.leave()


if __name__ == "__main__":
    with_checklist(LESSONS, answer_orders)

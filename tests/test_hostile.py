"""What the locked room promises: no hostile submission gets through, and where one does is known.

Each file in hostile/ is a submission named after what it tries. It is appended to the untouched
exercise, which has earned nothing, and graded by a real grader (judge.py) in a Python of its own
(house.py), under every tier that this machine can do. What a tier does not stop is listed, and
the lists are exact: a new hole fails, and so does an entry that is no longer true.

By default the whole lock meets every attack that a lock can stop, one of the lesser tiers every
second, and one of the three each false answer; tiers and users take turns, one room in four is a
fresh one, and every sixth attack is a script's, too. What has its turn, BYHAND_TURN moves on. With
BYHAND_EVERY_ROOM=1 each attack is tried as each user, in fresh and in forked rooms, under each
lock; that takes some minutes.
"""

from __future__ import annotations

import itertools
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from byhand.grader.command import exercise
from byhand.grader.lessons.backprop import backprop
from byhand.grader.room.program import Program
from house import House

HOSTILE = Path(__file__).resolve().with_name("hostile")
ATTACKS = {path.stem: path for path in sorted(HOSTILE.glob("*/*.py"))}
USERS = ("ordinary", "root", "root shut in") if os.geteuid() == 0 else ("ordinary",)
EVERY_ROOM = "BYHAND_EVERY_ROOM" in os.environ
TURN = int(os.environ.get("BYHAND_TURN", "0"))

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" and "CI" not in os.environ, reason="the lock is Linux's"
)

# ------------------------------------------------------------ what is not stopped

METADATA = {
    "looks_at_a_hidden_file": {"read"},  # its size and date
    "looks_for_a_process": {"claim"},
}
NOT_STOPPED = {
    "full": METADATA
    | {
        "lists_installed_packages": {"read"},  # their names, within the standard library
        "reads_where_a_link_leads": {"read"},
    },
    "closed": METADATA,
}
"""As SECURITY.md says under `Not promised`; for `limits` there is a longer list beside this file.

Harms are what judge.py can tell: something hidden was `read`, `files` or the `grader` or a
`sibling` room were touched, `processes` were left, the `network` was reached; and `claim`, where a
call leaves no trace but got through.
"""


@dataclass(frozen=True)
class Entry:
    """One line of limits.txt: the harms of an attack, to whom; on some machines only if `may`."""

    harms: frozenset[str]
    users: tuple[str, ...]
    may: bool

    @classmethod
    def read(cls, line: str) -> tuple[str, Entry]:
        attack, harms, *users = (part.strip() for part in line.split("|"))
        words = frozenset(harms.replace("may ", "").split())
        return attack, cls(words, tuple(users) or USERS, harms.startswith("may "))


def limits() -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    for line in (HOSTILE / "limits.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            attack, entry = Entry.read(line)
            entries.setdefault(attack, []).append(entry)
    return entries


# ------------------------------------------------------------ which room for which attack


@dataclass(frozen=True)
class Case:
    """One attack in one kind of room."""

    attack: str
    tier: str
    user: str
    forked: bool
    abi: int = 0
    form: str = "matrix"

    def __str__(self) -> str:
        lock = f"{self.tier}, Landlock {self.abi}" if self.abi else self.tier
        room = "forked" if self.forked else "fresh"
        what = "a script, " if self.form == "numpy" else ""
        return f"{self.attack}: {what}{lock}, {self.user}, {room}"

    @property
    def order(self) -> dict[str, object]:
        """What the judge is told."""
        return {
            "tier": self.tier,
            "abi": self.abi,
            "forked": self.forked,
            "form": self.form,
            "exercise": (exercise.EXERCISE / backprop.files[self.form]).read_text("utf-8"),
            "attack": ATTACKS[self.attack].read_text("utf-8"),
        }

    @property
    def allowed(self) -> Iterator[set[str]]:
        """The harms that this attack is known to do here; several if it depends on the machine."""
        if self.form == "numpy":  # which has other calls at hand, and may end over a refusal
            yield set()
        if self.tier != "limits":
            yield set(NOT_STOPPED[self.tier].get(self.attack, ()))
            return
        entries = [e for e in limits().get(self.attack, ()) if self.user in e.users]
        yield set().union(*(entry.harms for entry in entries))
        if any(entry.may for entry in entries):
            yield set().union(*(entry.harms for entry in entries if not entry.may))


TIERS = ("full", "closed", "limits")
LOCKS = (*((tier, 0) for tier in TIERS), ("full", 1), ("full", 3))
ROOMS = tuple(itertools.product(USERS, (False, True)))
SCRIPTS = ("full", "full", "closed")
"""The NumPy script's room takes turns: one that is warm, as it takes long to import pandas."""


def cases() -> Iterator[Case]:
    """Every attack under every lock that concerns it."""
    for turn, (attack, path) in enumerate(ATTACKS.items(), TURN):
        kind = path.parent.name
        for shift, (tier, abi) in enumerate(_locks(kind, turn)):
            rooms: Sequence[tuple[str, bool]] = ROOMS
            if not EVERY_ROOM:
                user, forked = USERS[(turn + shift) % len(USERS)], (turn + shift) % 4 > 0
                rooms = [(user, forked)]
                alike = kind == "answers" or user == "ordinary"
                if (tier, abi) == ("full", 0) and not alike and turn % 4 < 2:
                    rooms += [("ordinary", True)]
            for user, forked in rooms:
                yield Case(attack, tier, user, forked, abi)
        sixth = turn // 6
        scripts = [SCRIPTS[sixth % len(SCRIPTS)]] if turn % 6 == 1 else []
        for tier in TIERS if EVERY_ROOM else scripts:
            user = USERS[sixth // len(SCRIPTS) % len(USERS)]
            yield Case(attack, tier, user, forked=True, form="numpy")


def _locks(kind: str, turn: int) -> Sequence[tuple[str, int]]:
    """Tiers and versions of Landlock, whose first ones differ only about files.

    What answers falsely is stopped by no lock: for it one is as good as another, and they take
    turns.
    """
    if EVERY_ROOM:
        return LOCKS if kind == "files" else LOCKS[:3]
    if kind == "answers":
        return [LOCKS[turn % len(TIERS)]]
    less = [LOCKS[1 + turn // 2 % 2]] if turn % 2 else []
    older = [LOCKS[3 + turn // 4 % 2]] if kind == "files" and turn % 4 < 2 else []
    return [LOCKS[0], *less, *older]


# ------------------------------------------------------------ the judges


class Court:
    """A judge for each user, in a house of its own; they work through their cases side by side."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._leaving = ExitStack()
        self._houses: dict[str, House] = {}
        benches = {
            user: self._leaving.enter_context(ThreadPoolExecutor(1))
            for user in {case.user for case in cases}
        }
        self._verdicts: dict[Case, Future[dict[str, object]]] = {
            case: benches[case.user].submit(self._judged, case) for case in cases
        }

    def verdict(self, case: Case) -> dict[str, object]:
        return self._verdicts[case].result()

    def house(self, user: str) -> House:
        """The house of that user's grader: it takes long to build one."""
        if user not in self._houses:
            self._houses[user] = House(user)
        return self._houses[user]

    def _judged(self, case: Case) -> dict[str, object]:
        return self.house(case.user).verdict(case.order)

    def close(self) -> None:
        """Leaves out what nobody will ask for any more."""
        for future in self._verdicts.values():
            future.cancel()
        self._leaving.close()
        for house in self._houses.values():
            house.close()


@pytest.fixture(scope="module")
def court(request: pytest.FixtureRequest) -> Iterator[Court]:
    specs = (getattr(item, "callspec", None) for item in request.session.items)
    asked = (spec.params.get("case") for spec in specs if spec)
    court = Court([case for case in asked if isinstance(case, Case)])
    yield court
    court.close()


CASES = [*cases()]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_hostile_submission_gets_through(case: Case, court: Court) -> None:
    """It does the harm that is listed for its tier, which mostly is none, and earns no point."""
    verdict = court.verdict(case)
    assert set(verdict["harms"]) in list(case.allowed), verdict["words"]
    assert verdict.get("tier", case.tier) == case.tier
    assert not verdict.get("score")


REASONS = {
    "answers_before_it_is_asked": "it answered in the grader's place",
    "claims_four_gigabytes": "its answer is too large",
    "exits": "it ended the program before it had answered",
    "follows_a_null_pointer": "Python itself crashed",
    "loops": "it was still running after",
    "loops_where_python_cannot_interrupt": "it was still running after",
    "prints_without_end": "it printed more than 1 MiB",
    "sends_what_is_no_number": "its answer is not what the grader's own code would have sent",
    "sleeps": "it slept for",
    "stops_itself": "it slept for",
    "takes_three_gigabytes": "it stopped with a MemoryError",
}


@pytest.mark.parametrize(
    "case", [next(case for case in CASES if case.attack == attack) for attack in REASONS], ids=str
)
def test_each_limit_says_in_plain_words_what_was_too_much(case: Case, court: Court) -> None:
    """Whatever limit it meets, a submission is stopped, and its report says why."""
    assert REASONS[case.attack] in court.verdict(case)["words"]


def test_every_entry_is_about_an_attack() -> None:
    """No list names an attack that is not there."""
    assert {*limits(), *NOT_STOPPED["full"], *NOT_STOPPED["closed"]} <= {*ATTACKS}


# ------------------------------------------------------------ the tier, and the grader's own end


def test_the_tier_of_this_machine_is_full() -> None:
    """Elsewhere these tests would promise nothing; where they run for everybody none is skipped."""
    with Program(b"") as program:
        assert (program.lock.tier, program.lock.reason) == ("full", "")
        assert all(program.lock.selftest.values())


@pytest.mark.parametrize("user", USERS)
def test_a_grader_that_is_killed_leaves_nothing_running(user: str, court: Court) -> None:
    """Its rooms and its zygote end with it, also where it had no time to end them."""
    house = court.house(user)
    house.verdict(Case("exits", "full", user, forked=True).order)
    started = house.processes()
    assert len(started) >= 3  # the grader, its zygote, and the room of another submission
    deaths = [os.pidfd_open(pid) for pid in started]
    os.kill(house.grader, signal.SIGKILL)
    for death in deaths:
        assert select.select([death], [], [], 30)[0], "it is still there"
        os.close(death)


# ------------------------------------------------------------ beside the submission

PLANTS = (
    "conftest.py", "json.py", "pytest.py", "click.py", "random.py", "matrix.py", "data_prep.py",
    "sitecustomize.py", "usercustomize.py", "test_forward.py", "planted.py",
)  # fmt: skip
INI = "[{section}]\naddopts = -p planted\npython_files = *.py\n"


@pytest.mark.parametrize(
    "command", [[Path(sys.executable).with_name("grade")], [sys.executable, "-m", "byhand.grader"]],
    ids=["grade", "python -m"],
)  # fmt: skip
@pytest.mark.parametrize(
    "arguments",
    [["submission", "."], ["submission", "backprop.py"], ["batch", "..", "--output=../../out"]],
    ids=" ".join,
)
def test_what_lies_beside_a_submission_is_never_run(
    command: list[str], arguments: list[str], tmp_path: Path
) -> None:
    """A conftest.py, json.py or pytest.ini handed in along is not executed, nor is it heeded."""
    folder, ran = tmp_path / "class" / "Ann", tmp_path / "ran"
    folder.mkdir(parents=True)
    for name in PLANTS:
        (folder / name).write_text(f"open({str(ran)!r}, 'a').write(__file__ + '\\n')\n")
    for name, section in (("pytest.ini", "pytest"), ("setup.cfg", "tool:pytest")):
        (folder / name).write_text(INI.format(section=section))
    shutil.copy(exercise.SOLUTION / "backprop.py", folder)
    (tmp_path / "class" / "Bob").mkdir()
    shutil.copy(exercise.SOLUTION / "backprop.py", tmp_path / "class" / "Bob")
    done = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"},
            "HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path),
            "PYTEST_ADDOPTS": "-p planted",
            "PYTEST_PLUGINS": "planted",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ran.exists(), ran.read_text()
    assert done.returncode == 0, done.stdout + done.stderr

"""Made-up classes of learners who really wrote something: right, wrong, unfinished, hostile."""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import byhand.grader.command.learners
import warm
from lms import Person, people

ROOT = Path(byhand.grader.command.learners.__file__).resolve().parents[2]
SOLUTION = (ROOT / "solution" / "backprop.py").read_text("utf-8")
EXERCISE = (ROOT / "exercise" / "backprop.py").read_text("utf-8")
SETTINGS = 'secret = "of a made-up class"\n'

IS_ROOT = sys.platform == "linux" and os.geteuid() == 0
BOUND_BY_MODES = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if IS_ROOT else []
"""As somebody whom a folder's mode binds: root may write anywhere."""

SLOPE = "error * output * (1 - output)"
MISTAKES = {
    "right": (),
    "no slope": ((SLOPE, "error"),),
    "wrong way": (("error = y - output", "error = output - y"),),
    "no slope of its own": (
        ("hidden_error * hidden_output * (1 - hidden_output)", "hidden_error"),
    ),
    "not divided": (("learnrate / n_records * del_w", "learnrate * del_w"),),
    "nameless": ((SLOPE, "error * (output + 0.25)"), ("hidden_input.map(sigmoid)", "hidden_input")),
    "crashes": (("error = y - output", "error = y - outputs"),),
}


def program(kind: str, number: int = 0) -> bytes:
    """A learner's program of that kind; with another number it is another file."""
    if kind == "unchanged":
        return EXERCISE.encode()
    if kind == "empty":
        return b"# to do\n\n"
    if kind == "unreadable":
        return f"# by number {number}\n\0".encode()
    if kind == "syntax error":
        return f"# by number {number}\ndef forward_pass(x:\n".encode()
    if kind in WITHOUT_END:
        return WITHOUT_END[kind]
    source = SOLUTION
    for right, wrong in MISTAKES[kind]:
        assert right in source, right
        source = source.replace(right, wrong)
    return f"{source}\n# by number {number}\n".encode()


WITHOUT_END = {
    "endless": b"while True:\n    pass\n",
    "giant": b"taken = []\nwhile True:\n    taken.append(bytearray(1 << 20))\n",
    "flooding": b"while True:\n    print('=' * 1000)\n",
    "asleep": b"import time\ntime.sleep(1000)\n",
}
KINDS = (*MISTAKES, "no slope", "right", "unchanged", "empty", "unreadable", "syntax error")


def programs(count: int) -> list[bytes]:
    """So many programs, of all kinds that end by themselves."""
    return [program(KINDS[number % len(KINDS)], number) for number in range(count)]


def folder_of(folder: Path, handed_in: Mapping[Person, bytes]) -> Path:
    """A plain folder, with a folder for each student."""
    for person, content in handed_in.items():
        place = folder / f"{person.first} {person.last} {person.number}"
        place.mkdir(parents=True)
        (place / "backprop.py").write_bytes(content)
    return folder


def a_class(folder: Path, count: int) -> Path:
    """A plain folder of so many students with programs of all kinds."""
    return folder_of(folder, dict(zip(people(count), programs(count), strict=True)))


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "byhand.grader", *map(str, arguments)]


def environment(home: Path) -> dict[str, str]:
    """Surroundings in which `grade` finds nothing of whoever runs the tests."""
    return {
        **os.environ,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONSAFEPATH": "1",
    }


def grade(home: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs `grade` in a folder that is its home too; `more` goes into its environment.

    A small class is graded by one process, unless it is said otherwise: to start takes it longer.
    """
    if arguments[0] == "batch" and "--jobs" not in arguments:
        arguments = (*arguments, "--jobs", 1)
    return warm.as_text(warm.run([*map(str, arguments)], home, {**environment(home), **more}))


def batch(output: str, *more: object) -> tuple[object, ...]:
    """The arguments that grade the class in `class` into a folder."""
    return ("batch", "class", "--settings", "grading.toml", "--jobs", 2, "--output", output, *more)


def settings_in(folder: Path, text: str = "") -> Path:
    """A settings file with a secret of its own, and whatever else is decided."""
    path = folder / "grading.toml"
    path.write_text(SETTINGS + text, "utf-8")
    return path


def reports(folder: Path) -> dict[str, bytes]:
    """Everything in a report folder that must be the same from run to run: all but the times."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".journal" not in path.parts
    }
    found.pop("times.html", None)
    header, *lines = found["results.csv"].splitlines()
    assert header.endswith(b',"cpu_seconds"')
    found["results.csv"] = b"\n".join(line.rpartition(b",")[0] for line in lines)
    return found


def started(home: Path, *arguments: object) -> subprocess.Popen[str]:
    """`grade` running, in a session of its own, so that a test may end it and nobody else."""
    return subprocess.Popen(
        command(*arguments),
        cwd=home,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def kept(report: Path) -> int:
    """How many results are in the journal of a report folder; 0 while there is none."""
    journal = report / ".journal" / "journal.db"
    if not journal.exists():
        return 0
    with closing(sqlite3.connect(f"{journal.as_uri()}?mode=ro", uri=True, timeout=10)) as database:
        try:
            return int(database.execute("SELECT count(*) FROM result").fetchone()[0])
        except sqlite3.OperationalError:  # its tables are not made yet
            return 0


def wait_until(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Waits for something that a running `grade` does; fails if it ends before."""
    give_up = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < give_up, "waited for a minute"
        time.sleep(0.01)


def table(report: Path, name: str = "grades.csv") -> list[dict[str, str]]:
    """A CSV file of a report folder, as a program reads it."""
    with (report / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))

"""What the locked room leaves to honest submissions, and how it tells them what it has not."""

from __future__ import annotations

import pytest
from byhand.grader.command import exercise
from byhand.grader.judging.grading import grade
from byhand.grader.lessons import LESSONS
from byhand.grader.room.zygote import Zygotes
from byhand.grader.settings import Settings
from byhand.grader.submission import of_bytes
from byhand.grader.verdict import Outcome, Report

MATRICES = (exercise.SOLUTION / "backprop.py").read_text("utf-8")
SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")

LIBRARY = """
import collections, dataclasses, functools, itertools, json, math, random, statistics, time, typing


@dataclasses.dataclass
class Network:
    weights: typing.List[float]


began = time.perf_counter()
network = Network([random.gauss(0, 1) for _ in range(6)])
assert math.isclose(statistics.fmean(network.weights), math.fsum(network.weights) / 6)
assert list(itertools.accumulate([1, 2, 3])) == [1, 3, 6]
assert functools.reduce(max, network.weights) == max(network.weights)
assert collections.Counter("abba")["b"] == 2
assert json.loads(json.dumps(network.weights)) == network.weights
time.sleep(0.001)
assert time.perf_counter() > began
"""
CONSOLE = """
import sys

sys.stdout.reconfigure(encoding="utf-8")
sys.stderr.reconfigure(line_buffering=True)
assert sys.stdout.encoding.lower() == "utf-8"
sys.stdout.buffer.write("δᵒ\\n".encode())
print("δʰ", file=sys.stderr, flush=True)
"""
SETTINGS = Settings(secret="of the tests")
NUMPY = """
import numpy as np

np.random.seed(21)
assert np.allclose(np.linalg.inv(np.eye(3)), np.eye(3))
assert np.random.normal(size=(6, 2)).shape == (6, 2)
"""
PANDAS = """
import pandas as pd

assert pd.DataFrame({"gre": [1.0, 3.0]}).gre.mean() == 2
"""


@pytest.fixture(params=["full", "closed"])
def tier(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("BYHAND_MAX_TIER", request.param)
    return request.param


def graded(source: str) -> Report:
    submission = of_bytes("backprop.py", source.encode())
    return grade(submission, SETTINGS, LESSONS)


@pytest.mark.parametrize(
    "source",
    [
        MATRICES + LIBRARY,
        MATRICES + CONSOLE,
        MATRICES + NUMPY,
        MATRICES + PANDAS,
        SCRIPT,
        SCRIPT.replace("import numpy as np", CONSOLE + "import numpy as np", 1),
    ],
    ids=[
        "the library",
        "the console",
        "NumPy",
        "pandas",
        "the NumPy script",
        "the console in a script",
    ],
)
def test_what_an_exercise_may_need_is_there(source: str, tier: str) -> None:
    """Imports of the usual modules, of NumPy and of pandas work, and cost no point."""
    report = graded(source)
    assert (report.isolation.tier, report.score) == (tier, 100)


def test_numpy_is_loaded_before_the_room_is(tier: str) -> None:
    """A room forked from a zygote that has NumPy and pandas is locked, and grades, as any other."""
    with Zygotes() as zygotes:
        for source in (SCRIPT, MATRICES + NUMPY, MATRICES):
            submission = of_bytes("backprop.py", source.encode())
            report = grade(submission, SETTINGS, LESSONS, start=zygotes.fork)
            assert (report.isolation.tier, report.score) == (tier, 100)


NOT_HERE = {
    "threads": "import threading\nthread = threading.Thread(target=print)\nthread.start()",
    "asyncio": "import asyncio\nasync def nothing(): pass\nasyncio.run(nothing())",
    "temporary": "import tempfile\ntempfile.TemporaryFile()",
    "processes": "import subprocess\nsubprocess.run(['ls'])",
    "network": "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')",
    "files": "open('weights.txt')",
    "input()": "input('How many hidden units?')",
}


@pytest.mark.parametrize("at_once", [True, False], ids=["at import", "in a function"])
@pytest.mark.parametrize("what", NOT_HERE)
def test_what_the_grader_has_none_of_is_said_in_plain_words(what: str, at_once: bool) -> None:
    """Threads, asyncio, temporary files, programs, input(): the line, and that there are none."""
    body = "\n".join(f"    {line}" for line in NOT_HERE[what].splitlines())
    instead = f"def forward_pass(*_):\n{body}\n"
    report = graded(MATRICES + (NOT_HERE[what] if at_once else instead))
    finding = next(f for f in report.findings if f.outcome is Outcome.STOPPED)
    assert finding.advice.startswith("The grader has no ")
    assert what in finding.advice
    assert "line " in finding.saw


def test_what_is_written_is_lost_and_costs_nothing(tier: str) -> None:
    """A log beside the training is no part of the exercise: it goes nowhere, and nobody minds."""
    report = graded(MATRICES + "\nwith open('log.txt', 'w') as log:\n    log.write('begun')\n")
    assert (report.isolation.tier, report.score) == (tier, 100)


def test_a_print_left_in_costs_nothing() -> None:
    """A pass that prints what it was given does so thousands of times; the first of it is kept."""
    printing = "    hidden_input = x @ weights_input_hidden\n"
    assert MATRICES.count(printing) == 1
    report = graded(MATRICES.replace(printing, f"    print(x)\n{printing}"))
    assert report.score == 100
    assert "1." in report.printed
    assert len(report.printed) < 20_000


def test_a_closed_room_says_that_it_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file can be opened, a module that is not loaded before cannot be imported."""
    monkeypatch.setenv("BYHAND_MAX_TIER", "closed")
    several = graded(MATRICES + "import asyncio").findings
    [finding] = [finding for finding in several if finding.points < finding.max_points]
    assert finding.source == "import asyncio"
    assert "of Python's own modules only the usual ones" in finding.advice

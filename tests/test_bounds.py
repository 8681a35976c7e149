"""The grader's own process has bounds, and what brings it there costs nobody else anything."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

import pytest
from byhand.grader.classroom import fingerprint, grading_process
from byhand.grader.classroom.grading_process import GradingProcess, Task, graded
from byhand.grader.classroom.points import SHARES
from byhand.grader.judging import bounds
from byhand.grader.judging.bounds import Bounded, ExhaustedError
from byhand.grader.settings import Settings
from classes import SOLUTION

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have fewer limits")


def for_ever() -> None:
    while True:
        pass


def without_end() -> None:
    taken = []
    while True:
        taken.append(bytearray(1 << 24))


@pytest.mark.parametrize("work", [for_ever, without_end])
def test_work_comes_to_an_end(work: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of its CPU time or of its memory, and nobody waits for it any longer."""
    monkeypatch.setattr(bounds, "TO_BEGIN", 1.0)
    with pytest.raises(ExhaustedError, match="kept the grader calculating"):
        Bounded(work, 0.5).result()


def test_a_result_and_an_exception_come_through() -> None:
    """As if the work had been done here."""
    assert Bounded(lambda: {"pid": os.getpid() > 0}, 5.0).result() == {"pid": True}

    def refuse() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Bounded(refuse, 5.0).result()


def task(source: str) -> Task:
    machine = fingerprint.of_machine()
    return Task("backprop.py", source.encode(), Settings("s", points=SHARES), True, machine)


def test_a_grading_process_at_its_end_costs_one_submission(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That one is told why, and the next is graded by another process."""
    process = GradingProcess()
    monkeypatch.setattr(grading_process._owned, "process", process, raising=False)
    slow = task("import time\ntime.sleep(2)\n" + SOLUTION)

    def reach_the_end() -> None:  # as the system says it, once the CPU time is used up
        while not _has_rooms(process._process.pid):
            time.sleep(0.01)
        os.kill(process._process.pid, signal.SIGXCPU)

    threading.Thread(target=reach_the_end, daemon=True).start()
    report = graded(slow)
    assert (report["outcome"], report["score"]) == ("stopped", 0.0)
    assert "kept the grader calculating" in report["findings"][0]["saw"]
    after = graded(task(SOLUTION))
    assert after["score"] == after["max_score"] > 0
    assert grading_process._owned.process is not process
    grading_process._owned.process.end()


def _has_rooms(process: int) -> bool:
    """Has it started what rooms are forked from? See proc_pid_children(5)."""
    with open(f"/proc/{process}/task/{process}/children") as file:
        return bool(file.read())

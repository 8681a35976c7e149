"""A grader that gets no processor: that is no time that a submission has slept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from byhand.grader.room import room
from byhand.grader.room.program import Call, Learner
from byhand.solution.matrix import Matrix

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is seen in /proc")

SOURCE = b"""
import time


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    end = time.thread_time() + 0.4
    while time.thread_time() < end:
        pass
    return x, x
"""
GRADER = f"""
from byhand.grader.room.program import Call, Learner
from byhand.solution.matrix import Matrix

with Learner({SOURCE!r}) as learner:
    print("began", flush=True)
    one = Matrix([[1.0]])
    print(learner.calls(Call("forward_pass", (one, one, one)))[0].stopped or "answered")
"""


def test_an_honest_program_is_not_told_that_it_slept(tmp_path: Path) -> None:
    """It works for a moment, while its grader stands still for longer than anybody may sleep."""
    grader = subprocess.Popen(
        [sys.executable, "-I", "-c", GRADER], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert grader.stdout is not None
    assert grader.stdout.readline() == "began\n"
    (worker,) = Path(f"/proc/{grader.pid}/task/{grader.pid}/children").read_text().split()
    while _ticks(worker) < 20:  # hundredths of a second: it is in the middle of its work
        time.sleep(0.01)
    os.kill(grader.pid, signal.SIGSTOP)
    threading.Timer(room.IDLE_SECONDS + 1.5, os.kill, (grader.pid, signal.SIGCONT)).start()
    assert grader.communicate(timeout=60)[0] == "answered\n"


def _ticks(process: str) -> int:
    """How long a process has worked; see proc_pid_stat(5)."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()[11])


def test_an_answer_is_looked_for_before_the_silence_is_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An answer that came while the grader was elsewhere for long is an answer."""
    waits = iter((30.0, 30.0))
    look = room.time.monotonic
    late = [0.0]

    def monotonic() -> float:
        late[0] += next(waits, 0.0)
        return look() + late[0]

    with Learner(b"def forward_pass(*_):\n    return 1.0\n") as learner:
        learner.load()
        monkeypatch.setattr(time, "monotonic", monotonic)
        [answer] = learner.calls(Call("forward_pass", (Matrix([[1.0]]),)))
    assert (answer.stopped, answer.returned) == ("", 1.0)

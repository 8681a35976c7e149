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
from byhand.grader.room import clock, room
from byhand.grader.room.calls import Call
from byhand.grader.room.program import Program
from byhand.solution.matrix import Matrix

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is seen in /proc")

SOURCE = b"""
import time


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    end = time.thread_time() + 1.0
    while time.thread_time() < end:
        pass
    return x, x
"""
GRADER = f"""
from byhand.grader.room.calls import Call
from byhand.grader.room.program import Program
from byhand.solution.matrix import Matrix

with Program({SOURCE!r}) as program:
    print("began", flush=True)
    one = Matrix([[1.0]])
    print(program.calls(Call("forward_pass", (one, one, one)))[0].stopped or "answered")
"""


def test_an_honest_program_is_not_told_that_it_slept(tmp_path: Path) -> None:
    """It works for a moment, while its grader stands still for longer than anybody may sleep."""
    with subprocess.Popen(
        [sys.executable, "-I", "-c", GRADER], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == "began\n"
        (worker,) = _children(grader.pid)
        while _worked(worker) < 0.3:  # it is in the middle of what it was asked for
            time.sleep(0.01)
        os.kill(grader.pid, signal.SIGSTOP)
        again = threading.Timer(clock.IDLE_SECONDS + 1.5, os.kill, (grader.pid, signal.SIGCONT))
        again.start()
        assert grader.communicate(timeout=60)[0] == "answered\n"
        again.join()


def _children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def _worked(process: str) -> float:
    """Seconds for which a process has had a processor."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


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

    with Program(b"def forward_pass(*_):\n    return 1.0\n") as program:
        program.load()
        monkeypatch.setattr(time, "monotonic", monotonic)
        [answer] = program.calls(Call("forward_pass", (Matrix([[1.0]]),)))
    assert (answer.stopped, answer.returned) == ("", 1.0)

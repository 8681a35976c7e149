"""On a Dask cluster a class gets the reports that it gets on one machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import classes
import pytest
from classes import batch, grade, kept, reports, settings_in, started, wait_until

pytest.importorskip("distributed", reason="Dask comes with an extra")

QUIET = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False",
}


class Cluster:
    """A scheduler and two workers on the loopback address, each a process of its own."""

    def __init__(self, home: Path, ending: ExitStack) -> None:
        self._home, self._ending = home, ending
        self._log = home / "dask.log"
        described = home / "scheduler.json"
        only_here = ("--dashboard-address", "127.0.0.1:0")
        self._dask("scheduler", "--port", 0, "--scheduler-file", described, *only_here)
        wait_for(lambda: described.exists() and "}" in described.read_text()[-2:], "a scheduler")
        self.address = str(json.loads(described.read_text())["address"])

    def workers(self, count: int, **more: str) -> list[subprocess.Popen[bytes]]:
        """Starts some and waits for them; without a nanny, so that killing one is final."""
        one = ("worker", self.address, "--nthreads", 1, "--no-nanny")
        processes = [self._dask(*one, **more) for _ in range(count)]
        wait_for(lambda: self._log.read_text().count("Registered to") == count, "the workers")
        return processes

    def _dask(self, *arguments: object, **more: str) -> subprocess.Popen[bytes]:
        local = ("--host", "127.0.0.1", "--no-dashboard")
        log = self._ending.enter_context(self._log.open("ab"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *map(str, (*arguments, *local))],
            cwd=self._home,
            env={**classes.environment(self._home), **QUIET, **more},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self._ending.callback(process.wait)
        self._ending.callback(process.kill)
        return process


@contextmanager
def cluster(home: Path) -> Iterator[Cluster]:
    with ExitStack() as ending:
        yield Cluster(Path(tempfile.mkdtemp(dir=home)), ending)


def wait_for(condition: Callable[[], object], what: str) -> None:
    give_up = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < give_up, f"waited a minute for {what}"
        time.sleep(0.02)


def listening(processes: Sequence[subprocess.Popen[bytes]]) -> set[str]:
    """The addresses on which these processes listen; see proc_pid_net(5)."""
    links = [link for p in processes for link in Path(f"/proc/{p.pid}/fd").iterdir()]
    inodes = {os.readlink(link)[8:-1] for link in links if "socket:" in os.readlink(link)}
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {
        socket.inet_ntoa(bytes.fromhex(row[1][:8])[::-1])
        for row in rows
        if row[3] == "0A" and row[9] in inodes
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 24, graded on this machine into `calm`."""
    home = tmp_path_factory.mktemp("home")
    classes.a_class(home / "class", 24)
    settings_in(home)
    assert grade(home, *batch("calm")).returncode == 0
    return home


def test_two_workers_one_of_them_killed_give_the_same_bytes(home: Path) -> None:
    """What the dead one had in hand is graded by the other, and nobody sees any of it.

    It is the second batch there: the first one has closed the workers' ports.
    """
    with cluster(home) as dask:
        workers = dask.workers(2)
        assert "0.0.0.0" in listening(workers), "or else nothing is closed below"
        first = ("batch", "one", *batch("first", "--scheduler", dask.address)[2:])
        classes.a_class(home / "one", 1)
        assert grade(home, *first).returncode == 0
        process = started(home, *batch("spread", "--scheduler", dask.address))
        wait_until(lambda: kept(home / "spread") >= 3, process)
        assert listening(workers) == {"127.0.0.1"}, "no port is open to other machines"
        os.killpg(workers[0].pid, signal.SIGKILL)
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert reports(home / "spread") == reports(home / "calm")
    assert "0 programs graded now" in grade(home, *batch("spread")).stdout, "graded there is graded"


def test_a_scheduler_without_workers_is_told(home: Path) -> None:
    """Nothing would ever come back."""
    with cluster(home) as dask:
        done = grade(home, *batch("none", "--scheduler", dask.address))
    assert done.returncode == 3
    assert "has no workers. Start some with `dask worker" in done.stderr


def test_a_worker_that_would_grade_differently_is_refused(home: Path, tmp_path: Path) -> None:
    """Another version of the checks on a worker would be unfair to whom it grades."""
    byhand = tmp_path / "byhand"
    for part in ("grader", "solution", "exercise"):
        shutil.copytree(classes.ROOT / part, byhand / part)
    shutil.copy(classes.ROOT / "binary.csv", byhand)
    changed = byhand / "grader/lessons/backprop/checks/test_forward.py"
    changed.write_text(changed.read_text("utf-8") + "\n# another version\n", "utf-8")
    with cluster(home) as dask:
        dask.workers(1, PYTHONPATH=str(tmp_path))
        done = grade(home, *batch("other", "--scheduler", dask.address))
    assert done.returncode == 3
    assert "would grade differently" in done.stderr
    assert kept(home / "other") == 0

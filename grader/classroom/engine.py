"""Where submissions are graded: in threads of this machine, or on a Dask cluster.

Both are a `concurrent.futures.Executor`, and nothing else is known of either. The window of what
is handed out at once is bounded, so that memory stays flat however large the class is.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from ..errors import EngineError, OtherGraderError, TooOpenError
from ..room.clock import WALL_PER_CPU
from . import fingerprint, grading_process
from .grading_process import NotGradedError, Task, graded, keep_to

TICK = 0.5
"""Seconds after which an engine gives its caller a turn, even if nothing was done meanwhile."""


@dataclass(frozen=True)
class Done:
    """What came of a task: its result, or why there is none, which is never the learner's fault."""

    task: Task
    result: dict[str, Any] | None = None
    fault: str = ""


class Engine:
    """Grades tasks with an executor, several at a time. Use as a context manager."""

    def __init__(
        self,
        executor: Executor,
        window: int,
        end: Callable[[bool], None],
        sent: Callable[[Task], Task] = lambda task: task,
    ) -> None:
        """`sent` gives a task in the form in which it travels to where it is graded."""
        self._sent = sent
        self._executor = executor
        self._window = window
        self._end = end

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Ends it; in the middle of its work, where an exception leads out."""
        self._end(kind is not None)

    def graded(
        self, tasks: Iterable[Task], stopping: Callable[[], bool] = lambda: False
    ) -> Iterator[Sequence[Done]]:
        """Everything that was done since the last time, at least once every TICK, perhaps nothing.

        A task whose result was lost by an accident is tried once more. Once `stopping()` is true
        nothing more is handed out. Raises TooOpenError, OtherGraderError, and EngineError where
        nothing comes back for longer than any submission may take.
        """
        handed_out: dict[Future[dict[str, Any]], tuple[Task, bool]] = {}
        left = iter(tasks)
        quiet_since, patience = time.monotonic(), 0.0
        while True:
            while len(handed_out) < self._window and not stopping():
                task = next(left, None)
                if task is None:
                    break
                handed_out[self._handed_out(task)] = (task, True)
                patience = _patience(task)
            if not handed_out:
                return
            finished, _ = wait(handed_out, timeout=TICK, return_when=FIRST_COMPLETED)
            if finished:
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since > patience:
                raise EngineError(
                    f"Nothing came back for {patience:.0f} seconds. What is graded is kept: "
                    "check that the workers are running, and run the same command again."
                )
            done = []
            for future in finished:
                task, first_time = handed_out.pop(future)
                outcome = _outcome(task, future)
                if outcome.fault and first_time and not stopping():
                    handed_out[self._handed_out(task)] = (task, False)
                else:
                    done.append(outcome)
            yield done

    def _handed_out(self, task: Task) -> Future[dict[str, Any]]:
        try:
            return self._executor.submit(graded, self._sent(task))
        except Exception as error:  # whatever a cluster that has gone says
            raise EngineError(
                f"Nothing more can be handed out ({type(error).__name__}). What is graded is kept: "
                "check that the scheduler and its workers are running, and run the same command "
                "again."
            ) from None


def _outcome(task: Task, future: Future[dict[str, Any]]) -> Done:
    try:
        return Done(task, future.result())
    except (TooOpenError, OtherGraderError):
        raise
    except NotGradedError as error:
        return Done(task, fault=str(error))
    except (Exception, CancelledError) as error:  # whatever an engine dies of
        return Done(task, fault=f"{type(error).__name__}: {error}")


def _patience(task: Task) -> float:
    """Seconds that no submission takes longer than, whatever the grading process allows for it."""
    return 2 * (task.settings.limits.total_seconds * WALL_PER_CPU + grading_process.GRACE)


# ---------------------------------------------------------------- the two engines


def processors() -> int:
    """How many processors this process may use."""
    return len(_processors()) or os.cpu_count() or 1


def _processors() -> Sequence[int]:
    """The numbers of these processors, where the system gives them numbers."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def local(jobs: int) -> Engine:
    """Threads of this machine, each of which owns a grading process.

    Where that takes all the processors, each has one to itself. A grader and its room only ever
    take turns; free to move, two such pairs would get into each other's way.
    """
    own: Sequence[int | None] = _processors() if jobs == len(_processors()) else [None] * jobs
    pool = ThreadPoolExecutor(
        jobs, "grading", initializer=lambda each: keep_to(next(each)), initargs=(iter(own),)
    )

    def end(at_once: bool) -> None:
        pool.shutdown(wait=False, cancel_futures=True)
        if at_once:
            grading_process.end_all(at_once=True)
        pool.shutdown()
        grading_process.end_all()

    return Engine(pool, 2 * jobs, end)


def dask(address: str) -> Engine:
    """The workers of a Dask cluster, which must have the same byhand and the same Python.

    Dask runs whatever it is sent by whoever reaches its scheduler: it belongs on loopback, behind
    an SSH tunnel, or behind TLS. These settings of the scheduler serve a batch well:
    DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=1, …__NO_WORKERS_TIMEOUT=120s, and for the
    workers DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False.

    The secret is placed there once, and each worker's HTTP port is closed where Dask has opened it
    to every address. Raises EngineError.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise EngineError(
            'Dask is not installed here: pip install "byhand[dask]", or leave out --scheduler.'
        ) from None
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise EngineError(
            f"There is no Dask scheduler at {address}: {error}. Start one with `dask scheduler`."
        ) from None
    try:
        _insist_on_same_grader(client, address)
        threads = sum(client.nthreads().values())
    except BaseException:
        client.close()
        raise
    if not threads:
        client.close()
        raise EngineError(f"{address} has no workers. Start some with `dask worker {address}`.")

    given: set[str] = set()

    def sent(task: Task) -> Task:
        secret = task.settings.secret
        mark = fingerprint.of_secret(secret)
        if mark not in given:
            cluster = import_module(".cluster", __package__)
            client.register_plugin(cluster.Secret(mark, secret))
            given.add(mark)
        return replace(task, settings=replace(task.settings, secret=""), placed=mark)

    def end(_at_once: bool) -> None:
        for mark in given:
            with contextlib.suppress(Exception):  # whatever a cluster that has gone says
                client.unregister_worker_plugin(f"byhand-{mark}")
        client.close()

    return Engine(client.get_executor(pure=False), 4 * threads, end, sent)


def _insist_on_same_grader(client: Any, address: str) -> None:
    """Raises EngineError if the scheduler or a worker would not grade as this machine does."""
    try:
        found = {address: client.run_on_scheduler(fingerprint.of_machine)}
        found |= client.run(fingerprint.of_machine)
    except Exception as error:
        raise EngineError(
            f"The cluster at {address} cannot run byhand ({type(error).__name__}: {error}). "
            "Install this same version where its scheduler and its workers run."
        ) from None
    for where, there in found.items():
        if differing := fingerprint.difference(there):
            raise EngineError(
                f"{where} would grade differently: it has {differing}. "
                "Install this same version where the scheduler and the workers run."
            )

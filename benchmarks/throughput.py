"""A class: submissions a second, CPU beyond the learner's own code, memory; and the others."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import ours, pythons
from .measuring import Figure, Spent, in_turn, spent
from .peers.setting_up import PEERS, Peer

DRIVER = (
    "import sys, time\n"
    "from byhand.grader.command.learners import main\n"
    "try:\n"
    "    main()\n"
    "finally:\n"
    "    print('the driver itself:', time.process_time())\n"
)


@dataclass(frozen=True)
class Batch:
    """Runs of one class: how many there are in it, and beside each a run with one submission."""

    count: int
    runs: tuple[Spent, ...]
    starts: tuple[Spent, ...]

    @property
    def rate(self) -> Figure:
        """Submissions a second, the start left out."""
        return Figure.of(1 / each for each in self._by_submission("wall"))

    @property
    def cpu(self) -> Figure:
        """CPU seconds a submission, the start left out."""
        return Figure.of(self._by_submission("cpu"))

    def _by_submission(self, time: str) -> Iterator[float]:
        for run, start in zip(self.runs, self.starts, strict=True):
            yield (getattr(run, time) - getattr(start, time)) / (self.count - 1)

    @property
    def peak(self) -> float:
        return max(run.peak for run in self.runs)


@dataclass(frozen=True)
class Large:
    """A large class: MiB held early and late in it, and CPU seconds of the driver a submission.

    `driver` is for taking in, handing out and keeping; `reports` for writing what people read.
    """

    count: int
    early: float
    late: float
    driver: float
    reports: float


@dataclass(frozen=True)
class Throughput:
    batches: Mapping[str, Batch]
    own: Figure
    large: Large
    peers: Mapping[str, tuple[Figure, Figure] | str]
    peers_own: float

    @property
    def beyond(self) -> Figure:
        """CPU seconds a submission beyond the learner's own code, with one job."""
        return self.batches["1 job"].cpu.less(self.own)

    @property
    def speedup(self) -> Figure:
        """Two jobs by one."""
        return self.batches["2 jobs"].rate.over(self.batches["1 job"].rate)


def measured(
    folder: Path, rounds: int, count: int, many: int, *, only_ours: bool = False
) -> Throughput:
    """Classes graded by byhand, then by each of the others if not `only_ours`."""
    right = ours.a_class(folder / "right", count)
    mixed = ours.a_class(folder / "mixed", count, mixed=True)
    one = ours.a_class(folder / "one", 1)
    own: list[float] = []

    def with_one_job() -> Spent:
        """The learner's own code before and after: a machine's speed drifts."""
        around = [ours.learners_share(5)]
        run = _graded(right, 1)
        own.append(statistics.mean([*around, ours.learners_share(5)]))
        return run

    runs = in_turn(
        rounds,
        {
            "start": lambda: _graded(one, 1),
            "1 job": with_one_job,
            "2 jobs": lambda: _graded(right, 2),
            "1 job, mixed": lambda: _graded(mixed, 1),
        },
    )
    starts = tuple(runs.pop("start"))
    batches = {name: Batch(count, tuple(each), starts) for name, each in runs.items()}
    large = _large(folder, count, many)
    peers: dict[str, tuple[Figure, Figure] | str] = {}
    peers_own = 0.0
    for peer in () if only_ours else PEERS:
        try:
            python = pythons.environment(peer.packages[0], peer.packages)
            peers[peer.name], share = _peer(peer, folder / peer.packages[0], python)
            peers_own = peers_own or share
        except (pythons.NotInstalled, RuntimeError) as reason:
            peers[peer.name] = str(reason)
    return Throughput(batches, Figure.of(own), large, peers, peers_own)


def _graded(a_class: Path, jobs: int) -> Spent:
    shutil.rmtree(_report(a_class), ignore_errors=True)
    return _grade(a_class, *ours.GRADE, "batch", a_class, "--jobs", jobs, "--output")


def _grade(a_class: Path, *command: object) -> Spent:
    folder = a_class.parent
    settings = ("--settings", ours.settings(folder))
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    return spent(*command, _report(a_class), *settings, at=folder, **home)


def _report(a_class: Path) -> Path:
    return a_class.with_name("report")


def _large(folder: Path, few: int, many: int) -> Large:
    """Two classes, so that what does not grow with the class is left out."""
    alone = (sys.executable, "-c", DRIVER)
    total, reports = {}, {}
    for count in (few, many):
        a_class = ours.a_class(folder / "large", count)
        shutil.rmtree(_report(a_class), ignore_errors=True)
        run = _grade(a_class, *alone, "batch", a_class, "--jobs", 2, "--output")
        total[count] = _driver(run)
        reports[count] = _driver(_grade(a_class, *alone, "regrade"))
    tenth = max(1, len(run.memory) // 10)
    for_all, for_reports = ((cpu[many] - cpu[few]) / (many - few) for cpu in (total, reports))
    return Large(
        many,
        early=statistics.median(run.memory[tenth : 2 * tenth] or run.memory),
        late=statistics.median(run.memory[-2 * tenth : -tenth] or run.memory),
        driver=for_all - for_reports,
        reports=for_reports,
    )


def _driver(run: Spent) -> float:
    return float(run.output.rpartition("the driver itself: ")[2])


def _peer(peer: Peer, folder: Path, python: Path) -> tuple[tuple[Figure, Figure], float]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    peer.set_up(folder, python, peer.n_submissions)
    runs = peer.grade(folder, python, peer.n_submissions)
    share = 0.0
    if (folder / "learners_share.py").exists():
        said = [spent(python, "learners_share.py", at=folder).output for _ in range(5)]
        share = statistics.median(json.loads(each) for each in said)
    return (Figure.of(r.cpu for r in runs), Figure.of(r.wall for r in runs)), share


def tables(found: Throughput) -> list[str]:
    """All the tables, in Markdown."""
    lines = [
        "| byhand | submissions a second | CPU a submission | memory, all processes |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {b.rate.shown()} | {b.cpu.shown(1000)} ms | {b.peak:.0f} MiB |"
        for name, b in found.batches.items()
    ]
    lines += ["", "| ten checks with | CPU a submission | beyond the learner's own code | wall |"]
    lines += ["|---|---|---|---|"]
    ours_ = found.batches["1 job"]
    lines.append(
        f"| byhand: 21 checks, reports, the locked room | {ours_.cpu.shown(1000)} ms "
        f"| {1000 * found.beyond.median:.3g} ms | {1000 / ours_.rate.median:.3g} ms |"
    )
    for name, measured_ in found.peers.items():
        if isinstance(measured_, str):
            lines.append(f"| {name} | not measured: {measured_.splitlines()[0]} | | |")
            continue
        cpu, wall = measured_
        beyond = 1000 * (cpu.median - found.peers_own)
        lines.append(
            f"| {name} | {cpu.shown(1000)} ms | {beyond:.3g} ms | {1000 * wall.median:.3g} ms |"
        )
    return lines

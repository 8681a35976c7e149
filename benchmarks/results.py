"""RESULTS.md and its picture, from what was measured."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from . import growth, one_submission, room, throughput, training
from .growth import Growth
from .hostility import Hostility
from .one_submission import OneSubmission
from .picture import Bars, drawn
from .room import Rooms
from .throughput import Throughput
from .training import Trainings


@dataclass(frozen=True)
class Results:
    """Everything that one run has measured."""

    trainings: Sequence[Trainings]
    growths: Sequence[Growth]
    one: OneSubmission
    throughput: Throughput
    rooms: Rooms
    hostility: Hostility
    load: tuple[float, float]
    minutes: float


def write(results: Results, folder: Path) -> None:
    """Writes RESULTS.md and results.svg; what other runs have measured stays as it was."""
    path = folder / "RESULTS.md"
    old = path.read_text("utf-8") if path.exists() else ""
    page = "\n".join(_page(results)) + "\n"
    for title in BY_OTHERS:
        if words := _section(old, title):
            page = with_section(page, title, words)
    path.write_text(page, "utf-8")
    (folder / "results.svg").write_text(_picture(results), "utf-8")


BY_OTHERS = {
    "A large class": "The room",
    "A save while another is judged": "A class",
    "What is said of programs one edit away": "How helpful the first message is",
    "How helpful the first message is": "",
}
"""The sections that have runs of their own, and before which section each of them stands."""


def keep(folder: Path, title: str, words: str) -> None:
    """Puts a section of another run into the RESULTS.md that is there."""
    path = folder / "RESULTS.md"
    path.write_text(with_section(path.read_text("utf-8"), title, words), "utf-8")


def with_section(page: str, title: str, words: str) -> str:
    """The page with a section of another run, in the place of one that may be there."""
    kept = page.replace(f"\n## {title}\n\n{_section(page, title)}\n", "")
    new = f"\n## {title}\n\n{words}\n"
    before, after, rest = kept.partition(f"\n## {BY_OTHERS[title]}\n")
    return f"{before}{new}{after}{rest}"


def _section(page: str, title: str) -> str:
    """What the page says under this title; "" where it says nothing."""
    words = page.partition(f"\n## {title}\n\n")[2]
    return words.partition("\n\n## ")[0].rstrip("\n")


@dataclass(frozen=True)
class Goal:
    """Something that was to be reached: in words, by a figure, with its unit."""

    words: str
    value: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def line(self) -> str:
        reached = self.value >= self.limit if self.at_least else self.value <= self.limit
        bound = "at least" if self.at_least else "at most"
        return (
            f"| {self.words} | {bound} {self.limit:g} {self.unit} | {self.value:.3g} {self.unit} "
            f"| {'yes' if reached else '**no**'} |"
        )


def _goals(r: Results) -> list[Goal]:
    trained = [
        Goal(f"training by the lesson's NumPy loop, Python {t.python}", ratio.median, training.GOAL)
        for t in r.trainings
        if (ratio := t.ratio("shipped"))
    ]
    return [
        *trained,
        *(Goal(f"exponent of a training's time in {g.what}", g.exponent, 1.05) for g in r.growths),
        Goal("`grade --version`, wall", r.one.wall("grade --version").median, 0.15, "s"),
        Goal("`grade check` on the solution, wall", r.one.wall("grade check").median, 1, "s"),
        Goal(
            "CPU of a submission in a batch, beyond the learner's own code",
            1000 * r.throughput.beyond.median, 30, "ms",
        ),
        Goal("two jobs by one", r.throughput.speedup.median, 1.8, at_least=True),
        Goal(
            f"the driver's own CPU a submission, in a class of {r.throughput.large.count:,}",
            1000 * r.throughput.large.driver, 2, "ms",
        ),
        Goal(
            f"memory late in a class of {r.throughput.large.count:,}, by that early in it",
            r.throughput.large.late / max(1.0, r.throughput.large.early), 1.15,
        ),
        Goal("the lock and its self-test, CPU", 1000 * room.lock_cost(r.rooms).median, 5, "ms"),
        Goal(
            "a room with NumPy, forked and locked, CPU",
            1000 * r.rooms["script", "warm", "full"][0].median, 20, "ms",
        ),
        Goal("the costliest of the hostile submissions, wall", r.hostility.longest, 60, "s"),
        Goal("the largest process while they were graded", r.hostility.mebibytes, 1024, "MiB"),
    ]  # fmt: skip


def _page(r: Results) -> list[str]:
    large = r.throughput.large
    return [
        "# How fast it is",
        "",
        "Written by `make bench`; not to be edited. Each figure is a median, with the lowest and",
        "the highest of its runs in brackets. What is compared was run in turn, so that ratios",
        "hold where a machine's speed drifts. CPU time counts all the processes, also those that",
        "were left behind; wall time counts whatever else the machine did.",
        "",
        f"{_machine()}; {_versions(r)}; {datetime.date.today():%d %B %Y}; the load average was",
        f"{r.load[0]:.1f} before and {r.load[1]:.1f} after, {r.minutes:.1f} minutes later."
        + _busy(r),
        "",
        "![Bars of the training times and of the CPU time a submission takes](results.svg)",
        "",
        "| to be reached | | measured | |",
        "|---|---|---|---|",
        *(goal.line for goal in _goals(r)),
        "",
        *_remains(r),
        "## Training",
        "",
        "900 epochs on 360 records, two hidden units, from the same weights; all end with the",
        "same loss to nine digits. CPU time of the training alone; × is the ratio to the lesson's",
        "NumPy loop to the letter: record by record, with the sigmoid that everybody writes, and a",
        "loss printed ten times in a run, where ours knows one of each epoch.",
        "",
        *training.table(r.trainings),
        "",
        "## Growth",
        "",
        "CPU time of one epoch of the shipped solution, with two hidden units, and with 360",
        f"records. The exponents are {r.growths[0].exponent:.2f} and "
        f"{r.growths[1].exponent:.2f}; 1 is a straight line.",
        "",
        *growth.table(r.growths[0]),
        "",
        *growth.table(r.growths[1]),
        "",
        "## One submission",
        "",
        "Whole commands, the solution submitted; then a grading in one process, part by part.",
        "",
        *one_submission.tables(r.one),
        "",
        "## A class",
        "",
        f"{r.throughput.batches['1 job'].count} different submissions, all right; in the mixed",
        "class two in five have something wrong or are unchanged. The start, which does not grow",
        f"with the class, is left out. The learner's own code takes {_ms(r.throughput.own)}",
        "of a submission: the same calls in a plain Python. Then the same code graded by ten",
        f"checks with what else there is; there it takes {1000 * r.throughput.peers_own:.3g} ms.",
        "",
        *throughput.tables(r.throughput),
        "",
        f"In a class of {large.count:,}, all processes together held {large.early:.0f} MiB early",
        f"and {large.late:.0f} MiB late. A submission took {1000 * large.driver:.2g} ms of CPU in",
        "the driver itself, which takes it in, hands it out and keeps the result, and",
        f"{1000 * large.reports:.2g} ms for all that is written of it.",
        "",
        "## A hostile submission",
        "",
        "Seconds of one worker on the clock, with the default limits; the largest process of any",
        f"of them had {r.hostility.mebibytes:.0f} MiB.",
        "",
        "| what it does | wall |",
        "|---|---|",
        *(f"| {name.replace('_', ' ')} | {s:.1f} s |" for name, s in r.hostility.seconds.items()),
        "",
        "## The room",
        "",
        "From asking for a room to its being locked. Without the lock (`limits`) it is watched and",
        f"limited all the same: the lock and its self-test take {_ms(room.lock_cost(r.rooms))} of",
        "CPU. A warm room is forked from a process that has loaded what is needed.",
        "",
        *room.table(r.rooms),
    ]


def _remains(r: Results) -> list[str]:
    mixed = r.throughput.batches["1 job, mixed"].cpu.less(r.throughput.own).median
    return [
        f"What remains: in the mixed class it is {1000 * mixed:.3g} ms a submission beyond what",
        "the solution's own code takes. Where something is wrong the grader looks closer: every",
        "value on the way is seen, the right one is put in the place of the wrong one so that the",
        "rest can still earn its points, and slips are tried until one explains what came.",
        "",
        "Two jobs do not gain twice as much as one: taking in and writing are the work of one",
        "process, and both share the machine's caches.",
        "",
    ]


def _busy(r: Results) -> str:
    """What is to be said where the machine had other work as it began."""
    processors = os.cpu_count() or 1
    if r.load[0] < processors / 2:
        return ""
    return (
        " Others used the machine too: trust the ratios and CPU times, and neither wall times nor"
        " what two jobs gain."
    )


def _picture(r: Results) -> str:
    newest = r.trainings[0]
    words = {**training.WAYS, "c": training.C}
    times = [
        (words[way], seconds.median, way == "shipped") for way, seconds in newest.seconds.items()
    ]
    peers = [
        (name, 1000 * figures[0].median, False)
        for name, figures in r.throughput.peers.items()
        if not isinstance(figures, str)
    ]
    ours = ("byhand, in a locked room", 1000 * r.throughput.batches["1 job"].cpu.median, True)
    return drawn(
        [
            Bars(f"900 epochs on 360 records, Python {newest.python}: CPU time", "s", times),
            Bars("CPU time a submission takes, the learner's code included", "ms", [ours, *peers]),
        ]
    )


def _machine() -> str:
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text("utf-8").splitlines() if "model name" in line]
        model = names[0].partition(":")[2].strip() if names else model
    return f"{os.cpu_count()} processors ({model}), {platform.system()} {platform.release()}"


def _versions(r: Results) -> str:
    pythons = ", ".join(f"{t.python} ({t.note})" for t in r.trainings)
    ours = ", ".join(f"{name} {version(name)}" for name in ("byhand", "pytest", "click"))
    return f"Python {platform.python_version()}, {ours}; trained on Python {pythons}"


def _ms(figure: object) -> str:
    return f"{figure.shown(1000)} ms"  # type: ignore[attr-defined]

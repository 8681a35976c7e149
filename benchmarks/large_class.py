"""A large class from a Canvas zip: time, CPU a submission, the driver's memory, the page's size.

    python -m benchmarks.large_class [COUNT] [FOLDER]

Two classes are graded, of a fifth of COUNT and of COUNT (5,000 if nothing is said), so that what
grows with a class is seen. The driver is the one process of `grade batch` that holds the class; its
memory is read from Linux's /proc. Then `grade similar` compares them. What is printed is a section
of RESULTS.md; with FOLDER it takes its place in the RESULTS.md there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import ours, results

LOOK_EACH = 0.1  # seconds


@dataclass(frozen=True)
class Large:
    """A class that was graded: seconds, CPU seconds of all processes, and MB."""

    count: int
    wall: float
    cpu: float
    early: float
    late: float
    peak: float
    page: float
    report: float
    similar_cpu: float
    similar_peak: float

    @property
    def row(self) -> str:
        return (
            f"| {self.count:,} | {self.wall:.0f} s | {1000 * self.cpu / self.count:.3g} ms "
            f"| {self.early:.0f} MB | {self.late:.0f} MB | {self.peak:.0f} MB "
            f"| {self.page:.2f} MB | {self.report:.0f} MB "
            f"| {self.similar_cpu:.0f} s | {self.similar_peak:.0f} MB |"
        )


HEADER = [
    "| students | time | CPU a submission | driver, early | late | at most | index.html | report "
    "| similar: CPU | at most |",
    "|---|---|---|---|---|---|---|---|---|---|",
]


def measured(folder: Path, count: int) -> Large:
    """A class of different programs, two in five with something wrong, graded and reported."""
    download = folder / f"class-{count}.zip"
    with zipfile.ZipFile(download, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, source in enumerate(ours.sources(count, mixed=True)):
            archive.writestr(f"doe{number}_{40000 + number}_{600000 + number}_backprop.py", source)
    report = folder / f"report-{count}"
    command = (*ours.GRADE, "batch", download, "--settings", ours.settings(folder), "--output")
    started = time.monotonic()
    process = _started([*command, report], folder)
    held, peak = [], 0.0
    while (waited := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
        if found := re.search(r"VmHWM:\s+(\d+) kB\s+VmRSS:\s+(\d+) kB", status):
            peak, now = (int(number) / 1000 for number in found.groups())
            held.append(now)
        time.sleep(LOOK_EACH)
    _, process.returncode, spent = waited
    wall = time.monotonic() - started
    if process.returncode:
        raise RuntimeError(f"the class of {count:,} was not graded")
    page = folder / f"similar-{count}.html"
    comparing = _started([*ours.GRADE, "similar", download, "--output", page], folder)
    _, comparing.returncode, compared = os.wait4(comparing.pid, 0)
    if comparing.returncode:
        raise RuntimeError(f"the class of {count:,} was not compared")
    tenth = max(1, len(held) // 10)
    sizes = {path: path.stat().st_size / 1e6 for path in report.rglob("*") if path.is_file()}
    return Large(
        count=count,
        wall=wall,
        cpu=spent.ru_utime + spent.ru_stime,
        early=max(held[tenth : 2 * tenth] or held),
        late=max(held[-2 * tenth : -tenth] or held),
        peak=peak,
        page=sizes[report / "index.html"],
        report=sum(sizes.values()),
        similar_cpu=compared.ru_utime + compared.ru_stime,
        similar_peak=compared.ru_maxrss / 1000,
    )


def _started(command: Sequence[object], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(word) for word in command], cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, env={**os.environ, "XDG_CONFIG_HOME": str(folder)},
    )  # fmt: skip


def section(classes: Sequence[Large]) -> str:
    """What RESULTS.md says of them."""
    words = (
        "Different programs from one zip, two in five with something wrong or unchanged, on "
        f"{os.cpu_count()} processors. The driver\nis the one process that holds the class; "
        "`similar` compares everybody with everybody."
    )
    return "\n".join([words, "", *HEADER, *(each.row for each in classes)])


def main(arguments: list[str]) -> None:
    counts = [int(word) for word in arguments if word.isdecimal()]
    folders = [Path(word) for word in arguments if not word.isdecimal()]
    count = counts[0] if counts else 5000
    with tempfile.TemporaryDirectory(prefix="byhand-benchmarks-") as name:
        classes = [measured(Path(name), each) for each in (max(1, count // 5), count)]
    print(section(classes))
    for each in folders:
        results.keep(each, "A large class", section(classes))


if __name__ == "__main__":
    main(sys.argv[1:])

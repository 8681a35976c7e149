"""A large class from a Canvas zip: time, CPU a submission, the driver's memory, the page's size.

    python -m benchmarks.large_class [COUNT]

Two classes are graded, of a fifth of COUNT and of COUNT (5,000 if nothing is said), so that what
grows with a class is seen. The driver is the one process of `grade batch` that holds the class; its
memory is read from Linux's /proc. What is printed is a table for RESULTS.md.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from . import ours

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

    @property
    def row(self) -> str:
        return (
            f"| {self.count:,} | {self.wall:.0f} s | {1000 * self.cpu / self.count:.3g} ms "
            f"| {self.early:.0f} MB | {self.late:.0f} MB | {self.peak:.0f} MB "
            f"| {self.page:.2f} MB | {self.report:.0f} MB |"
        )


HEADER = [
    "| students | time | CPU a submission | driver, early | late | at most | index.html | report |",
    "|---|---|---|---|---|---|---|---|",
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
    process = subprocess.Popen(
        [*map(str, command), str(report)], cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, env={**os.environ, "XDG_CONFIG_HOME": str(folder)},
    )  # fmt: skip
    held, peak = [], 0.0
    while (waited := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
        if found := re.search(r"VmHWM:\s+(\d+) kB\s+VmRSS:\s+(\d+) kB", status):
            peak, now = (int(number) / 1000 for number in found.groups())
            held.append(now)
        time.sleep(LOOK_EACH)
    _, process.returncode, spent = waited
    if process.returncode:
        raise RuntimeError(f"the class of {count:,} was not graded")
    tenth = max(1, len(held) // 10)
    sizes = {path: path.stat().st_size / 1e6 for path in report.rglob("*") if path.is_file()}
    return Large(
        count=count,
        wall=time.monotonic() - started,
        cpu=spent.ru_utime + spent.ru_stime,
        early=max(held[tenth : 2 * tenth] or held),
        late=max(held[-2 * tenth : -tenth] or held),
        peak=peak,
        page=sizes[report / "index.html"],
        report=sum(sizes.values()),
    )


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 5000
    with tempfile.TemporaryDirectory(prefix="byhand-benchmarks-") as name:
        classes = [measured(Path(name), each) for each in (max(1, count // 5), count)]
    print("\n".join([*HEADER, *(each.row for each in classes)]))


if __name__ == "__main__":
    main(sys.argv[1:])

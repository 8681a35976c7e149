"""How long `grade watch` takes from a save to its report, whatever the save before it was doing.

    python -m benchmarks.watching [ROUNDS] [FOLDER] [KIND ...]

A file is saved, and while that save is being judged, or once it has been, another one, with a
mistake that is told by its number. What is measured is the time until the number is on the screen.
`grade check` on the same file, in turn, is what a save costs where nothing came before it. What is
printed is a section of RESULTS.md; with FOLDER it takes its place in the RESULTS.md there. KIND is
a kind of save, such as "a mistake": all of them, if none is named.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import ours, results
from .measuring import Figure, spent

TITLE = "A save while another is judged"
LINE = "    hidden_input = x @ weights_input_hidden\n"
LAST = "    return weights_input_hidden, weights_hidden_output, losses[1:]\n"
BEFORE: Mapping[str, tuple[str, str]] = {
    "the solution": ("", ""),
    "a mistake": (LINE, "    hidden_input = x @ (weights_input_hidden * 2)\n"),
    "a line that raises": (LINE, "    hidden_input = x @ weights_hidden_input\n"),
    "a file that cannot be read": (LINE, "    hidden_input = (x @ weights_input_hidden\n"),
    "a loop without an end": (LINE, f"{LINE}    while True:\n        pass\n"),
    "one in the training": (LAST, f"    while True:\n        pass\n{LAST}"),
    "one outside every function": ("import random\n", "import random\nwhile True:\n    pass\n"),
    "a sleep of ten minutes": (LINE, f"    import time\n    time.sleep(600)\n{LINE}"),
    "a list that grows for ever": (
        LINE, f"{LINE}    rows = []\n    while True:\n        rows.append([0.0] * 1000)\n",
    ),
    "printing for ever": (LINE, f"{LINE}    while True:\n        print('here')\n"),
}  # fmt: skip
"""A save for each: what stands in the place of what. All of them run when the next one comes."""

IN_THE_THICK = 1.5
"""Seconds after which the first save is left for the next: some are done by then, some never."""

PATIENCE = 60.0


@dataclass(frozen=True)
class Save:
    """A kind of save, and the seconds that the next one took."""

    name: str
    shown: Figure
    alone: Figure


def measured(folder: Path, rounds: int, kinds: Sequence[str]) -> list[Save]:
    """Each kind so many times. Raises RuntimeError where the newest save is never shown."""
    return [_after(folder, name, rounds) for name in kinds]


def _after(folder: Path, name: str, rounds: int) -> Save:
    work = folder / "backprop.py"
    old, new = BEFORE[name]
    first = ours.SOLUTION.replace(old, new) if old else ours.SOLUTION
    if old and first == ours.SOLUTION:
        raise RuntimeError(f"the solution has no line {old!r}")
    shown, alone = [], []
    for number in range(11, 11 + rounds):
        line = f"hidden_input = x @ weights_input_hidden * 1.{number}"
        second = ours.SOLUTION.replace(LINE, f"    {line}\n")
        _save(work, first)
        with _watched(folder) as screen:
            time.sleep(IN_THE_THICK)
            _save(work, second)
            shown.append(_until(line, screen))
        alone.append(spent(*ours.GRADE, "check", work, at=folder, exit_codes=(1,)).wall)
    return Save(name, Figure.of(shown), Figure.of(alone))


def _save(work: Path, program: str) -> None:
    """As most editors do it: a new file in the place of the old one."""
    new = work.with_suffix(".new")
    new.write_text(program, "utf-8")
    new.replace(work)


@contextmanager
def _watched(folder: Path) -> Iterator[Path]:
    """The file that `grade watch` writes its screen into, while it watches."""
    screen = folder / "screen.txt"
    with screen.open("wb") as out:
        process = subprocess.Popen(
            [str(word) for word in (*ours.GRADE, "watch", "backprop.py")], cwd=folder,
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        try:
            yield screen
        finally:
            process.terminate()
            process.wait()


def _until(words: str, screen: Path) -> float:
    """The seconds until these words are on the screen."""
    began = time.monotonic()
    wanted = re.sub(r"\s+", "", words)
    while wanted not in re.sub(r"\s+", "", screen.read_text("utf-8", "replace")):
        if time.monotonic() - began > PATIENCE:
            raise RuntimeError(f"{words!r} is not shown: {screen.read_text('utf-8', 'replace')}")
        time.sleep(0.01)
    return time.monotonic() - began


def section(saves: Sequence[Save], rounds: int, load: float) -> str:
    """What RESULTS.md says of them."""
    worst = max(max(save.shown.values) for save in saves)
    return "\n".join(
        [
            f"{IN_THE_THICK:g} s after a save of this kind the next one comes, with a mistake:",
            "here is how long it takes until `grade watch` has its report on the screen, and how",
            f"long `grade check` takes on that file by itself, {rounds} times each.",
            f"The load average was {load:.1f} on {os.cpu_count()} processors{_ahead()}.",
            "",
            f"Within a second, every time: {'yes' if worst <= 1 else '**no**'}.",
            "",
            "| the save before | until the newest is shown | `grade check` alone |",
            "|---|---|---|",
            *(f"| {s.name} | {s.shown.shown()} s | {s.alone.shown()} s |" for s in saves),
        ]
    )


def _ahead() -> str:
    """Whether this went ahead of whatever else the machine did, as under `chrt -r 1`."""
    known = hasattr(os, "sched_getscheduler")
    is_ahead = known and os.sched_getscheduler(0) in (os.SCHED_RR, os.SCHED_FIFO)
    return ", and this went ahead of all else" if is_ahead else ""


def main(arguments: list[str]) -> None:
    counts = [int(word) for word in arguments if word.isdecimal()]
    rounds = counts[0] if counts else 5
    kinds = [word for word in arguments if word in BEFORE] or [*BEFORE]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory(prefix="byhand-benchmarks-") as name:
        told = section(measured(Path(name), rounds, kinds), rounds, load)
    print(told)
    for each in arguments:
        if not each.isdecimal() and each not in BEFORE:
            results.keep(Path(each), TITLE, told)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Training: the shipped solution beside other ways to train the same network, on each Python."""

from __future__ import annotations

import contextlib
import csv
import json
import math
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import pythons
from .measuring import ROOT, Figure, in_turn, spent

EPOCHS, LEARNRATE, N_HIDDEN = 900, 0.005, 2
TRAIN = Path(__file__).with_name("rivals") / "train.py"
WAYS = {
    "shipped": "the shipped solution",
    "script": "the lesson's NumPy loop, as shipped",
    "lists": "a loop on plain lists",
    "vectorised": "NumPy, all the records at once",
}
C = "C, record by record"
GOAL = 0.30


@dataclass(frozen=True)
class Trainings:
    """CPU seconds of each way to train on one Python; a note says which NumPy it had."""

    python: str
    seconds: Mapping[str, Figure]
    note: str = ""

    def ratio(self, way: str, to: str = "script") -> Figure | None:
        """How long a way takes, measured by another."""
        if way not in self.seconds or to not in self.seconds:
            return None
        return self.seconds[way].over(self.seconds[to])


def measured(
    folder: Path, rounds: int, epochs: int = EPOCHS, *, only_ours: bool = False
) -> list[Trainings]:
    """All the ways on all the Pythons. Raises ValueError if they do not end with the same loss.

    With `only_ours`, those that need nothing installed, on this Python.
    """
    problem = folder / "problem.json"
    problem.write_text(json.dumps(_problem(epochs)), "utf-8")
    found = []
    for version, interpreter in pythons.present(only_this=only_ours).items():
        python, ways, note = interpreter, ["shipped", "lists"], "without NumPy"
        with contextlib.suppress(pythons.NotInstalled):
            if not only_ours:
                python = pythons.environment(f"numpy-{version}", ["numpy", "pandas"], interpreter)
                ways, note = list(WAYS), pythons.versions(python, "numpy")
        subjects = {way: _timed(python, "-I", TRAIN, way, problem) for way in ways}
        if program := _compiled(folder):
            subjects["c"] = _timed("sh", "-c", f"{program} < {_as_text(problem)}")
        results = in_turn(rounds, subjects)
        _insist_on_one_loss(results)
        seconds = {way: Figure.of(s for s, _ in runs) for way, runs in results.items()}
        found.append(Trainings(version, seconds, note))
    return found


def table(all_trainings: Sequence[Trainings]) -> list[str]:
    """The table, in Markdown."""
    lines = [
        "| " + " | ".join(["", *(f"Python {t.python}" for t in all_trainings)]) + " |",
        "|---|" + "---|" * len(all_trainings),
    ]
    for way, words in {**WAYS, "c": C}.items():
        cells = [_cell(t, way) for t in all_trainings]
        lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return lines


def _cell(trainings: Trainings, way: str) -> str:
    seconds, ratio = trainings.seconds.get(way), trainings.ratio(way)
    if seconds is None:
        return "not measured"
    return f"{seconds.shown()} s" + (f", × {ratio.median:.3g}" if ratio else "")


def _problem(epochs: int) -> dict[str, object]:
    """The lesson's own records, and the weights that its script draws."""
    with (ROOT / "binary.csv").open(encoding="utf-8", newline="") as file:
        applicants = list(csv.DictReader(file))[:360]
    columns = [[float(row[name]) for row in applicants] for name in ("gre", "gpa")]
    means = [np.mean(column) for column in columns]
    deviations = [np.std(column, ddof=1) for column in columns]
    features = [
        [
            *((float(row[n]) - m) / d for n, m, d in zip(("gre", "gpa"), means, deviations)),
            *(float(row["rank"] == rank) for rank in "1234"),
        ]
        for row in applicants
    ]
    np.random.seed(21)
    scale = len(features[0]) ** -0.5
    w = np.random.normal(scale=scale, size=(len(features[0]), N_HIDDEN))
    W = np.random.normal(scale=scale, size=N_HIDDEN)
    return {
        "features": features,
        "targets": [[float(row["admit"])] for row in applicants],
        "w": w.tolist(),
        "W": [[weight] for weight in W.tolist()],
        "epochs": epochs,
        "learnrate": LEARNRATE,
    }


def _timed(*command: object) -> Callable[[], tuple[float, float]]:
    def seconds_and_loss() -> tuple[float, float]:
        found = json.loads(spent(*command).output)
        return found["seconds"], found["loss"]

    return seconds_and_loss


def _compiled(folder: Path) -> Path | None:
    """The program in C, if this machine can make it."""
    program, compiler = folder / "train", shutil.which("cc")
    if compiler and not program.exists():
        source = TRAIN.with_name("train.c")
        subprocess.run([compiler, "-O2", "-o", program, source, "-lm"], check=True)
    return program if compiler else None


def _as_text(problem: Path) -> Path:
    """The problem as the program in C reads it: numbers in a row."""
    read, text = json.loads(problem.read_text("utf-8")), problem.with_suffix(".txt")
    size = [len(read["features"]), len(read["w"]), len(read["W"]), read["epochs"]]
    tables = (read[key] for key in ("features", "targets", "w", "W"))
    numbers = [*size, read["learnrate"], *(n for table in tables for row in table for n in row)]
    text.write_text(" ".join(map(repr, numbers)), "utf-8")
    return text


def _insist_on_one_loss(results: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    losses = {way: runs[0][1] for way, runs in results.items()}
    first = losses["shipped"]
    if not all(math.isclose(loss, first, rel_tol=1e-9) for loss in losses.values()):
        raise ValueError(f"these trainings do not end with the same loss: {losses}")

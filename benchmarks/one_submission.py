"""One submission: what `grade submission`, `grade check` and the command's start cost, and why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import ours
from .measuring import ROOT, Figure, Spent, in_turn, spent

COMMANDS = {
    "grade --version": ("--version",),
    "grade check": ("check", "backprop.py"),
    "grade submission": ("submission", "backprop.py"),
}
STAGES = Path(__file__).with_name("stages.py")


@dataclass(frozen=True)
class OneSubmission:
    """Whole commands, and the CPU seconds of the parts of a grading."""

    commands: Mapping[str, list[Spent]]
    parts: Mapping[str, Figure]

    def wall(self, command: str) -> Figure:
        return Figure.of(each.wall for each in self.commands[command])

    def cpu(self, command: str) -> Figure:
        return Figure.of(each.cpu for each in self.commands[command])


def measured(folder: Path, rounds: int) -> OneSubmission:
    """Runs the commands in turn, and a grading part by part."""
    (folder / "backprop.py").write_text(ours.SOLUTION, "utf-8")
    settings = ours.settings(folder)
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}

    def command(arguments: tuple[str, ...]) -> Spent:
        more = ("--settings", settings) if arguments[0] == "submission" else ()
        return spent(*ours.GRADE, *arguments, *more, at=folder, **home)

    commands = in_turn(rounds, {name: lambda a=a: command(a) for name, a in COMMANDS.items()})
    bare = in_turn(rounds, {"interpreter": lambda: spent(sys.executable, "-c", "pass").cpu})
    staged = [_stages() for _ in range(rounds)]
    parts = {name: Figure.of(stages[name] for stages in staged) for name in staged[0]}
    return OneSubmission(commands, {"the interpreter": Figure.of(bare["interpreter"]), **parts})


def _stages() -> dict[str, float]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(STAGES)],
        env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found


def tables(one: OneSubmission) -> list[str]:
    """Both tables, in Markdown."""
    lines = ["| command | wall | CPU |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {one.wall(name).shown()} s | {one.cpu(name).shown()} s |"
        for name in one.commands
    ]
    lines += ["", "| part of a grading | CPU |", "|---|---|"]
    lines += [f"| {name} | {figure.shown(1000)} ms |" for name, figure in one.parts.items()]
    return lines

"""What the README says is run, and is true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from byhand.grader.command import exercise
from byhand.grader.command import learners as cli

README = exercise.ROOT / "README.md"
SLOPE = "output_error_term = error * output * (1 - output)"

pytestmark = pytest.mark.skipif(
    not (exercise.ROOT / "setup.cfg").exists(), reason="needs the checkout, not the installed wheel"
)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text("utf-8"), re.DOTALL)


def test_the_example_is_what_the_command_prints(tmp_path: Path) -> None:
    """Every line shown is printed, in this order; […] stands for what is left out."""
    [example] = blocks("console")
    command, _, shown = example.partition("\n")
    source = (exercise.SOLUTION / "backprop.py").read_text("utf-8")
    source = source.replace(SLOPE, "output_error_term = error")
    (tmp_path / "backprop.py").write_text(source, "utf-8")
    printed = subprocess.run(
        [sys.executable, "-m", "byhand.grader", *command.split()[2:]],
        cwd=tmp_path, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True, encoding="utf-8", check=False,
    ).stdout  # fmt: skip
    position = 0
    for piece in shown.split("[…]\n"):
        found = printed.find(piece, position)
        assert found >= 0, f"the README shows\n{piece}\nbut printed is\n{printed}"
        position = found + len(piece)


def test_the_settings_shown_can_be_used(tmp_path: Path) -> None:
    """The example of a settings file is one."""
    from byhand.grader.classroom import settings_file

    [example] = blocks("toml")
    path = tmp_path / "grading.toml"
    path.write_text(example, "utf-8")
    read = settings_file.read(path)
    assert read.feedback == tomllib.loads(example)["feedback"]
    assert read.points["final_accuracy"] == 0


def test_every_command_is_documented() -> None:
    """The README knows each command of `grade`, and names none that does not exist."""
    text = README.read_text("utf-8")
    named = set(re.findall(r"(?:^|`| )grade ([a-z]+)", text))
    commands = set(cli.command.list_commands(click.Context(cli.command)))
    assert named == commands

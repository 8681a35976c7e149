"""What the README says is run, and is true."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
import lms
import pytest
import warm
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
    surroundings = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    printed = warm.as_text(warm.run(command.split()[2:], tmp_path, surroundings)).stdout
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


# ---------------------------------------------------------------- the learner's way


def commands_of(title: str) -> list[str]:
    """The indented lines of a section, without their comments."""
    section = README.read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return [line.split("#")[0].strip() for line in section.splitlines() if line.startswith("    ")]


SURROUNDINGS = {
    "50 columns": {
        "COLUMNS": "50",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "cp1252",
    },
    "the C locale": {"LC_ALL": "C"},
}


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_the_learners_way_can_be_walked(surroundings: str, tmp_path: Path) -> None:
    """Each command, in the order of the README, in surroundings that are not everybody's."""
    commands = commands_of("Learn")
    assert commands[:3] == ["python3 -m venv .venv", ". .venv/bin/activate", "pip install ."]
    environment = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LANG", "COLUMNS")}
    environment |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "settings")}
    environment |= SURROUNDINGS[surroundings]
    place = tmp_path
    walked = []
    for command in commands[3:]:
        first, *rest = command.split()
        walked.append(" ".join(command.split()[:2]))
        if first == "cd":
            place = place / rest[0]
            continue
        if command == "python backprop.py 200 0.5":
            shutil.copy(exercise.SOLUTION / "backprop.py", place)
        if command == "grade watch":
            code, said, errors = watched(place, environment)
        elif first == "grade":
            done = warm.run(rest, place, environment)
            code, said, errors = done.returncode, done.stdout, done.stderr
        else:
            done = subprocess.run(
                [sys.executable, *rest], cwd=place, env=environment, stdin=subprocess.DEVNULL,
                capture_output=True, check=False,
            )  # fmt: skip
            code, said, errors = done.returncode, done.stdout, done.stderr
        assert code in ((130,) if command == "grade watch" else (0, 1)), errors
        assert b"Traceback" not in said + errors
        assert said, command
        if command.startswith("grade") and surroundings == "50 columns":
            assert max(map(len, said.decode("cp1252").splitlines())) <= 50, command
        if surroundings == "the C locale":
            assert said.isascii() or not command.startswith("grade"), command
    for command in ("grade start", "grade check", "grade hint", "grade watch", "grade show",
                    "grade solution", "python backprop.py"):  # fmt: skip
        assert command in walked


def watched(place: Path, environment: Mapping[str, str]) -> tuple[int, bytes, bytes]:
    """What `grade watch` ends with and says, interrupted once it has told how."""
    process = subprocess.Popen(
        [sys.executable, "-m", "byhand.grader", "watch"], cwd=place, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    said = b""
    while b"Ctrl-C" not in said:
        said += process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=300)
    return process.returncode, said + out, errors


# ---------------------------------------------------------------- the teacher's way


def handed_in(path: Path, students: Iterable[lms.Person]) -> None:
    """A Canvas download of one program each: right, or with a step of its own to fix."""
    source = (exercise.SOLUTION / "backprop.py").read_text("utf-8")
    pack = lms.ZipFolder()
    for student in students:
        wrong = f"{SLOPE} * {student.number}"
        name = f"{lms.canvas_prefix(student)}_{6000 + student.number}_backprop.py"
        pack.add(name, source.replace(SLOPE, wrong).encode())
    path.write_bytes(pack.pack())


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_the_teachers_way_can_be_walked(surroundings: str, tmp_path: Path) -> None:
    """Each command in its order, on a class of five of whom two are late."""
    commands = commands_of("Teach")
    assert commands[0] == 'pip install ".[class]"'
    students = lms.people(5)
    handed_in(tmp_path / "submissions.zip", students[:3])
    handed_in(tmp_path / "late.zip", students[3:])
    rows = [f'"{s.sortable_name}",{s.canvas_id},,{s.login},A,\n' for s in students]
    head = "Student,ID,SIS User ID,SIS Login ID,Section,Exercise 3 (98765)\n"
    export = [head, "    Points Possible,,,,,100\n", *rows]
    (tmp_path / "export.csv").write_text("".join(export), "utf-8")
    (tmp_path / "points.toml").write_text("[points]\noutput_error_term = 20\n", "utf-8")
    shutil.copy(exercise.SOLUTION / "backprop.py", tmp_path)
    environment = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LANG", "COLUMNS")}
    environment |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "settings")}
    environment |= SURROUNDINGS[surroundings]
    for command in commands[1:]:
        if command.startswith("grade regrade"):
            shutil.copytree(tmp_path / "report", tmp_path / "before")
        first, *rest = command.split()
        assert first == "grade"
        done = warm.run(rest, tmp_path, environment)
        said = done.stdout + done.stderr
        assert done.returncode == 0 or rest == ["doctor"], (command, said)
        assert b"Traceback" not in said
        assert said, command
        if surroundings == "50 columns":
            if rest[0] in ("release", "submission"):
                lines = done.stdout.decode("cp1252").splitlines()
                assert max(map(len, lines), default=0) <= 50, (command, said)
        else:
            assert said.isascii(), command
        if "--gradebook" in rest:
            filled = (tmp_path / "report" / "gradebook" / "export.csv").read_text("utf-8")
            assert len(re.findall(r",A,\d+", filled)) == 3
    told = (tmp_path / "report" / "grades.csv").read_text("utf-8").splitlines()
    assert len(told) == 1 + len(students)


@pytest.mark.skipif(os.name != "posix", reason="the Makefile is for POSIX")
def test_the_demonstration_ends_as_it_should() -> None:
    """`make demo`, with the environment that is here: full marks, and twice something to fix."""
    assert "make demo" in commands_of("Try it")
    recipe = (exercise.ROOT / "Makefile").read_text("utf-8").partition("\ndemo:")[2]
    assert "-m byhand.grader.command.demo" in recipe.partition("\n\n")[0]
    done = subprocess.run(
        [sys.executable, "-m", "byhand.grader.command.demo"],
        capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"exit code (\d)", done.stdout) == ["0", "1", "1"]


# ---------------------------------------------------------------- the environment


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What make needs of this folder, elsewhere."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for name in ("Makefile", "setup.cfg", "pyproject.toml"):
        shutil.copy(exercise.ROOT / name, folder)
    return folder


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", ".venv/learner", *arguments], cwd=folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="the Makefile is for POSIX")
def test_an_environment_is_made_whole_or_not_at_all(copy: Path, tmp_path: Path) -> None:
    """A Python without its package for environments is told so, and leaves nothing half made."""
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "ensurepip.py").write_text("raise ImportError('as on Debian')", "utf-8")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={blocked} exec {sys.executable} "$@"\n', "utf-8")
    python.chmod(0o755)
    done = make(copy, f"PYTHON={python}", "PIP=true")
    assert done.returncode != 0
    assert "sudo apt install python3-venv" in done.stderr
    assert not (copy / ".venv").exists()
    (blocked / "ensurepip.py").unlink()
    assert make(copy, f"PYTHON={python}", "PIP=true").returncode == 0
    pip = [str(copy / ".venv/bin/python"), "-m", "pip", "--version"]
    assert subprocess.run(pip, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="the Makefile is for POSIX")
def test_half_an_environment_is_completed(copy: Path) -> None:
    """One that was left without pip, by whatever, gets it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", copy / ".venv"], check=True)
    assert make(copy, f"PYTHON={sys.executable}", "PIP=true").returncode == 0
    pip = [str(copy / ".venv/bin/python"), "-m", "pip", "--version"]
    assert subprocess.run(pip, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="the Makefile is for POSIX")
def test_a_python_that_is_not_there_is_named(copy: Path) -> None:
    """It is said which version is needed, and how to name another."""
    done = make(copy, "PYTHON=no-such-python", "PIP=true")
    assert "no-such-python is not there, or older than 3.11" in done.stderr
    assert not (copy / ".venv").exists()

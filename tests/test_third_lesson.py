"""A third lesson is a folder, two files and a name in a list; and one that is wrong is caught."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from byhand.grader.command import exercise
from byhand.grader.command.lesson import Coherence
from byhand.grader.judging.checklist import Checklist, with_checklist
from byhand.grader.lessons.neuron import neuron
from byhand.grader.room.process import fresh

LINE = Path(__file__).parent / "line"
STEPS, RUN = "grader/lessons/line/steps.py", "grader/lessons/line/exercise.py"
CHECKED = "✓ the solution has full marks"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the project with the lesson `line` added to it as CONTRIBUTING says."""
    house = tmp_path / "byhand"
    for name in ("grader", "solution", "exercise"):
        unneeded = shutil.ignore_patterns("static", "__pycache__")
        shutil.copytree(exercise.ROOT / name, house / name, ignore=unneeded)
    shutil.copy(exercise.ROOT / "binary.csv", house)
    shutil.copy(LINE / "line.py", house / "solution")
    shutil.copytree(LINE / "lesson", house / "grader" / "lessons" / "line")
    entered = house / "grader" / "lessons" / "__init__.py"
    edited(entered, "(neuron, backprop)", "(line, neuron, backprop)")
    edited(entered, "from .neuron", "from .line import line\nfrom .neuron")
    made = run(house, "command.exercise")
    assert made.returncode == 0, made.stderr
    return house


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def run(house: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a module of the copy's grader."""
    name = f"byhand.grader.{module}".rstrip(".")
    return subprocess.run(
        [sys.executable, "-m", name, *arguments], cwd=house.parent, capture_output=True,
        encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(house.parent), "PYTHONIOENCODING": "utf-8",
             "HOME": str(house.parent), "XDG_CONFIG_HOME": str(house.parent)},
    )  # fmt: skip


def proved(house: Path, every: int) -> subprocess.CompletedProcess[str]:
    return run(house, "", "lesson", "check", "byhand/grader/lessons/line", "--every", str(every))


def test_a_third_lesson_needs_no_change_elsewhere(house: Path) -> None:
    """It is proved coherent, graded, practised, hinted at and handed out like the others."""
    done = proved(house, 12)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("✓") == 6
    assert "✗" not in done.stdout
    [told] = [line.split() for line in done.stdout.splitlines() if line.startswith(" all")]
    assert [share for share in told if share.isdecimal()][-2] == "100"  # the right TODO
    started = run(house, "", "start", "mine")
    assert "LESSON.md, line.py, neuron.py, backprop.py" in " ".join(started.stdout.split())
    mine = house.parent / "mine" / "line.py"
    assert "    output = ...\n" in mine.read_text("utf-8")
    practised = run(house, "", "check", str(mine))
    assert practised.stdout.startswith("line.py: 0 of 100 points")
    assert "Look at the line." in run(house, "", "hint", str(mine)).stdout
    mine.write_text((LINE / "line.py").read_text("utf-8"), "utf-8")
    graded = run(house, "", "submission", str(mine), "--isolation", "best-effort")
    assert graded.returncode == 0, graded.stderr
    assert graded.stdout.startswith("line.py: 100 of 100 points")


WRONG = {
    "a solution that does not pass": (
        "solution/line.py", "error = y - output", "error = output - y",
        "✗ the solution has full marks",
    ),
    "an exercise in which something is started": (
        "exercise/line.py", "    error = ...", "    error = y - output",
        "✗ the exercise has nothing started",
    ),
    "a step without hints": (
        STEPS, "todo=2, points=20, hints=HINTS", "todo=2, points=20",
        "✗ every check has hints\n    error\n",
    ),
    "a hint that holds an answer": (
        STEPS, '"One idea is enough."', '"Write y-output, and no more."',
        "✗ no advice and no hint holds an answer\n",
    ),
    "an advice that holds an answer": (
        RUN, "lesson.line.caught_alone = {",
        "@lesson.line.instead_of('error')\ndef error_of_my_own(y, output):\n"
        '    """Is it y - output?"""\n    return y + 3 * output\n\n\nlesson.line.caught_alone = {',
        "✗ no advice and no hint holds an answer\n    error_of_my_own\n",
    ),
    "checks that let a wrong program pass": (
        "grader/lessons/line/checks/test_update.py", 'step("update_weights").must_agree()', "pass",
        "✗ every program one edit away is caught, or is right\n    TODO 4, line ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_lesson_that_is_not_coherent_is_caught(house: Path, wrong: str) -> None:
    """What is wrong is named, the rest is still told, and the exit code says so."""
    file, old, new, told = WRONG[wrong]
    edited(house / file, old, new)
    done = proved(house, 300 if "checks" not in wrong else 12)
    assert done.returncode == 1, done.stdout + done.stderr
    assert told in done.stdout
    assert (CHECKED in done.stdout) is ("solution" not in wrong)


def test_a_check_that_no_wrong_program_fails_alone_is_named() -> None:
    """What is said to fail it alone is tried, and counts only where it does."""
    here = neuron.caught_alone
    own = {check: here[check] for check in ("every_epoch", "keeps_old_weights")}
    own["reported_losses"] = here["every_epoch"]  # which fails another check

    def told(checklist: Checklist) -> list[str] | None:
        coherence = Coherence(neuron, checklist, 1, fresh)
        coherence.__dict__["programs"] = []  # no slip in a TODO, which would take minutes
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(neuron, "caught_alone", own)
            return dict(coherence.found())["every check has a wrong program that it alone catches"]

    never = with_checklist([neuron], told)
    assert never == [c for c in neuron.worth if c not in ("every_epoch", "keeps_old_weights")]


def test_contributing_names_each_file_that_a_lesson_has() -> None:
    """The page is true of the lesson that it gives as the example."""
    page = (exercise.ROOT / "CONTRIBUTING.md").read_text("utf-8")
    listed = set(re.findall(r"^    (\w+\.py)  ", page, re.MULTILINE))
    there = {path.name for path in neuron.folder.glob("*.py")} - {"__init__.py"}
    assert listed == there

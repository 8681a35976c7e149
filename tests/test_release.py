"""What is given away: the exercise to learners, an autograder to Gradescope."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from byhand.grader.command import exercise
from byhand.grader.lessons.bundle import names
from classes import SETTINGS, grade, program, settings_in


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ((), names()),
        (("--numpy",), names(numpy=True)),
        (("--lesson", "neuron"), ("LESSON.md", "neuron.py", "matrix.py", "data_prep.py")),
    ],
)
def test_learners_get_the_exercise_and_nothing_else(
    tmp_path: Path, more: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    """Every file is on a list, and none of them holds an answer."""
    done = grade(tmp_path, "release", "bundle", *more)
    assert done.returncode == 0, done.stderr
    given = {path.name: path.read_text("utf-8") for path in (tmp_path / "bundle").iterdir()}
    assert given.keys() == {*wanted, "binary.csv"}
    for name in wanted:
        assert given[name] == exercise.exercise_files()[name]
    again = grade(tmp_path, "release", "bundle", *more)
    assert again.returncode == 2
    assert "is left as it is" in again.stderr


@pytest.fixture(scope="module")
def autograder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gradescope's machine: the zip unpacked, its wheel installed, a submission handed in.

    Its folders lie in a temporary one, and pytest, click and pandas are those of the tests.
    """
    home = tmp_path_factory.mktemp("home")
    settings_in(home)
    done = grade(home, "release", "--gradescope", "upload", "--settings", "grading.toml")
    assert done.returncode == 0, done.stderr
    assert "give it to nobody" in done.stdout
    place = home / "autograder"
    with zipfile.ZipFile(home / "upload" / "autograder.zip") as packed:
        packed.extractall(place / "source")
        scripts = [info for info in packed.infolist() if info.external_attr >> 16 & 0o100]
    assert {info.filename for info in scripts} == {"setup.sh", "run_autograder"}
    for folder in ("submission", "results"):
        (place / folder).mkdir()
    (place / "submission" / "backprop.py").write_bytes(program("no slope"))
    venv = place / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    [wheel] = (place / "source").glob("*.whl")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", venv)
    subprocess.run([*pip, "install", "-q", "--no-deps", "--no-index", wheel], check=True)
    [packages] = venv.glob("lib/python*/site-packages")
    (packages / "tests.pth").write_text(sysconfig.get_path("purelib"))
    return place


def run(autograder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    script = (autograder / "source" / "run_autograder").read_text("utf-8")
    return subprocess.run(
        ["bash", "-c", script.replace("/autograder", str(autograder))],
        cwd=autograder,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_gradescope_gets_a_score_and_the_words(autograder: Path) -> None:
    """Its scripts leave a results.json, with the points that this class's settings give."""
    assert (autograder / "source" / "grading.toml").read_text("utf-8") == SETTINGS
    done = run(autograder)
    assert done.returncode == 0, done.stderr
    results = json.loads((autograder / "results" / "results.json").read_text("utf-8"))
    assert results["score"] == 88
    assert "output_error_term" in results["output"]


def test_a_fault_of_the_machine_is_no_score_on_gradescope(autograder: Path) -> None:
    """There is no results.json then, and the script fails, so that Gradescope says so."""
    done = run(autograder, BYHAND_MAX_TIER="limits")
    assert done.returncode == 3
    assert not (autograder / "results" / "results.json").exists()


def test_the_autograder_is_the_same_each_time(tmp_path: Path) -> None:
    """The same grader and the same settings give the same bytes."""
    settings_in(tmp_path)
    for folder in ("one", "two"):
        grade(tmp_path, "release", "--gradescope", folder, "--settings", "grading.toml")
    one, two = ((tmp_path / f / "autograder.zip").read_bytes() for f in ("one", "two"))
    assert one == two

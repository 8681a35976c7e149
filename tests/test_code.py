"""What is true of the code itself: derived files are current, types and style hold."""

from __future__ import annotations

import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from byhand.grader.command import exercise

ROOT = exercise.ROOT
CHECKOUT = pytest.mark.skipif(
    not (ROOT / "setup.cfg").exists(), reason="needs the checkout, not the installed wheel"
)


@pytest.mark.parametrize("name", exercise.FILES)
def test_the_exercise_is_derived_from_the_solution(name: str) -> None:
    """exercise/ holds what `make exercise` would write, to the byte."""
    written = (exercise.EXERCISE / name).read_text("utf-8")
    assert written == exercise.exercise_files()[name], (
        f"exercise/{name} is out of date; run make exercise"
    )


def test_exercise_and_solution_hold_the_same_files() -> None:
    """There is no stray file on either side."""
    sides = [
        {path.name for path in folder.iterdir() if path.is_file()}
        for folder in (exercise.EXERCISE, exercise.SOLUTION)
    ]
    assert sides[0] == sides[1] == set(exercise.FILES)


@CHECKOUT
def test_the_root_ships_no_python_file() -> None:
    """With the root as package folder, each .py file there would be installed."""
    assert not list(ROOT.glob("*.py"))


@CHECKOUT
def test_ruff_finds_nothing() -> None:
    """The code is clean by the rules of pyproject.toml."""
    done = run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout


@CHECKOUT
def test_the_code_is_laid_out_by_ruff() -> None:
    """Nobody argues about layout: `ruff format` has nothing to change."""
    done = run(sys.executable, "-m", "ruff", "format", "--check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout


@CHECKOUT
def test_the_grader_is_typed_strictly(tmp_path: Path) -> None:
    """mypy, strict, has nothing to say about grader/."""
    (tmp_path / "byhand").symlink_to(ROOT, target_is_directory=True)
    done = run(
        sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"),
        "--cache-dir", str(tmp_path / "cache"), "byhand/grader", at=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@CHECKOUT
def test_half_of_the_package_says_where_the_whole_is() -> None:
    """Whoever runs the folder that she is in is told the command."""
    done = run(sys.executable, "-m", "grader", "check")
    assert done.returncode == 2
    assert "`grade`" in done.stderr


@CHECKOUT
def test_imports_run_one_way() -> None:
    """From the command down to what everybody imports, and never back up."""
    done = run(Path(sys.executable).with_name("lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout


def test_no_files_import_each_other_in_a_circle() -> None:
    """Whatever file one begins to read, what it stands on can be read before it."""
    graph = grimp.build_graph("byhand.grader", exclude_type_checking_imports=True)
    order = TopologicalSorter(
        {file: graph.find_modules_directly_imported_by(file) for file in graph.modules}
    )
    order.prepare()
    assert order.is_active()


@CHECKOUT
def test_only_a_lesson_names_what_it_computes() -> None:
    """The engine knows no lesson: what it is told of one, it is handed."""
    grader = ROOT / "grader"
    lessons = grader / "lessons"
    files = [path for path in grader.rglob("*.py") if not path.is_relative_to(lessons)]
    assert len(files) > 50
    assert not [path for path in files if "output_error_term" in path.read_text("utf-8")]


def run(*command: str | Path, at: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)

"""The benchmarks run and write what they promise. How fast anything is, no test asks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from byhand.grader.command import exercise

BENCHMARKS = exercise.ROOT / "benchmarks"
SUBJECTS = ("Training", "Growth", "One submission", "A class", "The room")


@pytest.mark.skipif(not BENCHMARKS.exists(), reason="needs the checkout, not the installed wheel")
def test_the_benchmarks_write_their_tables_and_a_picture(tmp_path: Path) -> None:
    """A small run, in which all trainings end alike and everything graded is graded right."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--only-ours", str(tmp_path)],
        cwd=exercise.ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "RESULTS.md").read_text("utf-8")
    for subject in (*SUBJECTS, "A hostile submission"):
        assert f"\n## {subject}\n" in page
    ElementTree.parse(tmp_path / "results.svg")


@pytest.mark.skipif(not BENCHMARKS.exists(), reason="needs the checkout, not the installed wheel")
def test_the_results_that_are_kept_have_every_subject() -> None:
    """RESULTS.md is of this kind of run, peers and all, and shows its picture."""
    page = (BENCHMARKS / "RESULTS.md").read_text("utf-8")
    for words in (*SUBJECTS, "plain pytest", "gradescope-utils", "nbgrader", "otter-grader"):
        assert words in page
    assert "(results.svg)" in page
    ElementTree.parse(BENCHMARKS / "results.svg")


@pytest.mark.skipif(not BENCHMARKS.exists(), reason="needs the checkout, not the installed wheel")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_large_class_is_measured(tmp_path: Path) -> None:
    """A small one and one five times as large: a line each, with what the driver held. It is a
    section of RESULTS.md, in the place of an older one."""
    kept = (BENCHMARKS / "RESULTS.md").read_text("utf-8")
    kept = re.sub(r"\n## A large class\n.*?(?=\n## )", "", kept, flags=re.DOTALL)
    before, room, after = kept.partition("\n## The room\n")
    head = f"{before}\n## A large class\n\n"
    old = f"{head}Of another year.\n\n| old |\n{room}{after}"
    (tmp_path / "RESULTS.md").write_text(old, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.large_class", "10", tmp_path],
        cwd=exercise.ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *_, header, _, small, large = done.stdout.splitlines()
    page = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert page == f"{head}{done.stdout}{room}{after}"
    assert "driver" in header
    assert [line.split(" | ")[0] for line in (small, large)] == ["| 2", "| 10"]
    assert small.count("|") == large.count("|") == header.count("|")


@pytest.mark.skipif(not BENCHMARKS.exists(), reason="needs the checkout, not the installed wheel")
def test_what_is_explained_is_counted_todo_by_todo(tmp_path: Path) -> None:
    """A few programs one edit away: what was to be reached and a table for either form, as a
    section of RESULTS.md in the place of an older one."""
    title = "\n## What is said of programs one edit away\n\n"
    (tmp_path / "RESULTS.md").write_text(f"# Results\n{title}Of another year.\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.explained", "--every", "600", str(tmp_path)],
        cwd=exercise.ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert page.startswith(f"# Results\n{title}Written by ")
    assert "Of another year" not in page
    assert "| wrong and taken for right | at most 0  | 0  | yes |" in page
    for subject in ("backprop.py", "backprop_numpy.py"):
        table = page.partition(f"\n### {subject}\n")[2].partition("\n### ")[0]
        assert table.count("| all |") == 1


@pytest.mark.skipif(not BENCHMARKS.exists(), reason="needs the checkout, not the installed wheel")
def test_how_helpful_a_first_message_is_is_measured(tmp_path: Path) -> None:
    """A few programs, and what is installed already: a page with both tables, a picture, and a
    section of RESULTS.md in the place of an older one."""
    title = "\n## How helpful the first message is\n\n"
    (tmp_path / "RESULTS.md").write_text(f"# Results\n{title}Of another year.\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.helpfulness", "--quick", "--every=100", str(tmp_path)],
        cwd=exercise.ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "FEEDBACK.md").read_text("utf-8")
    kept = (tmp_path / "RESULTS.md").read_text("utf-8")
    for name in ("the verdict alone", "byhand", "expected and got alone", "plain pytest"):
        [row, _] = re.findall(rf"^\| {name} \| (.*) \|$", page, re.MULTILINE)
        assert f"| {name} | {row} |" in kept
        assert re.search(r"\d / \d", row)
    assert page.count("| at most 0.25 ") == kept.count("| at most 0.25 ") >= 1
    assert kept.startswith(f"# Results\n{title}")
    assert "Of another year" not in kept
    ElementTree.parse(tmp_path / "feedback.svg")


@pytest.mark.skipif(not BENCHMARKS.exists(), reason="needs the checkout, not the installed wheel")
def test_the_newest_save_is_measured(tmp_path: Path) -> None:
    """Once after each kind of save that is named: how long it took until the newest was shown,
    beside a check of its own."""
    kinds = ("the solution", "printing for ever")
    (tmp_path / "RESULTS.md").write_text("# Results\n\n## A class\n\nOf 200.\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.watching", "1", str(tmp_path), *kinds],
        cwd=exercise.ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    title = "\n## A save while another is judged\n\n"
    page = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert page == f"# Results\n{title}{done.stdout}\n## A class\n\nOf 200.\n"
    for kind in kinds:
        assert re.search(rf"^\| {kind} \| \d\S* \(.*\) s \| \d\S* \(.*\) s \|$", page, re.MULTILINE)

"""Where the grader itself breaks: worth nothing, and costs nobody anything."""

from __future__ import annotations

import json
from pathlib import Path

import classes
import lms
import pytest
from byhand.grader.command.learners import command
from byhand.grader.lessons import LESSONS
from byhand.grader.reports import OF_POINTS
from classes import program
from click.testing import CliRunner, Result


class Broken:
    """An examination by a grader with a bug."""

    losses = ()

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(f"a bug in {name}")


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A right submission, and a grader that breaks on it."""
    for lesson in LESSONS:
        monkeypatch.setattr(type(lesson), "examination", lambda *_: Broken())
    (tmp_path / "grading.toml").write_text('secret = "s"\n')
    path = tmp_path / "backprop.py"
    path.write_bytes(program("right"))
    return path


def graded(file: Path, *options: str) -> Result:
    settings = str(file.with_name("grading.toml"))
    return CliRunner().invoke(command, ["submission", str(file), "--settings", settings, *options])


def test_a_fault_of_the_grader_has_no_score(file: Path) -> None:
    """Neither full marks nor a zero: null in JSON, and exit code 3."""
    done = graded(file, "--format", "json")
    report = json.loads(done.stdout)
    assert done.exit_code == 3
    assert (report["score"], report["max_score"], report["outcome"]) == (None, 100, "our_fault")
    assert not any(finding["points"] for finding in report["findings"])
    text = graded(file)
    assert (text.exit_code, "no score" in text.stdout) == (3, True)
    assert "a bug in" in text.stdout


@pytest.mark.parametrize("form", OF_POINTS)
def test_no_machine_is_told_points_by_a_broken_grader(form: str, file: Path) -> None:
    """What gives out points finds no file, not even that of an earlier run."""
    result = file.with_name("result.json")
    result.write_text('{"score": 100}')
    done = graded(file, "--format", form, "--output", str(result))
    assert (done.exit_code, done.stdout) == (3, "")
    assert "a bug in" in done.stderr
    assert not result.exists()


def test_what_was_not_judged_has_no_score_in_a_class(tmp_path: Path) -> None:
    """Unread is not zero: the cell stays empty, and the mean is that of the others."""
    kinds = ("right", "unreadable")
    classes.folder_of(
        tmp_path / "class", dict(zip(lms.people(2), map(program, kinds), strict=True))
    )
    classes.settings_in(tmp_path)
    done = classes.grade(
        tmp_path, "batch", "class", "--settings", "grading.toml", "--output", "report"
    )
    assert done.returncode == 0, done.stderr
    scores = [row["score"] for row in classes.table(tmp_path / "report")]
    assert sorted(scores) == ["", "100"]
    assert "Mean 100.0" in done.stdout

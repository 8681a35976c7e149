"""Where the grader itself breaks: worth nothing, and costs nobody anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from byhand.grader.classroom import points
from byhand.grader.classroom.classroom import Classroom
from byhand.grader.classroom.fingerprint import of_grading
from byhand.grader.classroom.intake import Delivery
from byhand.grader.classroom.journal import Listed, Taken, opened
from byhand.grader.classroom.pages import csv_, gradebook
from byhand.grader.command.learners import command
from byhand.grader.judging import grading
from byhand.grader.lessons import LESSONS
from byhand.grader.reports import OF_POINTS
from byhand.grader.reports import json as as_json
from byhand.grader.settings import Settings
from byhand.grader.verdict import Ending
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
    monkeypatch.setattr(type(LESSONS[0]), "examination", lambda *_: Broken())
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


def test_what_was_not_judged_has_no_cell(tmp_path: Path) -> None:
    """Unread is not zero: nothing goes into a gradebook, a mean or a best attempt."""
    settings = Settings("s")
    broken = grading.unreadable("backprop.py", "it is binary", points.SHARES)
    assert (broken.outcome, broken.score, broken.max_score) == (Ending.UNREADABLE, None, 21)
    kept_under = of_grading(settings, best_effort=False)
    delivery = Delivery(
        "ann", "Ann", "backprop.py", b"\0", False, "", "", (), {}, "ann/backprop.py", (), ""
    )
    with opened(tmp_path) as journal:
        journal.take_in(
            Taken("plain", (), "latest", kept_under.hex()), [Listed(delivery, b"key", empty=False)]
        )
        journal.keep(kept_under, [(b"key", as_json.as_dict(broken))])
        room = Classroom.of(journal, settings)
    assert ([row.score for row in room.rows], room.scores, room.mean) == ([None], [], 0.0)
    assert gradebook.grades(room, "full") == []
    assert b"backprop.py,,100,unreadable," in csv_.grades(room).replace(b'"', b"")

"""What `regrade` keeps of the settings before is said, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from classes import SETTINGS, grade, program, table
from test_decided_by_hand import submitted, told

C_TOML = (
    f"{SETTINGS}deadline = 2026-11-20T12:00:00Z\n[late]\npercent_a_day = 10\n"
    "[extensions]\nbob = 2\n[points]\nupdate = 20\n"
)
KEPT = (
    "Kept from before, since d.toml says nothing of it: the deadline, 2026-11-20 12:00:00+00:00; "
    "what being late costs: percent a day 10; extensions: bob; points: update 20. To take it back, "
    'write deadline = "", an empty [late], an empty [extensions], an empty [points] into it.'
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A class that was graded by c.toml: 110 points, Ann and Bob three days late."""
    submitted(tmp_path, ann="23 10:00:00", bob="23 10:00:00")
    (tmp_path / "c.toml").write_text(C_TOML, "utf-8")
    done = grade(tmp_path, "batch", "submitted", "--settings", "c.toml")
    assert done.returncode == 0, done.stderr
    assert scores(tmp_path) == {"ann": "65", "bob": "87"}
    return tmp_path


def scores(home: Path) -> dict[str, str]:
    return {row["name"]: row["score"] for row in table(home / "report")}


def regraded(home: Path, text: str) -> str:
    """What is said on standard error where a class is regraded by d.toml."""
    (home / "d.toml").write_text(text, "utf-8")
    done = grade(home, "regrade", "--settings", "d.toml")
    assert done.returncode == 0, done.stderr
    return told(done.stderr)


def test_all_that_a_file_leaves_as_it_was_is_named(home: Path) -> None:
    """And a file without points is not said to have any that add up to something."""
    assert regraded(home, SETTINGS) == KEPT
    assert scores(home) == {"ann": "65", "bob": "87"}


def test_what_was_set_before_can_be_taken_back(home: Path) -> None:
    """Table by table, and then it is as if it had never been set."""
    words = regraded(home, f"{SETTINGS}[points]\n[extensions]\n")
    assert "points" not in words.partition("To take it back")[0]
    assert "bob" not in words
    assert scores(home) == {"ann": "58", "bob": "58"}
    assert "the deadline, 2026-11-20" in regraded(home, f"{SETTINGS}[late]\n")
    assert scores(home) == {"ann": "88", "bob": "88"}
    assert {row["late"] for row in table(home / "report")} == {"yes"}
    assert regraded(home, f'deadline = ""\n{SETTINGS}') == ""
    assert {row["late"] for row in table(home / "report")} == {""}
    (home / "d.toml").write_text(SETTINGS, "utf-8")
    done = grade(home, "batch", "submitted", "--settings", "d.toml")
    assert done.returncode == 0, done.stderr
    assert "0 programs graded now, 1 before." in done.stdout, "the same class as by batch"


def test_a_deadline_is_not_taken_back_alone(home: Path) -> None:
    """What hangs on it would have no effect: what to write is told."""
    (home / "d.toml").write_text('deadline = ""\n', "utf-8")
    done = grade(home, "regrade", "--settings", "d.toml")
    assert done.returncode == 2
    assert "or leave both tables empty." in told(done.stderr)
    assert scores(home) == {"ann": "65", "bob": "87"}


def test_single_points_that_stay_are_named_beside_those_that_change(home: Path) -> None:
    """A total scales what is there: update has 20 of 110 still."""
    words = regraded(home, f'{SETTINGS}deadline = ""\n[late]\n[extensions]\n[points]\ntotal = 11\n')
    assert "points: update 20. To take it back, write an empty [points] into it." in words
    assert scores(home) == {"ann": "9.8", "bob": "9.8"}


def test_added_ones_keep_what_the_report_has_and_it_is_said(home: Path) -> None:
    """--add with a file that lacks it all."""
    (home / "d.toml").write_text(SETTINGS, "utf-8")
    place = home / "late" / "submitted" / "cid" / "ps1"
    place.mkdir(parents=True)
    (place / "backprop.py").write_bytes(program("right"))
    (place / "timestamp.txt").write_text("2026-11-21 10:00:00 UTC")
    done = grade(home, "batch", "late/submitted", "--add", "--settings", "d.toml")
    assert done.returncode == 0, done.stderr
    assert told(done.stderr) == KEPT
    assert scores(home)["cid"] == "99"


@pytest.mark.parametrize("value", ['"x"', "3"])
def test_a_line_that_late_does_not_have_is_told_as_that(home: Path, value: str) -> None:
    """Whatever stands in it: a number would not mend it."""
    (home / "d.toml").write_text(f"[late]\nperiod = {value}\n", "utf-8")
    done = grade(home, "regrade", "--settings", "d.toml")
    assert done.returncode == 2
    assert "d.toml: [late] has no 'period'; known are grace_minutes" in told(done.stderr)

"""What an instructor decides by hand is marked wherever it shows, and adds up there."""

from __future__ import annotations

from pathlib import Path

import pytest
from classes import grade, program, settings_in, table

LATE = "deadline = 2026-11-20T12:00:00Z\n[late]\npercent_a_day = 10\n"


def told(text: str) -> str:
    return " ".join(text.split())


def submitted(home: Path, **times: str) -> None:
    """A class of nbgrader's, whose students have handed in their programs at these times."""
    for login, time in times.items():
        place = home / "submitted" / login / "ps1"
        place.mkdir(parents=True)
        (place / "backprop.py").write_bytes(program("no slope"))
        (place / "timestamp.txt").write_text(f"2026-11-{time} UTC")


def decided(home: Path, *lines: str) -> None:
    header = "student,check,points,comment,extension,lesson"
    (home / "report" / "overrides.csv").write_text("\n".join([header, *lines, ""]), "utf-8")


def row_of(home: Path, name: str) -> dict[str, str]:
    (row,) = [row for row in table(home / "report") if row["name"] == name]
    return row


def test_an_extension_by_hand_is_marked_with_its_comment(tmp_path: Path) -> None:
    """In the table, on the page, in the feedback and in the count, as points by hand are."""
    submitted(tmp_path, ann="23 10:00:00", bob="23 10:00:00")
    settings_in(tmp_path, LATE)
    done = grade(tmp_path, "batch", "submitted", "--settings", "grading.toml")
    assert done.returncode == 0, done.stderr
    assert row_of(tmp_path, "ann")["score"] == "58"
    decided(tmp_path, "ann,,,was ill,2,")
    done = grade(tmp_path, "regrade", "--settings", "grading.toml")
    assert "1 decided by hand, in overrides.csv." in told(done.stdout)
    words = "the deadline moved by 2 days by hand (was ill)"
    ann = row_of(tmp_path, "ann")
    assert (ann["score"], ann["by_hand"]) == ("78", words)
    assert row_of(tmp_path, "bob")["by_hand"] == ""
    page = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert page.count("<small>by hand</small>") == 1
    assert words in page
    assert words in told((tmp_path / "report" / f"feedback/{ann['feedback']}.txt").read_text())


def test_points_and_an_extension_by_hand_are_both_marked(tmp_path: Path) -> None:
    """Two lines for one student, or one line that gives both."""
    submitted(tmp_path, ann="23 10:00:00", bob="23 10:00:00")
    settings_in(tmp_path, LATE)
    grade(tmp_path, "batch", "submitted", "--settings", "grading.toml")
    moved = "the deadline moved to 2026-11-25 12:00+00:00 by hand"
    decided(
        tmp_path,
        "ann,error,1,a slip,,",
        "ann,,,,2026-11-25T12:00:00Z,",
        "bob,error,1,a slip,2026-11-25T12:00:00Z,",
    )
    done = grade(tmp_path, "regrade", "--settings", "grading.toml")
    assert done.returncode == 0, done.stderr
    slip = "error set to 1 points by hand (a slip)"
    assert row_of(tmp_path, "ann")["by_hand"] == f"{slip}; {moved}"
    assert row_of(tmp_path, "bob")["by_hand"] == f"{slip}; {moved} (a slip)"
    assert {row["score"] for row in table(tmp_path / "report")} == {"84"}


def test_nothing_is_said_to_be_taken_off_a_total_by_hand(tmp_path: Path) -> None:
    """The total is what was decided, however late it came: no percent stands beside it."""
    submitted(tmp_path, ann="23 10:00:00", bob="23 10:00:00")
    settings_in(tmp_path, LATE)
    grade(tmp_path, "batch", "submitted", "--settings", "grading.toml")
    decided(tmp_path, "ann,total,10,,,")
    done = grade(tmp_path, "regrade", "--settings", "grading.toml")
    assert done.returncode == 0, done.stderr
    ann, bob = row_of(tmp_path, "ann"), row_of(tmp_path, "bob")
    assert (ann["score"], ann["taken_off_percent"], ann["late"]) == ("10", "", "yes")
    assert (bob["score"], bob["taken_off_percent"]) == ("58", "30")
    assert "handed in 2 days 22 hours late; the total set to 10 points by hand" in ann["notices"]
    for path in (tmp_path / "report" / "feedback").glob(f"{ann['feedback']}.*"):
        assert "taken off" not in told(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("extension", "words"),
    [
        ("2026-10-25T12:00:00Z", "ends 2026-10-25 12:00 UTC"),
        ("2026-11-20T11:59:00Z", "ends 2026-11-20 11:59 UTC"),
    ],
)
def test_an_extension_before_the_deadline_is_refused(
    tmp_path: Path, extension: str, words: str
) -> None:
    """A wrong month would cost somebody all points: both times are shown, wherever it stands."""
    words = f"{words}, before the deadline, 2026-11-20 12:00 UTC"
    submitted(tmp_path, ann="19 10:00:00")
    zone = 'zone = "UTC"\n'
    settings_in(tmp_path, f"{zone}{LATE}[extensions]\nann = {extension}\n")
    done = grade(tmp_path, "batch", "submitted", "--settings", "grading.toml")
    assert (done.returncode, (tmp_path / "report").exists()) == (2, False)
    assert f"the extension of 'ann' {words}" in told(done.stderr)
    settings_in(tmp_path, f"{zone}{LATE}")
    grade(tmp_path, "batch", "submitted", "--settings", "grading.toml")
    before = table(tmp_path / "report")
    decided(tmp_path, f"ann,,,,{extension},")
    done = grade(tmp_path, "regrade", "--settings", "grading.toml")
    assert done.returncode == 2
    assert f"overrides.csv, line 2: the extension of ann {words}" in told(done.stderr)
    assert table(tmp_path / "report") == before


@pytest.mark.parametrize("days", ["-2", "nan", "1e9"])
def test_a_number_of_days_is_one(tmp_path: Path, days: str) -> None:
    """Two days less would be an earlier deadline."""
    submitted(tmp_path, ann="19 10:00:00")
    settings_in(tmp_path, LATE)
    grade(tmp_path, "batch", "submitted", "--settings", "grading.toml")
    decided(tmp_path, f"ann,,,,{days},")
    done = grade(tmp_path, "regrade", "--settings", "grading.toml")
    assert done.returncode == 2
    assert f"line 2: an extension has 0 to 10,000 days, not {days}." in told(done.stderr)


def added(home: Path, **kinds: str) -> str:
    """What is said where these programs are added to the report."""
    for name, kind in kinds.items():
        (home / "late" / name).mkdir(parents=True)
        (home / "late" / name / "backprop.py").write_bytes(program(kind, 2))
    done = grade(home, "batch", "late", "--add", "--settings", "grading.toml")
    assert done.returncode == 0, done.stderr
    return told(done.stdout)


@pytest.fixture
def added_to(tmp_path: Path) -> Path:
    """A report of three students who have 88 points each."""
    settings_in(tmp_path)
    for name in ("ann", "bob", "cid"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "backprop.py").write_bytes(program("no slope"))
    done = grade(tmp_path, "batch", "class", "--settings", "grading.toml")
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_who_loses_by_what_is_added_is_named_with_both_scores(added_to: Path) -> None:
    """The untouched exercise, handed in once more, is graded like any; who gains is not named."""
    said = added(added_to, ann="right", bob="unchanged", dan="unchanged")
    assert "bob: 88 → 0, for what is added in the place of what was there." in said
    assert said.count(" → ") == 1
    again = grade(added_to, "batch", "late", "--add", "--settings", "grading.toml")
    assert " → " not in again.stdout, "nothing is replaced by the same once more"


def test_points_by_hand_that_stand_for_another_program_are_named(added_to: Path) -> None:
    """They were decided for what was there: the instructor may want to look again."""
    decided(added_to, "ann,total,70,,,", "bob,error,1,a slip,,", "cid,total,60,,,")
    said = added(added_to, ann="right", bob="right")
    stands = "decided for what was there, and it stands for what is added now"
    assert f"ann: {stands}: the total set to 70 points by hand." in said
    assert f"bob: {stands}: error set to 1 points by hand (a slip)." in said
    assert "cid: " not in said
    assert row_of(added_to, "ann")["score"] == "70"

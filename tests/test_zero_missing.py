"""--zero-missing gives 0 to those who handed in nothing, and to nobody who may have handed in."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from byhand.grader.classroom.intake.intake import take_in
from classes import grade, program, settings_in, table
from lms import PROGRAM, ZipFolder, write_files, zipped
from test_decided_by_hand import told

STUDENTS = {"Ann Lee": "1001", "Bob Oh": "1002", "Cyd Ex": "1003", "Gus Go": "1007"}
ABSENT = "Hal Ha"
FILE = "assignsubmission_file"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A worksheet of Moodle's and a roster with five students, of whom four have handed in."""
    settings_in(tmp_path)
    everybody = {**STUDENTS, ABSENT: "1008"}
    rows = "".join(
        f"Participant {number},{name},x@x,S,,100.00,Yes,-,-,\n"
        for name, number in everybody.items()
    )
    header = (
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments\n"
    )
    (tmp_path / "ws.csv").write_text(header + rows, "utf-8")
    roster = "".join(f"{name}\n" for name in everybody)
    (tmp_path / "roster.csv").write_text(f"name\n{roster}", "utf-8")
    download(tmp_path, {})
    return tmp_path


def download(home: Path, other_names: dict[str, str]) -> None:
    """The download of Moodle's, in which some have handed in under another path."""
    pack = ZipFolder()
    for name, number in STUDENTS.items():
        path = f"{name}_{number}_{FILE}/backprop.py"
        pack.add(other_names.get(name, path), program("right", int(number)))
    (home / "m.zip").write_bytes(pack.pack())


def batch(home: Path, *more: str, file: str = "m.zip") -> str:
    """What is said of a class in which zeros are asked for."""
    done = grade(home, "batch", file, "--settings", "grading.toml",
                 "--gradebook", "ws.csv", *more)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return told(done.stdout)


def points(home: Path, report: str = "report") -> dict[str, str]:
    with (home / report / "gradebook" / "ws.csv").open(encoding="utf-8") as file:
        return {row["Full name"]: row["Grade"] for row in csv.DictReader(file)}


def page(home: Path) -> str:
    return (home / "report" / "index.html").read_text("utf-8")


def test_who_was_not_chosen_has_handed_in(home: Path) -> None:
    """With --only in a new report: no 0, and nothing else says that they handed in nothing."""
    said = batch(home, "--zero-missing", "--only", "1001")
    expected = {**dict.fromkeys(STUDENTS, ""), "Ann Lee": "100", ABSENT: "0"}
    assert points(home) == expected
    counts = (
        "1 new, 0 changed, 0 untouched, 3 handed in and not chosen (Bob Oh; Cyd Ex; Gus Go), "
        "1 without a submission, who got 0 (Hal Ha)."
    )
    assert counts in said
    assert counts in (home / "report" / "gradebook.txt").read_text("utf-8")
    assert "<b>1</b> handed in nothing" in page(home)
    done = grade(home, "regrade", "--gradebook", "ws.csv", "--zero-missing")
    assert (done.returncode, points(home)) == (0, expected), "it is known of the report from now on"
    done = grade(home, "regrade", "--roster", "roster.csv")
    assert "1 on the roster handed in nothing: Hal Ha." in told(done.stdout)


def test_who_is_added_later_is_a_student_as_any_other(home: Path) -> None:
    """And those who were not chosen before, nor now, still have handed in."""
    batch(home, "--only", "1001")
    said = batch(home, "--zero-missing", "--only", "Bob Oh")
    assert "2 handed in and not chosen (Cyd Ex; Gus Go), 1 without a submission" in said
    said = batch(home, "--zero-missing", "--add")
    assert "not chosen" not in said
    assert points(home) == {**dict.fromkeys(STUDENTS, "100"), ABSENT: "0"}


def test_a_gradebook_that_is_made_new_knows_who_was_not_chosen(home: Path) -> None:
    """By the roster, as an export does."""
    roster = "name,email\n" + "".join(f"{n},{n[:3]}@x\n" for n in (*STUDENTS, ABSENT))
    (home / "roster.csv").write_text(roster, "utf-8")
    done = grade(home, "batch", "m.zip", "--settings", "grading.toml", "--only", "1001",
                 "--roster", "roster.csv", "--gradebook", "moodle", "--zero-missing")  # fmt: skip
    assert done.returncode == 0, done.stderr
    with (home / "report" / "gradebook" / "moodle.csv").open(encoding="utf-8") as file:
        found = {row["Full name"]: row["Backpropagation by hand"] for row in csv.DictReader(file)}
    assert found == {**dict.fromkeys(STUDENTS, ""), "Ann Lee": "100", ABSENT: "0"}
    assert "3 handed in and not chosen (Bob Oh; Cyd Ex; Gus Go)" in told(done.stdout)


def test_a_part_of_a_class_does_not_tell_who_handed_in_nothing(home: Path) -> None:
    """Zeros are refused before anything is graded, and are for the whole that `merge` makes."""
    for number in (1, 2):
        part = ("--output", f"part{number}", "--shard", f"{number}/2")
        done = grade(home, "batch", "m.zip", "--settings", "grading.toml", *part,
                     "--gradebook", "ws.csv", "--zero-missing")  # fmt: skip
        assert (done.returncode, (home / f"part{number}").exists()) == (2, False)
        assert "leave --zero-missing out, and give it to `grade merge`" in told(done.stderr)
        said = batch(home, *part)
        assert "for whom none was found" in said
        assert f"this is the part {number}/2 of a class, so those without one may have" in said
        index = (home / f"part{number}" / "index.html").read_text("utf-8")
        assert "handed in nothing" not in index
        again = grade(home, "regrade", f"part{number}", "--roster", "roster.csv")
        assert "on the roster" not in again.stdout
        done = grade(home, "regrade", f"part{number}", "--gradebook", "ws.csv", "--zero-missing")
        assert done.returncode == 2
    done = grade(home, "merge", "part1", "part2", "--gradebook", "ws.csv", "--zero-missing")
    assert done.returncode == 0, done.stderr
    assert points(home) == {**dict.fromkeys(STUDENTS, "100"), ABSENT: "0"}


@pytest.mark.parametrize(
    "path",
    [
        f"Bob Oh_1002_{FILE}/back\u00adprop.py",
        f"Bob\u200b Oh_1002_{FILE}/backprop.py",
        f"\ufeffBob O\u2060h_1002_{FILE}/\u200ebackprop.py",
        f"Bob\u3164 Oh_1002_{FILE}/backprop.py",
    ],
)
def test_what_cannot_be_seen_in_a_name_loses_nothing(home: Path, path: str) -> None:
    """Names are copied with soft hyphens and blanks of no width: they are left out, and it is
    said, in what is read and in the gradebook."""
    download(home, {"Bob Oh": path})
    sheet = (home / "ws.csv").read_text("utf-8").replace("Bob Oh", "B\u00adob Oh")
    (home / "ws.csv").write_text(sheet, "utf-8")
    said = batch(home, "--zero-missing")
    assert "4 new" in said
    assert "1 without a submission, who got 0 (Hal Ha)" in said
    (bob,) = [row for row in table(home / "report") if row["student"] == "1002"]
    assert (bob["name"], bob["file"], bob["score"]) == ("Bob Oh", "backprop.py", "100")
    assert "what cannot be seen in its name was left out" in bob["notices"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (f"Bob Oh_1002_{FILE}/{'x' * 300}.py", "its name is longer than 255 bytes"),
        (f"Bob Oh_1002_{FILE}/back\u202eprop.py", "turn the direction of writing"),
        (f"Bob\u202e Oh_1002_{FILE}/backprop.py", "turn the direction of writing"),
        (f"Bob Oh_1002_{FILE}/back\tprop.py", "control characters"),
    ],
)
def test_who_can_be_told_of_a_name_that_is_not_believed_has_a_row(
    home: Path, path: str, why: str
) -> None:
    """Nothing to grade, as with a document: no score, no 0, and a person is asked to look."""
    download(home, {"Bob Oh": path})
    said = batch(home, "--zero-missing")
    assert points(home) == {**dict.fromkeys(STUDENTS, "100"), "Bob Oh": "", ABSENT: "0"}
    (bob,) = [row for row in table(home / "report") if row["student"] == "1002"]
    assert (bob["name"], bob["score"], bob["standing"]) == ("Bob Oh", "", "nothing_to_grade")
    assert why in bob["notices"]
    assert "4 submissions: 3 graded, 1 nothing to grade." in said
    assert "Left aside" not in said


@pytest.mark.parametrize(
    "path",
    ["Gus.Go_1007/backprop.py", "Gus.Go_1007/report.docx", "gus.py", "gus.pdf", "../gus.py"],
)
def test_nobody_gets_0_while_something_may_be_anybodys(home: Path, path: str) -> None:
    """Nothing tells whose it is: it is named, with what to do, and nobody is said to be absent."""
    download(home, {"Gus Go": path})
    said = batch(home, "--zero-missing")
    assert points(home) == {**dict.fromkeys(STUDENTS, "100"), "Gus Go": "", ABSENT: ""}
    assert "2 for whom none was found (Gus Go; Hal Ha)" in said
    assert (
        f"1 file was left aside and may be somebody's ({path}), so those without one may have "
        "handed in; nobody was given 0"
    ) in said
    assert "or move it away, and run it again with --replace" in said
    assert "<b>2</b> for whom nothing was found" in page(home)
    assert "handed in nothing" not in page(home)
    done = grade(home, "regrade", "--roster", "roster.csv")
    assert "2 on the roster, for whom nothing was found: Gus Go, Hal Ha." in told(done.stdout)
    download(home, {})
    batch(home, "--zero-missing", "--replace")
    assert points(home) == {**dict.fromkeys(STUDENTS, "100"), ABSENT: "0"}


def test_what_is_the_teachers_own_keeps_nobody_from_a_0(home: Path) -> None:
    """A list beside the submissions, what computers leave, an empty folder, another report."""
    files = {f"{n}_{number}_{FILE}/backprop.py": PROGRAM for n, number in STUDENTS.items()}
    own = {"roster.csv": b"x", "readme.txt": b"x", "__MACOSX/._gus.py": b"x", ".DS_Store": b""}
    write_files(home / "class", {**files, **own})
    (home / "class" / "nobody").mkdir()
    said = batch(home, "--zero-missing", file="class")
    assert re.search(r"1 without a submission, who got 0 \(Hal Ha\)", said)


@pytest.mark.parametrize("other", ["an\u200bn/backprop.py", "ann\u200d/backprop.py"])
def test_nobody_looks_like_somebody_else(tmp_path: Path, other: str) -> None:
    """Of a plain folder the name is all there is: the one that hides something is left aside, and
    takes nothing from the other; alone it is taken."""
    (tmp_path / "two.zip").write_bytes(zipped({"ann/backprop.py": PROGRAM, other: b"x = 1\n",
                                               "bob/backprop.py": PROGRAM}))  # fmt: skip
    two = take_in([tmp_path / "two.zip"])
    assert [(d.student, d.content) for d in two.deliveries] == [("ann", PROGRAM), ("bob", PROGRAM)]
    assert len(two.ignored) == len(two.unclaimed) == 1
    (tmp_path / "one.zip").write_bytes(zipped({other: PROGRAM, "bob/backprop.py": PROGRAM}))
    one = take_in([tmp_path / "one.zip"])
    assert [d.student for d in one.deliveries] == ["ann", "bob"]
    assert (one.ignored, one.unclaimed) == ((), ())

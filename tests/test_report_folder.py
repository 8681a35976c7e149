"""A report knows what it is of: nothing in it is replaced, dropped or decided in silence."""

from __future__ import annotations

import datetime
import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from byhand.grader.classroom import batch as batches
from byhand.grader.classroom import engine, journal
from byhand.grader.classroom.classroom import Classroom
from byhand.grader.classroom.deadline import Deadline
from byhand.grader.classroom.intake.delivery import Delivery
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.classroom.settings_file import read
from byhand.grader.errors import RefusedError, SettingsError
from byhand.grader.settings import LatePolicy, Settings
from classes import (
    BOUND_BY_MODES,
    ROOT,
    command,
    environment,
    grade,
    program,
    settings_in,
    table,
)
from lms import zipped

HAND_IN = "Ann Lee", "Bob Ray", "Cid Fox"


def handed_in(folder: Path, *names: str, kind: str = "right") -> Path:
    """A folder in which each has handed in a program of that kind."""
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "backprop.py").write_bytes(program(kind))
    return folder


def scores(report: Path) -> dict[str, str]:
    return {row["name"]: row["score"] for row in table(report)}


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three students, graded into `report` with a settings file."""
    home = tmp_path_factory.mktemp("home")
    handed_in(home / "class", *HAND_IN)
    pasted = "# from a chat:\u2028δ = error\x0c\n".encode()
    (home / "class" / "Bob Ray" / "backprop.py").write_bytes(pasted + program("no slope"))
    settings_in(home)
    done = grade(home, "batch", "class", "--settings", "grading.toml")
    assert done.returncode == 0, done.stderr
    return home


def test_a_mark_stands_at_the_line_that_python_counts(graded_once: Path) -> None:
    """What is pasted from elsewhere may hold other ends of lines, which end none for Python."""
    [page] = (graded_once / "report" / "feedback").glob("bob-ray*.html")
    marked = re.search(r'<li class="marked"[^>]*>([^<]*)<', page.read_text("utf-8"))
    assert marked
    assert marked[1].strip() == "output_error_term = error"


@pytest.fixture
def graded(graded_once: Path, tmp_path: Path) -> Path:
    """The same home, a copy for one test alone."""
    return shutil.copytree(graded_once, tmp_path, dirs_exist_ok=True)


def told(text: str) -> str:
    """What was printed, however wide the terminal is."""
    return " ".join(text.split())


def batch(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return grade(home, "batch", *arguments, "--settings", "grading.toml")


# ---------------------------------------------------------------- a first batch


def test_what_is_refused_leaves_no_folder_behind(tmp_path: Path) -> None:
    """Nothing was graded: there is no report, and no empty folder that looks like one."""
    handed_in(tmp_path / "class", "Ann Lee")
    settings_in(tmp_path, "pointz = 3\n")
    kept = tmp_path / "mine"
    kept.mkdir()
    for arguments, output in (
        (("class", "--settings", "grading.toml"), "report"),
        (("nobody",), "deep/in/report"),
        (("class", "--roster", "nobody.csv"), "report"),
        (("class", "--gradebook", "canvas", "--scale"), "mine/report"),
    ):
        done = grade(tmp_path, "batch", *arguments, "--output", output)
        assert done.returncode == 2, done.stderr
        assert not (tmp_path / output).exists()
    assert not (tmp_path / "deep").exists()
    assert kept.exists(), "it was there before"


def test_a_gradebook_for_nobody_is_refused_before_anything_is_graded(tmp_path: Path) -> None:
    """Canvas finds people by ids: a class of clones has none until a roster tells them."""
    for login in ("ann", "bob"):
        handed_in(tmp_path / "ex3-submissions", f"ex3-{login}")
    class_ = ("ex3-submissions", "--gradebook", "canvas")
    settings_in(tmp_path)
    done = batch(tmp_path, *class_)
    assert done.returncode == 2
    assert "Canvas finds nobody by what is known of these students: give --roster" in done.stderr
    assert "graded now" not in done.stdout
    (tmp_path / "roster.csv").write_text("github,login\nann,al1\nbob,br2\n", "utf-8")
    done = batch(tmp_path, *class_, "--roster", "roster.csv")
    assert done.returncode == 0, done.stderr
    for wrong in ("--scale", "--overwrite"):
        done = batch(tmp_path, *class_, "--roster", "roster.csv", wrong)
        assert (done.returncode, "nothing to scale to" in told(done.stderr)) == (2, True)


def test_a_gradebook_that_cannot_be_filled_costs_no_report(tmp_path: Path) -> None:
    """It is refused when its turn comes, once all else is written."""
    handed_in(tmp_path / "class", *HAND_IN)
    settings_in(tmp_path)
    book = tmp_path / "book.csv"
    book.write_text(
        "Student,ID,SIS Login ID,Section,Ex 3 (98765)\n    Points Possible,,,,100\n"
        '"Lee, Ann",1,a,,\n'
    )
    reader = tmp_path / "sitecustomize.py"  # the gradebook changes while the class is graded
    reader.write_text(
        "import pathlib\nfrom byhand.grader.classroom import batch\ngrade = batch.grade_class\n"
        "def graded(*a, **k):\n    pathlib.Path('book.csv').write_text('a,b\\n')\n"
        "    return grade(*a, **k)\nbatch.grade_class = graded\n"
    )
    done = grade(
        tmp_path, "batch", "class", "--settings", "grading.toml", "--gradebook", "book.csv",
        PYTHONPATH=str(tmp_path),
    )  # fmt: skip
    assert done.returncode == 2
    assert "book.csv is not a gradebook" in told(done.stderr)
    assert "1 program graded now" in done.stdout
    assert len(scores(tmp_path / "report")) == 3
    assert (tmp_path / "report" / "index.html").exists()


def test_a_class_of_which_nobody_could_be_graded_is_told_as_that(tmp_path: Path) -> None:
    """There is a report that says why, and whoever runs it is told that nothing was graded."""
    for name in HAND_IN[:2]:
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "photo.jpg").write_bytes(b"\xff\xd8")
    handed_in(tmp_path / "late", "Cid Fox", kind="unreadable")
    settings_in(tmp_path)
    done = batch(tmp_path, "class")
    assert done.returncode == 0, "all that can be graded is"
    assert "Nobody could be graded" in told(done.stderr)
    assert scores(tmp_path / "report") == {"Ann Lee": "", "Bob Ray": ""}
    done = batch(tmp_path, "late", "--add")
    assert (done.returncode, done.stderr) == (0, ""), "one of them was read"
    done = batch(tmp_path, "class", "--output", "part", "--shard", "1/2")
    assert (done.returncode, done.stderr) == (0, ""), "a part of a class may have nobody in it"


@pytest.mark.skipif(sys.platform != "linux", reason="a folder's mode binds nobody there")
def test_what_to_do_about_a_folder_fits_the_command(tmp_path: Path) -> None:
    """`grade regrade` has no --output, and is not told to give one; nor are merge and compare."""
    (tmp_path / "shut" / ".journal").mkdir(parents=True)
    (tmp_path / "old" / ".journal").mkdir(parents=True)
    (tmp_path / "old" / ".journal" / "journal.db").write_bytes(b"no database" * 100)
    (tmp_path / "shut" / ".journal").chmod(0o500)
    for folder in ("shut", "old"):
        for arguments in (("regrade", folder), ("merge", folder), ("compare", folder, ".")):
            command = [*BOUND_BY_MODES, sys.executable, "-m", "byhand.grader", *arguments]
            done = subprocess.run(
                command, cwd=tmp_path, capture_output=True, text=True, check=False
            )
            assert done.returncode in (2, 3), arguments
            assert "another --output" not in told(done.stderr), arguments


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is kept in another place")
@pytest.mark.parametrize("folder", ["", "settings"])
def test_a_secret_is_kept_in_no_folder_that_happens_to_be_this_one(
    tmp_path: Path, folder: str
) -> None:
    """XDG_CONFIG_HOME that is empty, or no whole path, counts as unset: so the XDG standard."""
    handed_in(tmp_path / "class", *HAND_IN, kind="unreadable")
    done = grade(tmp_path, "batch", "class", XDG_CONFIG_HOME=folder)
    assert done.returncode == 0, done.stderr
    assert [*tmp_path.rglob("grading.toml")] == [tmp_path / ".config" / "byhand" / "grading.toml"]


def test_who_handed_in_nothing_is_named_on_the_page(tmp_path: Path) -> None:
    """By a roster or a gradebook; where names are left out, only how many there are."""
    handed_in(tmp_path / "class", *HAND_IN)
    settings_in(tmp_path)
    (tmp_path / "roster.csv").write_text(
        "name,login\nAnn Lee,a\nBob Ray,b\nCid Fox,c\n<Eve> Ash,e\n"
    )
    done = batch(tmp_path, "class", "--roster", "roster.csv")
    assert "1 on the roster handed in nothing: <Eve> Ash." in done.stdout
    page = tmp_path / "report" / "index.html"
    assert "<b>1</b> handed in nothing" in page.read_text("utf-8")
    assert "&lt;Eve&gt; Ash" in page.read_text("utf-8")
    grade(tmp_path, "regrade", "--roster", "roster.csv", "--anonymous")
    assert "<b>1</b> handed in nothing" in page.read_text("utf-8")
    assert "Eve&gt;" not in page.read_text("utf-8")
    grade(tmp_path, "regrade")
    assert "handed in nothing" not in page.read_text("utf-8")


def test_a_report_without_names_stays_so_until_names_are_asked_for(tmp_path: Path) -> None:
    """Through regrade, --add and the same batch again; what was given out keeps its name."""
    handed_in(tmp_path / "class", *HAND_IN, kind="unreadable")
    handed_in(tmp_path / "late", "Dan Orr", kind="unreadable")
    settings_in(tmp_path)
    assert batch(tmp_path, "class", "--anonymous").returncode == 0
    given_out = {path.name for path in (tmp_path / "report" / "feedback").iterdir()}
    for again in (("regrade",), ("batch", "class"), ("batch", "late", "--add")):
        settings = ("--settings", "grading.toml") if again[0] == "batch" else ()
        done = grade(tmp_path, *again, *settings)
        assert done.returncode == 0, done.stderr
        assert "Names are left out of the pages, as before; --named" in told(done.stdout)
        assert given_out <= {path.name for path in (tmp_path / "report" / "feedback").iterdir()}
        assert "Ann Lee" not in (tmp_path / "report" / "index.html").read_text("utf-8")
    done = grade(tmp_path, "regrade", "--named")
    assert "left out" not in done.stdout
    assert "Ann Lee" in (tmp_path / "report" / "index.html").read_text("utf-8")
    assert not given_out & {path.name for path in (tmp_path / "report" / "feedback").iterdir()}
    assert "left out" not in grade(tmp_path, "regrade").stdout


def test_a_file_named_after_its_author_names_nobody_without_names(tmp_path: Path) -> None:
    """On no page and in no feedback, whether it was graded or not; the tables say it as it is."""
    files = {
        "Ann Lee_1_assignsubmission_file/AnnLee_backprop.py": program("right"),
        "Ann Lee_1_assignsubmission_file/notes of Ann.pdf": b"%PDF",
        "Bob O'Neil_2_assignsubmission_file/oneil1.py": b"x = 1",
        "Bob O'Neil_2_assignsubmission_file/Bob-2.py": b"x = 2",
        "Cyd Ron_3_assignsubmission_file/cyd ron.zip": zipped({"ron/work.py": program("right")}),
        "Dan Orr_4_assignsubmission_file/dan.docx": b"PK",
    }
    (tmp_path / "class.zip").write_bytes(zipped(files))
    settings_in(tmp_path)
    done = batch(tmp_path, "class.zip", "--anonymous")
    assert done.returncode == 0, done.stderr
    report = tmp_path / "report"
    pages = [path for path in report.rglob("*") if path.suffix in (".html", ".txt")]
    assert len(pages) >= 8
    for path in pages:
        words = re.findall(r"[^\W\d_]+", re.sub(r"<style>.*?</style>", "", path.read_text("utf-8")))
        found = {"ann", "annlee", "lee", "bob", "oneil", "cyd", "ron", "dan", "orr"}
        assert not found & {word.casefold() for word in words}, path
    text = "".join(path.read_text("utf-8") for path in pages if path.suffix == ".txt")
    assert "backprop.py: 100 of 100 points" in text
    assert "it is not clear which file is meant: …, …;" in text
    assert "hand in one, named backprop.py" in text
    assert "AnnLee_backprop.py" in {row["file"] for row in table(report)}


def test_a_program_that_changes_while_its_class_is_graded_has_no_score(tmp_path: Path) -> None:
    """Programs are read as they are needed: what was taken in and what is run are the same."""
    folder = handed_in(tmp_path / "class", *HAND_IN)
    settings_in(tmp_path)
    (folder / "Bob Ray" / "backprop.py").write_bytes(program("right", 2))
    intake = take_in([folder])
    ann, bob, _ = intake.deliveries
    (folder / "Bob Ray" / "backprop.py").write_bytes(program("no slope"))
    assert ann.content == program("right")
    with pytest.raises(RefusedError, match="is not what it was when the class was taken in"):
        print(bob.content)
    listed = batches.listed(intake)
    conditions = batches.conditions_of(intake, read(tmp_path / "grading.toml"), ["class"])
    with journal.opened(tmp_path / "report") as kept, engine.local(1) as local:
        tally = batches.grade_class(intake, conditions, listed, kept, local)
        room = Classroom.of(kept, tmp_path / "report")
    assert (tally.graded, tally.left) == (1, 0)
    [(name, reason)] = tally.faults
    assert name == "Bob Ray"
    assert [row.score for row in room.rows] == [100.0, None, 100.0]
    assert reason in room.rows[1].notices


# ---------------------------------------------------------------- a second batch


def test_another_section_does_not_erase_the_first(graded: Path) -> None:
    """It is told who would go and who would come, and nothing is done until somebody says which."""
    handed_in(graded / "section2", "Dan Orr", "Eve Ash")
    before = {path: path.read_bytes() for path in (graded / "report").glob("*s.*")}
    done = batch(graded, "section2")
    assert done.returncode == 2
    assert "3 students are in the report, and not among these: Ann Lee" in told(done.stderr)
    assert "2 students are not in the report yet: Dan Orr, Eve Ash" in told(done.stderr)
    assert "Say --add to take these into it, --replace" in told(done.stderr)
    assert {path: path.read_bytes() for path in (graded / "report").glob("*s.*")} == before
    done = batch(graded, "section2", "--add")
    assert done.returncode == 0, done.stderr
    assert "Dan Orr is new in the report" in told(done.stdout)
    assert scores(graded / "report") == {
        "Ann Lee": "100", "Bob Ray": "88", "Cid Fox": "100", "Dan Orr": "100", "Eve Ash": "100",
    }  # fmt: skip
    done = batch(graded, "section2", "--replace")
    assert done.returncode == 0, done.stderr
    assert scores(graded / "report").keys() == {"Dan Orr", "Eve Ash"}
    assert len([*(graded / "report" / "feedback").iterdir()]) == 4


def test_what_is_handed_in_again_counts_once_it_is_added(graded: Path) -> None:
    """By whoever handed it in, and with --only by nobody else who lies beside it."""
    for name in ("Ann Lee", "Bob Ray"):
        handed_in(graded / "late", name, kind="wrong way")
    done = batch(graded, "late", "--only", "bob ray")
    assert done.returncode == 0, done.stderr
    assert "Bob Ray: what is added takes the place of what was there" in told(done.stdout)
    assert scores(graded / "report") == {"Ann Lee": "100", "Bob Ray": "95", "Cid Fox": "100"}
    done = batch(graded, "late", "--only", "Bop Ray")
    assert done.returncode == 2
    assert "There is no student 'Bop Ray'; did you mean 'bob ray'?" in told(done.stderr)
    (graded / "late" / "Ann Lee" / "backprop.py").rename(graded / "late" / "Ann Lee" / "work.pdf")
    done = batch(graded, "late", "--only", "Ann Lee")
    assert "Ann Lee: what is there stays, since there is no Python file" in told(done.stdout)
    assert scores(graded / "report")["Ann Lee"] == "100"


@pytest.mark.parametrize("nobody", ["", " , "])
def test_only_nobody_is_nobody_and_not_everybody(graded: Path, nobody: str) -> None:
    """A variable of the shell that is not set grades no class."""
    handed_in(graded / "late", "Ann Lee", kind="wrong way")
    done = batch(graded, "late", "--only", nobody)
    assert (done.returncode, "name at least one student" in told(done.stderr)) == (2, True)
    assert scores(graded / "report")["Ann Lee"] == "100"


def test_other_settings_are_told_before_anything_is_graded(graded: Path) -> None:
    """With both values, and without either secret; a forgotten file is asked for."""
    (graded / "grading.toml").write_text('secret = "another one"\n[points]\nerror = 25\n')
    done = batch(graded, "class")
    assert done.returncode == 2
    assert "the secret: another one (" in told(done.stderr)
    assert "the points for error: 5 in the report, 25 now" in told(done.stderr)
    assert "another one" not in told(done.stderr).replace("the secret: another one", "")
    assert scores(graded / "report")["Bob Ray"] == "88"
    done = grade(graded, "batch", "class")
    assert done.returncode == 2
    assert "give the same one with --settings" in told(done.stderr)
    assert not (graded / "byhand").exists(), "no secret was made on the way"
    done = batch(graded, "class", "--add")
    assert done.returncode == 2
    assert "Nothing was added: these would be graded otherwise" in told(done.stderr)


def test_what_is_graded_elsewhere_is_not_mixed_up(tmp_path: Path) -> None:
    """A folder with somebody's own pages is left as it is, whoever wrote them."""
    handed_in(tmp_path / "class", "Ann Lee")
    settings_in(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("my home page")
    done = batch(tmp_path, "class", "--output", "site")
    assert done.returncode == 2
    assert "site has index.html, and no report of ours" in told(done.stderr)
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["index.html"]
    assert (tmp_path / "site" / "index.html").read_text() == "my home page"


def test_a_report_does_not_lie_down_among_the_submissions(tmp_path: Path) -> None:
    """Where its files would be somebody's work at the next time."""
    handed_in(tmp_path / "class", "Ann Lee")
    settings_in(tmp_path)
    done = batch(tmp_path, "class", "--output", "class")
    assert (done.returncode, "holds the submissions" in told(done.stderr)) == (2, True)
    assert [path.name for path in (tmp_path / "class").iterdir()] == ["Ann Lee"]


@pytest.mark.parametrize("around", ["class", "class/Exercise 1"])
@pytest.mark.parametrize("place", ["Ann Lee", "Ann Lee/report", "Bob Ray/src/deep", "Bob Ray"])
def test_a_report_does_not_lie_down_in_what_a_student_handed_in(
    tmp_path: Path, around: str, place: str
) -> None:
    """Nor deeper in a folder of theirs; nothing is left there, and beside them it may lie."""
    handed_in(tmp_path / around, "Ann Lee", "Bob Ray")
    (tmp_path / around / "Bob Ray" / "src").mkdir()
    (tmp_path / around / "Bob Ray" / "backprop.py").rename(
        tmp_path / around / "Bob Ray" / "src" / "backprop.py"
    )
    settings_in(tmp_path)
    before = sorted((tmp_path / "class").rglob("*"))
    done = batch(tmp_path, "class", "--output", f"{around}/{place}")
    whose = f"holds the submissions of {place.partition('/')[0]}, or lies among them"
    assert (done.returncode, whose in told(done.stderr)) == (2, True)
    assert sorted((tmp_path / "class").rglob("*")) == before
    if place == "Bob Ray":
        done = batch(tmp_path, "class", "--output", f"{around}/report")
        assert (done.returncode, len(table(tmp_path / around / "report"))) == (0, 2)


def test_nobody_leaves_a_class_by_a_journal_in_their_folder(graded: Path) -> None:
    """A report is known by all its marks; what has a program in it is somebody's, and is graded."""
    for name, files in (("Ann Lee", ["grades.csv"]), ("Cid Fox", [])):
        shutil.copytree(graded / "report" / ".journal", graded / "class" / name / ".journal")
        for file in files:
            shutil.copy(graded / "report" / file, graded / "class" / name)
    (graded / "class" / "Cid Fox" / "backprop.py").rename(graded / "class" / "Cid Fox" / "me.pdf")
    (graded / "class" / "Bob Ray" / ".journal").mkdir()
    (graded / "class" / "Bob Ray" / ".journal" / "journal.db").write_bytes(b"mine")
    shutil.copytree(graded / "report", graded / "class" / "report")
    done = batch(graded, "class", "--output", "new")
    assert done.returncode == 0, done.stderr
    assert scores(graded / "new") == {"Ann Lee": "100", "Bob Ray": "88", "Cid Fox": ""}
    assert "report: holds the reports of a batch" in done.stdout
    assert "Look first at 1 with nothing that could be graded" in told(done.stdout)


def test_what_somebody_changed_in_a_report_is_kept(graded: Path) -> None:
    """Under another name, and it is said; a remark in grades.csv is work too."""
    grades = graded / "report" / "grades.csv"
    grades.write_text("my remarks on everybody")
    done = grade(graded, "regrade", "report")
    assert done.returncode == 0, done.stderr
    assert "that file is kept as grades (yours).csv" in told(done.stdout)
    assert grades.with_name("grades (yours).csv").read_text() == "my remarks on everybody"
    assert scores(graded / "report")["Bob Ray"] == "88"


def test_a_filled_gradebook_stays_while_its_points_are_right(graded: Path) -> None:
    """So that a class of two sections has both; it goes where somebody in it has other points."""
    head = "Student,ID,SIS Login ID,Section,Ex 3 (98765)\n    Points Possible,,,,100\n"
    (graded / "a.csv").write_text(head + '"Lee, Ann",1,a,A,\n"Ray, Bob",2,b,A,\n')
    (graded / "b.csv").write_text(head + '"Fox, Cid",3,c,B,\n"Orr, Dan",4,d,B,\n')
    books = graded / "report" / "gradebook"

    def there() -> list[str]:
        return sorted(path.name for path in books.iterdir())

    for name in ("a.csv", "b.csv"):
        done = grade(graded, "regrade", "--gradebook", name)
        assert (done.returncode, "out of date" in done.stdout) == (0, False)
    assert there() == ["a.csv", "b.csv"]
    assert grade(graded, "regrade").returncode == 0
    assert there() == ["a.csv", "b.csv"]
    assert (graded / "report" / "gradebook.txt").exists()
    handed_in(graded / "late", "Dan Orr")
    done = batch(graded, "late", "--add", "--gradebook", "a.csv")
    assert "gradebook/b.csv was out of date and was removed: fill it again" in told(done.stdout)
    assert there() == ["a.csv"]
    (graded / "report" / "overrides.csv").write_text("student,points\nBob Ray,90\n")
    done = grade(graded, "regrade", "--gradebook", "b.csv")
    assert "gradebook/a.csv was out of date" in told(done.stdout)
    assert there() == ["b.csv"]


@pytest.mark.parametrize("option", [("--column", "Ex 3"), ("--scale",), ("--overwrite",)])
def test_what_is_about_a_gradebook_is_refused_without_one(
    graded: Path, option: tuple[str, ...]
) -> None:
    """Whoever forgets --gradebook is told before anything is graded."""
    for ask in (("batch", "class", "--settings", "grading.toml"), ("regrade",)):
        done = grade(graded, *ask, *option)
        assert (done.returncode, "give it with --gradebook" in told(done.stderr)) == (2, True)


# ---------------------------------------------------------------- regrading


def test_regrading_changes_what_the_file_holds_and_nothing_else(graded: Path) -> None:
    """A file of points alone needs no secret and gets none; what it leaves out stays."""
    (graded / "points.toml").write_text('[points]\n"backward pass" = 50\n')
    done = grade(graded, "regrade", "report", "--settings", "points.toml")
    assert done.returncode == 0, done.stderr
    assert (graded / "points.toml").read_text() == '[points]\n"backward pass" = 50\n'
    (graded / "points.toml").write_text("deadline = 2026-12-01T23:59:00Z\n")
    assert grade(graded, "regrade", "report", "--settings", "points.toml").returncode == 0
    results = json.loads((graded / "report" / "results.json").read_text("utf-8"))
    assert results["max_score"] == 105
    assert results["graded"]["deadline"] == "2026-12-01T23:59:00+00:00"
    assert results["graded"]["inputs"] == ["class"]
    assert len(results["graded"]["secret"]) == 8


def test_the_same_settings_give_the_same_points_each_time(graded: Path) -> None:
    """A total that scales everything is not applied to what it has scaled already."""
    (graded / "points.toml").write_text("[points]\nerror = 7\ntotal = 50\n")
    written = []
    for _ in range(2):
        done = grade(graded, "regrade", "report", "--settings", "points.toml")
        assert done.returncode == 0, done.stderr
        written.append((graded / "report" / "results.json").read_bytes())
    assert written[0] == written[1]
    assert scores(graded / "report")["Ann Lee"] == "50"


def test_what_a_teacher_reads_fits_a_narrow_screen(graded: Path) -> None:
    """At 50 columns no line is longer, but for a word that is, and no word is broken."""
    (graded / "points.toml").write_text("[points]\nerror = 7\noutput_error_term = 20\n")
    for arguments in (
        ("batch", "class", "--output", "new", "--settings", "grading.toml"),
        ("regrade", "new", "--settings", "points.toml"),
        ("compare", "report", "new"),
        ("similar", "class"),
        ("doctor",),
    ):
        narrow = grade(graded, *arguments, COLUMNS="50").stdout
        wide = grade(graded, *arguments, COLUMNS="200").stdout
        assert {*narrow.split()} <= {*wide.split()} or arguments[0] == "batch"
        for line in narrow.splitlines():
            assert len(line) <= 50 or len(line.split()) == 1, line


def test_two_reports_are_compared(graded: Path) -> None:
    """Who changed, by what and why, and under which other conditions."""
    done = batch(graded, "class", "--output", "new")
    (graded / "new" / "overrides.csv").write_text("student,points,comment\nbob ray,90,oral\n")
    (graded / "points.toml").write_text("[points]\nerror = 7\n")
    assert grade(graded, "regrade", "new", "--settings", "points.toml").returncode == 0
    done = grade(graded, "compare", "report", "new")
    assert done.returncode == 0, done.stderr
    assert "Graded otherwise: the points for error: 5 before, 7 now" in told(done.stdout)
    assert "Bob Ray: 88 → 90" in told(done.stdout)
    assert "the total set to 90 points by hand (oral)" in told(done.stdout)
    assert "Ann Lee: 100 → 102" in told(done.stdout)
    assert "error: passed 5/5 → passed 7/7" in told(done.stdout)
    assert "are one folder" in grade(graded, "compare", "new", "new").stderr
    (graded / "points.toml").write_text("[points]\ntotal = 200\n")
    assert grade(graded, "regrade", "new", "--settings", "points.toml").returncode == 0
    done = grade(graded, "compare", "report", "new")
    assert "checks come to other points, with the same outcomes" in told(done.stdout)
    assert "{" not in done.stdout, "words, and no table as a program prints it"


def test_two_of_one_name_are_told_apart_wherever_they_are_named(tmp_path: Path) -> None:
    """By their ids; a name with a comma stands between semicolons. Compared are points alone."""
    handed = {101: "right", 102: "no slope", 103: "unchanged", 104: "right"}
    for number, kind in handed.items():
        name = "leeann" if number < 103 else f"other{number}"
        file = tmp_path / "class" / f"{name}_{number}_900{number}_backprop.py"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(program(kind))
    settings_in(tmp_path)
    (tmp_path / "book.csv").write_text(
        "Student,ID,SIS Login ID,Section,Ex 3 (98765)\n    Points Possible,,,,100\n"
        '"Nobody, Ned",105,n,A,\n"Away, Ada",106,a,A,\n'
    )
    assert batch(tmp_path, "class", "--gradebook", "book.csv").returncode == 0
    page = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert '<p class="names">Nobody, Ned; Away, Ada</p>' in page
    assert "leeann (101)</a>" in page
    assert "leeann (102)</a>" in page
    assert "leeann</a>" not in page
    assert "other103 (" not in page
    shutil.copytree(tmp_path / "report", tmp_path / "old")
    (tmp_path / "points.toml").write_text("[points]\nerror = 7\n")
    assert grade(tmp_path, "regrade", "--settings", "points.toml").returncode == 0
    compared = told(grade(tmp_path, "compare", "old", "report").stdout)
    assert "leeann (101): 100 → 102" in compared
    assert "leeann (102): 88 → 90" in compared
    assert "other103: 0" not in compared, "the maximum alone is another"
    assert "As many points as before, for something else: other103. Nobody is as before" in compared
    [file] = (tmp_path / "class").glob("leeann_102_*")
    file.write_bytes(program("right"))
    done = batch(tmp_path, "class", "--output", "old")
    assert "1 student is there with another program: leeann (102)" in told(done.stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="a folder's mode binds nobody there")
def test_what_cannot_be_written_is_compared_and_never_half_written(graded: Path) -> None:
    """Last year's report may lie where nobody writes; and of half a report no part is true."""
    report = graded / "report"
    shutil.copytree(report, graded / "new")

    def asked(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*BOUND_BY_MODES, sys.executable, "-m", "byhand.grader", *arguments]
        return subprocess.run(command, cwd=graded, capture_output=True, text=True, check=False)

    for folder in (report, report / ".journal"):
        folder.chmod(0o500)
    for two in (("report", "new"), ("new", "report")):
        done = asked("compare", *two)
        assert (done.returncode, done.stderr) == (0, "")
        assert "All 3 are as they were" in done.stdout
    done = asked("regrade", "report")
    assert done.returncode == 2
    assert "copy it to where it can, and go on there" in told(done.stderr)
    for folder in (report, report / ".journal"):
        folder.chmod(0o700)
    (report / "overrides.csv").write_text("student,points\nbob ray,1\n")
    there = (path for path in report.rglob("*") if path.is_file() and path.suffix != ".db")
    before = {path: path.read_bytes() for path in there}
    (report / "feedback").chmod(0o500)
    done = asked("regrade", "report")
    (report / "feedback").chmod(0o700)
    assert done.returncode == 2
    assert "report/feedback cannot be read or written" in told(done.stderr)
    assert {path: path.read_bytes() for path in before} == before


# ---------------------------------------------------------------- by hand


def test_what_is_decided_by_hand_survives_and_is_marked(graded: Path) -> None:
    """In every report that shows the points, after every regrade, and never in the file's place."""
    decided = "student;check;points;comment\nBob Ray;output_error_term;6,5;half\ncid fox;;70;late\n"
    overrides = graded / "report" / "overrides.csv"
    overrides.write_text(decided, "utf-8-sig")
    for _ in range(2):
        done = grade(graded, "regrade", "report")
        assert done.returncode == 0, done.stderr
    rows = {row["name"]: row for row in table(graded / "report")}
    assert (rows["Bob Ray"]["score"], rows["Bob Ray"]["earned"]) == ("94.5", "88")
    assert (rows["Cid Fox"]["score"], rows["Cid Fox"]["earned"]) == ("70", "100")
    assert rows["Cid Fox"]["by_hand"] == "the total set to 70 points by hand (late)"
    results = json.loads((graded / "report" / "results.json").read_text("utf-8"))
    by_hand = {student["name"]: student["by_hand"] for student in results["students"]}
    assert by_hand["Bob Ray"] == ["output_error_term set to 6.5 points by hand (half)"]
    assert by_hand["Ann Lee"] == []
    for ending in ("txt", "html"):
        [file] = (graded / "report" / "feedback").glob(f"cid-fox*.{ending}")
        assert "70 of 100 points" in file.read_text("utf-8")
        assert "the total set to 70 points by hand (late)" in file.read_text("utf-8")
    assert "by hand" in (graded / "report" / "index.html").read_text("utf-8")
    assert overrides.read_text("utf-8-sig") == decided


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ann le,total,3,", "There is no student 'ann le'; did you mean 'ann lee'?"),
        ("ann lee,outptu,3,", "line 2: there is no check 'outptu'; did you mean 'output'?"),
        ("ann lee,total,880,", "total has from 0 to 100 points, not 880"),
        ("ann lee,total,many,", "'many' is no number of points"),
        ("ann lee,total,,why", "it gives neither points nor an extension"),
        ("ann lee,total,3,\nAnn Lee,,4,", "lines 2 and 3 both decide total of Ann Lee"),
    ],
)
def test_a_slip_in_what_is_decided_by_hand_is_told(graded: Path, line: str, words: str) -> None:
    """By its line, before anything is written."""
    before = (graded / "report" / "grades.csv").read_bytes()
    (graded / "report" / "overrides.csv").write_text(f"student,check,points,comment\n{line}\n")
    done = grade(graded, "regrade", "report")
    assert done.returncode == 2
    assert words in told(done.stderr)
    assert (graded / "report" / "grades.csv").read_bytes() == before


def test_by_hand_nobody_gets_more_than_a_check_of_their_file_is_worth(graded: Path) -> None:
    """In its lesson and its form, with the points that the settings give; more is refused."""
    handed_in(graded / "late", "Dan Orr")
    script = (ROOT / "solution" / "backprop_numpy.py").read_bytes()
    (graded / "late" / "Dan Orr" / "backprop.py").write_bytes(script)
    assert batch(graded, "late", "--add").returncode == 0
    (graded / "points.toml").write_text("[points]\nerror = 7\n")
    assert grade(graded, "regrade", "--settings", "points.toml").returncode == 0
    rows = table(graded / "report", "results.csv")
    worth = {(row["student"], row["check"]): float(row["max_points"]) for row in rows}
    assert worth["ann lee", "output_error_term"] == 12, "in a neuron it has more"
    assert worth["ann lee", "error"] == 7
    heavier = [check for (who, check), points in worth.items()
               if who == "dan orr" and points > worth.get(("ann lee", check), 0)]  # fmt: skip
    assert heavier, "what a script is not asked for leaves its points to another check"
    before = (graded / "report" / "grades.csv").read_bytes()
    for (who, check), most in worth.items():
        if who in ("ann lee", "dan orr") and check in ("output_error_term", "error", *heavier):
            (graded / "report" / "overrides.csv").write_text(
                f"student,check,points\n{who},{check},{most + 0.5}\n"
            )
            done = grade(graded, "regrade")
            words = f"{check} has from 0 to {most:g} points, not {most + 0.5:g}"
            assert (done.returncode, words in told(done.stderr)) == (2, True), done.stderr
    assert (graded / "report" / "grades.csv").read_bytes() == before
    (graded / "report" / "overrides.csv").write_text(
        f"student,check,points\nDan Orr,{heavier[0]},{worth['dan orr', heavier[0]]}\n"
    )
    assert grade(graded, "regrade").returncode == 0, "all that it is worth"


# ---------------------------------------------------------------- deadlines


def at(text: str, *, late: bool = False) -> Delivery:
    return Delivery(student="ann", name="Ann", submitted_at=text, late=late)


def due(text: str, zone: str = "", **more: object) -> Deadline:
    deadline = datetime.datetime.fromisoformat(text)
    settings = Settings("x", deadline=deadline, zone=zone, **more)  # type: ignore[arg-type]
    return Deadline(settings, zone)


NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("deadline", "zone", "submitted", "late"),
    [
        ("2026-12-02T04:59:00+00:00", NEW_YORK, "2026-12-02T02:59", True),
        ("2026-12-02T04:59:00+00:00", NEW_YORK, "2026-12-01T23:58", False),
        ("2026-12-01T23:59:00-05:00", NEW_YORK, "2026-12-02T00:00", True),
        ("2026-12-01T23:59:00", NEW_YORK, "2026-12-02T04:58:00+00:00", False),
        ("2026-12-01T23:59:00", NEW_YORK, "2026-12-02T05:01:00+00:00", True),
        ("2026-12-01T23:59:00", "Asia/Kolkata", "2026-12-01T18:30:00+00:00", True),
        # Clocks go back at 2:00 on 1 November: 1:30 is there twice, to the learner's favour.
        ("2026-11-01T01:30:00", NEW_YORK, "2026-11-01T06:29:00+00:00", False),
        ("2026-11-01T01:30:00", NEW_YORK, "2026-11-01T06:31:00+00:00", True),
        ("2026-11-01T05:45:00+00:00", NEW_YORK, "2026-11-01T01:30", False),
        # They go forward at 2:00 on 8 March: there is no 2:30, and 3:30 follows on 1:59.
        ("2026-03-08T03:30:00", NEW_YORK, "2026-03-08T07:29:00+00:00", False),
        ("2026-03-08T02:30:00", NEW_YORK, "2026-03-08T07:29:00+00:00", False),
        ("2026-03-08T02:30:00", NEW_YORK, "2026-03-08T03:31", True),
    ],
)
def test_times_are_compared_in_one_zone(
    deadline: str, zone: str, submitted: str, late: bool
) -> None:
    """Converted, and never stripped of their zones; on the days when clocks are changed, too."""
    assert due(deadline, zone).judged(at(submitted)).late is late


def test_being_late_costs_what_the_policy_says() -> None:
    """Nothing in the first minutes, then a share for each day begun, up to the most there is."""
    policy = LatePolicy(grace_minutes=15, percent_a_day=10, most_percent=25)
    deadline = due("2026-12-01T12:00:00+00:00", late=policy)
    costs = {
        "2026-12-01T11:59:00Z": (False, 0), "2026-12-01T12:15:00Z": (False, 0),
        "2026-12-01T12:16:00Z": (True, 10), "2026-12-02T12:00:00Z": (True, 10),
        "2026-12-02T12:00:01Z": (True, 20), "2026-12-09T00:00:00Z": (True, 25),
    }  # fmt: skip
    for submitted, (late, percent) in costs.items():
        found = deadline.judged(at(submitted))
        assert (found.late, found.percent) == (late, percent), submitted
    words = deadline.judged(at("2026-12-01T12:16:00Z")).words
    assert "16 minutes late: 10 % of the points" in words
    unknown = deadline.judged(at("", late=True))
    assert (unknown.late, unknown.percent) == (True, 0)
    assert "nobody knows by how much" in unknown.words


@pytest.mark.parametrize(
    ("submitted", "words", "percent"),
    [
        ("2026-11-20T12:00:00.5", "1 second", 10),
        ("2026-11-20T12:00:45", "45 seconds", 10),
        ("2026-11-20T13:30:00", "1 hour 30 minutes", 10),
        ("2026-11-21T12:00:00", "1 day", 10),
        ("2026-11-21T12:00:30", "1 day 30 seconds", 20),
        ("2026-11-21T13:01:30", "1 day 1 hour", 20),
        ("2026-11-28T13:00:00", "8 days 1 hour", 90),
    ],
)
def test_how_late_it_was_is_told_and_not_the_number_charged(
    submitted: str, words: str, percent: int
) -> None:
    """In the two largest units that are in it: nine days are charged for eight and an hour."""
    policy = LatePolicy(percent_a_day=10)
    found = due("2026-11-20T12:00:00", "UTC", late=policy).judged(at(submitted))
    assert found.words == f"handed in {words} late: {percent} % of the points possible taken off"
    assert found.percent == percent


@pytest.mark.parametrize(
    ("deadline", "submitted", "words", "percent"),
    [
        ("2026-10-31T23:59:00", "2026-11-01T23:59", "1 day", 10),  # it has 25 hours
        ("2026-10-31T23:59:00", "2026-11-02T00:00", "1 day 1 minute", 20),
        ("2026-03-07T23:59:00", "2026-03-08T23:59", "1 day", 10),  # it has 23 hours
        ("2026-03-07T23:59:00", "2026-03-09T00:09", "1 day 10 minutes", 20),
        ("2026-03-07T02:30:00", "2026-03-08T03:30", "1 day", 10),  # the next day has no 2:30
        ("2026-10-31T01:30:00", "2026-11-01T06:30:00+00:00", "1 day", 10),  # it has two of them
        ("2026-03-08T02:30:00", "2026-03-09T03:30", "1 day", 10),
        ("2026-10-31T23:59:00-04:00", "2026-11-09T23:59", "9 days", 90),
    ],
)
def test_a_day_ends_at_the_same_time_by_the_clock(
    deadline: str, submitted: str, words: str, percent: int
) -> None:
    """Of the deadline's zone, however many hours it has: as an extension of a day does."""
    policy = LatePolicy(percent_a_day=10)
    judging = due(deadline, NEW_YORK, late=policy)
    found = judging.judged(at(submitted))
    assert found.words.startswith(f"handed in {words} late: ")
    assert found.percent == percent
    assert judging.judged(at(submitted), percent / 10).late is False, "so many days of extension"
    assert judging.judged(at(submitted), percent / 10 - 1).late is True


def test_a_deadline_in_the_hour_that_is_skipped_is_told_as_what_it_means() -> None:
    """There is no 2:30 on that night: it is the hour after it, and never an hour before."""
    assert due("2026-03-08T02:30:00", NEW_YORK).told() == "2026-03-08 03:30 EDT"


def test_an_extension_goes_before_the_deadline() -> None:
    """A day later is the same time of day, though the clocks are put back in between."""
    deadline = due("2026-10-31T23:59:00", NEW_YORK)
    assert deadline.judged(at("2026-11-01T23:30")).late
    assert not deadline.judged(at("2026-11-01T23:30"), 1.0).late
    assert deadline.judged(at("2026-11-02T00:00"), 1.0).late
    until = datetime.datetime.fromisoformat("2026-11-05T12:00:00+00:00")
    assert not deadline.judged(at("2026-11-05T06:59"), until).late
    assert deadline.judged(at("2026-11-05T07:01"), until).late


def test_a_day_costs_everybody_the_same(tmp_path: Path) -> None:
    """A share of the points possible, as in Canvas: 88 of 100 are 68 after two days."""
    for login, kind in (("ann", "right"), ("bob", "no slope"), ("cid", "unchanged")):
        place = tmp_path / "submitted" / login / "ps1"
        place.mkdir(parents=True)
        (place / "backprop.py").write_bytes(program(kind))
        (place / "timestamp.txt").write_text("2026-11-22 10:00:00 UTC")
    late = "deadline = 2026-11-20T23:59:00Z\n[late]\npercent_a_day = {}\n"
    settings_in(tmp_path, late.format(10))
    done = batch(tmp_path, "submitted")
    assert done.returncode == 0, done.stderr
    assert scores(tmp_path / "report") == {"ann": "80", "bob": "68", "cid": "0"}
    (row,) = [row for row in table(tmp_path / "report") if row["name"] == "bob"]
    assert "handed in 1 day 10 hours late: 20 % of the points possible taken off" in row["notices"]
    assert "graded 88, counted 68 points" in row["notices"]
    settings_in(tmp_path, late.format(45))
    assert grade(tmp_path, "regrade", "--settings", "grading.toml").returncode == 0
    assert scores(tmp_path / "report") == {"ann": "10", "bob": "0", "cid": "0"}


def test_a_deadline_that_has_no_effect_says_so(tmp_path: Path) -> None:
    """A plain folder has no times; and where neither names a zone but one needs it, it is asked."""
    handed_in(tmp_path / "class", "Ann Lee", kind="unreadable")
    settings_in(tmp_path, "deadline = 2020-01-01T00:00:00Z\n")
    done = batch(tmp_path, "class")
    assert done.returncode == 0, done.stderr
    assert "does not tell when anything was handed in" in " ".join(done.stdout.split())
    assert "could not be applied" in (tmp_path / "report" / "index.html").read_text("utf-8")
    stamped = tmp_path / "submitted" / "ann" / "ps1"
    stamped.mkdir(parents=True)
    (stamped / "backprop.py").write_bytes(program("unreadable"))
    (stamped / "timestamp.txt").write_text("2026-11-21 07:30:00 UTC")
    settings_in(tmp_path, "deadline = 2026-11-20T23:59:00\n")
    done = batch(tmp_path, "submitted", "--output", "zoned")
    assert done.returncode == 2
    assert 'zone = "America/New_York"' in told(done.stderr)
    settings_in(tmp_path, 'zone = "America/Los_Angeles"\ndeadline = 2026-11-20T23:59:00\n')
    done = batch(tmp_path, "submitted", "--output", "zoned")
    assert done.returncode == 0, done.stderr
    assert [row["late"] for row in table(tmp_path / "zoned")] == [""]


def test_who_has_no_time_is_named(tmp_path: Path) -> None:
    """In the terminal and on the page, unless names are left out; the reason is at the student."""
    for number, told_at in enumerate(["12:00:00 UTC", "12:00:00 EST", *[""] * 6]):
        place = tmp_path / "submitted" / f"user{number}" / "ps1"
        place.mkdir(parents=True)
        (place / "backprop.py").write_bytes(program("unreadable"))
        (place / "timestamp.txt").write_text(f"2026-11-20 {told_at}" if told_at else "")
    settings_in(tmp_path, "deadline = 2026-11-20T23:59:00Z\n")
    done = batch(tmp_path, "submitted")
    words = (
        "could not be applied to 7 without a time: user1, user2, user3, user4, user5 and 2 more."
    )
    assert words in told(done.stdout)
    assert words in (tmp_path / "report" / "index.html").read_text("utf-8")
    notices = {row["name"]: row["notices"] for row in table(tmp_path / "report")}
    assert "the date 2026-11-20 12:00:00 EST was not understood" in notices["user1"]
    assert "timestamp.txt is empty" in notices["user2"]
    assert "timestamp" not in notices["user0"]
    assert grade(tmp_path, "regrade", "--anonymous").returncode == 0
    page = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert "could not be applied to 7 without a time." in page
    assert "user1" not in page


def test_an_extension_for_somebody_who_is_not_there_is_told(tmp_path: Path) -> None:
    """Perhaps it is a slip, perhaps nothing was handed in yet: it stops nobody else's grading."""
    handed_in(tmp_path / "class", "Ann Lee", kind="unreadable")
    settings_in(tmp_path, "deadline = 2026-12-01T12:00:00Z\n[extensions]\n'ann leee' = 2\n")
    done = batch(tmp_path, "class")
    assert done.returncode == 0, done.stderr
    words = "An extension has no effect. There is no student 'ann leee'; did you mean 'ann lee'?"
    assert words in told(done.stdout)
    assert words.replace("'", "&#39;") in (tmp_path / "report" / "index.html").read_text("utf-8")


def test_an_extension_of_no_deadline_is_told(tmp_path: Path) -> None:
    """What is decided by hand shows, or it is said why it does not."""
    handed_in(tmp_path / "class", "Ann Lee", kind="unreadable")
    settings_in(tmp_path)
    assert batch(tmp_path, "class").returncode == 0
    overrides = tmp_path / "report" / "overrides.csv"
    overrides.write_text("student,points,extension\nann lee,,2026-12-05\n")
    done = grade(tmp_path, "regrade")
    assert done.returncode == 0
    assert "overrides.csv, line 2: the settings have no deadline." in told(done.stdout)
    overrides.write_text("student,points\nBen,3\n")
    done = grade(tmp_path, "regrade")
    assert done.returncode == 2
    assert "There is no student 'Ben'. Mend line 2 of overrides.csv" in told(done.stderr)


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pointz = 3", "unknown key 'pointz'; did you mean 'points'?"),
        ('[points]\n"backwards pass" = 50', "did you mean 'backward pass'?"),
        ("[limits]\ntraining_second = 3", "did you mean 'training_seconds'?"),
        ("deadline = 2026-12-01T23:59:00Z\n[late]\npercent_per_day = 3", "did you mean 'percent_a"),
        ("[late]\npercent_a_day = 10", "have no effect without a deadline"),
        ("[late]\ndeadline = 2026-12-01T23:59:00", "[late] has no 'deadline': that belongs above"),
        ('[points]\nerror = 5\nsecret = "x"', "[points] has no 'secret': that belongs above the"),
        ("[extensions]\nann = 2", "have no effect without a deadline"),
        ("deadline = 2026-12-01T23:59:00Z\n[extensions]\nann = true", "the extension of 'ann' is"),
        ('zone = "Berlin"', "there is no zone 'Berlin' here"),
        ('zone = "../../etc/passwd"', "there is no zone"),
        ("deadline = 2026-12-01", "deadline is a date and time"),
        ("deadline = 2026-12-01T23:59:00Z\n[late]\npercent_a_day = 101", "is at most 100"),
        ('[points]\n"forward pass" = 0\n"backward pass" = 0\nupdate = 0\ntraining = 0', "up to 0"),
        ('[points]\nupdate = 5\nupdate_weights = 8', "'update' is to have 5 points, and its"),
        ('[points]\nupdate = 9\nupdate_weights = 4\nkeeps_old_weights = 4', "its checks alone 8"),
        ("[points]\ntotal = 0", "a total of 0"),
        ("[points]\nerror = nan", "is a number, 0 or more"),
        ("[points]\nerror = 1e308", "and less than 1,000,000"),
        ('[limits]\nmemory_mb = "lots"', "[limits] has no 'memory_mb'; did you mean 'memory_mib'?"),
        ('secret = ""', "the secret is empty"),
        ("x = " + "[" * 5000, "is not TOML"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_refused(tmp_path: Path, text: str, words: str) -> None:
    """With the name that is wrong and the nearest known one; the file stays as it is."""
    path = tmp_path / "s.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as refused:
        read(path)
    assert words in str(refused.value)
    assert path.read_text() == text


def test_points_are_what_the_file_says(tmp_path: Path) -> None:
    """A part has the points it is given, whatever one of its checks has; a total scales all."""
    path = tmp_path / "s.toml"
    path.write_text('secret = "x"\n[points]\n"backward pass" = 50\nerror = 20\n')
    points = read(path).points
    part = ("error", "output_error_term", "hidden_error", "hidden_error_term",
            "del_w_hidden_output", "del_w_input_hidden", "gradient")  # fmt: skip
    assert points["error"] == 20
    assert sum(points[check] for check in part) == pytest.approx(50)
    assert "add up to 105, not to 100" in read(path).said[0]
    path.write_text('secret = "x"\n[points]\n"backward pass" = 50\nerror = 20\ntotal = 10\n')
    scaled = read(path)
    assert sum(scaled.points.values()) == pytest.approx(10)
    assert scaled.points["error"] == pytest.approx(20 / 10.5)
    assert scaled.said == ()


def test_settings_survive_the_journal() -> None:
    """Everything but the secret, zones of times and all."""
    moment = datetime.datetime.fromisoformat("2026-12-01T23:59:00-05:00")
    settings = Settings(
        "hush", "steps", moment, NEW_YORK, LatePolicy(5, 10, 50), {"ann": moment, "bob": 2}
    )
    table = json.loads(json.dumps(settings.as_dict()))
    assert "hush" not in json.dumps(table)
    assert Settings.of_dict(table, "hush") == settings


# ---------------------------------------------------------------- consoles and disks


def test_a_reader_that_goes_away_ends_the_printing_only(tmp_path: Path) -> None:
    """As under `| head -1`: everything is graded and written, and the exit code is that of a class
    that is graded."""
    handed_in(tmp_path / "class", *HAND_IN)
    settings_in(tmp_path)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command("batch", "class", "--settings", "grading.toml"),
            cwd=tmp_path, env=environment(tmp_path), stdin=subprocess.DEVNULL,
            stdout=writer, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
    assert scores(tmp_path / "report") == dict.fromkeys(HAND_IN, "100")


def test_a_folder_that_has_no_locks_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is not taken for one in which another batch is at work."""
    fcntl = pytest.importorskip("fcntl")

    def without_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    with journal.opened(tmp_path):
        with pytest.raises(journal.JournalError, match="Another `grade` is at work"):
            enter(journal.opened(tmp_path).__enter__)
        monkeypatch.setattr(fcntl, "lockf", without_locks)
        with pytest.raises(journal.JournalError, match="cannot be locked"):
            enter(journal.opened(tmp_path).__enter__)


def enter(opening: Callable[[], object]) -> None:
    opening()


def test_every_report_says_how_well_the_room_was_locked(tmp_path: Path) -> None:
    """Where it was not: whoever reads any of them is told."""
    handed_in(tmp_path / "class", "Ann Lee")
    settings_in(tmp_path)
    done = grade(
        tmp_path, "batch", "class", "--settings", "grading.toml", "--isolation", "best-effort",
        BYHAND_MAX_TIER="limits",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = tmp_path / "report"
    feedback = sorted((report / "feedback").iterdir())
    assert len(feedback) == 2
    for path in (*feedback, *(report / name for name in ("index.html", "junit.xml"))):
        assert "could not be hidden from a submission" in " ".join(path.read_text("utf-8").split())
    assert "could not be hidden from a submission" in " ".join(done.stdout.split())
    assert json.loads((report / "results.json").read_text())["graded"]["isolation"].keys() == {
        "limits"
    }
    assert [row["isolation"] for row in table(report)] == ["limits"]

"""A class that mixes lessons: each file counts for its own lesson, and for no other."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import byhand.grader
import pytest
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.command import exercise
from classes import grade, settings_in, table

UNIT = (exercise.SOLUTION / "neuron.py").read_text("utf-8")
NETWORK = (exercise.SOLUTION / "backprop.py").read_text("utf-8")
SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")
TURNED = UNIT.replace("error = y - output", "error = output - y")
BROKEN = "def f(:\n"

CLASS: dict[str, dict[str, str]] = {
    "ann": {"neuron.py": TURNED, "backprop.py": NETWORK},
    "bob": {"neuron.py": UNIT},
    "cay": {"exercise two.py": NETWORK},
    "eve": {"neuron.py": BROKEN + UNIT, "backprop_numpy.py": SCRIPT},
    "fay": {"homework.py": BROKEN + UNIT},
    "gus": {"neuron.py": NETWORK + "# again\n", "backprop.py": NETWORK},
    "hal": {"report.pdf": "%PDF-1.4"},
}
BOOK = "Student,ID,SIS User ID,SIS Login ID,Section,One unit (11),Network (12)\n" + "".join(
    f'"{name.upper()}, {name.title()}",{number},,{name},,,\n'
    for number, name in enumerate([*CLASS, "zoe"], 1)
)
IN_COLUMNS = ("--column", "neuron=11", "--column", "backprop=Network (12)")


def written(folder: Path, students: dict[str, dict[str, str]]) -> Path:
    for student, files in students.items():
        (folder / student).mkdir(parents=True)
        for name, text in files.items():
            (folder / student / name).write_text(text, "utf-8")
    return folder


def graded(home: Path, *more: object, students: dict[str, dict[str, str]] = CLASS) -> Path:
    """A report folder of the class."""
    folder = home / "class"
    if not folder.exists():
        written(folder, students)
        settings_in(home)
        (home / "book.csv").write_text(BOOK, "utf-8")
    done = grade(home, *batch(*more))
    assert done.returncode == 0, done.stderr
    return home / "report"


def batch(*more: object) -> tuple[object, ...]:
    return ("batch", "class", "--settings", "grading.toml", "--isolation", "best-effort", *more)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the class and its report."""
    home = tmp_path_factory.mktemp("mixed")
    graded(home)
    return home


def cells(path: Path) -> dict[str, tuple[str, str]]:
    """What stands in the two columns of each student."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row[3]: (row[5], row[6]) for row in list(csv.reader(file))[1:]}


def test_each_file_has_a_line_and_its_points_stand_in_its_lessons_column(home: Path) -> None:
    """What a file is of its functions tell, or its name; where nothing tells, it has no column."""
    lines = [
        (row["student"], row["file"], row["lesson"], row["neuron"], row["backprop"])
        for row in table(home / "report")
    ]
    assert lines == [
        ("ann", "neuron.py", "neuron", "92", ""),
        ("ann", "backprop.py", "backprop", "", "100"),
        ("bob", "neuron.py", "neuron", "100", ""),
        ("cay", "exercise two.py", "backprop", "", "100"),
        ("eve", "neuron.py", "neuron", "0", ""),
        ("eve", "backprop_numpy.py", "backprop", "", "100"),
        ("fay", "homework.py", "", "", ""),
        ("gus", "backprop.py", "backprop", "", "100"),
        ("gus", "neuron.py", "backprop", "", "100"),
        ("hal", "", "", "", ""),
    ]
    found = json.loads((home / "report" / "results.json").read_text("utf-8"))
    assert found["lessons"] == {"neuron": 100.0, "backprop": 100.0}
    assert [each["lesson"] for each in found["students"]] == [line[2] for line in lines]
    told = {row["feedback"]: row["file"] for row in table(home / "report")}
    assert len(told) == len(lines)
    for name, file in told.items():
        assert file in (home / "report" / "feedback" / f"{name}.txt").read_text("utf-8")
    checks = {(row["student"], row["lesson"]) for row in table(home / "report", "results.csv")}
    assert {("ann", "neuron"), ("ann", "backprop"), ("bob", "neuron")} <= checks
    page = (home / "report" / "index.html").read_text("utf-8")
    assert "<code>neuron</code>, of 100 points: mean 64.0" in page


def test_two_files_of_one_lesson_keep_their_names(tmp_path: Path) -> None:
    """Whoever copies one lesson's answer into the other's file has two lines, and no grade."""
    students = {"gus": CLASS["gus"], "cay": CLASS["cay"]}
    column = ("--gradebook", "book.csv", "--column", "backprop=12")
    report = graded(tmp_path, *column, students=students)
    rows = [(row["student"], row["file"], row["score"]) for row in table(report)]
    assert rows == [
        ("cay", "exercise two.py", "100"),
        ("gus", "backprop.py", "100"),
        ("gus", "neuron.py", "100"),
    ]
    assert len({row["feedback"] for row in table(report)}) == 3
    filled = cells(report / "gradebook" / "book.csv")
    assert filled["cay"] == ("", "100")
    assert filled["gus"] == ("", "")


def test_a_hint_names_the_files_of_all_the_lessons_that_the_class_has(tmp_path: Path) -> None:
    """And of no other: a class of one lesson is asked for that one's."""
    unclear = {"a.py": "x = 1", "b.py": "x = 2"}
    both = "neuron.py or backprop.py or backprop_numpy.py"
    for first, hint in (("neuron", "neuron.py"), ("mixed", both)):
        students = {"ann": CLASS["hal"], "bob": unclear, "cid": {"neuron.py": UNIT}}
        students |= {"dan": {"backprop.py": NETWORK}} if first == "mixed" else {}
        ann, bob, *_ = take_in([written(tmp_path / first, students)]).deliveries
        assert ann.problem.endswith(f"hand in {hint} itself")
        assert bob.problem.endswith(f"hand in one, named {hint}")


def test_a_class_of_one_lesson_has_no_word_of_lessons(tmp_path: Path) -> None:
    """Its tables are what they always were, whichever lesson it is of."""
    report = graded(tmp_path, students={"bob": {"neuron.py": UNIT}, "hal": CLASS["hal"]})
    header = (report / "grades.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.endswith('"earned","taken_off_percent","by_hand","isolation"')
    assert "lesson" not in json.loads((report / "results.json").read_text("utf-8"))["students"][1]
    assert all("neuron" not in path.name for path in (report / "feedback").iterdir())


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--column", "11"), "the class mixes the lessons neuron and backprop"),
        (("--column", "neuron=11", "--column", "backprop=One unit (11)"), "to two lessons"),
        (("--column", "neuron=11", "--column", "12"), "does not say of which lesson"),
        (("--column", "neuron=11", "--column", "neuron=12"), "names two columns"),
        (("--column", "neuron=13"), "has no column '13'"),
    ],
)
def test_a_column_is_never_guessed(home: Path, more: tuple[str, ...], words: str) -> None:
    """It is asked before anything is graded which lesson's points it takes."""
    done = grade(home, *batch("--gradebook", "book.csv", "--output", "none", *more))
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert not (home / "none").exists()


def test_a_book_with_one_column_is_asked_about_too(home: Path) -> None:
    """The only column could take either lesson's points."""
    (home / "one.csv").write_text(
        "\n".join(line.rpartition(",")[0] for line in BOOK.splitlines()), "utf-8"
    )
    done = grade(home, "regrade", "report", "--gradebook", "one.csv")
    assert done.returncode == 2
    assert "which of them is the column of the gradebook for?" in " ".join(done.stderr.split())
    done = grade(home, "regrade", "report", "--gradebook", "one.csv", "--column", "backprop=11")
    assert done.returncode == 0, done.stderr
    assert "No column was named for neuron" in done.stdout
    filled = (home / "report" / "gradebook" / "one.csv").read_text("utf-8").splitlines()
    assert [line.rpartition(",")[2] for line in filled[1:3]] == ["100", ""]


def test_each_column_has_the_points_of_its_lesson(home: Path) -> None:
    """Who handed in nothing of a lesson gets a zero there; of whom nobody can tell it, nothing."""
    done = grade(
        home, "regrade", "report", "--gradebook", "book.csv", "--zero-missing", *IN_COLUMNS
    )
    assert done.returncode == 0, done.stderr
    assert cells(home / "report" / "gradebook" / "book.csv") == {
        "ann": ("92", "100"),
        "bob": ("100", "0"),
        "cay": ("0", "100"),
        "eve": ("0", "100"),
        "fay": ("", ""),  # what she handed in is of either
        "gus": ("", ""),  # both files are of one lesson: which of them counts?
        "hal": ("", ""),
        "zoe": ("0", "0"),
    }
    words = " ".join(done.stdout.split())
    assert "gus: backprop.py and neuron.py are both of the lesson backprop" in words
    assert "fay: nothing tells whether homework.py is of neuron" in words


def test_a_new_gradebook_is_made_for_each_lesson(home: Path) -> None:
    """Each has its own title, so that none takes the points of another."""
    assert grade(home, "regrade", "report", "--gradebook", "canvas").returncode == 0
    made = home / "report" / "gradebook"
    titles = {
        path.name: path.read_text("utf-8").partition("\n")[0].rstrip("\r").rpartition(",")[2]
        for path in made.glob("canvas-*")
    }
    assert titles == {
        "canvas-neuron.csv": "One unit that learns",
        "canvas-backprop.csv": "Implementing backpropagation",
    }
    assert "ann,,ann,ann,,92" in (made / "canvas-neuron.csv").read_text("utf-8")
    assert "ann,,ann,ann,,100" in (made / "canvas-backprop.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ann,total,50,", "total of ann may be of backprop or neuron"),
        ("ann,output,1,", "output of ann may be of backprop or neuron"),
        ("hal,total,50,", "total of hal may be of any lesson"),
        ("bob,total,50,backprop", "bob handed in nothing of the lesson backprop"),
        ("bob,total,50,perceptron", "there is no lesson 'perceptron'"),
        ("bob,total,50,\nbob,total,60,neuron", "lines 2 and 3 both decide"),
        ("fay,total,50,neuron\nfay,output,1,backprop", "lines 2 and 3 both decide"),
        ("bob,total,101,neuron", "total has from 0 to 100 points"),
        ("ann,total,50,neuron", ""),
        ("ann,hidden_error,1,", ""),
        ("fay,total,50,neuron", ""),
    ],
)
def test_what_is_decided_by_hand_is_for_one_lesson(home: Path, line: str, words: str) -> None:
    """Points that may be for several lessons are refused, with the question to answer."""
    overrides = home / "report" / "overrides.csv"
    overrides.write_text(f"student,check,points,lesson\n{line}\n", "utf-8")
    done = grade(home, "regrade", "report")
    overrides.unlink()
    assert words in " ".join(done.stderr.split())
    assert done.returncode == (2 if words else 0), done.stderr
    if not words:
        rows = table(home / "report")
        [changed] = [(row["neuron"], row["backprop"]) for row in rows if row["by_hand"]]
        assert changed == {"total": ("50", ""), "hidden_error": ("", "94")}[line.split(",")[1]]


def test_what_is_added_takes_the_place_of_its_own_lesson_alone(tmp_path: Path) -> None:
    """The file of another lesson stays; of what nobody can tell it, nothing is replaced."""
    first = {"ann": {"neuron.py": TURNED}, "bob": {"backprop.py": NETWORK}}
    graded(tmp_path, students=first)
    for number, (name, text) in enumerate({"backprop.py": NETWORK, "neuron.py": UNIT}.items()):
        written(tmp_path / f"late{number}", {"ann": {name: text}, "dan": {name: text}})
        late = (f"late{number}" if each == "class" else each for each in batch("--add"))
        assert grade(tmp_path, *late).returncode == 0
    rows = [(row["student"], row["neuron"], row["backprop"]) for row in table(tmp_path / "report")]
    assert rows == [
        ("ann", "100", ""), ("ann", "", "100"), ("bob", "", "100"),
        ("dan", "100", ""), ("dan", "", "100"),
    ]  # fmt: skip
    written(tmp_path / "odd", {"ann": {"homework.py": UNIT}, "eve": {"neuron.py": UNIT}})
    done = grade(tmp_path, *("odd" if each == "class" else each for each in batch("--add")))
    assert done.returncode == 2
    assert "do not tell whether they are of one lesson" in " ".join(done.stderr.split())


def test_the_shards_of_a_mixed_class_make_the_whole(home: Path) -> None:
    """Both files of a student are in one part, and the parts together are the class."""
    assert grade(home, "regrade", "report").returncode == 0
    for number in (1, 2):
        graded(home, "--shard", f"{number}/2", "--output", f"part{number}")
    done = grade(home, "merge", "part1", "part2", "--output", "merged")
    assert done.returncode == 0, done.stderr
    for name in ("grades.csv", "results.json"):
        assert (home / "merged" / name).read_bytes() == (home / "report" / name).read_bytes()
    told = grade(home, "compare", "report", "merged").stdout
    assert "All 10 are as they were." in told


def test_nobody_is_compared_with_themselves(tmp_path: Path) -> None:
    """Two lessons have much in common where one person solves them."""
    own = "\n\ndef stretch(rows, by=3.25):\n    return [c / by - 17 for row in rows for c in row]\n"
    students = {
        "ann": {"neuron.py": UNIT + own, "backprop.py": NETWORK + own},
        "bob": {"backprop.py": NETWORK + own},
        **{f"other{number}": {"backprop.py": NETWORK} for number in range(20)},
    }
    written(tmp_path / "class", students)
    told = grade(tmp_path, "similar", "class").stdout
    names = [line.split()[-2] for line in told.splitlines() if line.endswith(".py)")]
    pairs = [*zip(names[::2], names[1::2], strict=True)]
    assert ("ann", "bob") in pairs
    assert ("ann", "ann") not in pairs


def blackboard(path: Path, files: dict[str, str]) -> Path:
    """A download with an attempt of Ann's for each of the files, in the order of time."""
    with zipfile.ZipFile(path, "w") as archive:
        for day, (name, text) in enumerate(files.items(), 1):
            archive.writestr(f"Ex_ann_attempt_2026-11-{day:02}-10-00-00_{name}", text)
    return path


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"neuron.py": UNIT, "backprop.py": NETWORK}, ["neuron.py", "backprop.py"]),
        ({"neuron.py": TURNED, "backprop.py": NETWORK, "Neuron (1).py": UNIT},
         ["backprop.py", "Neuron (1).py"]),
        ({"neuron.py": UNIT, "homework.py": NETWORK}, ["homework.py"]),
        ({"homework.py": UNIT, "backprop.py": NETWORK}, ["backprop.py"]),
    ],
)  # fmt: skip
def test_the_latest_attempt_is_that_of_each_lesson(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    """An attempt at one lesson is no later attempt at another; one that may be either is."""
    intake = take_in([blackboard(tmp_path / "ex.zip", files)])
    assert [each.file for each in intake.deliveries] == expected
    left = "neuron.py" in files and "homework.py" in files
    assert any("attempt 1: neuron.py" in "; ".join(each.notices) for each in intake.deliveries) is (
        left
    )
    [one] = take_in([tmp_path / "ex.zip"], lesson="backprop").deliveries
    assert one.file == [*files][-1]


def test_of_a_folder_with_both_lessons_the_one_that_is_asked_for_is_graded(tmp_path: Path) -> None:
    """Each by its own file: --lesson never judges the other lesson's program by its steps."""
    (tmp_path / "neuron.py").write_text(UNIT, "utf-8")
    (tmp_path / "backprop.py").write_text(NETWORK, "utf-8")
    for lesson in ("neuron", "backprop"):
        report = byhand.grader.grade(tmp_path, "a secret", lesson=lesson, best_effort=True)
        assert (report.lesson, report.submission, report.score) == (lesson, f"{lesson}.py", 100)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"jane_neuron.py": UNIT, "jane_backprop.py": NETWORK}, ["neuron", "backprop"]),
        ({"jane/neuron.py": UNIT, "jane/backprop.py": NETWORK, "jane/notes.py": "x = 1"},
         ["neuron", "backprop"]),
        ({"jane/neuron.ipynb": UNIT, "jane/Backprop (2).py": NETWORK}, ["neuron", "backprop"]),
        ({"jane/neuron.py": UNIT, "jane/homework.py": NETWORK}, ["neuron", "backprop"]),
        ({"jane/x.py": NETWORK, "jane/y.py": UNIT}, ["neuron", "backprop"]),
        ({"jane/x.py": NETWORK, "jane/y.py": UNIT, "jane/z.py": "x = 1"}, ["neuron", "backprop"]),
        ({"jane/x.py": NETWORK, "jane/y.py": NETWORK + "# again"}, [""]),
        ({"jane/neuron.py": UNIT, "jane/homework.py": "x = 1"}, ["neuron"]),
    ],
)  # fmt: skip
def test_files_are_told_apart_by_their_names(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    """Or by the functions in them. Two that are of one lesson, and named after none, are for a
    person to name."""
    for name, text in {**files, "tom_backprop.py": NETWORK}.items():
        (tmp_path / "class" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "class" / name).write_text(text, "utf-8")
    own = [each for each in take_in([tmp_path / "class"]).deliveries if each.student == "jane"]
    assert [each.lesson for each in own] == expected
    is_clear = "" not in expected
    assert all(each.problem.startswith("it is not clear") != is_clear for each in own)
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(name.rpartition("/")[2].removeprefix("jane_"), text)
    (tmp_path / "zips" / "bob").mkdir(parents=True)
    (tmp_path / "zips" / "bob" / "backprop.py").write_text(NETWORK, "utf-8")
    (tmp_path / "ann.zip").rename(tmp_path / "zips" / "ann.zip")
    own = [each for each in take_in([tmp_path / "zips"]).deliveries if each.student == "ann"]
    assert [each.lesson for each in own] == expected


@pytest.mark.parametrize("file", ["neuron.py", "backprop.py", "backprop_numpy.py", "neuron.ipynb"])
@pytest.mark.parametrize("other", ["helper.py", "old_try.py", "scratch.zip"])
def test_a_lessons_file_goes_before_what_is_named_after_none(
    tmp_path: Path, file: str, other: str
) -> None:
    """Of each lesson, in a folder or a zip: the other one is told, and nothing is asked."""
    students = {"ann": {file: UNIT, other: "x = 1\n"}, "bob": {"neuron.py": UNIT}}
    written(tmp_path / "class", students)
    with zipfile.ZipFile(tmp_path / "class" / "cid.zip", "w") as packed:
        for name, text in students["ann"].items():
            packed.writestr(f"work/{name}", text)
    ann, _, cid = take_in([tmp_path / "class"]).deliveries
    for each in (ann, cid):
        assert (each.problem, each.file) == ("", file)
        assert f"handed in as well, and not graded: {other}" in each.notices[-1].replace(
            "work/", ""
        )


def test_a_lessons_file_beside_a_helper_is_graded(tmp_path: Path) -> None:
    """By the command, for one student as in a class; the functions of another lesson count."""
    written(tmp_path, {"eve": {"neuron.py": UNIT, "neuron_old.py": TURNED}})
    done = grade(tmp_path, "submission", "eve", "--isolation", "best-effort")
    assert done.returncode == 0, done.stderr
    assert "100 of 100 points" in done.stdout
    two = {"fay": {"neuron.py": UNIT, "second.py": NETWORK}, "gus": {"neuron.py": UNIT}}
    found = take_in([written(tmp_path / "two", two)]).deliveries
    assert [(each.lesson, each.file) for each in found[:-1]] == [
        ("neuron", "neuron.py"),
        ("backprop", "second.py"),
    ]

"""Points reach whom they belong to, or nobody: by what systems and people call one another."""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand.grader.classroom import addition
from byhand.grader.classroom.gradebook import Grade
from byhand.grader.classroom.gradebook.roster import Roster
from byhand.grader.classroom.intake.delivery import Delivery
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.classroom.overrides import Override
from byhand.grader.classroom.rows import Decided
from byhand.grader.classroom.settings_file import USUAL
from byhand.grader.errors import IntakeError, OverridesError
from classes import ROOT, grade
from importers import fill
from lms import PROGRAM, write_files, zipped
from test_lms_inputs import EXPORT, OTHER, WORKSHEETS, filled, taken, told


def test_a_number_of_gradescope_is_text(tmp_path: Path) -> None:
    """0123 and 83 are two people, though one is the other in base eight; so are 12_3 and 123."""
    pytest.importorskip("yaml")
    sids = ("0123", "83", "12_3", "123", "1e3", "1:30")
    about = "".join(
        f"submission_{n}:\n  :submitters:\n  - :name: Bo Lee\n    :sid: {sid}\n"
        "  :created_at: 2026-02-03 04:05:06.5 Z\n"
        for n, sid in enumerate(sids)
    )
    files = {f"export/submission_{n}/backprop.py": PROGRAM for n in range(len(sids))}
    found = taken(tmp_path, {"export/submission_metadata.yml": about.encode(), **files})
    assert {d.identifiers["org_defined_id"] for d in found.values()} == {*sids}
    assert {d.submitted_at for d in found.values()} == {"2026-02-03T04:05:06.500000+00:00"}


def test_names_that_are_each_other_turned_around_match_by_a_comma_alone(tmp_path: Path) -> None:
    """James Thomas and Thomas James are both in the class. An apostrophe has many forms."""
    rows = '"Thomas, James",1,,,A,\n"James, Thomas",2,,,A,\n"O\'Neil, Zoë",3,,,A,\n'
    for name, who in (("James Thomas", ()), ("Thomas, James", ("Thomas, James",)),
                      ("Zoë O’Neil", ("O'Neil, Zoë",))):  # fmt: skip
        done = filled(tmp_path, EXPORT.format(100, rows), Grade({}, name, 88.0, 100.0))
        assert done.new == who


def test_an_attempt_without_a_date_is_not_older_than_the_others(tmp_path: Path) -> None:
    """Which is the latest is a question; a month is not read by its first three letters alone."""
    start = "5000-77 - Jane Doe - {}/backprop.py"
    files = {start.format("20 novembre 2026 21 h 26"): PROGRAM,
             start.format("21 marraskuuta 2026 10 00"): OTHER}  # fmt: skip
    (jane,) = taken(tmp_path, files).values()
    assert "it is not clear which file is meant" in jane.problem
    assert "the date 21 marraskuuta 2026 10 00 was not understood" in jane.notices


def test_what_is_too_many_for_moodle_is_not_said_to_be_written(tmp_path: Path) -> None:
    """The maxima are told, and what helps."""
    header, participant, yes, _ = WORKSHEETS["en"]
    worksheet = f"{header}\n{participant},Jane Doe,j@x,S,,50.00,{yes},-,-,\n"
    grade = Grade({"moodle_participant": "11"}, "Jane Doe", 88.0, 100.0)
    done = filled(tmp_path, worksheet, grade)
    assert done.content == worksheet.encode()
    assert done.notices == (
        "the column's maximum is 50 and the grades' is 100; give --scale to convert the points",
    )


def test_a_namesake_with_another_login_is_somebody_else(tmp_path: Path) -> None:
    """Where logins are the same in both places. Where nobody's is, the name alone tells."""
    book = ("Last Name,First Name,Username,HW [Total Pts: 100 Score] |6646\n"
            "Doe,Jane,jd,\nRoe,Max,mr,\n")  # fmt: skip
    path = tmp_path / "book.csv"
    path.write_text(book, "utf-8")
    jane = Grade({"login": "jd2"}, "Jane Doe", 88.0, 100.0)
    max_ = Grade({"login": "mr"}, "Max Roe", 77.0, 100.0)
    done = fill(path, [jane, max_])
    assert done.new == ("Max Roe",)
    assert "Jane Doe: Jane Doe has another login, jd" in done.notices
    assert fill(path, [jane]).new == ("Jane Doe",)


def test_two_of_one_name_are_told_apart_by_brightspaces_own_number(tmp_path: Path) -> None:
    """It heads each folder, and no gradebook has it: a roster may, as their id."""
    when = "Nov 5, 2026 1000 AM"
    files = {f"880{n}-47 - {name} - {when}/backprop.py": PROGRAM
             for n, name in enumerate(("Ann Lee", "Ann Lee", "Bo Fox"), 1)}  # fmt: skip
    found = [*taken(tmp_path, files).values()]
    book = tmp_path / "book.csv"
    book.write_text(
        "OrgDefinedId,Username,Last Name,First Name,"
        "Ex Points Grade <Numeric MaxPoints:100 Weight:10>,End-of-Line Indicator\n"
        "#1001,#alee,Lee,Ann,,#\n#1002,#alee2,Lee,Ann,,#\n#1003,#bfox,Fox,Bo,,#\n",
        "utf-8",
    )
    alone = fill(book, [Grade(d.identifiers, d.name, 88.0, 100.0, user=d.user) for d in found])
    assert alone.new == ("Bo Fox",)
    assert (
        "Ann Lee: 2 rows of the gradebook fit; give --roster, and there the id 8802 to the one "
        "that it is"
    ) in alone.notices
    (tmp_path / "roster.csv").write_text(
        "name,login,id\nAnn Lee,alee2,8801\nAnn Lee,alee,8802\nBo Fox,bfox,1003\n", "utf-8"
    )
    joined = Roster.read(tmp_path / "roster.csv").joined(found)
    assert [d.identifiers["login"] for d in joined] == ["alee2", "alee", "bfox"]
    points = {"8801": 11.0, "8802": 22.0, "8803": 33.0}
    grades = [Grade(d.identifiers, d.name, points[d.user], 100.0) for d in joined]
    rows = fill(book, grades).content.decode().splitlines()[1:]
    assert [row.split(",")[4] for row in rows] == ["22", "11", "33"]


def test_nothing_is_said_to_be_written_that_was_not(tmp_path: Path) -> None:
    """Who has no score is told by the number, and each that fits no row is named, score or not."""
    rows = '"Smith-Jones, Eve",1,,,A,\n"Roe, Max",2,,,A,\n'
    (tmp_path / "book.csv").write_text(EXPORT.format(100, rows), "utf-8")
    grades = [
        Grade({"canvas_id": "1"}, "smithjonesevelate", None, 100.0),
        Grade({"canvas_id": "8"}, "Di Poe", 88.0, 100.0),
        Grade({"canvas_id": "9"}, "Cy Doe", None, 100.0),
    ]
    done = fill(tmp_path / "book.csv", grades)
    assert (done.new, done.unscored) == ((), ("Smith-Jones, Eve",))
    assert not any("written" in words for words in done.notices)
    assert done.notices[0].startswith("smithjonesevelate: its number is that of Smith-Jones, Eve;")
    assert [words.partition(":")[0] for words in done.notices[1:3]] == ["Di Poe", "Cy Doe"]


def test_who_has_two_lines_on_a_roster_is_in_both_groups(tmp_path: Path) -> None:
    """One person, and each of the two groups is hers."""
    (tmp_path / "roster.csv").write_text(
        "name,login,group\nJane Doe,jd,A\nJane Doe,jd,B\nMax Roe,mr,B\n", "utf-8"
    )
    roster = Roster.read(tmp_path / "roster.csv")
    work = [Delivery("x", name, identifiers={"login": name}) for name in ("A", "B", "jd")]
    a, b, jane = roster.joined(work)
    assert (a.members, b.members) == (("Jane Doe",), ("Jane Doe", "Max Roe"))
    assert (jane.name, jane.members) == ("Jane Doe", ())
    assert roster.absent(work) == []


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("doejane_LATE_4000_300000000_2_backprop.py", "4000"),
        ("doejane_4000_5000_12_34_backprop.py", "4000"),
        ("student_1_40001_600010_backprop.py", "40001"),
    ],
    ids=["late", "a file with numbers", "a name with a number"],
)
def test_a_canvas_name_alone_tells_its_id(tmp_path: Path, name: str, student: str) -> None:
    """LATE stands before the id, and no attachment has a number as small as those in a file's."""
    assert set(taken(tmp_path, {name: PROGRAM})) == {student}
    numbers = taken(tmp_path, {"12_34_backprop.py": PROGRAM, "jane_backprop.py": OTHER})
    assert set(numbers) == {"12_34", "jane"}, "nobody has a number as small as that"
    files = {"roe_401_5001_backprop.py": PROGRAM, "doe_400_5000_12": b""}
    assert set(taken(tmp_path, files)) == {"400", "401"}, "a file may be called 12"


def test_one_program_each_is_named_after_what_it_came_in(tmp_path: Path) -> None:
    """ann.zip and bob.zip that hold hw.py both are two students; jane/hw.py alone is a question,
    and both of its answers work."""
    for place in ("ann.zip", "bob.zip"):
        (tmp_path / place).write_bytes(zipped({"3/hw.py": PROGRAM + place.encode()}))
    found = take_in([tmp_path / "ann.zip", tmp_path / "bob.zip"]).deliveries
    assert [(d.name, d.problem) for d in found] == [("ann", ""), ("bob", "")]
    sections = [write_files(tmp_path / "A", {"cid.py": PROGRAM, "dan.py": OTHER}),
                write_files(tmp_path / "B", {"eve.py": PROGRAM})]  # fmt: skip
    assert [d.name for d in take_in(sections).deliveries] == ["cid", "dan", "eve"]
    subs = write_files(tmp_path / "subs", {"jane/hw.py": PROGRAM})
    with pytest.raises(IntakeError, match="is it a student's folder, or a class of one") as asked:
        take_in([subs])
    answers = str(asked.value).split("'")[2::2]
    answers = [each for each in answers if "student_id" in each]
    assert [take_in([subs], name_regex=each).deliveries[0].name for each in answers] == [
        "jane", "hw",
    ]  # fmt: skip
    assert set(taken(tmp_path, {"class/ann.py": PROGRAM})) == {"ann"}
    deep = {"class/notes.txt": b"", "class/eve/hw.py": PROGRAM}
    assert set(taken(tmp_path, deep, "subs.zip")) == {"eve"}


def test_a_list_of_submissions_is_gradescopes_beside_submissions_alone(tmp_path: Path) -> None:
    """A student's own file of that name stops nobody, and notes beside an export neither."""
    files = {"jane/submission_metadata.yml": b"{", "jane/backprop.py": PROGRAM,
             "max/backprop.py": OTHER}  # fmt: skip
    assert set(taken(tmp_path, files)) == {"jane", "max"}
    pytest.importorskip("yaml")
    export = {"x/submission_metadata.yml": b"submission_7:\n  :submitters:\n  - :name: Jane\n",
              "x/submission_7/backprop.py": PROGRAM, "notes.txt": b""}  # fmt: skip
    assert told(taken(tmp_path, export)) == {"jane": "Jane"}


CANVAS_JANE = Delivery("12", "doejane", identifiers={"canvas_id": "12"})
MOODLE_JANE = Delivery("12", "Jane Doe", identifiers={"moodle_participant": "12"})


@pytest.mark.parametrize(
    ("there", "added", "students"),
    [
        (MOODLE_JANE, Delivery("12", "Max Roe", identifiers={"moodle_participant": "12"}),
         ["12", "12 Max Roe"]),
        (MOODLE_JANE, Delivery("12", "Jane Ann Doe", identifiers={"moodle_participant": "12"}),
         ["12"]),
        (CANVAS_JANE, MOODLE_JANE, ["12", "12 Jane Doe"]),
        (CANVAS_JANE, Delivery("12", "smithjane", identifiers={"canvas_id": "12"}), ["12"]),
        (Delivery("jd", "Jane Doe", identifiers={"login": "jd"}),
         Delivery("x jd", "jd", identifiers={"login": "jd", "email": "jd"}), ["jd"]),
    ],
    ids=["another name", "a middle name", "another kind of number", "married", "a login"],
)  # fmt: skip
def test_what_is_added_takes_nobody_elses_place(
    there: Delivery, added: Delivery, students: list[str]
) -> None:
    """A number is somebody's only among numbers of its kind, and where the names agree."""
    old = there.with_content(PROGRAM, lambda: PROGRAM)
    new = added.with_content(OTHER, lambda: OTHER)
    same = there.identifiers.keys() == added.identifiers.keys()
    found, said = addition.joined([old], [new], attempt="latest", same_layout=same)
    assert [each.student for each in found] == students
    assert found[-1].content == OTHER
    assert said


def test_two_decisions_on_one_student_are_a_question() -> None:
    """Though they call the student by two names."""
    jane = Delivery("jd", "Jane Doe")
    lines = [Override(n, name, "total", 50.0 + n, "", None)
             for n, name in enumerate(("jd", "Jane Doe"), 2)]  # fmt: skip
    with pytest.raises(OverridesError, match="lines 2 and 3 both decide total of one student"):
        Decided.of(USUAL, lines, [jane])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"backprop.py": PROGRAM}, {"backprop.py": OTHER}),
        ({"backprop.py": PROGRAM}, {"better.py": OTHER}),
        ({"backprop.py": PROGRAM, "helper.py": OTHER}, {"backprop.py": PROGRAM}),
        ({"backprop.zip": zipped({"backprop.py": PROGRAM})}, {"backprop.py": OTHER}),
    ],
)
def test_two_downloads_of_one_assignment_are_given_one_after_the_other(
    tmp_path: Path, first: dict[str, bytes], second: dict[str, bytes]
) -> None:
    """Which of them counts nobody can know, and it is not for the student to say."""
    for place, name, files in (("mon", "monday", first), ("fri", "friday", second)):
        class_ = {f"ann/{file}": content for file, content in files.items()}
        write_files(tmp_path / place / name, {**class_, "bob/backprop.py": PROGRAM})
    done = grade(tmp_path, "batch", "mon/monday", "fri/friday")
    assert done.returncode == 2
    words = " ".join(done.stderr.split())
    assert "ann is in friday and in monday, with other files in each" in words
    assert "each later one with --add" in words
    assert not (tmp_path / "report").exists()
    (tmp_path / "fri" / "friday").rename(tmp_path / "fri" / "monday")
    with pytest.raises(IntakeError, match=r"in monday \(number 1\) and in monday \(number 2\)"):
        take_in([tmp_path / "mon" / "monday", tmp_path / "fri" / "monday"])


def test_downloads_that_say_the_same_of_a_student_are_one_class(tmp_path: Path) -> None:
    """Of two sections, or of the assignments of two lessons: there is nothing to ask."""
    neuron = (ROOT / "solution" / "neuron.py").read_bytes()
    many = {f"ann/part{number}.py": b"x = %d" % number for number in range(9)}
    for name in ("A", "B"):
        write_files(tmp_path / name, {"ann/backprop.py": PROGRAM, **many, f"{name}/x.py": OTHER})
    ann = {d.student: d for d in take_in([tmp_path / "A", tmp_path / "B"]).deliveries}["ann"]
    assert (ann.problem, ann.content) == ("", PROGRAM)
    write_files(tmp_path / "unit", {"ann/neuron.py": neuron, "bob/neuron.py": neuron})
    found = take_in([tmp_path / "A", tmp_path / "unit"]).deliveries
    assert [d.lesson for d in found if d.student == "ann"] == ["neuron", "backprop"]


@pytest.mark.parametrize(
    ("logins", "rows", "names"),
    [
        (("team-a", "team-b"), "Jane,,team-a\nMax,,team-a\nBo,,team-b\nAda,a,\n",
         ["Jane, Max", "Bo"]),
        (("st-ann", "st-bob"), "Jane,st-ann,\nAnn,ann,\nBob,st-bob,\n", ["Jane", "Bob"]),
        (("st-ann", "st-bob"), "Jane,st-ann,\nBob,bob,\n",
         ["hw3-st-ann", "hw3-st-bob"]),
    ],
    ids=["teams", "logins that begin alike", "as many either way"],
)  # fmt: skip
def test_clones_are_known_by_the_roster(
    tmp_path: Path, logins: tuple[str, ...], rows: str, names: list[str]
) -> None:
    """Where the exercise's name ends is told by whom the roster knows, and not guessed."""
    files = {f"hw3-{login}/{file}": PROGRAM for login in logins for file in (".git/HEAD", "hw3.py")}
    clones = write_files(tmp_path / "clones", files)
    (tmp_path / "roster.csv").write_text(f"name,github,group\n{rows}", "utf-8")
    found = Roster.read(tmp_path / "roster.csv").joined(take_in([clones]).deliveries)
    assert [", ".join(each.members) or each.name for each in found] == names
    certain = write_files(tmp_path / "hw3-submissions", files)
    (tmp_path / "roster.csv").write_text("name,github\nAnn,ann\nBob,bob\nA,a\nB,b\n", "utf-8")
    found = Roster.read(tmp_path / "roster.csv").joined(take_in([certain]).deliveries)
    assert [each.name for each in found] == [*logins]

"""What instructors' systems really hand out: points to the right person, or a question."""

from __future__ import annotations

import csv
import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import importers
import lms
import pytest
from byhand.grader.classroom import gradebook
from byhand.grader.classroom.gradebook import Filled, Grade, fresh
from byhand.grader.classroom.gradebook.roster import Roster
from byhand.grader.classroom.intake.delivery import Delivery, Intake
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.errors import GradebookError, IntakeError, RosterError
from classes import grade, settings_in
from importers import fill
from lms import PROGRAM, ZipFolder, write_files, zipped

OTHER = b"print('another')\n"
WORK = "Submission attachment(s)"


def taken(folder: Path, names: list[str] | dict[str, bytes], **options) -> dict[str, Delivery]:
    """The deliveries of a zip with these files, by student."""
    files = names if isinstance(names, dict) else dict.fromkeys(names, PROGRAM)
    download = folder / options.pop("zip", "class.zip")
    download.write_bytes(zipped(files))
    return by_student(take_in([download], **options))


def by_student(intake: Intake) -> dict[str, Delivery]:
    assert len({d.student for d in intake.deliveries}) == len(intake.deliveries)
    return {delivery.student: delivery for delivery in intake.deliveries}


def book(folder: Path, text: str, name: str = "book.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def grades_of(deliveries: dict[str, Delivery], points: float = 88.0) -> list[Grade]:
    return [
        Grade(d.identifiers, d.name, None if d.problem else points, 100.0,
              members=d.members, member_ids=d.member_ids)
        for d in deliveries.values()
    ]  # fmt: skip


def column(filled: Filled, header: str, delimiter: str = ",") -> list[str]:
    rows = csv.DictReader(io.StringIO(filled.content.decode("utf-8-sig")), delimiter=delimiter)
    return [row[header] for row in rows]


# Teams

WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Group,Grade,"Maximum Grade",'
    '"Grade can be changed","Last modified (submission)","Last modified (grade)",'
    '"Feedback comments"\n'
)


def worksheet(folder: Path, *people: tuple[str, str, str]) -> Path:
    rows = [
        f'"Participant {n}","{name}",x@x,S,"{team}",,100.00,Yes,-,-,' for n, name, team in people
    ]
    return book(folder, WORKSHEET + "\n".join(rows) + "\n")


def test_a_moodle_teams_number_is_never_a_participants(tmp_path):
    """The team's number is also Max's: each member of each team gets their own team's points."""
    found = taken(
        tmp_path,
        [
            f"Team {name}_{n}_assignsubmission_file/backprop.py"
            for name, n in (("A", 12), ("B", 14))
        ],
    )
    people = [("11", "Jane Doe", "Team A"), ("12", "Max Roe", "Team B"), ("14", "Bo", "Team A")]
    points = dict(zip(sorted(found), (88.0, 100.0), strict=True))
    grades = [Grade(d.identifiers, d.name, points[s], 100.0) for s, d in found.items()]
    filled = fill(worksheet(tmp_path, *people), grades)
    assert importers.moodle(filled.content) == {"11": "88", "12": "100", "14": "88"}


def test_a_teams_number_without_a_group_column_reaches_nobody(tmp_path):
    """A number that fits while the names differ is somebody else's."""
    found = taken(tmp_path, ["Team A_12_assignsubmission_file/backprop.py"])
    filled = fill(worksheet(tmp_path, ("12", "Max Roe", "")), grades_of(found))
    assert importers.moodle(filled.content) == {}
    assert "its number is that of Max Roe, and the names do not agree" in filled.notices[0]


@pytest.mark.parametrize("team", ["Smith, Jones & Co", "D'Arcy: 1/2", "Équipe_7", "Default group"])
def test_teams_are_known_by_what_moodle_leaves_of_their_names(tmp_path, team):
    """File names lose commas, quotes, slashes and underscores; the Group column has them."""
    cleaned = "".join(c for c in team.replace("_", " ") if c not in "&<>\"`|':\\/")
    number = "" if team == "Default group" else "_31"
    found = taken(tmp_path, [f"{cleaned}{number}_assignsubmission_file/backprop.py"])
    people = [("1", "Jane Doe", team), ("2", "Max Roe", "Team B")]
    filled = fill(worksheet(tmp_path, *people), grades_of(found))
    assert importers.moodle(filled.content) == {"1": "88"}
    assert filled.without_submission == ("Max Roe",)


def test_two_teams_whose_names_look_alike_reach_nobody(tmp_path):
    """A+B and A B are one name in a zip: which is meant is not guessed."""
    found = taken(tmp_path, ["A B_31_assignsubmission_file/backprop.py"])
    people = [("1", "Jane Doe", "A+B"), ("2", "Max Roe", "A B")]
    filled = fill(worksheet(tmp_path, *people), grades_of(found))
    assert importers.moodle(filled.content) == {}
    assert "2 groups of the gradebook fit" in filled.notices[0]


def test_numbers_of_two_moodle_assignments_are_two_people(tmp_path):
    """12 is Jane in one assignment and Max in another: neither gets the other's work."""
    for name, who in (("a", "Jane Doe"), ("b", "Max Roe")):
        path = tmp_path / f"{name}.zip"
        path.write_bytes(zipped({f"{who}_12_assignsubmission_file/backprop.py": PROGRAM}))
    found = by_student(take_in([tmp_path / "a.zip", tmp_path / "b.zip"]))
    assert {d.name for d in found.values()} == {"Jane Doe", "Max Roe"}
    filled = fill(worksheet(tmp_path, ("12", "Jane Doe", "")), grades_of(found))
    assert importers.moodle(filled.content) == {"12": "88"}
    assert [grade.name for grade in filled.without_row] == ["Max Roe"]


def test_a_canvas_group_is_written_for_its_member_and_the_others_are_asked_for(tmp_path):
    """Canvas gives a group one member's id: that is sure. With a roster all members get it."""
    found = taken(tmp_path, ["projectgroup1_40001_600010_backprop.py"])
    export = book(tmp_path, CANVAS + '"Doe, Jane",40001,jdoe,A,\n"Roe, Max",40002,mroe,A,\n')
    filled = fill(export, grades_of(found))
    assert importers.canvas(filled.content, "Ex 3 (98765)") == {"40001": "88"}
    assert "give --roster with a column group" in filled.notices[0]
    roster = Roster.read(
        book(tmp_path, "name,login,group\nJane Doe,jdoe,Project Group 1\n"
             "Max Roe,mroe,Project Group 1\n",
             "roster.csv")
    )  # fmt: skip
    joined = {d.student: d for d in roster.joined(found.values())}
    filled = fill(export, grades_of(joined))
    assert importers.canvas(filled.content, "Ex 3 (98765)") == {"40001": "88", "40002": "88"}


ROW_FOR_EACH = '"Doe, Jane",40001,jdoe,A,\n"Roe, Max",40002,mroe,A,\n"Lee, Bo",40003,blee,A,\n'


@pytest.mark.parametrize(
    ("roster", "points"),
    [
        ("", {"40001": "88"}),
        ("name,canvas id\nJane Doe,40001\nMax Roe,40002\nBo Lee,40003\n", {"40001": "88"}),
        ("name,canvas id,group\nJane Doe,40001,Team 9\nMax Roe,40002,Team 9\nBo Lee,40003,\n",
         {"40001": "88"}),
        ("name,canvas id,group\nJane Doe,40001,Team 1\nMax Roe,40002,Team 1\nBo Lee,40003,\n",
         {"40001": "88", "40002": "88", "40003": "0"}),
        ("name,canvas id,group\nJane Doe,40001,\nMax Roe,40002,\nBo Lee,40003,\n",
         {"40001": "88", "40002": "0", "40003": "0"}),
    ],
    ids=["no roster", "no groups in it", "another name in it", "its group", "nobody in a group"],
)  # fmt: skip
def test_nobody_is_given_0_where_a_group_may_have_handed_in(tmp_path, roster, points):
    """By one member's number, under a name that is not the member's: the others are not absent."""
    found = taken(tmp_path, ["team1_40001_600010_backprop.py"])
    enrolled = Roster.read(book(tmp_path, roster, "roster.csv")) if roster else Roster([])
    grades = grades_of({d.student: d for d in enrolled.joined(found.values())} if roster else found)
    done = fill(book(tmp_path, CANVAS + ROW_FOR_EACH), grades, zero_missing=True)
    assert importers.canvas(done.content, "Ex 3 (98765)") == points
    if len(points) == 1:
        assert (
            "1 submission has a name that is not its row's, so those without one may have handed "
            "in; nobody was given 0"
        ) in done.notices
        assert "2 for whom none was found (Roe, Max; Lee, Bo)" in done.said()
    if roster:
        new = fresh.made("canvas", grades, enrolled.people, title="Ex (9)", zero_missing=True)
        assert importers.canvas(new.content, "Ex (9)") == points
        assert new.is_sure_of_them == (len(points) > 1)


def test_a_new_gradebook_gives_nobody_0_for_what_fits_no_one(tmp_path):
    """As an export's: the stranger may be anybody who seems to have handed in nothing."""
    roster = Roster.read(book(tmp_path, ROSTER))
    lost = [Grade({"login": "janed"}, "Jane D", 88.0, 100.0)]
    new = fresh.made("canvas", lost, roster.people, title="Ex (9)", zero_missing=True)
    assert importers.canvas(new.content, "Ex (9)") == {}
    assert "1 submission fits no row, so those without one may have handed in" in new.notices[-2]


def test_gradescope_groups_are_found_by_number_where_names_are_shared(tmp_path):
    """Two are called Jane Doe; the export's student numbers say which of them it was."""
    pytest.importorskip("yaml")
    janes = [
        lms.Person(1, "Jane", "Doe"),
        lms.Person(2, "Jane", "Doe"),
        lms.Person(3, "Max", "Roe"),
    ]
    download = lms.gradescope_export(tmp_path, [([janes[1], janes[2]], PROGRAM)])
    grades = grades_of(by_student(take_in([download])), 9.0)
    export = book(tmp_path, lms.brightspace_gradebook(janes).decode())
    assert fill(export, grades, scale=True).content == lms.brightspace_gradebook(
        janes, {2: "0.9", 3: "0.9"}
    )


# Names

CANVAS = "Student,ID,SIS Login ID,Section,Ex 3 (98765)\n    Points Possible,,,,100\n"


@pytest.mark.parametrize(
    ("names", "students"),
    [
        (["student_1_40001_600010_backprop.py", "student_2_40002_600011_backprop.py"],
         {"40001", "40002"}),
        (["doejane_40001_600010_2_try.py", "roemax_40002_600011_ex.py"], {"40001", "40002"}),
        (["2023001_40001_600010_backprop.py"], {"40001"}),
        (["abc7_40001_600010_1_backprop.py", "def_40002_600011_backprop.py"], {"40001", "40002"}),
        (["abc_40001_600010_3_backprop.py", "def_40002_600011_3_backprop.py"], {"40001", "40002"}),
        (["x_40001_600010_90012_backprop.py", "y_40002_600011_ex.py"], {"40001", "40002"}),
        (["user_101_40001_600010_ex.py", "user_102_40002_600011_ex.py"], {"40001", "40002"}),
        (["doejane_40001_600010_hw3/backprop.py", "roemax_40002_600011_hw3/backprop.py"],
         {"40001", "40002"}),
        (["doejane_LATE_40001_600010_backprop (1).py"], {"40001"}),
        (["łukasz_40001_600010_backprop-LAPTOP-4F2.py"], {"40001"}),
    ],
)  # fmt: skip
def test_canvas_ids_are_told_from_digits_in_names(tmp_path, names, students):
    """Names that end in digits, files that begin with them, folders where a zip was unpacked."""
    found = taken(tmp_path, names)
    assert set(found) == students
    assert all(delivery.content == PROGRAM for delivery in found.values())


def test_canvas_names_with_two_meanings_are_a_question(tmp_path):
    """Where nothing else tells the id from the digits of a file, nobody is guessed."""
    with pytest.raises(
        IntakeError, match=r"user 40001 with 900123_ex\.py and user 600010 with ex\.py"
    ):
        taken(tmp_path, ["doe_40001_600010_900123_ex.py"])


def test_blackboard_logins_keep_their_underscores(tmp_path):
    """Without its pages the title is what all names share; two students are never one."""
    start = "HW_3_{}_attempt_2026-11-20-10-00-00_backprop.py"
    found = taken(tmp_path, [start.format(login) for login in ("a_doe", "b_doe", "cem")])
    assert set(found) == {"a_doe", "b_doe", "cem"}


def test_blackboards_zip_tells_the_title_of_one_alone(tmp_path):
    """Its own name holds the title; without that, the question is asked."""
    name = ["HW_3_a_doe_attempt_2026-11-20-10-00-00_backprop.py"]
    told = taken(tmp_path, name, zip="gradebook_CS1_HW_3_2026-11-23-09-00-00.zip")
    assert set(told) == {"a_doe"}
    with pytest.raises(IntakeError, match="the login cannot be told from the title"):
        taken(tmp_path, name)


@pytest.mark.parametrize(
    "path",
    [
        "100001-200001 - N0123456 - Jane Doe- 20 November 2026 21 26 - backprop.py",
        "100001-200001 - N0123456 - Jane Doe- 20 novembre 2026 21 h 26/backprop.py",
        "100001-200001 - N0123456 - Jane Doe - Nov 20, 2026 926 PM/backprop.py",
    ],
)
def test_brightspace_with_and_without_a_blank_before_the_hyphen(tmp_path, path):
    """The number, the name and the date are told apart, in folders and flat."""
    (jane,) = taken(tmp_path, [path]).values()
    assert (jane.name, jane.submitted_at) == ("Jane Doe", "2026-11-20T21:26")
    assert jane.identifiers == {"login": "N0123456", "org_defined_id": "N0123456"}


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "utf-8"])
def test_names_of_old_zips_are_read_by_their_letters(tmp_path, encoding):
    """Müller Jörg from Windows or from DOS: what gives letters is believed, and said."""
    pack = ZipFolder()
    pack.add_raw("Müller Jörg_11_assignsubmission_file/backprop.py".encode(encoding))
    (tmp_path / "class.zip").write_bytes(pack.pack())
    (jorg,) = take_in([tmp_path / "class.zip"]).deliveries
    assert jorg.name == "Müller Jörg"
    assert any(encoding in notice for notice in jorg.notices) == (encoding != "utf-8")


def test_undated_attempts_are_named_by_their_folders(tmp_path):
    """Where two attempts have one file name, the question names the folders."""
    start = "5000-77 - Jane Doe - {} heinäk. 2026 1053/backprop.py"
    files = {start.format(30): PROGRAM, start.format(31): OTHER}
    (jane,) = taken(tmp_path, files).values()
    assert "30 heinäk. 2026 1053/backprop.py" in jane.problem


def test_a_class_of_one_is_named_after_the_folder_in_it(tmp_path):
    """subs/jane/backprop.py is Jane's, in a folder and in a zip, however deep it lies."""
    for inside in ("", "hw3/"):
        folder = write_files(
            tmp_path / f"subs{len(inside)}", {f"jane/{inside}backprop.py": PROGRAM}
        )
        assert set(by_student(take_in([folder]))) == {"jane"}
    assert set(taken(tmp_path, ["jane/backprop.py"])) == {"jane"}


def test_the_exercises_own_file_beside_a_class_is_a_question(tmp_path):
    """backprop.py beside jane.py and max.py may be the teacher's: nobody is taken for a class."""
    folder = write_files(
        tmp_path / "class", {"backprop.py": OTHER, "jane.py": PROGRAM, "max.py": PROGRAM}
    )
    with pytest.raises(IntakeError, match="is it a class, or one student's folder"):
        take_in([folder])
    (folder / "backprop.py").unlink()
    assert set(by_student(take_in([folder]))) == {"jane", "max"}


def test_clones_beside_a_folder_of_notes_are_still_clones(tmp_path):
    """Notes are left aside; a program beside the clones may be somebody's, and is asked about."""
    clones = {f"ex3-{login}/{name}": PROGRAM for login in ("ada", "bea") for name in
              (".git/config", "backprop.py")}  # fmt: skip
    folder = write_files(
        tmp_path / "class", {**clones, "notes/todo.md": b"", "ex3-cem/.git/x": b""}
    )
    found = by_student(take_in([folder]))
    assert set(found) == {"ada", "bea", "cem"}
    assert found["cem"].problem == "nothing was handed in"
    write_files(folder, {"dan/backprop.py": PROGRAM})
    with pytest.raises(IntakeError, match="lies beside git clones and in none of them"):
        take_in([folder])


def test_who_left_nothing_but_junk_has_a_row(tmp_path):
    """A folder of .idea, __pycache__ or nothing at all is somebody who has to be asked."""
    start = "{}_assignsubmission_file/{}"
    found = taken(
        tmp_path,
        [start.format("Jane_11", "backprop.py"), start.format("Max_12", ".idea/workspace.xml"),
         start.format("Bo_13", "__pycache__/x.pyc"), start.format("Cy_14", "__MACOSX/._x"),
         start.format("Di_15", ".DS_Store")],
    )  # fmt: skip
    assert set(found) == {"11", "12", "13", "14", "15"}
    assert [d.problem for d in found.values()].count("nothing was handed in") == 4


def test_a_later_canvas_zip_holds_the_later_attempt(tmp_path):
    """Attachments are numbered in order, so Tuesday's file counts, whichever zip is named first."""
    for day, name, content in (
        ("mon", "doejane_40001_600010_backprop.py", OTHER),
        ("tue", "doejane_LATE_40001_1600099_backprop-1.py", PROGRAM),
    ):
        (tmp_path / f"{day}.zip").write_bytes(zipped({name: content}))
    for order in (("mon", "tue"), ("tue", "mon")):
        (jane,) = take_in([tmp_path / f"{day}.zip" for day in order]).deliveries
        assert (jane.content, jane.late, jane.notices[0]) == (PROGRAM, True, "attempt 2 of 2")


# A roster


ROSTER = (
    "Name;E-Mail;Login;ID;Group;GitHub login\n"
    "Jane Doe;j@x;jdoe;007;;janegh\nMax Roe;m@x;mroe;008;;\n"
)


def test_a_roster_joins_clones_and_a_gradebook(tmp_path):
    """A GitHub login alone reaches nobody; with the roster it is Jane, with her id's zeros."""
    write_files(tmp_path / "ex3-submissions", {"ex3-janegh/backprop.py": PROGRAM})
    found = by_student(take_in([tmp_path / "ex3-submissions"]))
    export = book(tmp_path, CANVAS + '"Doe, Jane",1,jdoe,A,\n"Gh, Jane",2,janegh,A,\n')
    alone = fill(export, grades_of(found), zero_missing=True)
    assert importers.canvas(alone.content, "Ex 3 (98765)") == {}, "nobody, and no zeros either"
    assert "give --roster with the columns github and login" in alone.notices[0]
    roster = Roster.read(book(tmp_path, ROSTER, "roster.csv"))
    joined = {d.student: d for d in roster.joined(found.values())}
    assert joined["janegh"].name == "Jane Doe"
    assert joined["janegh"].identifiers["org_defined_id"] == "007"
    filled = fill(export, grades_of(joined))
    assert importers.canvas(filled.content, "Ex 3 (98765)") == {"1": "88"}
    assert [person.name for person in roster.absent(found.values())] == ["Max Roe"]


@pytest.mark.parametrize(
    ("text", "github", "login"),
    [
        (
            "username,first_name,last_name,email,section,github_id\njg,Jane,Doe,j@x,A,12\n",
            "jg",
            None,
        ),
        (
            '"identifier","github_username","github_id","name"\n"jdoe","jg","12","Jane Doe"\n',
            "jg",
            None,
        ),
        (
            'Student,ID,SIS User ID,SIS Login ID,Section\n"Doe, Jane",40001,S1,jdoe,A\n',
            None,
            "jdoe",
        ),
    ],
)
def test_rosters_of_other_systems_are_read_as_they_are(tmp_path, text, github, login):
    """classroom50's username is GitHub's; Canvas's ID is Canvas's own."""
    (person,) = Roster.read(book(tmp_path, text)).people
    assert person.identifiers.get("github") == github
    assert person.identifiers.get("login") == login


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\n\n"])
def test_what_is_no_roster_is_refused(tmp_path, text):
    """The error names the columns."""
    with pytest.raises(RosterError, match="name, login, email, id, group, github"):
        Roster.read(book(tmp_path, text))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Ann Lee,1,annlee,\nAnn Other,1,bob-o,", "lines 2 and 3 have one id, 1, for Ann Lee"),
        ('"Ann\nLee",1,annlee,\nBo,2,,\nCy,3,AnnLee,', "lines 2 and 5 have one GitHub login"),
        ("Ann Lee,1,,\nBo,2,,\nAnn Lee,1,annlee,", "lines 2 and 4 have one id, 1,"),
    ],
)
def test_a_roster_that_gives_one_id_to_two_is_refused(tmp_path, lines, words):
    """Whose it is nobody can tell: both lines are named, before anything is graded."""
    write_files(tmp_path / "class", {"1/backprop.py": PROGRAM})
    book(tmp_path, f"name,id,github,group\n{lines}\n", "roster.csv")
    done = grade(tmp_path, "batch", "class", "--roster", "roster.csv")
    assert (done.returncode, (tmp_path / "report").exists()) == (2, False)
    assert words in " ".join(done.stderr.split())


def test_who_is_on_a_roster_twice_for_two_groups_is_one(tmp_path):
    """The same name and the same ids; and brothers may share an e-mail address."""
    lines = "Ann Lee,1,a@x,G1\nAnn Lee,1,a@x,G2\nBo Lee,2,a@x,G1\n"
    people = Roster.read(book(tmp_path, f"name,id,email,group\n{lines}")).people
    assert [(each.name, each.groups) for each in people] == [
        ("Ann Lee", ("G1", "G2")),
        ("Bo Lee", ("G1",)),
    ]


@pytest.mark.parametrize("system", fresh.SYSTEMS)
def test_a_gradebook_is_made_without_an_export(tmp_path, system):
    """From a roster, with everybody in it; zeros for the absent only when asked."""
    roster = Roster.read(book(tmp_path, ROSTER))
    grades = [Grade({"login": "jdoe"}, "jdoe", 88.5, 100.0, feedback="=1+1, good")]
    made = fresh.made(system, grades, roster.people, title="Ex 3")
    rows = list(csv.DictReader(io.StringIO(made.content.decode())))[-2:]
    assert [row["Ex 3"] for row in rows] == ["88.5", ""]
    assert made.without_submission == ("Max Roe",)
    zeros = fresh.made(system, grades, roster.people, title="Ex 3", zero_missing=True)
    assert [r["Ex 3"] for r in list(csv.DictReader(io.StringIO(zeros.content.decode())))[-2:]] == [
        "88.5",
        "0",
    ]
    with pytest.raises(GradebookError, match="give --roster with a column"):
        fresh.made(system, [Grade({"github": "x"}, "x", 1.0, 1.0)], [])


@pytest.mark.parametrize("system", fresh.SYSTEMS)
def test_a_new_gradebook_has_nobody_who_is_known_by_name_alone(tmp_path, system):
    """Another student may have that name: the points reach the right person or nobody."""
    roster = Roster.read(book(tmp_path, "name,id,github\nJane Doe,S1,jane\nJane Doe,,jdoe2\n"))
    grades = [Grade({"github": login}, login, 88.0, 100.0) for login in ("jane", "jdoe2")]
    made = fresh.made(system, grades, roster.people, title="Ex 3", zero_missing=True)
    rows = csv.DictReader(io.StringIO(made.content.decode()))
    assert [row["Ex 3"] for row in rows if "S1" in row.values()] == ["88"]
    assert made.content.count(b"Jane Doe") == 1
    assert made.without_row == (grades[1],)
    assert made.without_submission == ()
    assert "no line for Jane Doe; give --roster with a column" in " ".join(made.notices)


def test_a_folder_of_that_name_is_no_export(tmp_path, monkeypatch):
    """`--gradebook canvas` makes a gradebook wherever the command is given."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "canvas").mkdir()
    assert fresh.is_asked_for(Path("canvas"))
    (tmp_path / "moodle").write_text(CANVAS)
    assert not fresh.is_asked_for(Path("moodle"))


# What a gradebook takes


@pytest.mark.parametrize(
    "head", ["Student,ID,SIS Login ID,Section", "LastName,FirstName,ID,SIS Login ID,Section"]
)
def test_canvas_own_test_student_keeps_nobody_from_a_zero(tmp_path, head):
    """It is given nothing, however the names stand, and it is not called unknown."""
    names = ['"Gone, Guy"', '"Student, Test"']
    if "First" in head:
        names = [name.strip('"').replace(", ", ",") for name in names]
    lines = [f"{name},{number},x{number},A,\n" for number, name in enumerate(names, 12)]
    points = "    Points Possible" + "," * (head.count(",") + 1) + "100\n"
    export = book(tmp_path, f"{head},Ex 3 (9)\n{points}{''.join(lines)}")
    tried = Grade({"canvas_id": "13"}, "studenttest", 100.0, 100.0)
    done = gradebook.fill(export, [tried], zero_missing=True)
    rows = [row for row in csv.reader(io.StringIO(done.content.decode())) if row[-1] == "0"]
    assert [row[0].partition(",")[0] for row in rows] == ["Gone"]
    assert (done.zeros, done.new, done.without_row) == (1, (), ())
    assert "test student is given nothing" in " ".join(done.notices)


def test_excused_and_hand_given_grades_stay(tmp_path):
    """EX and 75 stay, the same points are no change, N/A is never written; all are named."""
    export = book(
        tmp_path,
        CANVAS + '"Doe, Jane",1,a,A,EX\n"Roe, Max",2,b,A,75.00\n"Lee, Bo",3,c,A,88.00\n'
        '"Na, Nia",4,d,A,N/A\n"New, Ned",5,e,A,\n"Ab, Sent",6,f,A,\n"Student, Test",7,g,A,\n',
    )  # fmt: skip
    grades = [Grade({"canvas_id": str(n)}, "", 88.0, 100.0) for n in range(1, 6)]
    kept = fill(export, grades)
    assert column(kept, "Ex 3 (98765)")[1:] == ["EX", "75.00", "88.00", "N/A", "88", "", ""]
    assert kept.said() == (
        "1 new, 1 the same as before, 0 changed, 3 untouched (Doe, Jane: EX; Roe, Max: 75.00; "
        "Na, Nia: N/A), 1 without a submission (Ab, Sent)."
    )
    over = fill(export, grades, overwrite=True, zero_missing=True)
    assert column(over, "Ex 3 (98765)")[1:] == ["88", "88", "88.00", "N/A", "88", "0", ""]
    assert "2 changed (Doe, Jane: EX before; Roe, Max: 75.00 before)" in over.said()
    assert importers.canvas(over.content, "Ex 3 (98765)")["6"] == "0"


def test_each_row_is_in_one_count_and_only_who_got_0_is_said_to_have(tmp_path):
    """EX and a grade stay for the absent too, whatever is asked; a file without a score is told."""
    export = book(
        tmp_path,
        CANVAS + '"Doe, Jane",1,a,A,\n"Pdf, Pia",2,b,A,\n"Two, Tom",3,c,A,\n"Poe, Di",4,d,A,EX\n'
        '"Old, Ola",5,e,A,33\n"No, Nan",6,f,A,\n"Nil, Nik",7,g,A,0\n',
    )  # fmt: skip
    points = {"1": [88.0], "2": [None], "3": [70.0, 80.0]}
    grades = [
        Grade({"canvas_id": n}, "", p, 100.0) for n, several in points.items() for p in several
    ]
    done = fill(export, grades, zero_missing=True)
    assert column(done, "Ex 3 (98765)")[1:] == ["88", "", "", "EX", "33", "0", "0"]
    assert done.said() == (
        "1 new, 1 the same as before, 0 changed, 3 untouched (Two, Tom: more than one grade; "
        "Poe, Di: EX; Old, Ola: 33), 1 without a score (Pdf, Pia), 1 without a submission, who "
        "got 0 (No, Nan)."
    )
    over = fill(export, grades, zero_missing=True, overwrite=True)
    assert (over.content, over.said()) == (done.content, done.said())
    assert "4 without a submission (Poe, Di; Old, Ola;" in fill(export, grades).said()
    again = fill(book(tmp_path, done.content.decode()), grades, zero_missing=True)
    assert "0 without a submission and without a grade" in again.said()
    roster = Roster.read(book(tmp_path, ROSTER))
    new = fresh.made("canvas", [Grade({"login": "jdoe"}, "", None, 1.0)], roster.people)
    assert "1 without a score (Jane Doe), 1 without a submission (Max Roe)" in new.said()


def test_what_could_not_be_read_is_no_zero(tmp_path):
    """Whoever handed in something without a score isn't absent, and gets nothing written."""
    export = book(tmp_path, CANVAS + '"Doe, Jane",1,a,A,\n')
    unread = [Grade({"canvas_id": "1"}, "doejane", None, 100.0)]
    filled = fill(export, unread, zero_missing=True)
    assert filled.content == export.read_bytes()
    assert filled.without_submission == ()


def test_totals_of_a_grading_period_take_no_points(tmp_path):
    """ "Final Score (2026)" looks like an assignment; its Points Possible says that it is none."""
    text = CANVAS.replace("(98765)\n", "(98765),Final Score (2026)\n").replace(
        ",100\n", ",100,(read only)\n"
    )
    export = book(tmp_path, text + '"Doe, Jane",1,a,A,,\n')
    assert fill(export, []).column == "Ex 3 (98765)"
    with pytest.raises(GradebookError, match="no column 'Final Score'"):
        fill(export, [], column="Final Score")


def test_what_the_lms_would_not_take_back_is_not_filled(tmp_path):
    """Canvas reads no tabs, and of a scale Moodle takes no number."""
    tabs = book(tmp_path, CANVAS.replace(",", "\t") + "Doe\t1\ta\tA\t\n")
    with pytest.raises(GradebookError, match="set apart by tabs"):
        fill(tabs, [Grade({"canvas_id": "1"}, "", 8.0, 10.0)])
    scale = book(tmp_path, WORKSHEET.replace("Maximum Grade", "Scale") + P11.format("Bad, Good"))
    with pytest.raises(GradebookError, match="graded by a scale"):
        fill(scale, [])


P11 = '"Participant 11","Jane Doe",j@x,S,,,"{}",Yes,-,-,\n'


WORKSHEETS = {
    "German": (
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert "
        "werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar",
        "Teilnehmer/in", "Ja", "Nein", "Bewertung",
    ),
    "French": (
        "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,La note peut être "
        "modifiée,Dernière modification (travail),Dernière modification (note),Commentaires",
        "Participant", "Oui", "Non", "Note",
    ),
    "Spanish": (
        "Identificador,Nombre completo,Correo,Estado,Calificación,Calificación máxima,Puede ser "
        "cambiada,Última modificación (entrega),Última modificación (calificación),Comentarios",
        "Participante", "Sí", "No", "Calificación",
    ),
    "Polish": (
        "Identyfikator,Pełna nazwa,Adres e-mail,Status,Ocena,Maksymalna ocena,Ocena może być "
        "zmieniona,Ostatnia modyfikacja (zadanie),Ostatnia modyfikacja (ocena),Komentarz",
        "Uczestnik", "Tak", "Nie", "Ocena",
    ),
    "Japanese": (
        "ID,フルネーム,メールアドレス,ステータス,評点,最大評点,評点変更可,"
        "最終更新日時(提出),最終更新日時(評点),コメント",
        "参加者", "はい", "いいえ", "評点",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", WORKSHEETS)
def test_moodle_worksheets_in_other_languages(tmp_path, language):
    """Columns are known by their order and their shape: the grade stands before its maximum."""
    header, participant, yes, no, grade = WORKSHEETS[language]
    rows = [f'"{participant} {n}","{name}",{name[0]}@x,S,,"50,00",{can},-,-,'
            for n, name, can in ((11, "Jane Doe", yes), (12, "Max Roe", no))]  # fmt: skip
    export = book(tmp_path, "\ufeff" + "\r\n".join([header, *rows, ""]))
    grades = [
        Grade({"moodle_participant": n}, "", 87.0, 100.0, feedback="Good") for n in ("11", "12")
    ]
    filled = fill(export, grades, scale=True)
    assert filled.column == grade
    assert filled.content == export.read_bytes().replace(
        b',S,,"50,00",' + yes.encode() + b",-,-,",
        b',S,"43,5","50,00",' + yes.encode() + b",-,-,Good",
    )
    assert filled.untouched == ("Max Roe: locked",)
    for name in header.replace('"', "").split(",")[1:4]:
        with pytest.raises(GradebookError, match="no column"):
            fill(export, grades, column=name)


def test_points_above_moodles_maximum_are_not_written(tmp_path):
    """Moodle would skip them in silence: the row is named, and --scale."""
    export = book(tmp_path, WORKSHEET + P11.format("20.00"))
    filled = fill(export, [Grade({"moodle_participant": "11"}, "Jane Doe", 88.0, 100.0)])
    assert importers.moodle(filled.content) == {}
    assert filled.untouched == ("Jane Doe: Moodle takes no more than 20",)
    assert "--scale" in filled.notices[0]


def test_a_moodle_courses_own_export_is_filled(tmp_path):
    """By e-mail or number, in the item's column and not in a total."""
    export = book(
        tmp_path,
        '"First name",Surname,"ID number","Email address","Assignment: Ex 3 (Real)",'
        '"Course total (Real)"\nJane,Doe,007,j@x,-,-\nMax,Roe,008,m@x,-,-\n',
    )
    filled = fill(export, [Grade({"email": "j@x"}, "Jane Doe", 88.0, 100.0)], column="Ex 3")
    assert filled.content == export.read_bytes().replace(b"j@x,-,", b"j@x,88,")


def test_blind_marking_is_named_by_the_participant(tmp_path):
    """Where there is no name, a notice says Participant 12."""
    blind = WORKSHEET.replace('"Full name","Email address",', "").replace("Group,", "")
    export = book(tmp_path, blind + '"Participant 12",S,,100.00,No,-,-,\n')
    filled = fill(export, [Grade({"moodle_participant": "12"}, "Participant 12", 8.0, 100.0)])
    assert filled.untouched == ("Participant 12: locked",)


def test_blackboards_words_are_no_grades(tmp_path):
    """ "Needs Grading" gives way, in any language; a number stays, and so does an exemption."""
    people = lms.people(4)
    words = {0: "Needs Grading", 1: "En curso", 2: "7.00", 3: "Exempt"}
    export = tmp_path / "gc.xls"
    export.write_bytes(lms.blackboard_gradebook(people, words))
    grades = [Grade({"login": p.login}, "", 9.0, 10.0) for p in people]
    assert fill(export, grades).content == lms.blackboard_gradebook(
        people, {0: "9", 1: "9", 2: "7.00", 3: "Exempt"}
    )


# Archives


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("evil.py")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return target.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tars_are_read_as_zips_are(tmp_path, mode):
    """A student's, and a class's; links in them are not followed."""
    student = tarred({"hw/backprop.py": PROGRAM, "hw/matrix.py": OTHER}, mode)
    (jane,) = taken(tmp_path, {"doejane_40001_600010_hw.tar.gz": student}).values()
    assert (jane.content, jane.file) == (PROGRAM, "backprop.py")
    whole = tmp_path / "class.tar.gz"
    whole.write_bytes(tarred({"doejane_40001_600010_backprop.py": PROGRAM}, mode))
    intake = take_in([whole])
    assert [d.student for d in intake.deliveries] == ["40001"]
    assert "evil.py: is a link" in intake.ignored


def test_a_tar_that_is_a_bomb_is_refused(tmp_path):
    """What unpacks to more than 200 times its size is not unpacked."""
    bomb = gzip.compress(bytes(20_000_000))
    (jane,) = taken(tmp_path, {"doejane_40001_600010_hw.tar.gz": bomb}).values()
    assert "packed more than 200 to 1" in jane.problem


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"Rar!\x1a\x07\x01\x00" * 9, "a RAR archive"), (b"7z\xbc\xaf\x27\x1c" * 9, "a 7z archive")],
)
def test_other_archives_are_named(tmp_path, content, name):
    """Whatever they are called: for the student a problem, for the class a question."""
    for file in ("hw.rar", "hw.zip", "hw.7z"):
        (jane,) = taken(tmp_path, {f"doejane_40001_600010_{file}": content}).values()
        assert f"{file} is {name}: pack the .py file as .zip" in jane.problem
    for file in ("class.rar", "class2.zip", "class3"):
        (tmp_path / file).write_bytes(content)
        with pytest.raises(IntakeError, match=name):
            take_in([tmp_path / file])


def test_a_word_document_is_no_zip_of_programs(tmp_path):
    """A .docx is a zip; its name may say .zip or .py."""
    document = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    for file in ("backprop.py", "hw.zip"):
        (jane,) = taken(tmp_path, {f"doejane_40001_600010_{file}": document}).values()
        assert f"{file} is a Word document, not a program: open it" in jane.problem


def test_a_download_without_its_ending_is_opened(tmp_path):
    """A browser saved it as `submissions`."""
    path = tmp_path / "submissions"
    path.write_bytes(zipped({"doejane_40001_600010_backprop.py": PROGRAM}))
    assert [d.student for d in take_in([path]).deliveries] == ["40001"]


def test_backslashes_in_a_zip_are_folders(tmp_path):
    """PowerShell wrote hw3\\backprop.py; what leads out is refused as ever."""
    hw = ZipFolder()
    for name in ("hw3\\backprop.py", "..\\backprop.py", "C:\\backprop.py"):
        hw.add(name)
    (jane,) = taken(tmp_path, {"doejane_40001_600010_hw3.zip": hw.pack()}).values()
    assert (jane.content, jane.problem) == (PROGRAM, "")
    assert sum("leads out" in notice for notice in jane.notices) == 2


# Nine layouts, and back


@pytest.mark.parametrize("layout", ["canvas", "moodle", "blackboard", "brightspace", "nbgrader",
                                    "sakai", "clones", "plain", "gradescope"])  # fmt: skip
def test_300_students_go_through_each_layout_and_back(tmp_path, layout):
    """Each gets exactly their own points, the absent get none, and no other byte changes."""
    if layout == "gradescope":
        pytest.importorskip("yaml")
    letters = "abcdefghijklmnopqrstuvwxyz"
    everybody = [
        lms.Person(n, f"First{letters[n // 26]}{letters[n % 26]}", f"Last{letters[n % 26]}")
        for n in range(300)
    ]
    present = [person for person in everybody if person.number % 10]
    programs = {p.number: b"x = %d\n" % p.number for p in present}
    intake = take_in([download(tmp_path, layout, present, programs)])
    assert intake.layout == layout
    deliveries = intake.deliveries
    if layout == "clones":
        roster = "login,github\n" + "".join(f"{p.login},gh-{p.login}\n" for p in everybody)
        deliveries = Roster.read(book(tmp_path, roster, "roster.csv")).joined(deliveries)
    points = {number: f"{number % 11}" for number in programs}
    number_of = {content: number for number, content in programs.items()}
    grades = [
        Grade(d.identifiers, d.name, float(points[number_of[d.content]]), 10.0,
              members=d.members, member_ids=d.member_ids)
        for d in deliveries
    ]  # fmt: skip
    if layout == "gradescope":  # two by two: each pair has the points of its first
        points = {n: points[n - (1 - n % 2) if n % 10 not in (9,) else n] for n in points}
    build = {"canvas": lms.canvas_gradebook, "moodle": lms.moodle_worksheet}.get(
        layout, lms.brightspace_gradebook
    )
    export = tmp_path / "export.csv"
    export.write_bytes(build(everybody))
    filled = fill(export, grades, column="98765" if layout == "canvas" else None)
    assert filled.content == build(everybody, points)
    assert len(filled.without_submission) == 30
    if layout == "canvas":
        by_id = {p.canvas_id: points[p.number] for p in present}
        assert importers.canvas(filled.content, filled.column) == by_id
    if layout == "moodle":
        by_participant = {p.participant: points[p.number] for p in present}
        assert importers.moodle(filled.content) == by_participant


@pytest.mark.parametrize("layout", ["canvas", "moodle", "clones", "plain"])
def test_a_hundred_teams_go_through_and_back(tmp_path, layout):
    """300 students by three: each member gets their own team's points, by the worksheet's groups
    or by a roster's; who is in no team gets none."""
    everybody = [lms.Person(n, f"First{chr(97 + n % 26)}{n:03}", f"Last{n:03}") for n in range(303)]
    teams = {f"Team {n // 3:03} & Co": everybody[n : n + 3] for n in range(0, 300, 3)}
    team_of = {p.number: name for name, members in teams.items() for p in members}
    names = {
        "canvas": "{bare}_{first.canvas_id}_{attachment}_backprop.py",
        "moodle": "{moodle}_{number}_assignsubmission_file/backprop.py",  # another table's numbers
        "clones": "ex3-submissions/ex3-{slug}/backprop.py",
        "plain": "{name}/backprop.py",
    }
    files = {}
    for number, (name, members) in enumerate(teams.items(), 100):
        path = names[layout].format(
            bare="".join(c for c in name.lower() if c.isalnum()), first=members[0],
            attachment=600000 + number, moodle=name.replace("& ", ""), number=number,
            slug=name.lower().replace(" & ", "-").replace(" ", "-"), name=name,
        )  # fmt: skip
        files[path] = b"x = %d\n" % number
    write_files(tmp_path / "class", files)
    deliveries = take_in([tmp_path / "class"]).deliveries
    assert len(deliveries) == 100
    if layout != "moodle":
        lines = [f"{p.first} {p.last},{p.login},{team_of.get(p.number, '')}" for p in everybody]
        text = "name,login,group\n" + "\n".join(lines) + "\n"
        deliveries = Roster.read(book(tmp_path, text, "roster.csv")).joined(deliveries)
    grades = [
        Grade(d.identifiers, d.name, float(d.content.split()[-1]) % 100, 100.0,
              members=d.members, member_ids=d.member_ids)
        for d in deliveries
    ]  # fmt: skip
    points = {p.number: f"{p.number // 3}" for p in everybody[:300]}
    if layout == "moodle":
        people = [(p.participant, p.full_name, team_of.get(p.number, "")) for p in everybody]
        filled = fill(worksheet(tmp_path, *people), grades)
        by_participant = {p.participant: points[p.number] for p in everybody[:300]}
        assert importers.moodle(filled.content) == by_participant
    else:
        export = book(tmp_path, lms.canvas_gradebook(everybody).decode())
        filled = fill(export, grades, column="98765")
        by_id = {p.canvas_id: points[p.number] for p in everybody[:300]}
        assert importers.canvas(filled.content, filled.column) == by_id
    assert len(filled.without_submission) == 3


def download(
    folder: Path, layout: str, people: list[lms.Person], programs: dict[int, bytes]
) -> Path:
    """A download of this layout with everybody's program."""
    if layout == "gradescope":
        groups = []
        for person in people:
            if person.number % 10 == 9 or person.number % 2:
                partner = [p for p in people if p.number == person.number + 1 and p.number % 10]
                groups.append(([person, *partner], programs[person.number]))
        return lms.gradescope_export(folder, groups)
    names = {
        "canvas": lambda p: f"{lms.canvas_prefix(p)}_{600000 + p.number}_backprop.py",
        "moodle": lambda p: f"{p.full_name}_{p.participant}_assignsubmission_file/backprop.py",
        "blackboard": lambda p: f"HW_3_{p.login}_attempt_2026-11-20-10-00-00_backprop.py",
        "brightspace": lambda p: f"{p.number}-77 - {p.full_name} - Nov 20, 2026 926 PM/backprop.py",
        "nbgrader": lambda p: f"submitted/{p.login}/ps1/backprop.py",
        "sakai": lambda p: f"HW 3/{p.sortable_name}({p.login})/{WORK}/backprop.py",
        "clones": lambda p: f"ex3-gh-{p.login}/backprop.py",
        "plain": lambda p: f"{p.login}/backprop.py",
    }
    files = {names[layout](person): programs[person.number] for person in people}
    if layout == "clones":
        return write_files(folder / "ex3-submissions", files)
    path = folder / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


# With the command


def handed_back(home: Path, *arguments: object) -> Path:
    """The report of a batch."""
    done = grade(home, "batch", *arguments, "--settings", settings_in(home))
    assert done.returncode == 0, done.stderr
    return home / "report"


def names_in(report: Path) -> list[str]:
    with zipfile.ZipFile(report / "feedback.zip") as archive:
        return archive.namelist()


def test_feedback_goes_back_to_each_of_a_moodle_team(tmp_path):
    """By the worksheet each member has a file under their own number; without it there is none."""
    files = {"Team A_12_assignsubmission_file/backprop.py": PROGRAM,
             "Bo Lee_13_assignsubmission_file_/backprop.py": PROGRAM}  # fmt: skip
    (tmp_path / "class.zip").write_bytes(zipped(files))
    sheet = worksheet(tmp_path, ("11", "Jane Doe", "Team A"), ("12", "Max Roe", "Team A"),
                      ("13", "Bo Lee", "Default group"), ("14", "Ann Absent", ""))  # fmt: skip
    report = handed_back(tmp_path, "class.zip", "--gradebook", sheet, "--zero-missing")
    folders = [folder_in_moodle(name) for name in names_in(report)]
    assert sorted(folders) == [("Bo Lee", "13"), ("Jane Doe", "11"), ("Max Roe", "12")]
    stored = importers.moodle((report / "gradebook" / "book.csv").read_bytes())
    assert set(stored) == {"11", "12", "13", "14"}
    assert (
        "1 without a submission, who got 0 (Ann Absent)" in (report / "gradebook.txt").read_text()
    )
    done = grade(tmp_path, "regrade")
    assert "Give the grading worksheet with --gradebook" in done.stdout
    assert not (report / "feedback.zip").exists()


def folder_in_moodle(path: str) -> tuple[str, str]:
    """How Moodle's importer reads a path: the name and the participant's number."""
    name, number, kind, plugin, *_ = path.split("/", maxsplit=1)[0].split("_", 4)
    assert (kind, plugin) == ("assignsubmission", "file")
    return name, number


def test_feedback_for_canvas_and_brightspace_is_named_as_they_read_it(tmp_path):
    """Canvas takes the first two numbers between `_`; Brightspace knows its own folders."""
    files = {"student_1_40001_600010_backprop.py": PROGRAM,
             "2023001_40002_600011_backprop.py": PROGRAM}  # fmt: skip
    (tmp_path / "class.zip").write_bytes(zipped(files))
    numbers = [
        [word for word in name.split("_") if word.isdecimal()][:2]
        for name in names_in(handed_back(tmp_path, "class.zip"))
    ]
    assert sorted(numbers) == [["40001", "600010"], ["40002", "600011"]]
    anonymous = tmp_path / "anonymous"
    anonymous.mkdir()
    files = {"anon_aB3dE_600010_backprop.py": PROGRAM, "LATE_anon_x9Y8z_600011_1_b.py": PROGRAM,
             "anon_Qq2Qq_text.html": b"<p>I could not"}  # fmt: skip
    (anonymous / "class.zip").write_bytes(zipped(files))
    report = handed_back(anonymous, "class.zip")
    words = [name.split("_") for name in names_in(report)]  # the importer takes LATE out first
    assert sorted(each[:3] for each in words) == [
        ["anon", "aB3dE", "600010"], ["anon", "x9Y8z", "600011"]
    ]  # fmt: skip
    assert (
        "feedback.zip leaves out 1 for whom the LMS would take no file"
        in grade(anonymous, "regrade").stdout
    )
    start = "100-200 - Jane Doe - Nov 20, 2026 926 PM"
    layouts = {
        "folders": (f"{start}/hw/backprop.py", f"{start}/feedback."),
        "flat": (f"{start} - backprop.py", f"{start} - feedback."),
    }
    for name, (path, kept) in layouts.items():
        home = tmp_path / name
        home.mkdir()
        (home / "class.zip").write_bytes(zipped({path: PROGRAM}))
        (only,) = names_in(handed_back(home, "class.zip"))
        assert only.startswith(kept)


def test_names_in_any_script_are_the_names_of_feedback_files(tmp_path):
    """张伟 is found by 张伟, and no name is too long for a file system."""
    folder = write_files(tmp_path / "class", {"张伟.py": PROGRAM, f"{'ж' * 100}.py": PROGRAM})
    report = handed_back(tmp_path, folder)
    names = [path.name for path in (report / "feedback").iterdir()]
    assert any(name.startswith("张伟-") for name in names)
    assert max(len(name.encode()) for name in names) < 255

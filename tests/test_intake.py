"""Whatever an LMS hands over is taken in: nobody is lost, nothing is believed, nothing guessed."""

from __future__ import annotations

import builtins
import os
import signal
import sys
import zipfile
from pathlib import Path

import lms
import pytest
from byhand.grader.classroom.intake.delivery import Delivery, Intake
from byhand.grader.classroom.intake.folder import from_folder
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.errors import IntakeError, RefusedError
from lms import PROGRAM, ZipFolder, people, write_files, zipped

ADA, BEA, CEM = people(3)
OTHER = b"print('another')\n"


def by_student(intake: Intake) -> dict[str, Delivery]:
    assert len({d.student for d in intake.deliveries}) == len(intake.deliveries)
    return {delivery.student: delivery for delivery in intake.deliveries}


def zip_at(folder: Path, pack: ZipFolder, name: str = "class.zip") -> Path:
    path = folder / name
    path.write_bytes(pack.pack())
    return path


def the_only(intake: Intake) -> Delivery:
    (delivery,) = intake.deliveries
    return delivery


def assert_handed_on(delivery: Delivery, hands_in: lms.Pitfall) -> None:
    assert delivery.content == hands_in.graded, hands_in.what
    assert hands_in.problem in delivery.problem, hands_in.what
    assert bool(delivery.problem) == bool(hands_in.problem), hands_in.what
    assert hands_in.notice in " | ".join(delivery.notices), hands_in.what
    assert (delivery.file == "") == bool(delivery.problem), hands_in.what


# Canvas


def test_a_canvas_class_of_300_with_every_pitfall(tmp_path):
    """Each of 300 students gets exactly one delivery, with their bytes or the reason why not."""
    canvas = lms.canvas_class(tmp_path)
    intake = take_in([canvas.download])
    found = by_student(intake)
    assert intake.layout == "canvas"
    assert set(found) == {person.canvas_id for person in canvas.students}
    for student, hands_in in canvas.handed_in.items():
        assert_handed_on(found[student], hands_in)
    assert {student for student, d in found.items() if d.late} == canvas.late
    assert all(d.identifiers == {"canvas_id": student} for student, d in found.items())


def test_what_is_nobodys_is_listed_with_the_reason(tmp_path):
    """Junk, paths that lead out and strange files are named, and grade nobody."""
    intake = take_in([lms.canvas_class(tmp_path).download])
    assert intake.ignored == (
        "../doeevil_1_2_backprop.py: its path leads out of the download",
        "/etc/doeevil_1_2_backprop.py: its path leads out of the download",
        "notes of the teacher.txt: not named as in canvas",
        "Thumbs.db: left by a computer, not by a person",
        "__MACOSX: left by a computer, not by a person",
    )


def test_a_zip_is_not_unpacked(tmp_path):
    """Taking in a zip with paths that lead out writes no file anywhere."""
    inside = tmp_path / "inside"
    inside.mkdir()
    canvas = lms.canvas_class(inside)
    before = sorted(tmp_path.rglob("*"))
    take_in([canvas.download])
    assert sorted(tmp_path.rglob("*")) == before


def test_taking_in_twice_gives_the_same(tmp_path):
    """The same download gives equal deliveries in the same order, zipped or unpacked."""
    moodle = lms.moodle_class(tmp_path)
    unpacked = tmp_path / moodle.download.stem
    with zipfile.ZipFile(moodle.download) as archive:
        archive.extractall(unpacked)
    zipped_class = take_in([moodle.download])
    assert zipped_class == take_in([moodle.download])
    assert zipped_class.deliveries == take_in([unpacked]).deliveries


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("doejane_12345_67890_backprop.py", ("12345", "doejane", False, "backprop.py")),
        ("doejane_LATE_12345_67890_backprop.py", ("12345", "doejane", True, "backprop.py")),
        ("12345_67890_backprop.py", ("12345", "12345", False, "backprop.py")),
        ("anon_aB3dE_678_backprop.py", ("anon_aB3dE", "anon_aB3dE", False, "backprop.py")),
        ("LATE_anon_aB3dE_678_backprop.py", ("anon_aB3dE", "anon_aB3dE", True, "backprop.py")),
        ("शर्माराम_12345_67890_backprop.py", ("12345", "शर्माराम", False, "backprop.py")),
        ("doe_12_jane_12345_67890_backprop.py", ("12345", "doe_12_jane", False, "backprop.py")),
        ("team9_12345_67890_my 2_3_try.py", ("12345", "team9", False, "my 2_3_try.py")),
    ],
)
def test_canvas_names(tmp_path, path, told):
    """A name in a Canvas zip tells id, name, lateness and the file, in whatever script."""
    pack = ZipFolder()
    pack.add(path)
    delivery = the_only(take_in([zip_at(tmp_path, pack)], layout="canvas"))
    assert (delivery.student, delivery.name, delivery.late, delivery.file) == told
    assert delivery.content == PROGRAM


def test_a_text_entry_is_a_delivery_without_a_file(tmp_path):
    """Whoever typed text instead of uploading is told so, and is not lost."""
    pack = ZipFolder()
    pack.add("doejane_12345_text.html", b"<p>my answer</p>")
    delivery = the_only(take_in([zip_at(tmp_path, pack)]))
    assert delivery.problem == (
        "there is no Python file among what was handed in: text.html; "
        "hand in backprop.py or backprop_numpy.py itself"
    )
    assert delivery.origin == "doejane_12345_text.html"


# Moodle


@pytest.mark.parametrize("flat", [False, True], ids=["folders", "flat"])
def test_a_moodle_class_with_every_pitfall(tmp_path, flat):
    """Both of Moodle's ways to lay out a download give a delivery for each participant."""
    moodle = lms.moodle_class(tmp_path, flat=flat)
    intake = take_in([moodle.download])
    found = by_student(intake)
    assert intake.layout == "moodle"
    for student, hands_in in moodle.handed_in.items():
        assert_handed_on(found[student], hands_in)
    for person in moodle.students:
        assert found[person.participant].name == person.full_name
        assert found[person.participant].identifiers == {"moodle_participant": person.participant}


@pytest.mark.parametrize(
    ("folder", "student", "name"),
    [
        ("Jane Doe_123_assignsubmission_file_", "123", "Jane Doe"),
        ("jdoe_Jane Doe_123_assignsubmission_file", "123", "jdoe_Jane Doe"),
        ("Participant_123_assignsubmission_file", "123", "Participant 123"),
        ("Red team_45_assignsubmission_file", "45", "Red team"),
        ("Default group_assignsubmission_file", "default group", "Default group"),
    ],
)
def test_moodle_folders(tmp_path, folder, student, name):
    """Old and new folders, blind marking, teams, and a username before the name."""
    pack = ZipFolder()
    pack.add(f"{folder}/sub/dirs/backprop.py")
    delivery = the_only(take_in([zip_at(tmp_path, pack)]))
    assert (delivery.student, delivery.name) == (student, name)
    assert (delivery.file, delivery.content) == ("backprop.py", PROGRAM)
    assert delivery.origin == f"{folder}/sub/dirs/backprop.py"


# Blackboard and Brightspace: several attempts


def blackboard_attempts(tmp_path: Path) -> Path:
    return lms.blackboard_zip(
        tmp_path,
        {
            (ADA, "2026-11-19-08-00-00"): {"backprop.py": OTHER},
            (ADA, "2026-11-20-12-30-00"): {"backprop.py": PROGRAM},
            (BEA, "2026-11-20-12-00-00"): {"backprop.py": PROGRAM},
            (CEM, "2026-11-20-12-00-00"): {},
        },
    )


def test_blackboard_gives_the_latest_attempt(tmp_path):
    """Of several attempts the last one counts, and the delivery says so."""
    intake = take_in([blackboard_attempts(tmp_path)])
    found = by_student(intake)
    assert intake.layout == "blackboard"
    assert set(found) == {"user0", "user1", "user2"}
    ada = found["user0"]
    assert (ada.name, ada.content) == (ADA.full_name, PROGRAM)
    assert (ada.submitted_at, ada.attempt) == ("2026-11-20T12:30:00", "2026-11-20-12-30-00")
    assert ada.notices == ("attempt 2 of 2",)
    assert ada.identifiers == {"login": "user0"}
    assert (found["user1"].attempt, found["user1"].notices) == ("", ())
    assert found["user2"].problem == "nothing was handed in"


@pytest.mark.parametrize("attempt", ["all", "best"])
def test_all_attempts_on_request(tmp_path, attempt):
    """For all, and for the best, which only grading can tell, every attempt is a delivery."""
    intake = take_in([blackboard_attempts(tmp_path)], attempt=attempt)
    ada = [delivery for delivery in intake.deliveries if delivery.student == "user0"]
    assert [delivery.content for delivery in ada] == [OTHER, PROGRAM]
    assert [delivery.attempt for delivery in ada] == ["2026-11-19-08-00-00", "2026-11-20-12-30-00"]


def test_blackboard_logins_with_underscores_come_from_its_page(tmp_path):
    """HW_3_jane_doe_attempt_… is jane_doe's, because the page beside it says so."""
    pack = ZipFolder()
    pack.add("HW_3_jane_doe_attempt_2026-11-20-12-00-00.txt", b"Name: Jane Doe (jane_doe)\r\n")
    pack.add("HW_3_jane_doe_attempt_2026-11-20-12-00-00_backprop.py")
    assert the_only(take_in([zip_at(tmp_path, pack)])).student == "jane_doe"


def test_blackboard_with_numbers_is_not_taken_for_canvas(tmp_path):
    """HW_2_1234567_attempt_… has two numbers as Canvas has, and is Blackboard's all the same."""
    pack = ZipFolder()
    for login in ("1234567", "1234568"):
        pack.add(f"HW_2_{login}_attempt_2026-11-20-12-00-00_backprop.py")
    assert set(by_student(take_in([zip_at(tmp_path, pack)]))) == {"1234567", "1234568"}


def test_brightspace_gives_the_latest_folder(tmp_path):
    """A student has a folder for each submission; the last by date counts, not by spelling."""
    download = lms.brightspace_folder(
        tmp_path,
        {
            (ADA, "Nov 9, 2026 1130 PM"): {"backprop.py": PROGRAM},
            (ADA, "Nov 10, 2026 905 AM"): {"backprop.py": OTHER},
            (BEA, "05 March 2026 612 PM"): {"backprop.py": PROGRAM},
        },
    )
    intake = take_in([download])
    ada, bea = intake.deliveries
    assert intake.layout == "brightspace"
    assert (ada.name, ada.content) == (ADA.full_name, OTHER)
    assert (ada.submitted_at, bea.submitted_at) == ("2026-11-10T09:05", "2026-03-05T18:12")
    assert intake.ignored == ("index.html: not named as in brightspace",)


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Jul 30, 2026 1053 PM", "2026-07-30T22:53"),
        ("Jul 30, 2026 10:53 PM", "2026-07-30T22:53"),
        ("Jan 1, 2026 1205 AM", "2026-01-01T00:05"),
        ("Jan 1, 2026 1205 PM", "2026-01-01T12:05"),
        ("05 March 2026 612 PM", "2026-03-05T18:12"),
        ("3 déc. 2026 1812", "2026-12-03T18:12"),
        ("3. Mai 2026 18:12", "2026-05-03T18:12"),
        ("3 juillet 2026 0930", "2026-07-03T09:30"),
    ],
)
def test_brightspace_dates_in_several_languages(tmp_path, date, moment):
    """Dates are read without the machine's locale, in folders and in flat names."""
    pack = ZipFolder()
    pack.add(f"5000-77 - Jane - Doe - {date}/backprop.py")
    pack.add(f"5001-77 - 100234 Roe - {date} - backprop - Copy.py")
    jane, roe = take_in([zip_at(tmp_path, pack)]).deliveries[::-1]
    assert (jane.name, jane.submitted_at) == ("Jane - Doe", moment)
    assert (roe.file, roe.submitted_at) == ("backprop - Copy.py", moment)
    assert roe.identifiers == {"login": "100234", "org_defined_id": "100234"}


def test_a_date_that_is_not_understood_is_said(tmp_path):
    """Two folders whose dates can't be read are not put in an order: a person must."""
    pack = ZipFolder()
    pack.add("5000-77 - Jane Doe - 30 heinäk. 2026 1053/backprop.py", PROGRAM)
    pack.add("5000-77 - Jane Doe - 31 heinäk. 2026 1053/backprop.py", OTHER)
    delivery = the_only(take_in([zip_at(tmp_path, pack)]))
    assert "not clear which file is meant" in delivery.problem
    assert "the date 30 heinäk. 2026 1053 was not understood" in delivery.notices


# Gradescope, nbgrader, clones, plain folders, and expressions


def test_a_gradescope_export_names_people_and_groups(tmp_path):
    """The metadata says who handed in what; a group is one delivery with its members."""
    pytest.importorskip("yaml")
    download = lms.gradescope_export(tmp_path, [([ADA], PROGRAM), ([BEA, CEM], OTHER), ([], b"")])
    intake = take_in([download])
    found = by_student(intake)
    assert intake.layout == "gradescope"
    ada = found[ADA.student_number]
    assert (ada.name, ada.content, ada.members) == (ADA.full_name, PROGRAM, ())
    assert ada.submitted_at.startswith("2026-11-20T04:05:06.123")
    assert ada.identifiers == {
        "gradescope_submission": "1000",
        "org_defined_id": ADA.student_number,
        "email": ADA.email,
    }
    group = found["submission_1001"]
    assert group.members == (BEA.full_name, CEM.full_name)
    assert "Gradescope names nobody who handed this in" in found["submission_1002"].notices


def test_a_gradescope_submission_without_files_is_not_lost(tmp_path):
    """Who is in the metadata has a delivery, files or none."""
    pytest.importorskip("yaml")
    download = lms.gradescope_export(tmp_path, [([ADA], PROGRAM), ([BEA], PROGRAM)])
    (download / "submission_1001" / "backprop.py").unlink()
    found = by_student(take_in([download]))
    assert found[BEA.student_number].problem == "nothing was handed in"


def test_without_pyyaml_the_extra_is_named(tmp_path, monkeypatch):
    """Gradescope needs PyYAML, and the error says how to get it."""

    def without_yaml(name, *rest):
        if name == "yaml":
            raise ImportError(name)
        return real_import(name, *rest)

    real_import = builtins.__import__
    download = lms.gradescope_export(tmp_path, [([ADA], PROGRAM)])
    monkeypatch.setattr(builtins, "__import__", without_yaml)
    with pytest.raises(IntakeError, match=r"pip install 'byhand\[class\]'"):
        take_in([download])


def test_nbgraders_tree(tmp_path):
    """submitted/student/assignment/file, with nbgrader's timestamp read as UTC."""
    write_files(
        tmp_path / "course",
        {
            "submitted/ada/ps1/backprop.ipynb": b'{"cells": []}',
            "submitted/ada/ps1/timestamp.txt": b"2026-11-20 12:00:00.5 UTC\n",
            "submitted/bea/ps1/backprop.py": PROGRAM,
        },
    )
    for path in (tmp_path / "course", tmp_path / "course" / "submitted"):
        intake = take_in([path])
        found = by_student(intake)
        assert intake.layout == "nbgrader"
        assert found["ada"].submitted_at == "2026-11-20T12:00:00.500000+00:00"
        assert found["ada"].content == b'{"cells": []}'
        assert (found["bea"].submitted_at, found["bea"].content) == ("", PROGRAM)


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2026-11-20 12:00:00 +0100", "2026-11-20T12:00:00+01:00"),
        ("2026-11-20 12:00:00-05:30", "2026-11-20T12:00:00-05:30"),
        ("2026-11-20 12:00:00 UTC+01:00", "2026-11-20T12:00:00+01:00"),
        ("2026-11-20 12:00:00.5 GMT", "2026-11-20T12:00:00.500000+00:00"),
        ("2026-11-20T12:00:00.123456789Z", "2026-11-20T12:00:00.123456+00:00"),
        ("20261120120000123", "2026-11-20T12:00:00+00:00"),
        ("2026-11-20 12:00:00", "2026-11-20T12:00:00+00:00"),
    ],
)
def test_a_zone_in_numbers_is_read(tmp_path, told, moment):
    """And UTC under its own names; a time without a zone is in UTC, as nbgrader and Sakai say."""
    files = {
        "submitted/ada/ps1/backprop.py": PROGRAM,
        "submitted/ada/ps1/timestamp.txt": told.encode() + b"\n",
    }
    ada = the_only(take_in([write_files(tmp_path / "course", files)]))
    assert (ada.submitted_at, ada.notices) == (moment, ())


@pytest.mark.parametrize(
    ("told", "notice"),
    [
        (b"2026-11-20 12:00:00.5 EST", "the date 2026-11-20 12:00:00.5 EST was not understood"),
        (b"20261320120000123", "the date 20261320120000123 was not understood"),
        (b"", "timestamp.txt is empty"),
        (b"\xff\xfe2", "timestamp.txt is no text"),
        (b"2026-11-20" * 20, "timestamp.txt is larger than"),
    ],
)
def test_a_time_that_is_not_understood_stands_at_its_student(tmp_path, told, notice):
    """Letters are no zone: EST is one in New York and another one in Brisbane."""
    files = {
        "HW 3/Doe, Jane(jdoe)/Submission attachment(s)/backprop.py": PROGRAM,
        "HW 3/Doe, Jane(jdoe)/timestamp.txt": told,
    }
    pack = ZipFolder()
    for name, content in files.items():
        pack.add(name, content)
    jane = the_only(take_in([zip_at(tmp_path, pack)]))
    assert (jane.submitted_at, jane.content) == ("", PROGRAM)
    assert [each.startswith(notice) for each in jane.notices] == [True]


@pytest.mark.parametrize("unpacked", [False, True])
def test_sakais_folders(tmp_path, unpacked):
    """Sakai's own files are nobody's work; who handed in text alone, or nothing, is not lost."""
    work = "Submission attachment(s)"
    files = {
        "HW 3/grades.csv": b"HW 3,Points\n",
        f"HW 3/Doe, Jane(jdoe)/{work}/backprop.py": PROGRAM,
        f"HW 3/Doe, Jane(jdoe)/{work}/notes/helper.py": OTHER,
        "HW 3/Doe, Jane(jdoe)/timestamp.txt": b"20261120123045678",
        "HW 3/Doe, Jane(jdoe)/comments.txt": b"",
        "HW 3/Doe, Jane(jdoe)/Doe, Jane(jdoe)_submissionText.html": b"<p>see file</p>",
        "HW 3/Doe, Jane(jdoe)/Feedback Attachment(s)/backprop.py": OTHER,
        "HW 3/O'Neill, Bo (Bobby)(900012)/timestamp.txt": b"2026-11-20T12:30:45.678Z",
        f"HW 3/de la Cruz,(cruz)/{work}/": b"",
        f"HW 3/0a1b2c Anonymous/{work}/backprop.py": PROGRAM,
    }
    pack = ZipFolder()
    for name, content in files.items():
        pack.add(name, content)
    path = zip_at(tmp_path, pack)
    if unpacked:
        zipfile.ZipFile(path).extractall(tmp_path / "unpacked")
        path = tmp_path / "unpacked" / "HW 3"
    intake = take_in([path])
    found = by_student(intake)
    assert intake.layout == "sakai"
    assert intake.ignored == ("grades.csv: not named as in sakai",)
    assert {who: d.name for who, d in found.items()} == {
        "jdoe": "Jane Doe",
        "900012": "Bo (Bobby) O'Neill",
        "cruz": "de la Cruz",
        "0a1b2c anonymous": "0a1b2c Anonymous",
    }
    assert (found["jdoe"].content, found["jdoe"].submitted_at) == (
        PROGRAM,
        "2026-11-20T12:30:45+00:00",
    )
    assert found["jdoe"].identifiers["login"] == "jdoe"
    assert found["jdoe"].notices == ("handed in as well, and not graded: notes/helper.py",)
    assert {found[who].problem for who in ("900012", "cruz")} == {"nothing was handed in"}
    assert found["900012"].submitted_at == "2026-11-20T12:30:45.678000+00:00"
    assert found["0a1b2c anonymous"].content == PROGRAM


def test_sakais_files_without_folders(tmp_path):
    """As Sakai gives them out on request: the names tell the same, but for the time."""
    pack = ZipFolder()
    for who in ("Doe, Jane(jdoe)", "Li, Bo(bli)"):
        pack.add(f"HW 3/{who}_Submission attachment(s)_backprop.py")
    intake = take_in([zip_at(tmp_path, pack)])
    assert (intake.layout, set(by_student(intake))) == ("sakai", {"jdoe", "bli"})
    assert [each.file for each in intake.deliveries] == ["backprop.py"] * 2


def test_git_clones_are_named_by_login(tmp_path):
    """What the repositories' names share is the exercise; the rest is the login."""
    logins = ["ada-x", "ada-y", "bea"]
    for login in logins:
        clone = tmp_path / "class" / f"ex-3-{login}"
        write_files(clone, {".git/config": b"", ".github/x.yml": b"", "backprop.py": PROGRAM})
    write_files(tmp_path / "class", {"students.csv": b"username\n"})
    intake = take_in([tmp_path / "class"])
    assert intake.layout == "clones"
    assert set(by_student(intake)) == set(logins)
    assert all(delivery.content == PROGRAM for delivery in intake.deliveries)
    assert "students.csv: not named as in clones" in intake.ignored


def test_the_folder_of_the_clones_tells_the_exercise(tmp_path):
    """Where all logins begin alike, the name of the folder around them decides."""
    for login in ("a-1", "a-2"):
        clone = tmp_path / "ex3-submissions" / f"ex3-{login}"
        write_files(clone, {".git/config": b"", "backprop.py": PROGRAM})
    assert set(by_student(take_in([tmp_path / "ex3-submissions"]))) == {"a-1", "a-2"}


def test_a_plain_folder(tmp_path):
    """ID.py, ID_backprop.py, ID.zip and ID/… are a student each; other files are listed."""
    write_files(
        tmp_path / "class",
        {
            "100.py": PROGRAM,
            "101_backprop.py": PROGRAM,
            "102.zip": zipped({"backprop.py": PROGRAM}),
            "103/backprop.py": PROGRAM,
            "104/deep/in/there/backprop.py": PROGRAM,
            "roster.csv": b"id\n",
        },
    )
    (tmp_path / "class" / "105").mkdir()
    intake = take_in([tmp_path / "class"])
    found = by_student(intake)
    assert intake.layout == "plain"
    assert set(found) == {"100", "101", "102", "103", "104", "105"}
    assert all(found[str(number)].content == PROGRAM for number in range(100, 105))
    assert found["100"].notices == ()
    assert found["105"].problem == "nothing was handed in", "an empty folder is somebody's"
    assert intake.ignored == ("roster.csv: not named as in plain",)


def test_a_plain_zip_with_a_folder_around(tmp_path):
    """A folder that holds everything is no student."""
    pack = ZipFolder()
    for name in ("ada", "bea"):
        pack.add(f"week 3/class/{name}.py")
    assert set(by_student(take_in([zip_at(tmp_path, pack)]))) == {"ada", "bea"}


def test_one_students_folder(tmp_path):
    """A folder with the exercise in it, under its own name, is one student's."""
    write_files(tmp_path / "Ada", {"backprop.py": PROGRAM, "matrix.py": OTHER, "LESSON.md": b""})
    delivery = the_only(take_in([tmp_path / "Ada"]))
    assert (delivery.student, delivery.name, delivery.content) == ("ada", "Ada", PROGRAM)


def test_loose_files_are_told_apart_by_their_folders(tmp_path):
    """What a shell makes of class/*/backprop.py is a delivery for each folder."""
    files = [
        write_files(tmp_path / name, {"backprop.py": PROGRAM}) / "backprop.py"
        for name in ("ada", "bea")
    ]
    assert set(by_student(take_in(files))) == {"ada", "bea"}


def test_loose_zips_are_a_student_each(tmp_path):
    """ada.zip and bea.zip, each with the exercise in it, are Ada's and Bea's."""
    for name, program in (("ada", PROGRAM), ("bea", OTHER)):
        (tmp_path / f"{name}.zip").write_bytes(zipped({"work/backprop.py": program}))
    found = by_student(take_in(sorted(tmp_path.iterdir())))
    assert {student: delivery.content for student, delivery in found.items()} == {
        "ada": PROGRAM,
        "bea": OTHER,
    }


def test_names_that_differ_in_case_are_two_students(tmp_path):
    """Composed or not, José is one; Ada and ada are two, and each says of whom it isn't."""
    pack = ZipFolder()
    pack.add("Jos\u00e9.py", PROGRAM)
    pack.add("Jose\u0301.py", OTHER)
    pack.add("Ada.py", PROGRAM)
    pack.add("ada.py", OTHER)
    found = by_student(take_in([zip_at(tmp_path, pack)]))
    assert set(found) == {"jos\u00e9", "ada Ada", "ada ada"}
    assert "not clear which file is meant" in found["jos\u00e9"].problem
    assert (found["ada Ada"].content, found["ada ada"].content) == (PROGRAM, OTHER)
    assert "not taken for ada" in found["ada Ada"].notices


def test_a_name_regex_reads_any_layout(tmp_path):
    """An expression with student_id takes in what no layout fits, attempts and names too."""
    write_files(
        tmp_path / "odd",
        {
            "hw3--ada--20261119--Ada--Doe/backprop.py": OTHER,
            "hw3--ada--20261120--Ada--Doe/backprop.py": PROGRAM,
            "readme.txt": b"",
        },
    )
    expression = (
        r"hw3--(?P<student_id>\w+)--(?P<timestamp>\d+)--(?P<first_name>\w+)--(?P<last_name>\w+)"
        r"/(?P<file_id>.+)"
    )
    intake = take_in([tmp_path / "odd"], name_regex=expression)
    delivery = the_only(intake)
    assert intake.layout == "name-regex"
    assert (delivery.student, delivery.name) == ("ada", "Ada Doe")
    assert (delivery.content, delivery.attempt) == (PROGRAM, "20261120")
    assert intake.ignored == ("readme.txt: not named as in name-regex",)


# Recognised for certain, or not at all


def test_sections_of_one_system_are_one_class(tmp_path):
    """Two zips of the same system are taken in together."""
    first, second = ZipFolder(), ZipFolder()
    first.add("a_1_2_backprop.py")
    second.add("b_3_4_backprop.py")
    paths = [zip_at(tmp_path, first, "a.zip"), zip_at(tmp_path, second, "b.zip")]
    assert set(by_student(take_in(paths))) == {"1", "3"}


def test_two_systems_at_once_are_refused(tmp_path):
    """Downloads of different systems are graded one after the other."""
    first, second = ZipFolder(), ZipFolder()
    first.add("a_1_2_backprop.py")
    second.add("Jane Doe_123_assignsubmission_file_/backprop.py")
    paths = [zip_at(tmp_path, first, "a.zip"), zip_at(tmp_path, second, "b.zip")]
    with pytest.raises(IntakeError, match="come from canvas and moodle; grade them one after"):
        take_in(paths)


def test_a_download_that_fits_two_systems_asks_for_layout(tmp_path):
    """Half Canvas, half Moodle: the error names both, and --layout."""
    pack = ZipFolder()
    pack.add("a_1_2_backprop.py")
    pack.add("Jane Doe_123_assignsubmission_file_/backprop.py")
    download = zip_at(tmp_path, pack)
    with pytest.raises(IntakeError, match="from canvas or from moodle; say which with --layout"):
        take_in([download])
    intake = take_in([download], layout="moodle")
    assert set(by_student(intake)) == {"123"}
    assert intake.ignored == ("a_1_2_backprop.py: not named as in moodle",)


def test_a_few_files_of_a_system_ask_for_layout(tmp_path):
    """One Canvas name among plain ones settles nothing."""
    pack = ZipFolder()
    pack.add("a_1_2_backprop.py")
    for name in ("ada", "bea", "cem"):
        pack.add(f"{name}.py")
    with pytest.raises(IntakeError, match=r"only 25% of the files .* --layout plain"):
        take_in([zip_at(tmp_path, pack)])


def test_a_folder_around_a_download_does_not_hide_it(tmp_path):
    """A zip that was unpacked and packed again, folder and all, is still Canvas's."""
    pack = ZipFolder()
    pack.add("week 3/submissions/doejane_1_2_backprop.py")
    download = zip_at(tmp_path, pack)
    for layout in (None, "canvas"):
        intake = take_in([download], layout=layout)
        assert (intake.layout, the_only(intake).student) == ("canvas", "1")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layout": "cnavas"}, "there is no layout 'cnavas'; choose one of canvas, moodle"),
        ({"layout": "moodle"}, "is named as in moodle"),
        ({"name_regex": "("}, "--name-regex is not a regular expression"),
        ({"name_regex": "x"}, r"name a group \(\?P<student_id>"),
        ({"name_regex": "(?P<student_id>x)"}, "is named as in name-regex"),
        ({"name_regex": "x", "layout": "canvas"}, "leave one of them out"),
        ({"attempt": "first"}, "choose one of latest, best, all"),
        ({"name_encoding": "klingon"}, "there is no encoding 'klingon'"),
    ],
)
def test_wrong_options_say_what_to_do(tmp_path, options, message):
    """Each wrong option has an error that ends with the next action."""
    download = write_files(tmp_path / "class", {"ada.py": PROGRAM})
    with pytest.raises(IntakeError, match=message):
        take_in([download], **options)


def test_nothing_to_take_in_is_an_error(tmp_path):
    """An empty folder, a missing path, a file that is no zip: the fact, then what to do."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "not.zip").write_bytes(b"<html>please log in</html>")
    pack = ZipFolder()
    pack.add("../evil.py")
    evil = zip_at(tmp_path, pack, "evil.zip")
    for paths, message in (
        ([], "nothing to take in"),
        ([tmp_path / "empty"], "empty holds no file"),
        ([tmp_path / "missing"], "there is no .*missing; check the name"),
        ([tmp_path / "not.zip"], "cannot be opened as a zip .*; download it again"),
        ([evil], "evil holds no file .*leads out of the download"),
    ):
        with pytest.raises(IntakeError, match=message):
            take_in(paths)


# Zips and folders are not to be trusted


def test_the_last_of_two_entries_with_one_name_counts(tmp_path):
    """A name that is in the zip twice means its last entry, as when unpacking, and is said."""
    pack = ZipFolder()
    pack.add("doejane_1_2_backprop.py", OTHER)
    pack.add("doejane_1_2_backprop.py", PROGRAM)
    delivery = the_only(take_in([zip_at(tmp_path, pack)]))
    assert delivery.content == PROGRAM
    assert delivery.notices == (
        "doejane_1_2_backprop.py is there more than once; the last one counts",
    )


@pytest.mark.parametrize(
    "name", ["a\\..\\b.py", "C:/b.py", "a/../../b.py", "a\x1b[2Jb.py", "//b.py", "\u202eada.py",
     "b\u2066/backprop.py", "a\u200bda.py", "ada\u200d/backprop.py", "ad\u00ada.py", "ada\u2028.py",
     "\u3164ada.py"],
)  # fmt: skip
def test_names_that_are_not_believed(tmp_path, name):
    """Backslashes, drives, climbing, what steers a screen or is not seen: left aside and named."""
    pack = ZipFolder()
    pack.add("ada.py")
    pack.add(name, OTHER)
    intake = take_in([zip_at(tmp_path, pack)])
    assert set(by_student(intake)) == {"ada"}
    (ignored,) = intake.ignored
    assert ignored.isprintable()
    reasons = ("leads out of the download", "control characters", "cannot be seen")
    assert any(reason in ignored for reason in reasons)


def test_what_joins_letters_is_part_of_a_name(tmp_path):
    """Persian and Hindi are written with it, pictures are put together, and Hebrew is marked."""
    names = ("علی\u200cرضا", "श्री\u200dमान", "👩\u200d💻", "\u200fנועה\u200e")
    pack = ZipFolder()
    for name in names:
        pack.add(f"{name}/backprop.py")
    intake = take_in([zip_at(tmp_path, pack)])
    assert {delivery.name for delivery in intake.deliveries} == set(names)
    assert intake.ignored == ()


def test_names_in_a_foreign_encoding(tmp_path):
    """A name that isn't UTF-8 and doesn't say what it is: told, and read right on request."""
    pack = ZipFolder()
    pack.add_raw("José.py".encode("cp1252"))
    pack.add_raw("Łukasz.py".encode())
    download = zip_at(tmp_path, pack)
    found = by_student(take_in([download]))
    assert found["łukasz"].notices == ()
    (guessed,) = set(found) - {"łukasz"}
    assert "--name-encoding cp1252" in found[guessed].notices[0]
    assert set(by_student(take_in([download], name_encoding="cp1252"))) == {"josé", "łukasz"}


def test_a_zip_with_a_password_says_so(tmp_path):
    """An encrypted member is a delivery whose problem is the password."""
    pack = ZipFolder()
    pack.add("doejane_1_2_backprop.py")
    data = bytearray(pack.pack())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "class.zip").write_bytes(data)
    delivery = the_only(take_in([tmp_path / "class.zip"]))
    assert delivery.problem == "backprop.py needs a password"


def test_too_many_entries_are_not_looked_at(tmp_path, monkeypatch):
    """Above the cap on entries, zips and folders are refused as a whole."""
    for kind in ("zip", "folder"):
        monkeypatch.setattr(f"byhand.grader.classroom.intake.{kind}.ENTRIES", 3)
    names = ["a.py", "b.py", "c.py", "d.py"]
    pack = ZipFolder()
    for name in names:
        pack.add(name)
    folder = write_files(tmp_path / "folder", dict.fromkeys(names, PROGRAM))
    for path in (zip_at(tmp_path, pack), folder):
        with pytest.raises(IntakeError, match="entries"):
            take_in([path])


def test_links_in_a_folder_are_not_followed(tmp_path):
    """A link to a file outside, and one to a folder outside, give nothing of what they point to."""
    outside = write_files(tmp_path / "outside", {"backprop.py": b"SECRET = 1\n"})
    folder = write_files(tmp_path / "class", {"cem/backprop.py": PROGRAM})
    (folder / "ada").mkdir()
    (folder / "ada" / "backprop.py").symlink_to(outside / "backprop.py")
    (folder / "bea").symlink_to(outside)
    (folder / "bea.py").symlink_to(tmp_path / "nowhere")
    intake = take_in([folder])
    found = by_student(intake)
    assert found["ada"].problem == "backprop.py is a symbolic link"
    assert found["bea"].problem == "bea.py is a symbolic link"
    assert found["cem"].content == PROGRAM
    assert "bea: is a symbolic link" in intake.ignored
    assert not any(b"SECRET" in delivery.content for delivery in intake.deliveries)


def test_a_link_that_appears_after_listing_is_not_followed(tmp_path):
    """A file that is exchanged for a link between listing and reading is refused as well."""
    outside = write_files(tmp_path / "outside", {"backprop.py": b"SECRET = 1\n"}) / "backprop.py"
    file = write_files(tmp_path / "class", {"ada.py": PROGRAM}) / "ada.py"
    (entry,) = from_folder(file.parent).entries
    file.unlink()
    file.symlink_to(outside)
    with pytest.raises(RefusedError, match="cannot be read"):
        entry.read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    """A named pipe would keep a reader waiting for ever; it is refused, late or early."""
    folder = write_files(tmp_path / "class", {"ada.py": PROGRAM, "bea.py": PROGRAM})
    ada, _ = from_folder(folder).entries
    (folder / "ada.py").unlink()
    os.mkfifo(folder / "ada.py")
    found = by_student(take_in([folder]))
    assert found["ada"].problem == "ada.py is not a file"
    assert found["bea"].content == PROGRAM
    signal.alarm(20)  # a reader that waits ends the run here, rather than never
    with pytest.raises(RefusedError, match="is not a file"):
        ada.read()
    signal.alarm(0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are bytes")
def test_names_on_disk_that_are_not_utf_8(tmp_path):
    """A folder that was unpacked in the wrong encoding is read; the names can be put right."""
    folder = tmp_path / "class"
    folder.mkdir()
    with open(os.path.join(os.fsencode(folder), "José.py".encode("cp1252")), "wb") as file:
        file.write(PROGRAM)
    delivery = the_only(take_in([folder]))
    assert delivery.content == PROGRAM
    assert "--name-encoding" in delivery.notices[0]
    assert the_only(take_in([folder], name_encoding="cp1252")).name == "José"

"""Whatever a download, a gradebook or a roster holds: an answer or a refusal, and no crash.

Names and tables are put together by chance from what systems write. By default some are tried;
with BYHAND_FUZZ=5000 so many of each.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from byhand.grader.classroom import gradebook
from byhand.grader.classroom.gradebook import Grade
from byhand.grader.classroom.gradebook.roster import Roster
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.errors import GradebookError, IntakeError, RosterError
from lms import PROGRAM, zipped

COUNT = int(os.environ.get("BYHAND_FUZZ", "300"))
IN_NAMES = (
    "doe", "LATE", "12", "40001", "600010", "_", "__", ".py", "backprop.py", ".txt", "/", "/", " ",
    "_attempt_2026-11-20-10-00-00", "_assignsubmission_file", "_assignsubmission_file/", " - ",
    "- ", "Nov 20, 2026 926 PM", "100-200", "submitted/", ".git/HEAD", "submission_metadata.yml",
    "submission_7/", "timestamp.txt", "anon_aB3dE", "text.html", "é", "١٢", "²", "Ⅷ", ".zip",
    ".tar.gz", "(1)", "-1", "Default group", "\u0301",
)  # fmt: skip
CONTENTS = (PROGRAM, b"", b":submitters: [", b"submission_7: {:submitters: x}", b"2026-13-45")
HEADERS = (
    "Student", "ID", "SIS Login ID", "Section", "Ex (1)", "Ex 3 (98765)", "Identifier", "Grade",
    "Full name", "Maximum Grade", "Scale", "Groups", "Feedback comments", "Last modified (grade)",
    "OrgDefinedId", "Username", "Last Name", "Ex Points Grade <Numeric MaxPoints:10>",
    "End-of-Line Indicator", "HW [Total Pts: 10 Score] |66", "Total [Total Pts: up to 10 Score] |7",
    "Assignment: Ex (Real)", "Email address", "Vorname", "Nachname", "E-Mail-Adresse", "",
    "Note (x)", "Zeilenende",
)  # fmt: skip
CELLS = (
    "", "1", "#", "#1", "Participant 11", "Teilnehmer/in 3", "Doe, Jane", "jd", "10", "10,0", "EX",
    "N/A", "-", "Yes", "Ja", "    Points Possible", "(read only)", "a@x", "1764201600",
    "Good, Bad", "Needs Grading", '"q"', "x\ny", "²",
)  # fmt: skip


def downloads(chance: random.Random) -> Iterator[dict[str, bytes]]:
    for _ in range(COUNT):
        names = (
            "".join(chance.choices(IN_NAMES, k=chance.randint(1, 7))).strip("/")
            for _ in range(chance.choice([1, 2, 6]))
        )
        yield {name or "x": chance.choice(CONTENTS) for name in names if "//" not in name}


def tables(chance: random.Random) -> Iterator[bytes]:
    for _ in range(COUNT):
        text = io.StringIO()
        lines = csv.writer(
            text, delimiter=chance.choice(",;\t"), lineterminator=chance.choice(["\n", "\r\n"])
        )
        header = chance.sample(HEADERS, chance.randint(1, 9))
        lines.writerow(header)
        for _ in range(chance.randint(0, 4)):
            lines.writerow(chance.choices(CELLS, k=chance.randint(0, len(header) + 1)))
        yield text.getvalue().encode(chance.choice(["utf-8", "utf-8-sig", "utf-16"]))


def test_no_name_breaks_the_intake(tmp_path: Path) -> None:
    """Each file is somebody's, or is left aside, or a question is asked."""
    pytest.importorskip("yaml")
    refused = 0
    for files in downloads(random.Random(16)):
        (tmp_path / "class.zip").write_bytes(zipped(files))
        try:
            deliveries = take_in([tmp_path / "class.zip"]).deliveries
        except IntakeError:
            refused += 1
            continue
        students = [each.student for each in deliveries]
        assert students
        assert len(students) == len(set(students))
        assert all(each.problem or each.content in files.values() for each in deliveries)
    assert 0 < refused < COUNT


def test_no_table_breaks_a_gradebook_or_a_roster(tmp_path: Path) -> None:
    """It is filled in one column at most, or refused in words."""
    chance = random.Random(16)
    grades = [
        Grade({"canvas_id": "1", "moodle_participant": "11", "login": "jd"}, "Jane Doe", 8.0, 10.0),
        Grade({}, "Team", 5.0, 10.0, members=("Jane Doe", "X")),
    ]
    filled = 0
    for content in tables(chance):
        path = tmp_path / "book.csv"
        path.write_bytes(content)
        try:
            done = gradebook.fill(path, grades, scale=chance.random() < 0.3, zero_missing=True)
            filled += 1
            assert (done.content == content) == (done.written == 0)
        except GradebookError:
            pass
        with contextlib.suppress(RosterError):
            assert Roster.read(path).joined([]) == []
    assert filled

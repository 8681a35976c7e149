"""Grades go back into the LMS's own export: one column is filled, and no other byte changes."""

from __future__ import annotations

import csv
import io
import re

import lms
import pytest
from byhand.grader.classroom.gradebook import Filled, Grade
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.errors import GradebookError
from importers import fill

STUDENTS = lms.people(6)


def grade(person: lms.Person, points: float, **more) -> Grade:
    """A grade that knows its student by login, as most systems do."""
    return Grade({"login": person.login}, person.full_name, points, 10.0, **more)


def filled(tmp_path, export: bytes, grades, **options) -> Filled:
    path = tmp_path / "gradebook.csv"
    path.write_bytes(export)
    result = fill(path, grades, **options)
    assert path.read_bytes() == export, "the teacher's own file stays as it was"
    return result


SYSTEMS = {
    "canvas": (lms.canvas_gradebook, "Exercise 3, nets (98765)"),
    "brightspace": (
        lms.brightspace_gradebook,
        "Exercise 3 Points Grade <Numeric MaxPoints:10 Weight:5>",
    ),
    "blackboard": (lms.blackboard_gradebook, "HW_3 nets [Total Pts: 10 Score] |664617"),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_one_column_is_filled_and_no_other_byte_changes(tmp_path, system):
    """Encoding, mark, delimiter, quotes and line ends are as the LMS wrote them."""
    build, column = SYSTEMS[system]
    grades = [grade(STUDENTS[0], 8.5), grade(STUDENTS[1], 10.0), grade(STUDENTS[4], 0.0)]
    result = filled(tmp_path, build(STUDENTS), grades, column=column)
    assert result.content == build(STUDENTS, {0: "8.5", 1: "10", 4: "0"})
    assert (result.system, result.column, result.written) == (system, column, 3)
    assert len(result.without_submission) == 3
    assert result.without_row == ()
    assert result.notices == ()


def test_a_moodle_worksheet_takes_grades_and_feedback(tmp_path):
    """Moodle matches by the participant's number; its feedback is HTML, and is escaped as such."""
    grades = [
        Grade({"moodle_participant": "7000"}, "", 8.5, 10.0, feedback='y < ŷ, so "up"\nTry again'),
        Grade({"moodle_participant": "7002"}, "", 7.0, 10.0),
    ]
    result = filled(tmp_path, lms.moodle_worksheet(STUDENTS), grades)
    feedback = {0: '"y &lt; ŷ, so ""up""<br>Try again"'}
    assert result.content == lms.moodle_worksheet(STUDENTS, {0: "8.5", 2: "7"}, feedback)
    assert (result.system, result.column, result.written) == ("moodle", "Grade", 2)


def test_a_class_goes_from_canvas_to_grades_and_back(tmp_path):
    """300 students taken in from a Canvas zip fill Canvas's gradebook by Canvas's own rules."""
    canvas = lms.canvas_class(tmp_path)
    enrolled = [*canvas.students, *canvas.absent]
    export = lms.canvas_gradebook(enrolled)
    grades = [
        Grade(delivery.identifiers, delivery.name, len(delivery.content) % 11, 10.0)
        for delivery in take_in([canvas.download]).deliveries
    ]
    result = filled(tmp_path, export, grades, column="98765")
    assert set(result.without_submission) == {person.sortable_name for person in canvas.absent}
    assert (result.written, result.without_row) == (len(canvas.students), ())
    points = {g.identifiers["canvas_id"]: f"{g.points:g}" for g in grades}
    rows = list(csv.reader(io.StringIO(result.content.decode())))
    header = rows[0]
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert header[4] == "Section"
    assert re.fullmatch(r".+ \(98765\)", header[6])
    assert "Points Possible" in rows[2][0]
    assert rows[2][6] == "10"
    for row in rows[3:]:
        assert row[6] == points.get(row[1], "")
        assert row[6] == "" or 0 <= float(row[6]) <= 10
    assert result.content == lms.canvas_gradebook(
        enrolled, {int(key) - 40000: value for key, value in points.items()}
    )


def test_a_class_goes_from_moodle_to_grades_and_back(tmp_path):
    """The participants of a Moodle zip are the ones of its grading worksheet."""
    moodle = lms.moodle_class(tmp_path)
    enrolled = [*moodle.students, *moodle.absent]
    grades = [
        Grade(delivery.identifiers, delivery.name, 7.25, 10.0, feedback="Good.")
        for delivery in take_in([moodle.download]).deliveries
    ]
    result = filled(tmp_path, lms.moodle_worksheet(enrolled), grades)
    present = [person.number for person in moodle.students]
    assert result.content == lms.moodle_worksheet(
        enrolled, dict.fromkeys(present, "7.25"), dict.fromkeys(present, "Good.")
    )
    assert result.without_submission == tuple(person.full_name for person in moodle.absent)


def test_the_column_is_never_guessed(tmp_path):
    """With two assignments one must be named: by header, by title or by number; totals are none."""
    export = lms.canvas_gradebook(STUDENTS)
    two = re.escape("name one with --column: Exercise 2 (98764); Exercise 3, nets (98765)")
    with pytest.raises(GradebookError, match=f"has 2 columns .*{two}"):
        filled(tmp_path, export, [])
    with pytest.raises(GradebookError, match=f"no column 'Exercise 4' .*{two}"):
        filled(tmp_path, export, [], column="Exercise 4")
    with pytest.raises(GradebookError, match="no column 'Final Score'"):
        filled(tmp_path, export, [], column="Final Score")
    for name in ("Exercise 3, nets", "98765", "Exercise 3, nets (98765)"):
        assert filled(tmp_path, export, [], column=name).column == "Exercise 3, nets (98765)"


def test_the_only_column_need_not_be_named(tmp_path):
    """Blackboard's calculated total is no column for points, so that one remains."""
    assert filled(tmp_path, lms.blackboard_gradebook(STUDENTS), []).column.startswith("HW_3")


@pytest.mark.parametrize(
    ("points", "text"),
    [(8.0, "8"), (8.5, "8.5"), (8.125, "8.13"), (2.675, "2.68"), (0.0, "0"), (100.0, "100")],
)
def test_points_have_two_decimals_at_most(tmp_path, points, text):
    """Halves are rounded up, as people do, and no zeros trail."""
    result = filled(tmp_path, lms.blackboard_gradebook(STUDENTS), [grade(STUDENTS[3], points)])
    assert result.content == lms.blackboard_gradebook(STUDENTS, {3: text})


def test_other_maxima_are_told_and_scaled_only_on_request(tmp_path):
    """85 of 100 stays 85 in a column of 10, with a notice; with scale it is 8.5. Brightspace would
    make a full mark of it, 10: there it is not written."""
    of_100 = [Grade({"login": "user2"}, "", 85.0, 100.0)]
    for build, cells in (
        (lms.blackboard_gradebook, {2: "85"}),
        (lms.brightspace_gradebook, {}),
    ):
        as_it_is = filled(tmp_path, build(STUDENTS), of_100)
        assert as_it_is.content == build(STUDENTS, cells)
        assert "the column's maximum is 10 and the grades' is 100" in as_it_is.notices[0]
        assert "give --scale to convert" in as_it_is.notices[0]
        scaled = filled(tmp_path, build(STUDENTS), of_100, scale=True)
        assert scaled.content == build(STUDENTS, {2: "8.5"})
        assert scaled.notices == ()


def test_countries_with_a_decimal_comma(tmp_path):
    """An export that separates by semicolons and writes 10,0 gets 8,5."""
    export = (
        "Student;ID;Section;Übung 3 (98765)\r\n"
        "    Points Possible;;;10,0\r\n"
        "Doe, Jane;12345;S1;\r\n"
    )
    result = filled(tmp_path, export.encode(), [Grade({"canvas_id": "12345"}, "", 8.5, 10.0)])
    assert result.content == export.replace("S1;", "S1;8,5").encode()


def test_other_encodings_stay_as_they_are(tmp_path):
    """A file in cp1252 keeps each of its bytes; feedback that it can't hold is written as HTML."""
    export = (
        'Identifier,"Full name",Grade,"Last modified (grade)","Feedback comments"\n'
        "Participant 7,José “Pepe” Díaz,,-,\n"
    ).encode("cp1252")
    result = filled(
        tmp_path, export, [Grade({"moodle_participant": "7"}, "", 5.0, 10.0, feedback="δ = ŷ")]
    )
    assert result.content == export.replace(b",,-,", b",5,-,&#948; = &#375;")


def test_a_row_that_ends_early_is_completed(tmp_path):
    """Where an export leaves trailing cells out, they are put there, and nothing else."""
    export = b"Student,ID,Section,Ex 3 (98765)\n    Points Possible,,,10\nDoe,12345\nRoe,12346,S,\n"
    result = filled(tmp_path, export, [Grade({"canvas_id": "12345"}, "", 8.0, 10.0)])
    assert result.content == export.replace(b"12345\n", b"12345,,8\n")


def test_cells_are_never_escaped(tmp_path):
    """Names like =cmd or @x are matched by the LMS on import; a quote before them breaks that."""
    export = b"Student,ID,Section,Ex 3 (98765)\n    Points Possible,,,10\n=cmd,12345,@S,\n"
    result = filled(tmp_path, export, [Grade({"canvas_id": "12345"}, "", 8.0, 10.0)])
    assert result.content == export.replace(b"@S,", b"@S,8")


def test_cells_with_line_ends_and_quotes_are_one_cell(tmp_path):
    """A teacher's note over two lines, or a quote inside a word, moves no column."""
    export = (
        b"Student,ID,Section,Notes,Ex 3 (98765)\n    Points Possible,,,,10\n"
        b'"Doe, ""JD"" Jane",1,S,"first line,\nsecond ""line""",3\nRo"e,2,S,,\n'
    )
    grades = [Grade({"canvas_id": "1"}, "", 8.0, 10.0), Grade({"canvas_id": "2"}, "", 9.0, 10.0)]
    result = filled(tmp_path, export, grades, overwrite=True)
    assert result.content == export.replace(b'""",3', b'""",8').replace(b"2,S,,", b"2,S,,9")
    assert filled(tmp_path, export, []).without_submission == ('Doe, "JD" Jane', 'Ro"e')


# Who is who


def test_grades_without_a_row_and_students_without_a_grade_are_told(tmp_path):
    """Nobody disappears: a stranger's grade comes back, and so do the names of the absent."""
    stranger = Grade({"login": "nobody"}, "Stranger", 9.0, 10.0)
    result = filled(
        tmp_path, lms.brightspace_gradebook(STUDENTS[:2]), [grade(STUDENTS[0], 8.0), stranger]
    )
    assert result.without_row == (stranger,)
    assert result.without_submission == (STUDENTS[1].full_name,)
    assert result.notices == (
        "Stranger: no rows of the gradebook fit",
        "1 submission fits no row, so those without one may have handed in",
    )


def test_a_name_matches_when_no_id_does(tmp_path):
    """Jane Doe is "Doe, Jane", whatever the case and the form of the letters."""
    name = STUDENTS[3].full_name.replace("ó", "o\u0301").upper()
    result = filled(
        tmp_path, lms.canvas_gradebook(STUDENTS), [Grade({}, name, 8.0, 10.0)], column="98765"
    )
    assert result.content == lms.canvas_gradebook(STUDENTS, {3: "8"})


def test_a_name_that_two_students_share_matches_neither(tmp_path):
    """Of two students with one name, none is guessed."""
    twins = [lms.Person(1, "Jane", "Doe"), lms.Person(2, "Jane", "Doe")]
    lost = Grade({}, "Jane Doe", 8.0, 10.0)
    result = filled(tmp_path, lms.brightspace_gradebook(twins), [lost])
    assert result.content == lms.brightspace_gradebook(twins)
    assert result.without_row == (lost,)
    assert "Jane Doe: 2 rows of the gradebook fit" in result.notices


def test_ids_that_point_to_two_students_match_neither(tmp_path):
    """A login of one and a number of another is a contradiction, and it is said."""
    mixed = Grade({"login": "user1", "org_defined_id": "900002"}, "Mixed", 8.0, 10.0)
    result = filled(tmp_path, lms.brightspace_gradebook(STUDENTS), [mixed])
    assert result.content == lms.brightspace_gradebook(STUDENTS)
    assert result.without_row == (mixed,)


def test_two_grades_for_one_row_are_not_written(tmp_path):
    """Which of two grades counts is not for us to say."""
    two = [grade(STUDENTS[1], 8.0), grade(STUDENTS[1], 9.0)]
    result = filled(tmp_path, lms.brightspace_gradebook(STUDENTS), two)
    assert result.content == lms.brightspace_gradebook(STUDENTS)
    assert result.without_row == tuple(two)
    assert "more than one grade for the same row" in result.notices[0]


def test_a_group_fills_the_row_of_each_member(tmp_path):
    """One delivery of a group is a grade for each of its members."""
    members = tuple(person.full_name for person in STUDENTS[2:5])
    group = Grade({}, "Team 1", 9.0, 10.0, members=members)
    result = filled(tmp_path, lms.brightspace_gradebook(STUDENTS), [group])
    assert result.content == lms.brightspace_gradebook(STUDENTS, {2: "9", 3: "9", 4: "9"})


# Moodle's own ways


def test_moodle_rows_that_are_locked_stay_as_they_are(tmp_path):
    """Where the grade cannot be changed, Moodle would skip the row; the notice says so."""
    export = lms.moodle_worksheet(STUDENTS[:1]).replace(b",Yes,", b",No,")
    result = filled(tmp_path, export, [grade_of_participant(0)])
    assert result.content == export
    assert result.notices == (
        f"{STUDENTS[0].full_name}: the LMS does not let this grade be changed",
    )


def test_feedback_that_a_person_wrote_is_kept(tmp_path):
    """A comment that stands in the worksheet is never overwritten."""
    export = lms.moodle_worksheet(STUDENTS[:1], feedback={0: "Well done!"})
    result = filled(tmp_path, export, [grade_of_participant(0, feedback="Passed.")])
    assert result.content == lms.moodle_worksheet(STUDENTS[:1], {0: "8"}, {0: "Well done!"})
    assert "there is feedback already, and it was kept" in result.notices[0]


def test_a_comment_that_is_replaced_is_named_with_what_it_said(tmp_path):
    """As points are, whether a grade stood beside it or not; but one of ours."""
    comments = {
        0: '"<p>well<br>done,\nAnn</p>"',
        1: "seen",
        2: "<p>70 of 100 points. Next: fix error.",
    }
    export = lms.moodle_worksheet(STUDENTS[:3], {0: "5.50", 2: "7"}, comments)
    grades = [grade_of_participant(number, feedback="8 of 10 points.") for number in range(3)]
    ann, bea, cem = (student.full_name for student in STUDENTS[:3])
    over = filled(tmp_path, export, grades, overwrite=True)
    new = "8 of 10 points."
    assert over.content == lms.moodle_worksheet(
        STUDENTS[:3], dict.fromkeys(range(3), "8"), {0: f'"{new}"', 1: new, 2: new}
    )
    told = [words for words in over.notices if "comment that stood" in words]
    assert told == [
        f"{ann}: the comment that stood there was replaced: <p>well<br>done, Ann</p>",
        f"{bea}: the comment that stood there was replaced: seen",
    ]
    kept = filled(tmp_path, export, grades)
    told = [words for words in kept.notices if "feedback already" in words]
    assert told == [f"{n}: there is feedback already, and it was kept" for n in (ann, bea, cem)]


def test_namesakes_whose_comments_are_kept_are_told_apart(tmp_path):
    """By the number that the worksheet knows them by."""
    export = lms.moodle_worksheet(STUDENTS[:2], feedback={1: "seen"}).decode()
    export = export.replace(STUDENTS[1].full_name, STUDENTS[0].full_name)
    grades = [grade_of_participant(number, feedback="8 of 10 points.") for number in range(2)]
    words = f"{STUDENTS[0].full_name} (7001): there is feedback already, and it was kept"
    assert words in filled(tmp_path, export.encode(), grades).notices


def test_moodle_in_another_language_needs_the_column(tmp_path):
    """A German worksheet is known by its participants; its column must be named."""
    export = 'ID,"Vollständiger Name",Bewertung,"Zuletzt geändert"\r\n"Teilnehmer/in 7000",J,,-\r\n'
    with pytest.raises(GradebookError, match=r"say so with --column Bewertung$"):
        filled(tmp_path, export.encode(), [])
    result = filled(tmp_path, export.encode(), [grade_of_participant(0)], column="Bewertung")
    assert result.content == export.replace("J,,", "J,8,").encode()


def grade_of_participant(number: int, **more) -> Grade:
    return Grade({"moodle_participant": str(7000 + number)}, "", 8.0, 10.0, **more)


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"PK\x03\x04\x00", b"\xff\xfe\x00", b"\n\n"])
def test_what_is_no_gradebook_is_refused(tmp_path, data):
    """An empty file, another table, a spreadsheet: the error says to export again."""
    with pytest.raises(GradebookError, match="export"):
        filled(tmp_path, data, [])


def test_a_missing_gradebook_is_an_error_in_words(tmp_path):
    """No traceback for a wrong path."""
    with pytest.raises(GradebookError, match="cannot be read: No such file or directory"):
        fill(tmp_path / "missing.csv", [])

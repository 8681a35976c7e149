"""What LMSs, browsers and people make of names, numbers, folders and tables, kept apart rightly."""

from __future__ import annotations

import json
from pathlib import Path

import importers
import pytest
from byhand.grader.classroom.gradebook import Filled, Grade
from byhand.grader.classroom.gradebook.roster import Roster
from byhand.grader.classroom.intake import brightspace
from byhand.grader.classroom.intake.delivery import Delivery
from byhand.grader.classroom.intake.intake import take_in
from byhand.grader.errors import GradebookError, IntakeError, RosterError
from importers import fill
from lms import PROGRAM, write_files, zipped

OTHER = b"print('another')\n"
NO_FILE = "nothing was handed in"


def taken(folder: Path, files: dict[str, bytes], name: str = "class.zip") -> dict[str, Delivery]:
    """The deliveries of a zip with these files, by student."""
    (folder / name).write_bytes(zipped(files))
    deliveries = take_in([folder / name]).deliveries
    found = {delivery.student: delivery for delivery in deliveries}
    assert len(found) == len(deliveries)
    return found


def told(found: dict[str, Delivery]) -> dict[str, str]:
    """The name of each, or with a "!" that there is nothing to grade."""
    return {key: ("! " if d.problem else "") + d.name for key, d in found.items()}


MOODLE = "{}_assignsubmission_file/{}"
CANVAS = "{}_{}_backprop.py"


# Names and numbers


@pytest.mark.parametrize(
    ("files", "students"),
    [
        ({MOODLE.format("O'Brien Zoë_11", "backprop.py"): PROGRAM,
          MOODLE.format("李 小龙_12", "backprop.py"): PROGRAM,
          MOODLE.format(" Doe, Jane _13", "backprop.py"): PROGRAM,
          MOODLE.format("van der Berg  Anna_14", "backprop.py "): PROGRAM},
         {"11": "O'Brien Zoë", "12": "李 小龙", "13": "Doe, Jane", "14": "van der Berg Anna"}),
        ({MOODLE.format("jane doe_11", "backprop.py"): PROGRAM,
          MOODLE.format("Jane Doe_12", "backprop.py"): OTHER},
         {"11": "jane doe", "12": "Jane Doe"}),
        ({MOODLE.format("Test User 2_11", "backprop.py"): PROGRAM,
          MOODLE.format("Test User 3_12", "backprop.py"): PROGRAM},
         {"11": "Test User 2", "12": "Test User 3"}),
        ({MOODLE.format("Jane Doe_11", "Max Roe_12_assignsubmission_file_backprop.py"): PROGRAM,
          MOODLE.format("Max Roe_12", "backprop.py"): OTHER},
         {"11": "Jane Doe", "12": "Max Roe"}),
        ({MOODLE.format("Jane Doe_11", ""): b"", MOODLE.format("Max Roe_12", "backprop.py"): OTHER},
         {"11": "! Jane Doe", "12": "Max Roe"}),
        ({"Jane Doe_11_assignsubmission_onlinetext/onlinetext.html": b"<p>see the file",
          MOODLE.format("Jane Doe_11", "backprop.py"): PROGRAM,
          "Max Roe_12_assignsubmission_onlinetext/onlinetext.html": b"<p>def forward_pass"},
         {"11": "Jane Doe", "12": "! Max Roe"}),
        ({"lateann_40001_600010_backprop.py": PROGRAM, "late_40002_600011_backprop.py": PROGRAM,
          "LATE_40003_600012_backprop.py": PROGRAM},
         {"40001": "lateann", "40002": "late", "40003": "40003"}),
        ({"李小龙_40001_600010_backprop.py": PROGRAM, "נועה_40002_600011_backprop.py": PROGRAM,
          "ναταλία_40003_600012_backprop.py": PROGRAM, "doe😀_40004_600013_backprop.py": PROGRAM},
         {"40001": "李小龙", "40002": "נועה", "40003": "ναταλία", "40004": "doe😀"}),
        ({"projectteam7_40001_600010_backprop.py": PROGRAM,
          "projectteam12_40002_600011_backprop.py": PROGRAM},
         {"40001": "projectteam7", "40002": "projectteam12"}),
        ({"100-200 - Jean-Luc Picard - Nov 20, 2026 926 PM/backprop.py": PROGRAM,
          "101-200 - 100234 O'Neil-Smith - Nov 20, 2026 9:26 PM/backprop.py": PROGRAM,
          "102-200 - Anna - Maria - 20 Nov 2026 2126/backprop.py": PROGRAM},
         {"100 jean-luc picard": "Jean-Luc Picard", "102 anna - maria": "Anna - Maria",
          "101 100234 o'neil-smith": "100234 O'Neil-Smith"}),
        ({"HW_3_jd1_attempt_2026-11-20-10-00-00.txt":
              b"\xef\xbb\xbfName: Jane (JJ) Doe (jd1)\r\nAssignment: HW_3\r\n",
          "HW_3_jd1_attempt_2026-11-20-10-00-00_HW_2_jd1_attempt_2026-11-01-10-00-00.py": PROGRAM},
         {"jd1": "Jane (JJ) Doe"}),
        ({"Tarea 3_jd@x.edu_attempt_2026-11-20-10-00-00.txt":
              "Nombre: Peña, José (jd@x.edu)\r\nTarea: Tarea 3\r\n".encode(),
          "Tarea 3_jd@x.edu_attempt_2026-11-20-10-00-00_backprop.py": PROGRAM},
         {"jd@x.edu": "Peña, José"}),
        ({"jane /backprop.py": PROGRAM, "con.py": PROGRAM, "Max./backprop.py": PROGRAM},
         {"jane": "jane", "con": "con", "max.": "Max."}),
        ({"hw3-ann/.git/HEAD": b"x", "hw3-ann/backprop.py": PROGRAM, "hw3-ann-lee/.git/HEAD": b"x",
          "hw3-ann-lee/src/backprop.py": OTHER, "hw3-bob-1/.git/HEAD": b"x"},
         {"ann": "ann", "ann-lee": "ann-lee", "bob-1": "! bob-1"}),
    ],
    ids=["signs and scripts", "case", "digits", "the mark in a file's name", "an empty folder",
         "text beside a file", "late as a name", "scripts in canvas", "teams with numbers",
         "hyphens", "a file of an earlier download", "a page in Spanish", "blanks and dots",
         "logins with hyphens"],
)  # fmt: skip
def test_everybody_is_told_apart(
    tmp_path: Path, files: dict[str, bytes], students: dict[str, str]
) -> None:
    """Each has one row, under the name that the system knows; nobody has another's file."""
    found = taken(tmp_path, files)
    assert told(found) == students
    for delivery in found.values():
        assert delivery.content in ((b"",) if delivery.problem else (PROGRAM, OTHER))


def test_a_file_that_was_in_an_earlier_download_is_its_senders(tmp_path: Path) -> None:
    """The time in Blackboard's own part of the name counts, not one in the file's name."""
    page = "HW_3_jd1_attempt_2026-11-20-10-00-00"
    name = f"{page}_HW_3_max_attempt_2026-12-24-10-00-00_backprop.py"
    (jane,) = taken(tmp_path, {f"{page}.txt": b"Name: Jane (jd1)\n", name: PROGRAM}).values()
    assert (jane.student, jane.submitted_at) == ("jd1", "2026-11-20T10:00:00")


@pytest.mark.parametrize(
    "date", ["2026-11-20 2126", "2026-11-20 21:26", "20. Nov. 2026 21.26", "nov. 20 2026 9:26 p.m."]
)
def test_dates_of_other_institutions(tmp_path: Path, date: str) -> None:
    """Written as the institution has it."""
    (jane,) = taken(tmp_path, {f"100-200 - Jane Doe - {date}/backprop.py": PROGRAM}).values()
    assert (jane.name, jane.submitted_at) == ("Jane Doe", "2026-11-20T21:26")


# Folders


@pytest.mark.parametrize(
    ("files", "question"),
    [
        ({f"section {letter}/{name}/backprop.py": PROGRAM
          for letter, name in (("A", "ann"), ("A", "bob"), ("B", "cid"), ("B", "dan"))},
         "section A/ann and section A/bob: are these two students of a section"),
        ({f"class/section {letter}/{name}/backprop.py": PROGRAM
          for letter, name in (("A", "ann"), ("A", "bob"), ("B", "ann"))},
         "section A/ann and section A/bob: are these two students of a section"),
        ({f"section {letter}/{name}/backprop.py": PROGRAM
          for letter, name in (("A", "ann"), ("B", "bob"), ("C", "cid"), ("C", "dan"))},
         "section C/cid and section C/dan: are these two students of a section"),
        ({"submission_123456/backprop.py": PROGRAM, "submission_123457/backprop.py": OTHER},
         "submission_metadata.yml, which says whose it is"),
    ],
    ids=["sections", "a section of one", "most sections of one", "half an export of Gradescope"],
)  # fmt: skip
def test_folders_that_are_nobodys_are_a_question(
    tmp_path: Path, files: dict[str, bytes], question: str
) -> None:
    """A section is no student, though all in it handed in the same; nor is a number."""
    with pytest.raises(IntakeError, match=question):
        taken(tmp_path, files)
    folder = write_files(tmp_path / "unpacked", files)
    with pytest.raises(IntakeError, match=question):
        take_in([folder])


def test_the_advice_on_sections_in_a_zip_can_be_followed(tmp_path: Path) -> None:
    """It names the folder around them, in the paths to give and in the expression."""
    places = ("section A/ann", "section A/bob", "section B/cid")
    files = {f"my class/{place}/backprop.py": PROGRAM for place in places}
    with pytest.raises(IntakeError) as refused:
        taken(tmp_path, files)
    assert "grade batch 'my class/section A' 'my class/section B' …" in str(refused.value)
    expression = str(refused.value).rpartition("--name-regex '")[2].rstrip("'")
    found = take_in([tmp_path / "class.zip"], name_regex=expression).deliveries
    assert {each.name for each in found} == {"section A", "section B"}


def test_two_tries_in_a_students_folder_are_no_section(tmp_path: Path) -> None:
    """Where the others' folders in theirs are called alike, or they have none."""
    tries = {"cid/old/backprop.py": PROGRAM, "cid/new/backprop.py": OTHER}
    for others in ({"ann/hw/backprop.py": PROGRAM, "bob/hw/backprop.py": PROGRAM},
                   {"ann/hw/backprop.py": PROGRAM, "bob/backprop.py": PROGRAM}):  # fmt: skip
        found = taken(tmp_path, {**others, **tries})
        assert {who for who, each in found.items() if not each.problem} == {"ann", "bob"}
        assert "not clear which file is meant" in found["cid"].problem


def test_sections_that_are_given_one_by_one_are_a_class(tmp_path: Path) -> None:
    """As the question says; of one student alone in a section too. But folders that are a
    student's each are named after them, however deep the file lies."""
    for place in ("A/ann", "A/bob", "B/cid"):
        write_files(tmp_path / place / "hw", {"backprop.py": PROGRAM})
    found = take_in([tmp_path / "A", tmp_path / "B"]).deliveries
    assert [d.name for d in found] == ["ann", "bob", "cid"]
    found = take_in([tmp_path / "A" / "ann", tmp_path / "B" / "cid"]).deliveries
    assert [d.name for d in found] == ["ann", "cid"]


def test_what_computers_leave_is_nobodys(tmp_path: Path) -> None:
    """__MACOSX, .DS_Store and checkpoints, in the class's zip and in a student's."""
    inner = zipped({"__MACOSX/hw/._backprop.py": b"x", "hw/.DS_Store": b"x",
                    "hw/backprop.py": PROGRAM, "hw/matrix.py": b"", "hw/data_prep.py": b"",
                    "hw/.ipynb_checkpoints/backprop-checkpoint.py": OTHER})  # fmt: skip
    files = {".DS_Store": b"x", "Thumbs.db": b"x", "__MACOSX/class/._x": b"x",
             MOODLE.format("Jane Doe_11", "hw.zip"): inner,
             MOODLE.format("Max Roe_12", ".ipynb_checkpoints/a-checkpoint.py"): OTHER}  # fmt: skip
    found = taken(tmp_path, files)
    assert told(found) == {"11": "Jane Doe", "12": "! Max Roe"}
    assert found["11"].content == PROGRAM
    assert found["12"].problem == NO_FILE


# Notebooks


def notebook(*cells: str, **metadata: object) -> bytes:
    table = [{"cell_type": "code", "source": cell} for cell in cells]
    return json.dumps({"cells": table, "metadata": metadata, "nbformat": 4}).encode()


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"name": "python3-anaconda", "language": "python"}},
        {"kernelspec": {"name": "conda-env-hw3-py"}, "language_info": {"name": "python"}},
        {"kernelspec": None, "language_info": {"name": "Python", "version": "3.15"}},
        {"colab": {"provenance": []}, "kernelspec": {"display_name": "Py 3", "name": "python3"}},
    ],
)  # fmt: skip
def test_kernels_of_python_have_many_names(tmp_path: Path, metadata: dict[str, object]) -> None:
    """Anaconda, a virtual environment, Colab: it is Python."""
    from byhand.grader.submission import of_bytes

    found = of_bytes("hw.ipynb", notebook("x = 1", **metadata))
    assert found.source.strip() == b"x = 1"


def test_a_name_of_a_language_costs_no_time() -> None:
    """It is a stranger's text, of any length."""
    from byhand.grader.notebook import code_cells

    content = notebook("x = 1", kernelspec={"language": "python" + "3." * 2_000_000})
    assert code_cells(content) == ["x = 1"]


# Gradebooks

EXPORT = "Student,ID,SIS User ID,SIS Login ID,Section,Ex 3 (98765)\n    Points Possible,,,,,{}\n{}"
JANE = '"Doe, Jane",40001,s1,jd,A,{}\n'
WORKSHEETS = {
    "en": ("Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
           "Last modified (submission),Last modified (grade),Feedback comments", "Participant 11",
           "Yes", "100.00"),
    "fr": ("Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,La note peut "
           "être modifiée,Dernière modification (travail remis),Dernière modification (note),"
           "Feedback par commentaires", "Participant 11", "Oui", "100,00"),
    "ja": ("識別子,フルネーム,メールアドレス,ステータス,評点,最大評点,評点変更可能,"
           "最終更新日時 (提出),最終更新日時 (評点),フィードバックコメント",
           "参加者 11", "はい", "100.00"),
}  # fmt: skip


def filled(
    folder: Path, content: str | bytes, grade: Grade | None = None, **options: bool
) -> Filled:
    path = folder / "book.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    grade = grade or Grade({"canvas_id": "40001"}, "doejane", 88.0, 100.0)
    return fill(path, [grade], **options)


def changed(before: bytes, after: bytes, encoding: str = "utf-8") -> list[str]:
    """The lines of a book that say something else; there are as many as before."""
    pairs = zip(
        before.decode(encoding).splitlines(), after.decode(encoding).splitlines(), strict=True
    )
    return [new for old, new in pairs if old != new]


@pytest.mark.parametrize(
    "content",
    [
        EXPORT.format(100, JANE.format("")),
        "\ufeff" + EXPORT.format(100, JANE.format("")).replace("\n", "\r\n"),
        EXPORT.format(100, '"Doe, Jane",40001,s1,jd,"A and B",\n'),
        EXPORT.format(100, "\n" + JANE.format("") + '"Student, Test",40009,,,A,\n\n'),
        EXPORT.format(100, JANE.format("")).replace("Ex 3 (98765)", '"Ex ""3"", a (98765)"'),
    ],
    ids=["plain", "mark and CRLF", "two sections", "blank lines", "quotes"],
)
def test_canvas_takes_back_what_is_filled(tmp_path: Path, content: str) -> None:
    """One cell says something else, and the importer stores just that."""
    done = filled(tmp_path, content)
    assert len(changed(content.encode(), done.content)) == 1
    assert importers.canvas(done.content, done.column) == {"40001": "88"}


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (("\ufeff" + EXPORT.format(100, JANE.format(""))).encode("utf-16-le"), {}, "in UTF-8"),
        (EXPORT.format(100, JANE.format("").replace("Doe", "Døe")).encode("latin-1"), {},
         "in UTF-8"),
        (EXPORT.format(0, JANE.format("")), {"scale": True}, "a maximum of 0"),
        ("Student,ID,Section\n    Points Possible,,\n" + '"Doe, Jane",40001,A\n', {},
         "make an assignment"),
        ("Last Name,First Name,Username,HW [Total Pts: 20 Percentage] |6646\nDoe,Jane,jd,\n", {},
         "takes no points, but Percentage"),
        (zipped({"xl/workbook.xml": b"<x/>"}), {}, "is a spreadsheet, not text"),
        (EXPORT.format(100, JANE.format("")).encode("utf-16-le"), {}, "with the mark that it"),
        (b"<!DOCTYPE html><p>Log in", {}, "is a web page, not text"),
        ("sep=,\n" + EXPORT.format(100, JANE.format("")), {}, "begins with a line for Excel"),
    ],
    ids=["UTF-16", "Latin-1", "nothing to scale to", "no column", "percentages", "a spreadsheet",
         "UTF-16 without a mark", "a web page", "a line for Excel"],
)  # fmt: skip
def test_what_the_lms_would_not_take_is_refused(
    tmp_path: Path, content: str | bytes, options: dict[str, bool], words: str
) -> None:
    """Before anything is graded: no grade has to be there for that."""
    with pytest.raises(GradebookError, match=words):
        filled(tmp_path, content, **options)
    with pytest.raises(GradebookError, match=words):
        fill(tmp_path / "book.csv", [], **options)


@pytest.mark.parametrize("language", WORKSHEETS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_moodle_in_other_languages_and_encodings(
    tmp_path: Path, language: str, encoding: str, delimiter: str
) -> None:
    """What is filled are the points and the comment of one line, and no other cell."""
    header, participant, yes, most = WORKSHEETS[language]
    row = [participant, "Jane Doe", "j@x", "S", "", most, yes, "-", "-", ""]
    cells = [f'"{cell}"' for cell in row]
    lines = [header.replace(",", delimiter), delimiter.join(cells)]
    content = "\r\n".join(lines).encode(encoding)
    grade = Grade({"moodle_participant": "11"}, "Jane Doe", 88.0, 100.0, feedback="Well done")
    done = filled(tmp_path, content, grade)
    cells[4], cells[9] = '"88"', '"Well done"'
    assert done.content == "\r\n".join([lines[0], delimiter.join(cells)]).encode(encoding)


def test_withdrawn_students_keep_what_they_have(tmp_path: Path) -> None:
    """Moodle locks who is suspended; in Canvas their rows say N/A, and nothing overrides that."""
    header, participant, _, most = WORKSHEETS["en"]
    locked = f"{header}\n{participant},Jane Doe,j@x,No submission,,{most},No,-,-,\n"
    grade = Grade({"moodle_participant": "11"}, "Jane Doe", 88.0, 100.0)
    for overwrite in (False, True):
        done = filled(tmp_path, locked, grade, overwrite=overwrite)
        assert (done.content, done.untouched) == (locked.encode(), ("Jane Doe: locked",))
        export = EXPORT.format(100, JANE.format("N/A"))
        done = filled(tmp_path, export, overwrite=overwrite)
        assert (done.content, done.untouched) == (export.encode(), ("Doe, Jane: N/A",))


# Rosters


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nachname;Vorname;Anmeldename;E-Mail-Adresse;Matrikelnummer;Gruppe\r\n"
         "Doe;Jane;jd;j@x;007;T1\r\n", "utf-16"),
        ("Nombre,Apellidos,Usuario,Correo electrónico,ID,Grupo\nJane,Doe,jd,j@x,007,T1\n", "utf-8"),
        ("Prénom\tNom\tNom d’utilisateur\tCourriel\tSID\tÉquipe\nJane\tDoe\tjd\tj@x\t007\tT1\n",
         "utf-8-sig"),
        ("sep=,\nName,Login,email,id,team\nJane Doe,jd,j@x,007,T1\n", "utf-8"),
        (" Name , Login ,email,id,team\n\n Jane Doe , jd ,j@x, 007,T1\n,,,,\n", "utf-8"),
        ("name,login,email,id,group,section\nJane Doe,jd,j@x,007,T1,A\nJane Doe,jd,j@x,007,T1,B\n",
         "utf-8"),
    ],
    ids=["German", "Spanish", "French", "from Excel", "blanks", "two sections"],
)  # fmt: skip
def test_rosters_as_schools_keep_them(tmp_path: Path, text: str, encoding: str) -> None:
    """One person is on each of them, whatever the columns are called."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    (jane,) = Roster.read(path).people
    assert (jane.name, jane.groups) == ("Jane Doe", ("T1",))
    assert jane.identifiers == {"login": "jd", "email": "j@x", "org_defined_id": "007"}


def test_a_roster_that_is_a_spreadsheet_says_so(tmp_path: Path) -> None:
    """Somebody kept it as .xlsx and called it .csv."""
    path = tmp_path / "roster.csv"
    path.write_bytes(zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))
    with pytest.raises(RosterError, match="is a spreadsheet, not text; save the roster as CSV"):
        Roster.read(path)


CANVAS_ROWS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Ex 3 (98765)\n,,,,,Manual Posting\n"
    '    Points Possible,,,,,100\n"Doe, Jane",40001,s1,jd,A,\n"Student, Test",40009,,,A,\n'
)


@pytest.mark.parametrize(
    ("text", "identifiers"),
    [
        (CANVAS_ROWS, {"login": "jd", "org_defined_id": "s1", "canvas_id": "40001"}),
        ('Identifier,Full name,Email address,Status,Group\nParticipant 11,"Doe, Jane",j@x,S,T\n',
         {"email": "j@x", "moodle_participant": "11"}),
        ('identifier,github_username,github_id,name\ns1,janegh,123,"Doe, Jane"\n',
         {"org_defined_id": "s1", "github": "janegh"}),
        ("OrgDefinedId,Username,Last Name,First Name,Ex 3 Points Grade,End-of-Line Indicator\n"
         '#007,#jd,"Doe,",Jane,,#\n', {"login": "jd", "org_defined_id": "007"}),
    ],
    ids=["Canvas", "Moodle", "GitHub Classroom", "Brightspace"],
)  # fmt: skip
def test_what_systems_export_is_a_roster(
    tmp_path: Path, text: str, identifiers: dict[str, str]
) -> None:
    """Everybody in it is a person: not the row of the maxima, nor Canvas's own test student."""
    (tmp_path / "roster.csv").write_text(text, "utf-8")
    (jane,) = Roster.read(tmp_path / "roster.csv").people
    assert jane.identifiers == identifiers


def test_brightspace_knows_its_own_part_of_a_path() -> None:
    """In folders and flat, whatever was packed into what a student handed in."""
    start = "100-200 - Jane-Ann Doe - Nov 20, 2026 926 PM"
    for path, known in (
        (f"{start}/backprop.py", f"{start}/"),
        (f"{start}/my - hw.zip/hw/backprop.py", f"{start}/"),
        (f"{start} - my - file.py", f"{start} - "),
        (f"{start} - hw.zip/hw/backprop.py", f"{start} - "),
        ("100-200 - Jane Doe - heinäk. 3/a.py", "100-200 - Jane Doe - heinäk. 3/"),
        ("notes.txt", ""),
    ):
        assert brightspace.given(path) == known

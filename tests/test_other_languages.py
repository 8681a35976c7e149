"""What LMSs export in other languages, known by what is the same in each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand.grader.classroom import gradebook
from byhand.grader.classroom.gradebook import Grade
from byhand.grader.classroom.gradebook.roster import Roster
from byhand.grader.classroom.intake.delivery import Delivery
from byhand.grader.errors import GradebookError
from importers import fill
from test_lms_inputs import WORKSHEETS, filled


@pytest.mark.parametrize("header", ["Groups", "Gruppen", "Équipes", "Группы"])
def test_a_cell_with_several_groups_names_each_of_them(tmp_path: Path, header: str) -> None:
    """Each member of a team gets its points, whatever other groups stand beside it in the cell;
    and a comma in a team's own name is no end of it. Nobody else gets any."""
    columns, _, yes, most = WORKSHEETS["en"]
    people = {"11": "Lab 1, Smith, Jones & Co", "12": "Lab 1, Team Alpha", "13": "Smith", "14": ""}
    lines = [columns.replace("Status,", f"Status,{header},")]
    for number, groups in people.items():
        lines.append(f'Participant {number},N{number},n@x,S,"{groups}",,{most},{yes},-,-,')
    team = Grade({"moodle_participant": "14"}, "Smith Jones & Co", 88.0, 100.0)
    done = filled(tmp_path, "\n".join(lines), team)
    assert done.new == ("N11",)
    path = tmp_path / "roster.csv"
    path.write_text(f'name,{header}\nJane Doe,"Lab 1, T 1"\nMax Roe,"T 1, Lab 2"\n', "utf-8")
    (joined,) = Roster.read(path).joined([Delivery("t 1", "T_1")])
    assert joined.members == ("Jane Doe", "Max Roe")


def test_a_scale_is_known_in_any_language(tmp_path: Path) -> None:
    """Of it Moodle takes the words alone: also where the column is named with --column."""
    header = WORKSHEETS["fr"][0].replace("Note maximale", "Barème")
    worksheet = f'{header}\nParticipant 11,Jane,j@x,S,,"Mal, Bien",Oui,-,-,\n'
    (tmp_path / "book.csv").write_text(worksheet, "utf-8")
    for column in (None, "Note"):
        with pytest.raises(GradebookError, match="graded by a scale"):
            fill(tmp_path / "book.csv", [], column=column)


ELSEWHERE = {
    "a course of Moodle, German": (
        "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Aufgabe: Übung 3 (Punkte);"
        "Kurs gesamt (Punkte);Zuletzt von diesem Kurs geladen\r\n"
        "Jane;Doe;007;j@x;{};-;1764201600\r\nMax;Roe;008;m@x;-;-;1764201600\r\n",
        "-", "Übung 3",
    ),
    "Brightspace, French": (
        "OrgDefinedId,Nom d’utilisateur,Nom de famille,Prénom,Ex 3 Note <Numérique Points "
        "max.:100>,Indicateur de fin de ligne\n#007,#jd,Doe,Jane,{},#\n#008,#mr,Roe,Max,,#\n",
        "", "Ex 3 Note",
    ),
    "Blackboard, Spanish": (
        "Apellidos\tNombre\tNombre de usuario\tID del estudiante\tTarea 3 [Puntos totales: 1,000 "
        "Puntuación] |6646\tTotal [Puntos totales: hasta 1.000 Puntuación] |6647\n"
        "Doe\tJane\tjd\t007\t{}\t\nRoe\tMax\tmr\t008\tEn curso\t\n",
        "Requiere calificación", "Tarea 3",
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", ELSEWHERE)
def test_exports_in_other_languages(tmp_path: Path, system: str) -> None:
    """Known by what is the same in each language; by the number one cell of one row is filled."""
    text, empty, column = ELSEWHERE[system]
    path = tmp_path / "book.csv"
    path.write_bytes(text.format(empty).encode())
    grade = Grade({"org_defined_id": "007"}, "Jane Doe", 88.0, 1000.0)
    done = (gradebook.fill if "Brightspace" in system else fill)(path, [grade], column=column)
    assert done.content == text.format(88).encode()
    if "Brightspace" in system:
        assert "look at its preview before you import" in done.notices[0]
    if "Blackboard" not in system:  # it says what a cell holds
        with pytest.raises(GradebookError, match="--column"):
            fill(path, [grade])


def test_a_name_in_german_is_a_last_name(tmp_path: Path) -> None:
    """Beside a first name."""
    (tmp_path / "roster.csv").write_text("Name;Vorname;Kennung\nDoe;Jane;jd\n", "utf-8")
    (jane,) = Roster.read(tmp_path / "roster.csv").people
    assert jane.name == "Jane Doe"

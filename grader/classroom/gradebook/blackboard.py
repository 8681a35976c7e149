"""Blackboard, "Work offline": tab-separated UTF-16 in a file called .xls, or CSV.

`"Last Name" "First Name" "Username" … "Title [Total Pts: 10 Score] |664617"`, where the number at
the end is the column's own. Totals say "up to" in place of a number. The words are those of the
site's language; the brackets and the bar are the same in each. Read from other programs that parse
it, not from Blackboard's source.
"""

from __future__ import annotations

import re

from . import headers
from .book import Book, Column, Student, number
from .table import Table

ITEM = re.compile(
    r"(?P<title>.+?) \[[^\]]*?: *(?P<maximum>[^\] ]*) ?(?P<shown>[^\]]*)\] ?\|(?P<id>\d+)"
)
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
OTHER = frozenset(  # what a cell may say in place of points
    "Percentage Letter Text Complete/Incomplete Porcentaje Letra Texto Completo/Incompleto "
    "Prozentsatz Prozent Buchstabe Vollständig/Unvollständig Pourcentage Lettre Texte "
    "Terminé/Inachevé Porcentagem Percentuale Lettera Testo".split()
)
SCORE = frozenset("Score Puntuación Punktzahl Note Points Punteggio Pontuação".split())
NO_GRADE = r"-?|(?i:(?!.*exempt)\D+)"  # "Needs Grading", "In Progress", in any language


def read(table: Table) -> Book | None:
    """The export understood, or None when it is not Blackboard's."""
    matches = {i: match for i, name in enumerate(table.header) if (match := ITEM.fullmatch(name))}
    who = headers.columns(table.header)
    login = who.get("login")
    if not matches or login is None:
        return None
    items = {i: match for i, match in matches.items() if _maximum(match) is not None}
    columns = [
        Column(index, (match[0], match["title"], match["id"]), _maximum(match))
        for index, match in items.items()
        if match["shown"] not in OTHER
    ]
    shown = {match["shown"] for match in matches.values()} & OTHER
    first, last = who.get("first"), who.get("last")
    students = [
        Student(
            f"{table.value(row, first)} {table.value(row, last)}".strip(),
            {
                "login": table.value(row, login),
                "org_defined_id": table.value(row, who.get("org_defined_id")),
            },
            row=row,
        )
        for row in range(1, len(table.rows))
        if table.value(row, login)
    ]
    return Book(
        "blackboard",
        tuple(columns),
        tuple(students),
        empty=NO_GRADE,
        is_certain=all(match["shown"] in SCORE | OTHER for match in items.values()),
        refusal=""
        if columns or not shown
        else (
            f"its column takes no points, but {min(shown)}; set the column's primary display to "
            "Score, and download it again"
        ),
    )


def _maximum(match: re.Match[str]) -> float | None:
    """An item's maximum; None for a total, which says "up to". 1,000 and 1.000 are a thousand."""
    text = match["maximum"]
    return number(re.sub(r"[.,]", "", text) if THOUSANDS.fullmatch(text) else text)

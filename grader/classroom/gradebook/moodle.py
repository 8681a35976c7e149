"""Moodle, "Download grading worksheet": CSV with `Identifier` "Participant 123" and `Grade`.

Headers are in the site's language, and so is "Participant", but their order is always the same:
identifier, name, what else tells people apart, status, perhaps group and marker, grade, its
maximum (or a scale), perhaps the workflow, whether it can be changed, three dates and texts,
comments. On upload Moodle skips grades above the maximum and rows that cannot be changed, and of
a scale it takes the words alone. Comments are HTML. Sources: mod/assign/gradingtable.php and
mod/assign/feedback/offline (importgradeslib.php and locallib.php).
"""

from __future__ import annotations

import re

from . import headers
from .book import Book, Column, Student, number
from .people import groups_of
from .table import Table

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
NO = frozenset(
    "no nein non não nao nee nej nei ei hayır нет ні nie ne nem nu não jo όχι لا לא いいえ 否 "
    "아니오 아니요 không tidak ez na nē".split()
)
YES = frozenset(
    "yes ja oui sí si sì sim jah kyllä evet да так tak ano áno da igen ναι نعم כן はい 是 예 네 "
    "có ya bai jā taip po já".split()
)


def read(table: Table) -> Book | None:
    """The worksheet understood, or None when it is not Moodle's."""
    rows = [row for row in range(1, len(table.rows)) if table.value(row, 0)]
    participants = {row: participant(table.value(row, 0)) for row in rows}
    words = {word for word, _ in participants.values()}
    if len(words) != 1 or "" in words:
        return None
    grade, maximum = table.column("Grade"), table.column("Maximum Grade")
    if grade is None:
        grade, maximum = _by_shape(table, rows)
    in_english = "Grade" in table.header
    scale = maximum is None and (
        table.column("Scale") is not None or (not in_english and _is_scaled(table, rows))
    )
    who = headers.columns(["", *table.header[1:]])  # the first is the participant's
    name = table.column("Full name")
    if name is None and "Identifier" not in table.header:
        name = 1
    changeable = table.column("Grade can be changed")
    if changeable is None and maximum is not None:
        changeable = _yes_or_no(table, rows, maximum)
    students = [
        Student(
            table.value(row, name) or table.value(row, 0),
            {
                "moodle_participant": number_there,
                "email": table.value(row, _email(table, rows)),
                "org_defined_id": table.value(row, who.get("org_defined_id")),
                "login": table.value(row, who.get("login")),
            },
            row=row,
            groups=groups_of(
                table.value(row, who.get("group")), table.value(row, who.get("groups"))
            ),
            maximum=number(table.value(row, maximum)),
            locked=table.value(row, changeable).casefold() in NO,
        )
        for row, (_, number_there) in participants.items()
    ]
    columns = [
        Column(index, (header,))
        for index, header in enumerate(table.header)
        if index > 0 and (index == grade or (grade is None and _takes_points(table, rows, index)))
    ]
    feedback = table.column("Feedback comments")
    if feedback is None and maximum is not None:
        feedback = _comments(table, rows, maximum)
    return Book(
        "moodle",
        () if scale else tuple(columns),
        tuple(students),
        maximum,
        feedback,
        table.header[feedback] if feedback is not None else "",
        is_certain=grade is not None,
        refusal=_refusal(table, scale=scale),
    )


def participant(text: str) -> tuple[str, str]:
    """ "Participant 123" as a word in any language and a number; two empty words for others."""
    word = text.rstrip("0123456789")
    is_one = len(word) < len(text) and any(map(str.isalpha, word))
    return (word, text[len(word) :]) if is_one and not any(map(str.isdigit, word)) else ("", "")


def _refusal(table: Table, *, scale: bool) -> str:
    if scale:
        return (
            "this assignment is graded by a scale, and Moodle would skip every number; give it "
            "points in its settings (Grade > Type > Point), and download the worksheet again"
        )
    if "Grade" in table.header and "Last modified (grade)" not in table.header:
        return (
            "Moodle takes no worksheet without the column 'Last modified (grade)'; "
            "download it again, and leave its columns as they are"
        )
    return ""


def _by_shape(table: Table, rows: list[int]) -> tuple[int | None, int | None]:
    """The grade and its maximum in any language: the same number in each row, and before it
    nothing but blanks and numbers that are not larger."""
    fitting = []
    for index in range(3, len(table.header)):
        maxima = {table.value(row, index) for row in rows}
        most = number(next(iter(maxima), ""))
        if len(maxima) == 1 and most and _takes_points(table, rows, index - 1):
            given = [number(table.value(row, index - 1)) for row in rows]
            if all(points is None or points <= most for points in given):
                fitting.append(index)
    return (fitting[0] - 1, fitting[0]) if len(fitting) == 1 else (None, None)


def _is_scaled(table: Table, rows: list[int]) -> bool:
    """In any language: a scale has the same words in each row, and before it is one of them."""
    for index in range(3, len(table.header)):
        scales = {table.value(row, index) for row in rows}
        words = [word.strip() for word in min(scales, default="").split(",")]
        if len(scales) == 1 and len(words) > 1 and any(map(str.isalpha, "".join(words))):
            given = {table.value(row, index - 1) for row in rows}
            if given <= {*words, "", "-"}:
                return True
    return False


def _takes_points(table: Table, rows: list[int], index: int) -> bool:
    texts = [table.value(row, index) for row in rows]
    return all(not text or NUMBER.fullmatch(text) for text in texts)


def _yes_or_no(table: Table, rows: list[int], maximum: int) -> int | None:
    """The column after the maximum, perhaps with the workflow between, that says Yes or No."""
    for index in range(maximum + 1, min(maximum + 3, len(table.header))):
        if {table.value(row, index).casefold() for row in rows} <= YES | NO:
            return index
    return None


def _comments(table: Table, rows: list[int], maximum: int) -> int | None:
    """The last column, where the ones before it are dates: a date that is missing says "-"."""
    last = len(table.header) - 1
    texts = [table.value(row, last) for row in rows]
    return last if last > maximum + 3 and not any(text == "-" for text in texts) else None


def _email(table: Table, rows: list[int]) -> int | None:
    known = table.column("Email address")
    if known is not None:
        return known
    addresses = (i for i in range(1, len(table.header)) if "@" in table.value(rows[0], i))
    return next(addresses, None)

"""Which column of a gradebook takes which lesson's points: a person says it, nothing is guessed.

`--column TITLE` names the column of a class of one lesson, `--column neuron=TITLE` that of one
lesson, once for each that is to be filled. A class that mixes lessons needs the second.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ...errors import GradebookError
from ...lessons import LESSONS


def by_lesson(said: Sequence[str]) -> dict[str, str]:
    """The titles by the names of lessons; by "" where none is named. Raises GradebookError."""
    titles: dict[str, str] = {}
    for text in said:
        name, sign, title = (part.strip() for part in text.partition("="))
        lesson, column = (name, title) if sign and name in _names() else ("", text)
        if lesson in titles:
            what = f"the lesson {lesson}" if lesson else "the points"
            raise GradebookError(f"--column names two columns for {what}: leave one of them out")
        titles[lesson] = column
    if "" in titles and len(titles) > 1:
        raise GradebookError(
            f"--column {titles['']!r} does not say of which lesson it is: write "
            f"LESSON={titles['']!r}, where the lesson is one of {', '.join(_names())}"
        )
    return titles


def wanted(titles: Mapping[str, str], lessons: Collection[str]) -> list[tuple[str, str | None]]:
    """What is to be filled for a class of these lessons: each a lesson, and a column's title.

    In a class of one lesson the column needs no name where the gradebook has one only. Raises
    GradebookError where it is not certain which lesson's points a column takes.
    """
    if absent := [lesson for lesson in titles if lesson and lessons and lesson not in lessons]:
        raise GradebookError(
            f"nobody handed in anything of the lesson {absent[0]}, for which --column names "
            f"{titles[absent[0]]!r}: the class is of {' and '.join(lessons)}"
        )
    if "" not in titles and titles:
        return [*titles.items()]
    if len(lessons) > 1:
        each = " ".join(f"--column {lesson}=TITLE" for lesson in lessons)
        raise GradebookError(
            f"the class mixes the lessons {' and '.join(lessons)}: which of them is the column of "
            f"the gradebook for? Say {each}, or leave out what is not to be written; --lesson "
            "grades all by one of them"
        )
    return [("", titles.get(""))]


def insist_on_one_each(taken: Sequence[tuple[str, str]]) -> None:
    """Raises GradebookError where the last column, with its file, was taken by a lesson before."""
    *before, (_, column) = taken
    if taken[-1] in before:
        raise GradebookError(
            f"--column gives {column!r} to two lessons, and a column takes the points of one: "
            "name another"
        )


def _names() -> list[str]:
    return [lesson.name for lesson in LESSONS]

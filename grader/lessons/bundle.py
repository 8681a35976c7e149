"""What learners are given: an allow-list, and nothing of the solution or the grader.

`grade start` writes it into a folder. The files come from exercise/, the data from the top.
"""

from __future__ import annotations

from pathlib import Path

from ..errors import AlreadyThere
from ..installed import ROOT
from . import LESSONS

EXERCISE = ROOT / "exercise"
DATA = ROOT / "binary.csv"

CHAPTERS = "LESSON.md"
BESIDE = ("matrix.py", "data_prep.py")


def names(*, numpy: bool = False, lesson: str = "") -> tuple[str, ...]:
    """The names of the files in the order in which they are read: of one lesson, or of all."""
    programs = [
        each.files["numpy" if numpy and "numpy" in each.files else "matrix"]
        for each in LESSONS
        if lesson in ("", each.name)
    ]
    return CHAPTERS, *programs, *BESIDE


def bundle(*, numpy: bool = False, lesson: str = "") -> dict[str, bytes]:
    """Everything a learner gets, by file name."""
    wanted = names(numpy=numpy, lesson=lesson)
    files = {name: (EXERCISE / name).read_bytes() for name in wanted}
    return {**files, DATA.name: DATA.read_bytes()}


def without_todos() -> tuple[str, ...]:
    """The files of the exercise that a learner reads or uses, and writes nothing into."""
    return CHAPTERS, *BESIDE, DATA.name


def start_exercise(
    folder: Path, *, numpy: bool = False, lesson: str = "", command: str = "grade start"
) -> list[str]:
    """Writes the exercise into a folder, as a command asked for; gives the names of the files.

    Raises AlreadyThere, with nothing written, if one of them exists.
    """
    files = bundle(numpy=numpy, lesson=lesson)
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise AlreadyThere(
            f"{folder / there[0]} is there already and is left as it is: "
            f"name another folder, as in `{command} another`."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        with open(folder / name, "xb") as file:
            file.write(content)
    return list(files)

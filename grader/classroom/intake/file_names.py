"""What does a file's name stand for? What is handed in is seldom called as it was given out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...lessons import LESSONS
from .delivery import folded
from .download import is_junk

ARCHIVES = ("zip", "tar", "tgz", "tbz2", "txz", "gz", "bz2", "xz", "7z", "rar")
GIVEN = frozenset({"matrix.py", "data_prep.py"})  # they lie in every learner's folder

# What browsers, LMSs, drives and people add to a name: "ex3 (1).py", "ex3-2.py", "Copy of ex3.py",
# "ex3 - Copy (2).py", "ex3 copy.py", "Kopie von ex3.py", "ex3.py.txt", "ex3-LAPTOP-4F.py".
# A stranger chose the name: nothing here takes longer than its length, whatever is repeated in it.
ADDED = re.compile(
    r"(?:[ _]?\(\d{1,9}\)|-\d{1,9}"
    r"|[ _-]{1,3}(?:copy|copie|copia|kopie|kopia|kopio)(?: \d{1,9})?"
    r"|-(?:desktop|laptop)-[a-z0-9]{1,15})\Z"
)
LONGEST_ADDED = 32  # characters
COPY_OF = ("copy of ", "kopie von ", "copie de ", "copia de ", "kopia av ", "kopie van ")
KINDS = frozenset(("py", "pyw", "ipynb", *ARCHIVES))


def ordinary(path: str) -> str:
    """A program's name without what was added to it: "Ex3 (1).PY" is ex3.py. "" for others."""
    stem, kind = parted(folded(base(path)))
    return f"{_bare(stem)}.{'py' if kind == 'pyw' else kind}" if stem else ""


def parted(name: str) -> tuple[str, str]:
    """A name and the kind of program that its ending says; browsers may add .txt to that: of
    "jane.tar.gz.txt" jane and tar.gz. Two empty words for what is no program."""
    stem, _, kind = name.removesuffix(".txt").rpartition(".")
    if kind not in KINDS or not stem:
        return "", ""
    before = stem.removesuffix(".tar")
    return (before, f"tar.{kind}") if before not in ("", stem) else (stem, kind)


def _bare(stem: str) -> str:
    """A name without its ending, and without what was added to it."""
    while start := next((s for s in COPY_OF if stem.startswith(s) and stem != s), ""):
        stem = stem.removeprefix(start)
    while (added := ADDED.search(stem[-LONGEST_ADDED:])) and len(added[0]) < len(stem):
        stem = stem[: -len(added[0])]
    return stem


def form_of(path: str, forms: Sequence[str]) -> str:
    """The name of the exercise that a file's name stands for, or ""."""
    stem, _, kind = ordinary(path).rpartition(".")
    if kind not in ("py", "ipynb"):
        stem = _bare(folded(base(path)).removesuffix(".txt"))
    return next((form for form in forms if folded(form).removesuffix(".py") == stem), "")


def lesson_named(path: str, student: str = "") -> str:
    """The lesson whose file's name a file's name stands for, or ""; jane_neuron.py is Jane's."""
    name = folded(base(path))
    for sign in "_-" if student else "":
        name = name.removeprefix(student + sign).replace(f"{sign}{student}.", ".")
    named = (each.name for each in LESSONS if form_of(name, [*each.files.values()]))
    return next(named, "")


def is_program(path: str) -> bool:
    """May this file be somebody's work: a program or an archive, and not one that was given?"""
    name = base(path)
    return bool(ordinary(name)) and not is_junk(name) and folded(name) not in GIVEN


def may_be_large(file: str) -> bool:
    """May it hold pictures or other files, and so be larger than a program?"""
    return ordinary(file).rpartition(".")[2] in ("ipynb", *ARCHIVES)


def base(path: str) -> str:
    return path.rsplit("/", 1)[-1]

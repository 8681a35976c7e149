"""What would tell whose a row is? It is left out for the pages that leave names out.

A file is often called after its author, and a notice quotes its name. The lesson's own name stands
in its place, and "…" where a word of the author's name does. What stands in a program stays.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..lessons import LESSONS, handed_in
from .intake.delivery import Delivery, bare, folded
from .intake.file_names import form_of
from .rows import Row

SHORTEST = 3  # letters of a name that are looked for inside a word, as in ann_hw.py
KNOWN = frozenset(name for lesson in LESSONS for name in lesson.files.values())
AROUND = ".,;:()'\""


def nameless(row: Row) -> Row:
    """The row without its author's names, in the file's name and in what is said of it."""
    delivery = row.delivery
    words = _words(delivery)
    own = replace(
        delivery,
        file=_lessons_name(row),
        notices=tuple(_veiled(notice, words) for notice in delivery.notices),
        problem=_veiled(delivery.problem, words),
    )
    report = row.report
    if report:
        notices = tuple(_veiled(notice, words) for notice in report.notices)
        report = replace(report, submission=own.file, notices=notices)
    return replace(row, delivery=own, report=report)


def _lessons_name(row: Row) -> str:
    """The lesson's own name for the file, as .ipynb for a notebook."""
    file, forms = row.delivery.file, handed_in(row.delivery.lesson or row.lesson)
    name = form_of(file, forms) or forms[0]
    notebook = ".ipynb" in folded(file)
    return str(Path(name).with_suffix(".ipynb")) if notebook else name if file else ""


def _words(delivery: Delivery) -> set[str]:
    """All that the author, or each of a group, is called by, in letters and digits alone."""
    ids = [delivery.identifiers, *delivery.member_ids]
    names = [delivery.name, delivery.student, *delivery.members]
    names += [name for each in ids for name in each.values()]
    return {bare(word) for name in names for word in [name, *name.split()]} - {""}


def _veiled(text: str, words: set[str]) -> str:
    return " ".join(
        word.replace(own, "…") if _tells(own := word.strip(AROUND), words) else word
        for word in text.split(" ")
    )


def _tells(word: str, words: set[str]) -> bool:
    """Is it one of the words; or has it one in it, and is neither a word nor a lesson's file?"""
    own = bare(word)
    if own in words or word.isalpha() or word in KNOWN:
        return own in words
    return any(each in own for each in words if len(each) >= SHORTEST)

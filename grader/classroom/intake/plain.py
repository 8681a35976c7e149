"""A plain folder: `ID.py`, `ID_backprop.py`, `ID.zip` or `ID/…`, a student each.

What holds the exercise under its own name, and no other program, is one student's, who is named by
the folder that it lies in, or by the zip.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import chain

from ...errors import IntakeError
from .delivery import Delivery, Found, folded, written
from .download import Download, Entry
from .file_names import form_of, is_program, parted

GRADESCOPES = re.compile(r"submission_\d{4,}+", re.ASCII)
IDS = ("login", "org_defined_id", "email", "github")  # a folder's name may be any of these


def read(download: Download, forms: Sequence[str], owner: str, alone: bool) -> Iterator[Found]:
    """The programs and folders, named after the students; `owner` if they are one student's.

    It is one student's where the exercise's own file is in it, and where it is one of several
    downloads that each hold one program (`alone`). Raises IntakeError where it is not clear.
    """
    loose = [entry for entry in download.entries if len(entry.parts) == 1]
    exercise = any(form_of(entry.path, forms) and is_program(entry.path) for entry in loose)
    if exercise:
        _insist_on_one_student(download, loose, forms)
    elif not alone:
        _insist_on_whose(download, loose)
    if exercise or (alone and loose):
        for entry in download.entries:
            yield _delivery(owner), entry.path, entry
        return
    _insist_on_students(download, forms)
    together = len({entry.parts[0] for entry in download.entries}) > 1
    for entry in download.entries:
        student, *inside = entry.parts
        if not inside:
            if not is_program(student):
                continue
            student, inside = _owner(student, forms, together), [student]
        yield _delivery(student), "/".join(inside), entry


def holds_one_program(download: Download) -> bool:
    """Does all of it hold one program, wherever that lies?"""
    return sum(is_program(entry.path) for entry in download.entries) == 1


def _insist_on_whose(download: Download, loose: Sequence[Entry]) -> None:
    """Raises IntakeError: jane/hw.py alone is Jane's, or it is by somebody called hw."""
    programs = [entry.path for entry in loose if is_program(entry.path)]
    is_wrapped = download.wrapping[-1:] not in ((), (download.given,))
    if programs and is_wrapped and holds_one_program(download):
        folder = "/".join(download.wrapping)
        raise IntakeError(
            f"{download.given} holds {folder}/{programs[0]} and no other program: is it a "
            "student's folder, or a class of one whose files are named after the students? For a "
            r"folder, say --name-regex '(?:.*/)?(?P<student_id>[^/]+)/(?P<file_id>[^/]+)'; for a "
            r"class, say --name-regex '(?:.*/)?(?P<student_id>[^/]+)\.[^/]+'"
        )


def _insist_on_one_student(
    download: Download, loose: Sequence[Entry], forms: Sequence[str]
) -> None:
    """Raises IntakeError: backprop.py beside jane.py may be Jane's too, or the teacher's own."""
    others = [
        entry.path
        for entry in download.entries
        if is_program(entry.path) and not (entry in loose and form_of(entry.path, forms))
    ]
    if others:
        own = next(entry.path for entry in loose if form_of(entry.path, forms))
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise IntakeError(
            f"{download.given} holds {own} and, beside it, {others[0]}{more}: is it a class, or "
            f"one student's folder? For a class, move {own} away; for one student, move the "
            "others away, or use `grade submission`"
        )


def _insist_on_students(download: Download, forms: Sequence[str]) -> None:
    """Raises IntakeError where the folders are not students: some hold several people's work."""
    tops: dict[str, set[str]] = {}
    for entry in download.entries:
        top, *inside = entry.parts
        if GRADESCOPES.fullmatch(top):
            raise IntakeError(
                f"{download.given} holds {top}, as Gradescope exports it, and no "
                "submission_metadata.yml, which says whose it is: export the submissions again"
            )
        if inside and form_of(inside[-1], forms) and is_program(inside[-1]):
            tops.setdefault(top, set()).add(inside[0] if len(inside) > 1 else "")
    several = {top: inside for top, inside in tops.items() if len(inside) > 1}
    single = [*chain.from_iterable(inside for top, inside in tops.items() if top not in several)]
    # Students' own folders are called alike, as "hw": those of sections have students' names.
    are_names = len({*single}) == len(single) and "" not in {*single}.union(*several.values())
    if len(tops) > 1 and several and are_names:
        top, inside_ = next(iter(several.items()))
        one, other = sorted(inside_)[:2]
        around = "".join(f"{folder}/" for folder in download.wrapping)
        sections = " ".join(shlex.quote(f"{around}{each}") for each in sorted(tops)[:2])
        raise IntakeError(
            f"{download.given} holds {top}/{one} and {top}/{other}: are these two students of a "
            "section, or two attempts by one student? For sections, give each: `grade batch "
            f"{sections} …`; for students, say --name-regex "
            rf"'{re.escape(around)}(?P<student_id>[^/]+)/(?P<file_id>.+)'"
        )


def _delivery(student: str) -> Delivery:
    name = written(student)
    return Delivery(folded(name), name, identifiers=dict.fromkeys(IDS, name))


def _owner(file: str, forms: Sequence[str], together: bool) -> str:
    """jane_backprop.py and jane.py are Jane's; beside others, backprop_jane.py is too."""
    stem, _ = parted(file.casefold())
    name = file[: len(stem)] if len(file.casefold()) == len(file) else stem
    shown = len(name)
    while shown and not (name[shown - 1].isalnum() or name[shown - 1] == "_"):
        shown -= 1
    exercises = [form.removesuffix(".py").casefold() for form in reversed(forms)]
    for exercise in exercises:
        before = name[: shown - len(exercise)]
        if name[len(before) : shown].casefold() == exercise and before[1:].endswith(("_", "-")):
            return before[:-1]
    for exercise in exercises if together else ():
        after = name[len(exercise) :]
        if name.casefold().startswith(exercise) and after[:1] in ("_", "-") and after[1:]:
            return after[1:]
    return name

"""Which of the files that somebody handed in is the one to grade? Never guessed in silence.

`grade submission` and `grade batch` both ask here. Where a class may mix lessons, somebody's files
may be named after several of them, or hold their functions: then there is one to grade for each.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ... import foreign, notebook
from ...errors import NotebookError, RefusedError
from ...lessons import LESSONS, handed_in
from . import several_downloads, tar
from .delivery import Delivery, folded
from .download import LARGE_BYTES, SOURCE_BYTES, Download, Entry
from .file_names import (
    ARCHIVES,
    base,
    form_of,
    is_program,
    lesson_named,
    may_be_large,
    ordinary,
)
from .zip import from_zip
from .zip import handed_in as opened

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
COMPARED = 8  # more files of the right name than this aren't read to see if they are all the same
SLIM_BYTES = 200_000  # a larger notebook is handed on without its pictures
MOST_VALUES = 1_000_000  # in its outputs: in memory each takes ten times its room in the file
FUNCTION = re.compile(r'^(?: *")?def (\w{1,99})\(', re.MULTILINE)  # of a program or a notebook


class SeveralLessons(Exception):
    """The files are named after several lessons; `files` are their names, by lesson."""

    def __init__(self, files: Mapping[str, Sequence[str]]) -> None:
        super().__init__(*files)
        self.files = files


def choose(
    delivery: Delivery,
    handed: Sequence[tuple[str, Entry]],
    lesson: str = "",
    *,
    asked_for: Sequence[str] = (),
    in_archive: bool = False,
) -> tuple[Delivery, bytes]:
    """The delivery with the file named like the exercise, else with the only program; and that
    file's bytes, none where there is a problem.

    `handed` are the files by the names that the student gave them. An archive is opened, one level
    deep and in memory. Several files of the right name count as one when their bytes are the same;
    otherwise which is meant is for a person to say. Without a `lesson` the names tell which it is,
    or else of several the functions in them, and the delivery is of that lesson: a
    lesson's file goes before those that are named after none. Raises SeveralLessons where they tell
    more than one: then ask again for each, with a delivery of that lesson. A hint tells the names
    that were `asked_for`, or else those of one lesson.
    """
    of_several, asked = bool(delivery.lesson), lesson
    programs = [each for each in handed if is_program(each[0])] or [
        each for each in handed if lesson_named(each[0]) in _possible(lesson)
    ]
    told = {} if lesson else _lessons_told(programs, delivery.student)
    if not lesson:
        named = _by_lesson(programs, told)
        if len(named) > 1 and not delivery.lesson:
            raise SeveralLessons({of: [name for name, _ in files] for of, files in named.items()})
        if len(named) == 1:
            delivery = replace(delivery, lesson=min(named))
    several_downloads.insist_on_one(delivery, programs, told)
    if delivery.lesson and not lesson:
        programs = [each for each in programs if told[each[1].path] in ("", delivery.lesson)]
    lesson = lesson or delivery.lesson
    forms = handed_in(lesson)
    hinted = forms if lesson else asked_for or forms
    wanted = (
        [each for each in programs if form_of(each[0], forms)]
        or [each for each in programs if lesson and told.get(each[1].path) == lesson]
        or programs
    )
    if not wanted:
        origin = handed[0][1].path if handed else delivery.origin
        return replace(delivery, problem=_nothing_in(handed, hinted), origin=origin), b""
    file, entry = wanted[0]
    delivery = replace(delivery, origin=entry.path)
    if len(wanted) > 1 and not _all_the_same(wanted):
        which = f"it is not clear which file is meant: {_listed(wanted)}"
        problem = f"{which}; hand in one, named {' or '.join(hinted)}"
        return replace(delivery, problem=problem), b""
    notices = [*delivery.notices, *entry.notices]
    try:
        content = entry.read(LARGE_BYTES if may_be_large(file) else SOURCE_BYTES)
        if is_archive(content):
            chosen, content = _unpacked(
                delivery, file, content, asked, asked_for=asked_for, in_archive=in_archive
            )
            notices += chosen.notices[len(delivery.notices) :]
        else:
            if ordinary(file).rpartition(".")[2] in ARCHIVES:
                raise RefusedError(_no_archive(file, content))
            notices += _misnamed(delivery.student, file, forms, hinted, of_several)
            content, left = _slim(file, content)
            notices += left
            chosen = replace(delivery, file=base(file))
    except RefusedError as refusal:
        return replace(delivery, problem=f"{file} {refusal}"), b""
    if len(wanted) > 1:
        notices.append(f"handed in {len(wanted)} times with the same bytes: {_listed(wanted)}")
    if others := [each for each in programs if each not in wanted]:
        notices.append(f"handed in as well, and not graded: {_listed(others)}")
    return replace(chosen, notices=tuple(notices)), content


def _possible(lesson: str) -> tuple[str, ...]:
    """The lessons that a file may be of, where this one is asked for, or with "" any."""
    return (lesson,) if lesson else tuple(each.name for each in LESSONS)


def _lessons_told(programs: Sequence[tuple[str, Entry]], student: str) -> dict[str, str]:
    """The lesson of each file, by its path: the name tells it, or else, where the files are of
    several lessons, the functions do. Which of those of one lesson is meant they do not tell."""
    named = {entry.path: lesson_named(file, student) for file, entry in programs}
    if not 1 < len(programs) <= COMPARED or all(named.values()):
        return named
    told = {e.path: named[e.path] or _lesson_written(file, e) for file, e in programs}
    return told if len({*told.values()} - {""}) > 1 else named


def _lesson_written(file: str, entry: Entry) -> str:
    """The lesson most of whose functions are in a file, "" for none; the last, if several are.

    It is told from the text, which also a notebook holds; nothing of it is run.
    """
    try:
        content = entry.read(LARGE_BYTES if may_be_large(file) else SOURCE_BYTES)
    except RefusedError:
        return ""
    functions = {*FUNCTION.findall(content.decode("utf-8", "replace"))}
    fits = (
        lesson.name
        for lesson in reversed(LESSONS)
        if 2 * len(functions.intersection(lesson.functions)) > len(lesson.functions)
    )
    return next(fits, "")


def _by_lesson(
    programs: Sequence[tuple[str, Entry]], told: Mapping[str, str]
) -> dict[str, list[tuple[str, Entry]]]:
    """The files of which it is `told` that they are of a lesson, by it, in the order of lessons."""
    named: dict[str, list[tuple[str, Entry]]] = {lesson.name: [] for lesson in LESSONS}
    for each in programs:
        if lesson := told[each[1].path]:
            named[lesson].append(each)
    return {lesson: files for lesson, files in named.items() if files}


def is_archive(content: bytes) -> bool:
    """Do these bytes begin like an archive that can be opened here?"""
    return content.startswith(ZIP_MAGIC) or tar.is_tar(content[:512])


def _no_archive(file: str, content: bytes) -> str:
    what, advice = foreign.named(content)
    kind = ordinary(file).rpartition(".")[2] or "zip"
    return f"is {what}: {advice}" if what else f"is not a {kind}, whatever its name says"


def _misnamed(
    student: str, file: str, forms: Sequence[str], hinted: Sequence[str], of_several: bool
) -> tuple[str, ...]:
    name = unicodedata.normalize("NFC", base(file))
    named_after_student = folded(name.rsplit(".", 1)[0]) == student
    if name in forms or named_after_student:
        return ()
    if form := form_of(file, forms) or (of_several and forms[0]):
        return (f"the file is called {name}; it was taken for {form}",)
    return (f"the file is called {name}, not {' or '.join(hinted)}; it is the only program there",)


def _slim(file: str, content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A large notebook without its outputs: they are mostly pictures, and none is graded."""
    bare = content.removeprefix(b"\xef\xbb\xbf")
    if len(content) <= SLIM_BYTES or not notebook.is_notebook(file, bare):
        return content, ()
    if sum(map(content.count, (b"[", b"{", b","))) > MOST_VALUES:
        raise RefusedError("holds too many numbers: clear its outputs in Jupyter and save it again")
    try:
        return notebook.without_outputs(bare), ("the outputs in the notebook were left out",)
    except NotebookError as error:
        raise RefusedError(str(error)) from None


def _all_the_same(handed: Sequence[tuple[str, Entry]]) -> bool:
    try:
        return len(handed) <= COMPARED and len({entry.read() for _, entry in handed}) == 1
    except RefusedError:
        return False


def _unpacked(
    delivery: Delivery,
    file: str,
    content: bytes,
    lesson: str,
    *,
    asked_for: Sequence[str],
    in_archive: bool,
) -> tuple[Delivery, bytes]:
    """The choice among the files in an archive that was handed in."""
    kind = "zip" if content.startswith(ZIP_MAGIC) else "tar"
    if in_archive:
        raise RefusedError(f"is a {kind} inside an archive; only one is opened")
    if kind == "zip":
        with opened(content) as archive:
            if document := foreign.office([info.filename for info in archive.infolist()]):
                raise RefusedError(f"is {document}, not a program: {foreign.TEXT}")
            inside = from_zip(archive, file)
            chosen, program = _inside(delivery, inside, lesson, asked_for)
    else:
        with tar.opened(io.BytesIO(content), tar.HANDED_IN) as packed:
            inside = tar.from_tar(packed, file, tar.HANDED_IN)
            chosen, program = _inside(delivery, inside, lesson, asked_for)
    had = len(delivery.notices)
    notices = (f"{file} is a {kind} and was opened", *inside.refused[:3], *chosen.notices[had:])
    chosen = replace(
        chosen,
        problem=chosen.problem and f"in {file}: {chosen.problem}",
        origin="/".join(dict.fromkeys(filter(None, (delivery.origin, chosen.origin)))),
        notices=(*delivery.notices, *notices),
    )
    return chosen, program


def _inside(
    delivery: Delivery, inside: Download, lesson: str, asked_for: Sequence[str]
) -> tuple[Delivery, bytes]:
    handed = [(entry.path, entry) for entry in inside.entries]
    own = replace(delivery, origin="")
    return choose(own, handed, lesson, asked_for=asked_for, in_archive=True)


def _nothing_in(handed: Sequence[tuple[str, Entry]], forms: Sequence[str]) -> str:
    if not handed:
        return "nothing was handed in"
    found = f"there is no Python file among what was handed in: {_listed(handed)}"
    return f"{found}; hand in {' or '.join(forms)} itself"


def _listed(handed: Sequence[tuple[str, Entry]]) -> str:
    """The files by their names, or by their whole paths where names are the same."""
    names = [file for file, _ in handed]
    if len(set(names)) < len(names):
        names = [entry.path for _, entry in handed]
    times = Counter(names)
    names = [f"{name} in {n} of the downloads" if n > 1 else name for name, n in times.items()]
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"

"""Which of the files that somebody handed in is the one to grade? Never guessed in silence.

`grade submission` and `grade batch` both ask here. Where a class may mix lessons, somebody's files
may be named after several of them: then there is one to grade for each.
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
from . import tar
from .delivery import Delivery, folded
from .download import LARGE_BYTES, SOURCE_BYTES, Download, Entry, is_junk
from .zip import from_zip
from .zip import handed_in as opened

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
GIVEN = frozenset({"matrix.py", "data_prep.py"})  # they lie in every learner's folder
COMPARED = 8  # more files of the right name than this aren't read to see if they are all the same
SLIM_BYTES = 200_000  # a larger notebook is handed on without its pictures
MOST_VALUES = 1_000_000  # in its outputs: in memory each takes ten times its room in the file
ARCHIVES = ("zip", "tar", "tgz", "tbz2", "txz", "gz", "bz2", "xz", "7z", "rar")

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
    in_archive: bool = False,
) -> tuple[Delivery, bytes]:
    """The delivery with the file named like the exercise, else with the only program; and that
    file's bytes, none where there is a problem.

    `handed` are the files by the names that the student gave them. An archive is opened, one level
    deep and in memory. Several files of the right name count as one when their bytes are the same;
    otherwise which is meant is for a person to say. Without a `lesson` the names tell which it is,
    and the delivery is of that lesson. Raises SeveralLessons where they tell more than one: then
    ask again for each, with a delivery of that lesson.
    """
    of_several = bool(delivery.lesson)
    programs = [each for each in handed if is_program(each[0])] or [
        each for each in handed if lesson_named(each[0]) in _possible(lesson)
    ]
    if not lesson:
        named = _by_lesson(programs, delivery.student)
        if len(named) > 1 and not delivery.lesson:
            raise SeveralLessons({of: [name for name, _ in files] for of, files in named.items()})
        if len(named) == 1 and (LESSONS[-1].name in named or len(*named.values()) == len(programs)):
            delivery = replace(delivery, lesson=min(named))  # else what has no name may be another
        if delivery.lesson:
            own = ("", delivery.lesson)
            programs = [each for each in programs if lesson_named(each[0], delivery.student) in own]
    forms = handed_in(lesson or delivery.lesson)
    wanted = [each for each in programs if form_of(each[0], forms)] or programs
    if not wanted:
        origin = handed[0][1].path if handed else delivery.origin
        return replace(delivery, problem=_nothing_in(handed, forms), origin=origin), b""
    file, entry = wanted[0]
    delivery = replace(delivery, origin=entry.path)
    if len(wanted) > 1 and not _all_the_same(wanted):
        which = f"it is not clear which file is meant: {_listed(wanted)}"
        problem = f"{which}; hand in one, named {' or '.join(forms)}"
        return replace(delivery, problem=problem), b""
    notices = [*delivery.notices, *entry.notices]
    try:
        content = entry.read(LARGE_BYTES if _may_be_large(file) else SOURCE_BYTES)
        if is_archive(content):
            chosen, content = _unpacked(delivery, file, content, lesson, in_archive)
            notices += chosen.notices[len(delivery.notices) :]
        else:
            if ordinary(file).rpartition(".")[2] in ARCHIVES:
                raise RefusedError(_no_archive(file, content))
            notices += _misnamed(delivery.student, file, forms, of_several)
            content, left = _slim(file, content)
            notices += left
            chosen = replace(delivery, file=_base(file))
    except RefusedError as refusal:
        return replace(delivery, problem=f"{file} {refusal}"), b""
    if len(wanted) > 1:
        notices.append(f"handed in {len(wanted)} times with the same bytes: {_listed(wanted)}")
    if others := [each for each in programs if each not in wanted]:
        notices.append(f"handed in as well, and not graded: {_listed(others)}")
    return replace(chosen, notices=tuple(notices)), content


def ordinary(path: str) -> str:
    """A program's name without what was added to it: "Ex3 (1).PY" is ex3.py. "" for others."""
    stem, kind = parted(folded(_base(path)))
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
        stem = _bare(folded(_base(path)).removesuffix(".txt"))
    return next((form for form in forms if folded(form).removesuffix(".py") == stem), "")


def lesson_named(path: str, student: str = "") -> str:
    """The lesson whose file's name a file's name stands for, or ""; jane_neuron.py is Jane's."""
    name = folded(_base(path))
    for sign in "_-" if student else "":
        name = name.removeprefix(student + sign).replace(f"{sign}{student}.", ".")
    named = (each.name for each in LESSONS if form_of(name, [*each.files.values()]))
    return next(named, "")


def _possible(lesson: str) -> tuple[str, ...]:
    """The lessons that a file may be of, where this one is asked for, or with "" any."""
    return (lesson,) if lesson else tuple(each.name for each in LESSONS)


def _by_lesson(
    programs: Sequence[tuple[str, Entry]], student: str
) -> dict[str, list[tuple[str, Entry]]]:
    """The files that are named after a lesson, by lesson, in the order of lessons."""
    named: dict[str, list[tuple[str, Entry]]] = {lesson.name: [] for lesson in LESSONS}
    for each in programs:
        if lesson := lesson_named(each[0], student):
            named[lesson].append(each)
    return {lesson: files for lesson, files in named.items() if files}


def is_program(path: str) -> bool:
    """May this file be somebody's work: a program or an archive, and not one that was given?"""
    name = _base(path)
    return bool(ordinary(name)) and not is_junk(name) and folded(name) not in GIVEN


def is_archive(content: bytes) -> bool:
    """Do these bytes begin like an archive that can be opened here?"""
    return content.startswith(ZIP_MAGIC) or tar.is_tar(content[:512])


def _base(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _may_be_large(file: str) -> bool:
    return ordinary(file).rpartition(".")[2] in ("ipynb", *ARCHIVES)


def _no_archive(file: str, content: bytes) -> str:
    what, advice = foreign.named(content)
    kind = ordinary(file).rpartition(".")[2] or "zip"
    return f"is {what}: {advice}" if what else f"is not a {kind}, whatever its name says"


def _misnamed(student: str, file: str, forms: Sequence[str], of_several: bool) -> tuple[str, ...]:
    name = unicodedata.normalize("NFC", _base(file))
    named_after_student = folded(name.rsplit(".", 1)[0]) == student
    if name in forms or named_after_student:
        return ()
    if form := form_of(file, forms) or (of_several and forms[0]):
        return (f"the file is called {name}; it was taken for {form}",)
    return (f"the file is called {name}, not {' or '.join(forms)}; it is the only program there",)


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
    delivery: Delivery, file: str, content: bytes, lesson: str, in_archive: bool
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
            chosen, program = _inside(delivery, inside, lesson)
    else:
        with tar.opened(io.BytesIO(content), tar.HANDED_IN) as packed:
            inside = tar.from_tar(packed, file, tar.HANDED_IN)
            chosen, program = _inside(delivery, inside, lesson)
    had = len(delivery.notices)
    notices = (f"{file} is a {kind} and was opened", *inside.refused[:3], *chosen.notices[had:])
    chosen = replace(
        chosen,
        problem=chosen.problem and f"in {file}: {chosen.problem}",
        origin="/".join(dict.fromkeys(filter(None, (delivery.origin, chosen.origin)))),
        notices=(*delivery.notices, *notices),
    )
    return chosen, program


def _inside(delivery: Delivery, inside: Download, lesson: str) -> tuple[Delivery, bytes]:
    handed = [(entry.path, entry) for entry in inside.entries]
    return choose(replace(delivery, origin=""), handed, lesson, in_archive=True)


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

"""Which of the files that somebody handed in is the one to grade? Never guessed in silence."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .archive import RefusedError, from_zip, is_junk, opened
from .delivery import Piece, folded

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
GIVEN = frozenset({"matrix.py", "data_prep.py"})  # they lie in every learner's folder
COMPARED = 8  # so many files of the right name are read to see whether they are all the same

# What browsers, LMSs and people add to a name: "ex3 (1).py", "ex3-2.py", "Copy of ex3.py",
# "ex3 - Copy.py", "ex3.py.txt".
PROGRAM = re.compile(
    r"(?:copy of )?(?P<stem>.+?)(?:[ _]?\(\d+\)|-\d+| - copy)*\.(?P<kind>py|ipynb|zip)(?:\.txt)?"
)


@dataclass(frozen=True)
class Choice:
    """The file to grade, or the problem that there is none."""

    file: str = ""
    content: bytes = b""
    origin: str = ""
    notices: tuple[str, ...] = ()
    problem: str = ""


def choose(handed: Sequence[Piece], forms: Sequence[str], *, in_zip: bool = False) -> Choice:
    """The file named like the exercise (`forms`), else the only program among those handed in.

    A zip is opened, one level deep and in memory. Several files of the right name count as one
    when their bytes are the same; otherwise which is meant is for a person to say.
    """
    programs = [piece for piece in handed if _is_program(piece)]
    wanted = [piece for piece in programs if _form(piece, forms)] or programs
    if not wanted:
        return Choice(problem=_nothing_in(handed), origin=handed[0].entry.path if handed else "")
    chosen = wanted[0]
    problem = Choice(origin=chosen.entry.path)
    if len(wanted) > 1 and not _all_the_same(wanted):
        which = f"it is not clear which file is meant: {_listed(wanted)}"
        return replace(problem, problem=f"{which}; hand in one, named {' or '.join(forms)}")
    try:
        content = chosen.entry.read()
        if content.startswith(ZIP_MAGIC):
            choice = _unzipped(chosen, content, forms, in_zip)
        elif ordinary(chosen.file).endswith(".zip"):
            raise RefusedError("is not a zip, whatever its name says")
        else:
            misnamed = _misnamed(chosen, forms)
            choice = Choice(_base(chosen.file), content, chosen.entry.path, misnamed)
    except RefusedError as refusal:
        return replace(problem, problem=f"{chosen.file} {refusal}")
    notices = [*chosen.entry.notices, *choice.notices]
    if len(wanted) > 1:
        notices.append(f"handed in {len(wanted)} times with the same bytes: {_listed(wanted)}")
    if others := [piece for piece in programs if piece not in wanted]:
        notices.append(f"handed in as well, and not graded: {_listed(others)}")
    return replace(choice, notices=tuple(notices))


def ordinary(path: str) -> str:
    """A program's name without what was added to it: "Ex3 (1).PY" is ex3.py. "" for others."""
    match = PROGRAM.fullmatch(folded(_base(path)))
    return f"{match['stem']}.{match['kind']}" if match else ""


def _base(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _is_program(piece: Piece) -> bool:
    name = _base(piece.file)
    return bool(ordinary(name)) and not is_junk(name) and folded(name) not in GIVEN


def _form(piece: Piece, forms: Sequence[str]) -> str:
    """The name of the exercise that a file's name stands for, or ""."""
    name = ordinary(piece.file)
    notebooks = (folded(form).removesuffix(".py") + ".ipynb" for form in forms)
    return next(
        (f for f, notebook in zip(forms, notebooks, strict=True) if name in (folded(f), notebook)),
        "",
    )


def _misnamed(piece: Piece, forms: Sequence[str]) -> tuple[str, ...]:
    name = unicodedata.normalize("NFC", _base(piece.file))
    named_after_student = folded(name.rsplit(".", 1)[0]) == piece.label.student
    if name in forms or named_after_student:
        return ()
    if form := _form(piece, forms):
        return (f"the file is called {name}; it was taken for {form}",)
    return (f"the file is called {name}, not {' or '.join(forms)}; it is the only program there",)


def _all_the_same(pieces: Sequence[Piece]) -> bool:
    try:
        return len(pieces) <= COMPARED and len({piece.entry.read() for piece in pieces}) == 1
    except RefusedError:
        return False


def _unzipped(zipped: Piece, content: bytes, forms: Sequence[str], in_zip: bool) -> Choice:
    """The choice among the files in a zip that was handed in."""
    if in_zip:
        raise RefusedError("is a zip inside a zip; only one is opened")
    with opened(io.BytesIO(content)) as archive:
        inside = from_zip(archive, zipped.file)
        pieces = [replace(zipped, file=e.path, entry=e) for e in inside.entries]
        choice = choose(pieces, forms, in_zip=True)
    return replace(
        choice,
        problem=choice.problem and f"in {zipped.file}: {choice.problem}",
        origin="/".join(filter(None, (zipped.entry.path, choice.origin))),
        notices=(f"{zipped.file} is a zip and was opened", *inside.refused[:3], *choice.notices),
    )


def _nothing_in(handed: Sequence[Piece]) -> str:
    if not handed:
        return "nothing was handed in"
    return f"there is no Python file among what was handed in: {_listed(handed)}"


def _listed(pieces: Sequence[Piece]) -> str:
    shown = ", ".join(piece.file for piece in pieces[:3])
    return shown if len(pieces) <= 3 else f"{shown} and {len(pieces) - 3} more"

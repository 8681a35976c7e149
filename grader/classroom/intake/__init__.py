"""What an instructor has, taken in: a download of an LMS, a folder, or files → deliveries.

One file a system says what its downloads look like; `recognition` tells which it is, `choice`
finds the one file to grade in what somebody handed in, and `archive` reads zips and folders
without trusting them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from . import archive, named
from .archive import Download, RefusedError
from .choice import choose
from .delivery import Delivery, Intake, IntakeError, Piece, folded
from .recognition import LAYOUTS, Sorted, by_layout, by_names, recognised

__all__ = ["ATTEMPTS", "LAYOUTS", "Delivery", "Intake", "IntakeError", "take_in"]

ATTEMPTS = ("latest", "best", "all")


def take_in(
    paths: Sequence[Path],
    *,
    layout: str | None = None,
    name_regex: str | None = None,
    attempt: str = "latest",
    form_files: Sequence[str] = ("backprop.py", "backprop_numpy.py"),
    name_encoding: str | None = None,
) -> Intake:
    """What was handed in by whom, from zips and folders as the LMS gave them, or loose files.

    layout         one of LAYOUTS, when the download is not what it looks like
    name_regex     instead of a layout: an expression for the paths, with a group student_id
    attempt        latest, best or all; which one is best is known after grading, so that for
                   best all of them are returned
    form_files     the names under which the exercise is handed in
    name_encoding  of file names in zips that do not say so, such as cp1252

    Raises IntakeError when something cannot be read or is not recognised for certain.
    """
    if attempt not in ATTEMPTS:
        raise IntakeError(f"there is no attempt {attempt!r}; choose one of {', '.join(ATTEMPTS)}")
    with ExitStack() as open_zips:
        sort = _sorter(layout, name_regex, form_files)
        found = [sort(download) for download in _downloads(paths, name_encoding, open_zips)]
        if not found:
            raise IntakeError("there is nothing to take in; give a zip, a folder or files")
        layouts = sorted({each.layout for each in found})
        if len(layouts) > 1:
            raise IntakeError(
                f"these come from {' and '.join(layouts)}; grade them one after the other"
            )
        deliveries = _deliveries([p for each in found for p in each.pieces], attempt, form_files)
        return Intake(
            layouts[0], tuple(deliveries), tuple(left for each in found for left in each.ignored)
        )


def _sorter(
    layout: str | None, name_regex: str | None, forms: Sequence[str]
) -> Callable[[Download], Sorted]:
    """How the files of a download are told apart: as the teacher says, else as they look."""
    if layout and name_regex:
        raise IntakeError("--layout and --name-regex exclude each other; leave one of them out")
    if name_regex:
        return partial(by_names, names=named.pattern(name_regex))
    if layout:
        return partial(by_layout, layout=layout, forms=forms)
    return partial(recognised, forms=forms)


def _downloads(
    paths: Sequence[Path], name_encoding: str | None, open_zips: ExitStack
) -> Iterator[Download]:
    """Each zip and each folder is a download; loose files make one together."""
    if name_encoding:
        _check_encoding(name_encoding)
    loose = []
    for path in paths:
        try:
            if path.is_dir():
                yield archive.from_folder(path, name_encoding)
            elif not path.exists():
                raise IntakeError(f"there is no {path}; check the name")
            elif path.suffix.casefold() == ".zip":
                opened = open_zips.enter_context(archive.opened(path))
                yield archive.from_zip(opened, path.stem, name_encoding)
            else:
                loose.append(path)
        except (RefusedError, OSError) as failure:
            raise IntakeError(
                f"{path} {failure}; download it again, or give the folder it was unpacked to"
            ) from failure
    if loose:
        yield archive.from_files(loose, name_encoding)


def _check_encoding(name_encoding: str) -> None:
    try:
        b"a".decode(name_encoding)
    except LookupError:
        raise IntakeError(
            f"there is no encoding {name_encoding!r}; one in use on Windows is cp1252"
        ) from None


def _deliveries(pieces: Iterable[Piece], attempt: str, forms: Sequence[str]) -> Iterator[Delivery]:
    """A delivery for each student, or for each attempt, in the order of names."""
    students: dict[str, dict[str, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for piece in pieces:
        students[piece.label.student][piece.label.attempt].append(piece)
    in_order = sorted((_name(attempts), student) for student, attempts in students.items())
    for _, student in in_order:
        attempts = students[student]
        all_of_them = sorted(attempts)
        if len(attempts) == 1:
            yield _delivery(attempts[all_of_them[0]], forms)
            continue
        for number, when in enumerate(all_of_them, 1):
            if attempt != "latest" or number == len(attempts):
                which = f"attempt {number} of {len(attempts)}"
                yield _delivery(attempts[when], forms, when, (which,))


def _name(attempts: Mapping[str, Sequence[Piece]]) -> str:
    return folded(attempts[max(attempts)][0].label.name)


def _delivery(
    pieces: Sequence[Piece], forms: Sequence[str], attempt: str = "", notices: tuple[str, ...] = ()
) -> Delivery:
    label = pieces[0].label
    told = dict.fromkeys(notice for piece in pieces for notice in piece.label.notices)
    choice = choose([piece for piece in pieces if piece.file], forms)
    return Delivery(
        student=label.student,
        name=label.name,
        file=choice.file,
        content=choice.content,
        late=any(piece.label.late for piece in pieces),
        submitted_at=label.submitted_at,
        attempt=attempt,
        members=label.members,
        identifiers=label.identifiers,
        origin=choice.origin or pieces[0].entry.path,
        notices=(*notices, *told, *choice.notices),
        problem=choice.problem,
    )

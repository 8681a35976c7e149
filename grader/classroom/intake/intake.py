"""Downloads, folders and files of a class → deliveries, one for each student and lesson."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ... import foreign
from ...errors import IntakeError, RefusedError
from ...lessons import LESSONS, handed_in
from . import folder, named, plain, several_downloads, tar
from .choice import SeveralLessons, choose
from .delivery import Delivery, Found, Intake, folded, naturally
from .download import Download, Entry
from .file_names import lesson_named
from .recognition import LAYOUTS, Sorted, by_layout, by_names, recognised
from .zip import from_zip, opened

__all__ = ["ATTEMPTS", "LAYOUTS", "Delivery", "Intake", "IntakeError", "take_in"]

ATTEMPTS = ("latest", "best", "all")


def take_in(
    paths: Sequence[Path],
    *,
    layout: str | None = None,
    name_regex: str | None = None,
    attempt: str = "latest",
    lesson: str = "",
    name_encoding: str | None = None,
) -> Intake:
    """What was handed in by whom, from zips and folders as the LMS gave them, or loose files.

    layout         one of LAYOUTS, when the download is not what it looks like
    name_regex     instead of a layout: an expression for the paths, with a group student_id
    attempt        latest, best or all; which one is best is known after grading, so that for
                   best all of them are returned
    lesson         the one that all of it is of; without one each file's own name may tell, and a
                   student may have handed in a file for each
    name_encoding  of file names in zips that do not say so, such as cp1252

    Raises IntakeError when something cannot be read or is not recognised for certain.
    """
    if attempt not in ATTEMPTS:
        raise IntakeError(f"there is no attempt {attempt!r}; choose one of {', '.join(ATTEMPTS)}")
    downloads = list(_downloads(paths, name_encoding))
    sections = len(downloads) == 1 or any(len(each.folders) > 1 for each in downloads)
    alone = len(downloads) > 1 and all(map(plain.holds_one_program, downloads))
    forms = handed_in(lesson) if lesson else (*handed_in(""), *_of_other_lessons())
    sort = _sorter(layout, name_regex, forms, sections=sections, alone=alone)
    found = [sort(download) for download in downloads]
    if not found:
        raise IntakeError("there is nothing to take in; give a zip, a folder or files")
    layouts = sorted({each.layout for each in found})
    if len(layouts) > 1:
        raise IntakeError(
            f"these come from {' and '.join(layouts)}; grade them one after the other"
        )
    everything = [f for each in found for f in each.found]
    if len(downloads) > 1:
        everything = list(several_downloads.noted(downloads, found))
    deliveries = _deliveries(everything, attempt, _Asked(lesson, _names_in(everything)))
    return Intake(
        layouts[0],
        tuple(deliveries),
        tuple(left for each in found for left in each.ignored),
        tuple(left for each in found for left in each.unclaimed),
    )


@dataclass(frozen=True)
class _Asked:
    """What is asked for: a lesson, or with "" any; and the names of files that hints tell."""

    lesson: str
    names: tuple[str, ...]


def _names_in(found: Iterable[Found]) -> tuple[str, ...]:
    """The names of the files of all the lessons that some file of the class is named after."""
    there = {lesson_named(file, delivery.student) for delivery, file, _ in found}
    return tuple(n for each in LESSONS if each.name in there for n in each.files.values())


def _of_other_lessons() -> Iterator[str]:
    """The names of the files that are handed in for every lesson but the last."""
    return (name for lesson in LESSONS[:-1] for name in lesson.files.values())


def _sorter(
    layout: str | None,
    name_regex: str | None,
    forms: Sequence[str],
    *,
    sections: bool,
    alone: bool,
) -> Callable[[Download], Sorted]:
    """How the files of a download are told apart: as the teacher says, else as they look."""
    if layout and name_regex:
        raise IntakeError("--layout and --name-regex exclude each other; leave one of them out")
    if name_regex:
        return partial(by_names, names=named.pattern(name_regex))
    if layout:
        return partial(by_layout, layout=layout, forms=forms, sections=sections, alone=alone)
    return partial(recognised, forms=forms, sections=sections, alone=alone)


def _downloads(paths: Sequence[Path], name_encoding: str | None) -> Iterator[Download]:
    """Each archive and each folder is a download, whatever its name; loose files make one.

    An archive stays open for as long as anything in it may still be read.
    """
    if name_encoding:
        _check_encoding(name_encoding)
    loose = []
    for path in paths:
        try:
            if path.is_dir():
                yield folder.from_folder(path, name_encoding)
                continue
            if not path.exists():
                raise IntakeError(f"there is no {path}; check the name")
            head = _head(path)
            if tar.is_tar(head):
                packed = tar.opened(path, tar.OF_A_CLASS)
                name = path.name.split(".")[0]
                yield tar.from_tar(packed, name, tar.OF_A_CLASS, name_encoding)
            elif head.startswith(b"PK") or path.suffix.casefold() == ".zip":
                _insist_on_zip(head)
                yield from_zip(opened(path), path.stem, name_encoding)
            elif len(paths) == 1 and (what := foreign.named(head)[0]):
                raise RefusedError(f"is {what}, which is not opened here")
            else:
                loose.append(path)
        except (RefusedError, OSError) as failure:
            raise IntakeError(
                f"{path} {failure}; download it again, or give the folder it was unpacked to"
            ) from failure
    if loose:
        yield folder.from_files(loose, name_encoding)


def _head(path: Path) -> bytes:
    """The first bytes of a file; empty for what is not a file."""
    if not path.is_file():
        return b""
    with open(path, "rb") as file:
        return file.read(1024)


def _insist_on_zip(head: bytes) -> None:
    what, _ = foreign.named(head)
    if what and not head.startswith(b"PK"):
        raise RefusedError(f"cannot be opened as a zip (it is {what})")


def _check_encoding(name_encoding: str) -> None:
    try:
        b"a".decode(name_encoding)
    except LookupError:
        raise IntakeError(
            f"there is no encoding {name_encoding!r}; one in use on Windows is cp1252"
        ) from None


def _deliveries(found: Iterable[Found], attempt: str, asked: _Asked) -> Iterator[Delivery]:
    """A delivery for each student and lesson, or for each attempt, in the order of names."""
    students: dict[str, dict[str, list[Found]]] = defaultdict(lambda: defaultdict(list))
    for each in _kept_apart(found):
        students[each[0].student][each[0].attempt].append(each)
    in_order = sorted((_name(attempts), student) for student, attempts in students.items())
    for _, student in in_order:
        attempts = [students[student][when] for when in sorted(students[student], key=naturally)]
        if len(attempts) == 1:
            yield from (replace(each, attempt="") for each in _of_attempt(attempts[0], asked))
        elif attempt == "latest":
            yield from _latest(attempts, asked)
        else:
            for number, files in enumerate(attempts, 1):
                yield from _of_attempt(files, asked, f"attempt {number} of {len(attempts)}")


def _latest(attempts: Sequence[Sequence[Found]], asked: _Asked) -> list[Delivery]:
    """The latest attempt; and for each lesson that only earlier ones are of, the latest of these.

    A file whose name tells no lesson may be of any of them: nothing before it counts.
    """
    count = len(attempts)
    latest = list(_of_attempt(attempts[-1], asked, f"attempt {count} of {count}"))
    if asked.lesson:
        return latest
    for number in range(count - 1, 0, -1):
        earlier, seen = attempts[number - 1], {each.lesson for each in latest}
        if "" in seen:
            other = {lesson_named(file) for _, file, _ in earlier} - {"", LESSONS[-1].name}
            if not other:
                continue
            files = ", ".join(file for _, file, _ in earlier if lesson_named(file))
            words = f"not graded, since it is from attempt {number}: {files}"
            latest = [replace(each, notices=(*each.notices, words)) for each in latest]
        elif len(seen) < len(LESSONS):
            which = f"attempt {number} of {count}"
            own = _of_attempt(earlier, asked, which)
            latest = [*(each for each in own if each.lesson not in ("", *seen)), *latest]
    return latest


def _kept_apart(found: Iterable[Found]) -> Iterator[Found]:
    """Students whom one key would join though their names differ stay two, and both are told so.

    "Ann" and "ann" are two folders, and Moodle's 12 of one assignment is not the 12 of another.
    """
    found = list(found)
    names: dict[str, set[str]] = defaultdict(set)
    for delivery, _, _ in found:
        names[delivery.student].add(delivery.name)
    for delivery, file, entry in found:
        others = sorted(names[delivery.student] - {delivery.name})
        yield (_apart_from(others, delivery) if others else delivery), file, entry


def _apart_from(others: Sequence[str], delivery: Delivery) -> Delivery:
    return replace(
        delivery,
        student=f"{delivery.student} {delivery.name}",
        notices=(*delivery.notices, f"not taken for {', '.join(others)}"),
    )


def _name(attempts: Mapping[str, Sequence[Found]]) -> str:
    return folded(attempts[max(attempts, key=naturally)][0][0].name)


def _of_attempt(found: Sequence[Found], asked: _Asked, which: str = "") -> Iterator[Delivery]:
    """One attempt, with the file to grade chosen among all of its files; a delivery for each
    lesson that they are of."""
    delivery = found[0][0]
    told = dict.fromkeys(notice for each, _, _ in found for notice in each.notices)
    delivery = replace(
        delivery,
        late=any(each.late for each, _, _ in found),
        origin=found[0][2].path,
        notices=(*filter(None, [which]), *told),
    )
    handed = [(file, entry) for _, file, entry in found if file]
    try:
        yield _chosen(delivery, handed, asked)
    except SeveralLessons as several:
        for each in several.files:
            yield _chosen(replace(delivery, lesson=each), handed, asked)


def _chosen(delivery: Delivery, handed: Sequence[tuple[str, Entry]], asked: _Asked) -> Delivery:
    choosing = partial(choose, delivery, handed, asked.lesson, asked_for=asked.names)
    chosen, content = choosing()
    if chosen.problem:
        return chosen
    return chosen.with_content(content, lambda: choosing()[1])

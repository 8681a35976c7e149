"""What to type where the file that is meant is not there: where it may be, or how to begin."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

PROGRAMS = ("*.py", "*.ipynb")
ENDINGS = (".py", ".ipynb", ".txt")
LARGE = 1_000_000
"""Bytes of a file that nobody has written by hand."""

NOT_HERS = ("exercise", "solution")
"""The folders of a copy of this repository, in which nobody should write."""

BEGIN = (
    "If you have begun already, go to your folder with `cd`, and type {again} there; `grade start "
    "backprop` writes the exercise into a new folder, backprop."
)


def not_here(names: Sequence[str]) -> str:
    """Where no file was named, and none of these names is in this folder."""
    fact = _none_in("this folder", names)
    for file in itertools.chain(_alike(Path(), names), _of_a_lesson(Path())):
        return f"{fact} {_instead(file)}"
    for file in _below(names):
        there = f"There is {file}, though: type `cd {quoted(file.parent)}`"
        return f"{fact} {there}, and then the same again."
    for _ in _in(Path(".."), names):
        return f"{fact} It is one folder up: type `cd ..`, and then the same again."
    return f"{fact} {BEGIN.format(again='the same again')}"


def emptied(path: Path) -> str:
    """Where there is nothing in the file that is meant: an editor may have saved it so."""
    return (
        f"{path.name} is empty. Perhaps your editor can undo that. If not, `grade start again` "
        "writes the exercise into a new folder, again."
    )


def is_empty(path: Path) -> bool:
    """Is there nothing but blanks in this file?"""
    return path.is_file() and path.stat().st_size < LARGE and not path.read_bytes().strip()


def not_there(path: Path, names: Sequence[str]) -> str:
    """Where something was named that does not exist, or a folder without a program."""
    if path.is_dir():
        fact = _none_in(str(path), names)
    elif path.parent.is_dir():
        fact = f"There is no file {path}."
    else:
        fact = f"There is no folder {path.parent}."
    for file in _meant(path, names):
        return f"{fact} {_instead(file)}"
    return f"{fact} {BEGIN.format(again='`grade check`')}"


def not_hers(path: Path, names: Sequence[str]) -> str:
    """Where a file was named that comes with the exercise and has no TODO."""
    fact = f"{path.name} comes with the exercise: there is nothing in it to write or to check."
    for file in _named(names, path):
        return f"{fact} {_instead(file)}"
    return fact


def saved(path: Path) -> int:
    """When something was last written in it; 0 for a file as it was given."""
    from ..lessons.bundle import EXERCISE

    try:
        given, status = (EXERCISE / path.name).read_bytes(), path.stat()
        is_given = status.st_size == len(given) and path.read_bytes() == given
        return 0 if is_given else status.st_mtime_ns
    except OSError:
        return 0


def is_without_a_program(folder: Path) -> bool:
    """Is this a folder, and is there nothing in it that could be judged?"""
    kinds = (*PROGRAMS, "*.zip")
    return folder.is_dir() and not any(file for kind in kinds for file in folder.rglob(kind))


def _none_in(folder: str, names: Sequence[str]) -> str:
    *others, last = names
    if not others:
        return f"There is no {last} in {folder}."
    return f"There is no exercise in {folder}: no {', '.join(others)} or {last}."


def _meant(path: Path, names: Sequence[str]) -> Iterator[Path]:
    """What may have been meant by a path: a name like it, the same elsewhere, the exercise."""
    if path.name not in names:
        yield from _alike(path.parent, [path.name])
    if path.suffix:
        yield from _named([path.name], path)
    yield from _named(names, path)


def _named(names: Sequence[str], path: Path) -> Iterator[Path]:
    """Other files of these names: where the path leads, here, in folders here, one folder up."""
    for folder in dict.fromkeys((path, path.parent, Path())):
        yield from _in(folder, names, besides=path)
    yield from _below(names, besides=path)
    yield from _in(Path(".."), names, besides=path)


def _in(folder: Path, names: Sequence[str], besides: Path | None = None) -> Iterator[Path]:
    files = (folder / name for name in names)
    return (file for file in files if file.is_file() and file != besides)


def _below(names: Sequence[str], besides: Path | None = None) -> Iterator[Path]:
    there = [file for name in names for file in sorted(Path().glob(f"*/{name}"))]
    for file in sorted(there, key=saved, reverse=True):
        if file.is_file() and file != besides and file.parent.name not in NOT_HERS:
            yield file


def _alike(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """The programs in a folder with a name like one of these, the most alike first."""
    there = {file.name.lower(): file for file in _files(folder)}
    for name in names:
        for other in difflib.get_close_matches(name, there, cutoff=0.75):
            yield there[other]


def _of_a_lesson(folder: Path) -> Iterator[Path]:
    """The programs in a folder that are of a lesson, whatever they are called."""
    from ..lessons import LESSONS

    asked_for = [f"def {name}(" for lesson in LESSONS for name in lesson.functions]
    for file in _files(folder):
        if file.stat().st_size < LARGE:
            text = file.read_bytes().decode("utf-8", "replace")
            if "# TODO 1:" in text or any(line in text for line in asked_for):
                yield file


def _files(folder: Path) -> list[Path]:
    """What may be a program in a folder; Windows hides the end of backprop.py.txt."""
    if not folder.is_dir():
        return []
    there = sorted(folder.iterdir())
    return [file for file in there if file.suffix.lower() in ENDINGS and file.is_file()]


def _instead(file: Path) -> str:
    return f"There is {file}, though: type `{_command()}{quoted(file)}`."


def _command() -> str:
    """The command that was typed, up to where a file is named."""
    context = click.get_current_context(silent=True)
    if context is None:
        return "grade check "
    option = next(
        (p for p in context.command.params if p.name == "file" and isinstance(p, click.Option)),
        None,
    )
    return f"grade {context.info_name} {f'{option.opts[0]} ' if option else ''}"


def quoted(path: Path) -> str:
    """A path as it is typed, in every shell."""
    return f'"{path}"' if " " in str(path) or "(" in str(path) else str(path)

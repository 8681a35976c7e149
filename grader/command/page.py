"""`grade page`: the quiz page on this machine, in the browser."""

from __future__ import annotations

import importlib.util
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

import click

from ..errors import CannotServeError
from ..installed import ROOT
from ..lessons import LESSONS
from ..lessons.bundle import bundle
from ..lessons.descent.exercise import Exercise
from .practising import own_file

NEEDED = ("starlette", "uvicorn")


def open_page(folder: Path, *, lesson: str, numpy: bool, port: int, browser: bool) -> None:
    """Serves the page until Ctrl-C, from this lesson on, if one is named.

    Raises CannotServeError, and KeyboardInterrupt at the end.
    """
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise CannotServeError(
            'The quiz page needs two more packages: run `pip install "byhand[page]"`. '
            "Without them, `grade start` and `grade check` do the same at the terminal."
        )
    from ..page.app import Page
    from ..page.folder import Folder
    from ..page.serving import serve
    from ..page.sheet import Sheet
    from .ladder import Ladder

    lessons = _lessons(folder, lesson, numpy=numpy)
    forms = {each.name: _form(folder, each, numpy=numpy) for each in lessons}

    def sheet(each: Exercise) -> Sheet:
        form = forms[each.name]
        program, given = each.files[form], bundle(numpy=form == "numpy", lesson=each.name)
        _start(folder, program, given)
        solution = (ROOT / "solution" / program).read_bytes()
        files = Folder(folder, program, given)
        ladder = files.path / program
        return Sheet(each, form, files, solution, lambda check, n: Ladder(ladder).climb(check, n))

    first = lessons[0] if lesson else _at_hand(folder, lessons)
    sheets = [sheet(each) for each in lessons]
    begin = sheets[lessons.index(first)]

    def opened(address: str) -> None:
        click.echo(f"The quiz page of {folder.resolve()}: {address}")
        click.echo("Your work is in that folder. Ctrl-C ends this.")
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        serve(lambda: Page(sheets, begin), port, opened)
    except OSError as error:
        raise CannotServeError(
            f"Port {port} cannot be used: {error.strerror}. Leave out --port, and a free one is "
            "taken."
        ) from None


def _lessons(folder: Path, named: str, *, numpy: bool) -> list[Exercise]:
    """From the lesson that is named, or else at hand, to the last; with `numpy` its script's."""
    lessons = [each for each in LESSONS if not numpy or "numpy" in each.files]
    begun = [each for each in lessons if _is_there(folder, each)]
    if named:
        begun = [each for each in lessons if each.name == named]
        if not begun:
            raise CannotServeError(
                f"The lesson {named} has no NumPy script: leave out --numpy, or --lesson."
            )
    return lessons[lessons.index(begun[0]) :] if begun else lessons


def _at_hand(folder: Path, lessons: Sequence[Exercise]) -> Exercise:
    """The lesson that `grade check` would take there; the first one where nothing is begun."""
    if any(_is_there(folder, each) for each in lessons):
        name = own_file(folder).name
        return next((each for each in lessons if name in each.files.values()), lessons[0])
    return lessons[0]


def _is_there(folder: Path, lesson: Exercise) -> bool:
    return any((folder / name).exists() for name in lesson.files.values())


def _form(folder: Path, lesson: Exercise, *, numpy: bool) -> str:
    """The form that is asked for, or the one that is there."""
    there = [form for form, name in lesson.files.items() if (folder / name).exists()]
    return "numpy" if numpy or there == ["numpy"] else "matrix"


def _start(folder: Path, program: str, given: dict[str, bytes]) -> None:
    """Writes the exercise where there is none; what is there is left as it is."""
    if (folder / program).exists() or (folder / program).is_symlink():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in given.items():
            if not (folder / name).exists():
                with open(folder / name, "xb") as file:
                    file.write(content)
    except OSError as error:
        raise CannotServeError(
            f"The exercise cannot be written to {folder}: {error.strerror}. Name another folder."
        ) from None

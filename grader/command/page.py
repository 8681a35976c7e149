"""`grade page`: the quiz page on this machine, in the browser."""

from __future__ import annotations

import importlib.util
import threading
import webbrowser
from pathlib import Path

import click

from ..errors import CannotServeError
from ..installed import ROOT
from ..lessons.bundle import bundle

NEEDED = ("starlette", "uvicorn")
PROGRAMS = {"matrix": "backprop.py", "numpy": "backprop_numpy.py"}


def open_page(folder: Path, *, numpy: bool, port: int, browser: bool) -> None:
    """Serves the page until Ctrl-C. Raises CannotServeError, and KeyboardInterrupt at the end."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise CannotServeError(
            "The quiz page needs two packages more: run `pip install \"byhand[page]\"`. "
            "Without them, `grade start` and `grade check` do the same at the terminal."
        )
    from ..page.app import Page
    from ..page.folder import Folder
    from ..page.serving import serve
    from .ladder import Ladder

    form = _form(folder, numpy=numpy)
    given = bundle(numpy=form == "numpy", lesson="backprop")
    _start(folder, PROGRAMS[form], given)
    solution = (ROOT / "solution" / PROGRAMS[form]).read_bytes()

    def page() -> Page:
        files = Folder(folder, PROGRAMS[form], given)
        program = files.path / files.program
        return Page(files, form, solution, lambda check, n: Ladder(program).climb(check, n))

    def opened(address: str) -> None:
        click.echo(f"The quiz page of {folder.resolve()}: {address}")
        click.echo("Your work is in that folder. Ctrl-C ends this.")
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        serve(page, port, opened)
    except OSError as error:
        raise CannotServeError(
            f"Port {port} cannot be used: {error.strerror}. Leave out --port, and a free one is "
            "taken."
        ) from None


def _form(folder: Path, *, numpy: bool) -> str:
    """The form that is asked for, or the one that is there."""
    there = [form for form, name in PROGRAMS.items() if (folder / name).exists()]
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

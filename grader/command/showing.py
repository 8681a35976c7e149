"""`grade show`: the learner's own network learns where some points lie, drawn as it learns.

The points of one kind lie inside a ring of the other, or, for a network of two hidden units, in a
band between them: each unit can draw one line, and a ring needs three. Her own
`train` runs in the locked room, a few epochs at a time; the picture is what her weights answer.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ..lessons.descent.exercise import Exercise
from ..lessons.descent.picture import Frame, Picture
from ..lessons.descent.training import Run
from ..reports.screen import Screen
from . import terminal
from .practising import opened

NOTHING_TO_DRAW = (
    "`grade show` draws a network as it learns to tell the points in a ring from those around it, "
    "and one unit can do no more than draw a straight line. It is for {file}."
)
NOT_YET = (
    "`grade show` draws your own network as it learns to tell the points in a ring from those "
    "around it. It needs a program that is right; this one is not there yet, so here is what comes "
    "first."
)
SECONDS_A_FRAME = 0.12
REACH = 1.9
"""The picture goes from −1.9 to 1.9, both ways."""

BLUE_TO_ORANGE = (25, 32, 75, 152, 223, 215, 208)
"""Colours of the terminal's 256, from a sure no to a sure yes."""

SHADES, ASCII_SHADES = " ░▒▓█", " .:+#"


def show(path: Path, lesson: Exercise, picture: Picture, form: str, screen: Screen) -> None:
    """Draws it: over itself on a terminal, else the beginning, the middle and the end.

    Raises Refused where the program has to be stopped.
    """
    with opened(path, lesson, form, seconds=120.0) as program:
        shown = picture.scene(program)
        click.echo(screen.wrapped(shown.words))
        learning = picture.frames(program, shown.run)
        if terminal.can_move(sys.stdout):
            _animated(learning, picture, shown.run, screen)
        else:
            kept = list(learning)
            for frame in (kept[0], kept[len(kept) // 3], kept[-1]):
                click.echo("\n".join(_drawn(frame, picture, shown.run, screen)))
    click.echo(
        screen.wrapped(
            "Every shade is an answer of your network to the point in its place. Nobody told it "
            f"where the border is: {picture.told[form]} told each weight which way to go."
        )
    )
    click.echo(screen.wrapped("Next: `grade solution` has the lesson's lines beside yours."))


def _animated(learning: Iterator[Frame], picture: Picture, run: Run, screen: Screen) -> None:
    height = 0
    for frame in learning:
        began = time.monotonic()
        lines = _drawn(frame, picture, run, screen)
        if height:
            sys.stdout.write(f"\x1b[{height}A")
        for line in lines:
            sys.stdout.write("\x1b[2K")
            click.echo(line)
        sys.stdout.flush()
        height = len(lines)
        time.sleep(max(0.0, SECONDS_A_FRAME - (time.monotonic() - began)))


# ---------------------------------------------------------------- the picture


def _drawn(frame: Frame, picture: Picture, run: Run, screen: Screen) -> list[str]:
    """The picture in lines: 15 rows on a terminal of 24, and twice as wide as high to the eye."""
    n_rows, n_columns = 15, min(46, screen.width - 2)
    points = {
        _place(row, n_rows, n_columns): target > 0.5
        for row, [target] in zip(run.features.rows, run.targets.rows, strict=True)
    }
    grid = [
        picture.record(
            REACH * (2 * (j + 0.5) / n_columns - 1), REACH * (1 - 2 * (i + 0.5) / n_rows)
        )
        for i in range(n_rows)
        for j in range(n_columns)
    ]
    shades = picture.answers(grid, frame.weights)
    lines = [f"epoch {frame.epoch:4}   loss {frame.loss:.4f}"]
    for i in range(n_rows):
        cells = shades[i * n_columns : (i + 1) * n_columns]
        lines.append(
            "  " + "".join(_cell(a, points.get((i, j)), screen) for j, a in enumerate(cells))
        )
    yes, no = _marks(screen)
    return [*lines, screen.cut(f"  {yes} to be answered yes   {no} to be answered no")]


def _place(row: Sequence[float], n_rows: int, n_columns: int) -> tuple[int, int]:
    x, y = row[0], row[1]
    return int((1 - y / REACH) / 2 * n_rows), int((1 + x / REACH) / 2 * n_columns)


def _cell(answer: float, point: bool | None, screen: Screen) -> str:
    yes, no = _marks(screen)
    mark = " " if point is None else yes if point else no
    if _coloured():
        colour = BLUE_TO_ORANGE[min(len(BLUE_TO_ORANGE) - 1, int(answer * len(BLUE_TO_ORANGE)))]
        return click.style(mark, fg=16, bg=colour)
    if point is not None:
        return mark
    shades = SHADES if screen.has_marks else ASCII_SHADES
    return shades[min(len(shades) - 1, int(answer * len(shades)))]


def _marks(screen: Screen) -> tuple[str, str]:
    return ("●", "○") if screen.has_marks and _coloured() else ("O", "x")


def _coloured() -> bool:
    wanted = terminal.colours()
    return sys.stdout.isatty() if wanted is None else wanted

"""`grade show`: the learner's own network learns where some points lie, drawn as it learns.

The points of one kind lie inside a ring of the other, or, for a network of two hidden units, in a
band between them: what each unit can do is to draw one line, and a ring needs three. Her own
`train` runs in the locked room, a few epochs at a time; the picture is what her weights answer.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ...solution.matrix import Matrix
from ..errors import Refused
from ..lesson import forward
from ..lessons.backprop import steps
from ..lessons.backprop.script import Play, ScriptProgram
from ..lessons.descent.functions import training_of
from ..lessons.descent.training import Run, Weights, mean_squared_error
from ..reports.screen import Screen
from ..room.answers import Answer, as_matrix
from ..room.program import Program
from . import terminal
from .practising import opened

NOT_YET = (
    "`grade show` draws your own network as it learns to tell the points in a ring from those "
    "around it. It needs a program that is right; this one is not there yet, so here is what comes "
    "first."
)
EPOCHS = (1, 1, 2, 3, 5, 8, 10, 10, *[15] * 6, *[20] * 6, *[30] * 10)
SECONDS_A_FRAME = 0.12
REACH = 1.9
"""The picture goes from −1.9 to 1.9, both ways."""

BLUE_TO_ORANGE = (25, 32, 75, 152, 223, 215, 208)
"""Colours of the terminal's 256, from a sure no to a sure yes."""

SHADES, ASCII_SHADES = " ░▒▓█", " .:+#"


@dataclass(frozen=True)
class Scene:
    """Something to learn: the training that is asked for, and what it is, in words."""

    run: Run
    words: str


@dataclass(frozen=True)
class Frame:
    """The network after so many epochs: its loss, and its weights."""

    epoch: int
    loss: float
    weights: Weights


def scene(n_hidden: int) -> Scene:
    """A ring around the points of the other kind, or a band where there are two hidden units."""
    is_ring = n_hidden > 2
    rng = random.Random(2 if is_ring else 5)
    rows: list[list[float]] = []
    targets: list[list[float]] = []
    while len(rows) < 60:
        x, y = rng.uniform(-1.7, 1.7), rng.uniform(-1.7, 1.7)
        off = math.hypot(x, y) if is_ring else abs(x + 0.8 * y)
        inside = len(rows) % 2 == 0
        if off < (0.75 if is_ring else 0.6) if inside else 1.05 < off < 1.75:
            rows.append(record(x, y))
            targets.append([float(inside)])
    weights = Matrix.random(6, n_hidden, 2.0, rng), Matrix.random(n_hidden, 1, 1.0, rng)
    what = "inside the ring" if is_ring else "in the band"
    run = Run(Matrix(rows), Matrix(targets), weights, 0, 8.0)
    return Scene(run, f"Which points lie {what}? Your own train() finds out.")


def record(x: float, y: float) -> list[float]:
    """A point as a record: where it is, a one, and nothing else in the lesson's six features."""
    return [x, y, 1.0, 0.0, 0.0, 0.0]


def show(path: Path, form: str, screen: Screen) -> None:
    """Draws it: over itself on a terminal, else the beginning, the middle and the end.

    Raises Refused where the program has to be stopped.
    """
    with opened(path, form, seconds=120.0) as program:
        shown = scene(program.n_hidden if isinstance(program, ScriptProgram) else 4)
        click.echo(screen.wrapped(shown.words))
        frames = _frames(program, shown.run)
        if terminal.can_move(sys.stdout):
            _animated(frames, shown.run, screen)
        else:
            kept = list(frames)
            for frame in (kept[0], kept[len(kept) // 3], kept[-1]):
                click.echo("\n".join(_drawn(frame, shown.run, screen)))
    click.echo(
        screen.wrapped(
            "Every shade is an answer of your network to the point in its place. Nobody told it "
            "where the border is: each epoch your backward_pass told each weight which way to go."
            if form == "matrix"
            else "Every shade is an answer of your network to the point in its place. Nobody told "
            "it where the border is: in each epoch your lines told each weight which way to go."
        )
    )
    click.echo(screen.wrapped("Next: `grade solution` has the lesson's lines beside yours."))


def _frames(program: Program, run: Run) -> Iterator[Frame]:
    """The network from its start on, trained by the learner's own program."""
    weights, epoch = run.weights, 0
    yield Frame(epoch, mean_squared_error(run, weights), weights)
    for epochs in EPOCHS:
        weights = _trained(program, Run(run.features, run.targets, weights, epochs, run.learnrate))
        epoch += epochs
        yield Frame(epoch, mean_squared_error(run, weights), weights)


def _trained(program: Program, run: Run) -> Weights:
    """The weights that the learner's own training ends with. Raises Refused."""
    answer: Answer
    if isinstance(program, ScriptProgram):
        [answer] = program.play([Play(run)])
    else:
        [answer] = program.calls(training_of(run))
    if answer.came_back and isinstance(answer.returned, list) and len(answer.returned) >= 2:
        layers = [
            as_matrix(answer.returned[layer], run.weights[layer].shape) for layer in (0, 1)
        ]
        if isinstance(layers[0], Matrix) and isinstance(layers[1], Matrix):
            return layers[0], layers[1]
    why = answer.stopped or (answer.crash.message if answer.crash else "it gave no weights back")
    raise Refused(f"Your training stopped: {why}. Run `grade check --all` for more.")


def _animated(frames: Iterator[Frame], run: Run, screen: Screen) -> None:
    height = 0
    for frame in frames:
        began = time.monotonic()
        lines = _drawn(frame, run, screen)
        if height:
            sys.stdout.write(f"\x1b[{height}A")
        for line in lines:
            sys.stdout.write("\x1b[2K")
            click.echo(line)
        sys.stdout.flush()
        height = len(lines)
        time.sleep(max(0.0, SECONDS_A_FRAME - (time.monotonic() - began)))


# ---------------------------------------------------------------- the picture


def _drawn(frame: Frame, run: Run, screen: Screen) -> list[str]:
    """The picture in lines: 15 rows on a terminal of 24, and twice as wide as high to the eye."""
    n_rows, n_columns = 15, min(46, screen.width - 2)
    points = {
        _place(row, n_rows, n_columns): target > 0.5
        for row, [target] in zip(run.features.rows, run.targets.rows, strict=True)
    }
    grid = [
        record(REACH * (2 * (j + 0.5) / n_columns - 1), REACH * (1 - 2 * (i + 0.5) / n_rows))
        for i in range(n_rows)
        for j in range(n_columns)
    ]
    answers = _answers(grid, frame.weights)
    lines = [f"epoch {frame.epoch:4}   loss {frame.loss:.4f}"]
    for i in range(n_rows):
        cells = answers[i * n_columns : (i + 1) * n_columns]
        lines.append(
            "  " + "".join(_cell(a, points.get((i, j)), screen) for j, a in enumerate(cells))
        )
    yes, no = _marks(screen)
    return [*lines, screen.cut(f"  {yes} to be answered yes   {no} to be answered no")]


def _answers(grid: Sequence[list[float]], weights: Weights) -> list[float]:
    known = forward(
        {
            "x": Matrix(grid),
            "weights_input_hidden": weights[0],
            "weights_hidden_output": weights[1],
        },
        steps.FORWARD,
    )
    output = known["output"]
    assert isinstance(output, Matrix)
    return [answer for [answer] in output.rows]


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

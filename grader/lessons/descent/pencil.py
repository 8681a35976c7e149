"""The record that a lesson works out with a pencil, and what a submission makes of it.

It has two features; the other four are zeros, with weights of zero, which changes no number. So
it fits the six inputs of the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ....solution.matrix import Matrix
from ...lesson import Value, forward
from ...room.answers import Answer, Raw
from ...room.calls import Call
from ...room.program import Program
from .trained import parts_of, training_of
from .training import Run, Weights, train

if TYPE_CHECKING:
    from .lesson import Descent

REST = 4
COPIES = 130
"""Copies that fill two batches and a part of one; their average step is the record's own."""


@dataclass(frozen=True)
class Record:
    """One record with its target, the weights that it meets, and a learnrate.

    `words` is how the lesson writes it down.
    """

    lesson: Descent
    x: Matrix
    y: Matrix
    weights: Weights
    learnrate: float
    words: str

    @cached_property
    def known(self) -> Mapping[str, Value]:
        """Everything that the lesson works out, by name."""
        weights = dict(zip(self.lesson.weights, self.weights, strict=True))
        given = {"x": self.x, "y": self.y, **weights}
        rest: dict[str, Value] = {"learnrate": self.learnrate, "n_records": 1.0}
        return forward({**given, **rest}, self.lesson.passes)

    def run(self, epochs: int, copies: int = 1) -> Run:
        """A training on this many copies of it."""
        x, y = (Matrix(table.rows * copies) for table in (self.x, self.y))
        return Run(self.lesson, x, y, self.weights, epochs, self.learnrate)

    def right_after(self, epochs: int) -> Weights:
        """The weights after this many epochs on the record."""
        return train(self.run(epochs))


@dataclass(frozen=True)
class Worked:
    """What a submission makes of the record: each step's value; the last layer's weights after an
    update, and every layer after one and two epochs on many copies of it."""

    values: Mapping[str, Raw] = field(default_factory=dict)
    crash: str = ""
    line: int = 0
    updated: Raw | None = None
    epochs: Mapping[int, tuple[Raw, ...]] = field(default_factory=dict)


def worked_out(record: Record, program: Program) -> Worked:
    """What the submission makes of the record. Raises Stopped where it cannot be loaded."""
    lesson, known = record.lesson, record.known
    forth_, back_ = lesson.forth, lesson.back
    weights, del_w = record.weights[-1], known[lesson.weight_steps[-1]]
    forth, back, update, *trainings = program.calls(
        Call(forth_.name, forth_.arguments(known), list(forth_.formulas)),
        Call(back_.name, back_.arguments(known), list(back_.formulas)),
        Call(lesson.update.name, [weights, del_w, record.learnrate, 4]),
        *(training_of(record.run(epochs, COPIES)) for epochs in (1, 2)),
    )
    crash = next((a.crash for a in (forth, back, update) if a.crash), None)
    return Worked(
        values={**forth.names, **back.names},
        crash=f"{crash.type}: {crash.message}" if crash else "",
        line=crash.line if crash else 0,
        updated=update.returned if update.came_back else None,
        epochs=layers(record, dict(enumerate(trainings, start=1))),
    )


def layers(record: Record, trainings: Mapping[int, Answer]) -> dict[int, tuple[Raw, ...]]:
    """What each training has made of every layer, if it came back with any."""
    found = {}
    for epochs, answer in trainings.items():
        parts = parts_of(answer.returned, record.run(epochs)) if answer.came_back else []
        if parts:
            found[epochs] = tuple(parts[: len(record.weights)])
    return found


def table(value: object) -> list[list[float]] | None:
    """A value as rows of numbers, without the features that are zeros; None if it is none."""
    rows = value.rows if isinstance(value, Matrix) else value
    if isinstance(rows, (int, float)):
        rows = [[rows]]
    if not isinstance(rows, list) or not rows:
        return None
    if all(isinstance(entry, (int, float)) for entry in rows):
        rows = [rows]
    if not all(isinstance(r, list) and r and all(map(_is_number, r)) for r in rows):
        return None
    if len(rows) > 2 and not any(map(any, rows[2:])):
        rows = rows[:2]
    return [row[:2] if len(row) > 2 and not any(row[2:]) else row for row in rows]


def _is_number(entry: object) -> bool:
    return isinstance(entry, (int, float))


def told(value: object) -> str:
    """A value as the lesson writes it: `0.106357`, `(0.5  0.731059)`, rows with `;` between."""
    rows = table(value)
    if rows is None:
        return "no numbers"
    if len(rows) > 1 and all(len(row) == 1 for row in rows):
        rows = [[entry for [entry] in rows]]
    if len(rows) > 4 or any(len(row) > 6 for row in rows):
        return f"a table of {len(rows)} by {len(rows[0])}"
    lines = ["  ".join(map(_number, row)) for row in rows]
    return lines[0] if len(rows) == len(rows[0]) == 1 else f"({'; '.join(lines)})"


def same(value: object, other: object) -> bool:
    """Are they the same numbers, whichever way they lie, to what is shown of them?"""
    return table(value) is not None and told(value) == told(other)


def _number(entry: float) -> str:
    shown = f"{entry:.6f}".rstrip("0").rstrip(".")
    return ("0" if shown == "-0" else shown).replace("-", "−")

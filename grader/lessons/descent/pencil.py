"""The record that LESSON.md works out with a pencil, and what a submission makes of it.

It has two features; the other four are zeros, with weights of zero, which changes no number. So
it fits the lesson's six inputs in either form of the exercise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ....solution.matrix import Matrix
from ...lesson import Value, forward
from ...room.answers import Answer, Raw
from ...room.program import Call, Program
from ..backprop import steps
from ..backprop.script import Play, ScriptProgram
from .functions import training_of
from .training import Run, train

REST = 4
X = Matrix([[2.0, -1.0] + [0.0] * REST])
Y = Matrix([[1.0]])
WEIGHTS = (
    Matrix([[0.5, 0.25], [1.0, -0.5]] + [[0.0, 0.0]] * REST),
    Matrix([[2.0], [-1.0]]),
)
LEARNRATE = 0.5
COPIES = 130
"""The same record so often fills two batches and a part, and its average step is its own."""

KNOWN: Mapping[str, Value] = forward(
    {
        "x": X,
        "y": Y,
        "weights_input_hidden": WEIGHTS[0],
        "weights_hidden_output": WEIGHTS[1],
        "learnrate": LEARNRATE,
        "n_records": 1.0,
    },
    {**steps.FORWARD, **steps.BACKWARD},
)
"""Everything that the lesson works out, by name."""

Weights = tuple[Raw, Raw]


@dataclass(frozen=True)
class Worked:
    """What a submission makes of the record: each step's value; the output weights after an
    update, and both layers after one and two epochs on many copies of it."""

    values: Mapping[str, Raw] = field(default_factory=dict)
    crash: str = ""
    line: int = 0
    updated: Raw | None = None
    epochs: Mapping[int, Weights] = field(default_factory=dict)


def right_after(epochs: int) -> tuple[Matrix, Matrix]:
    """The weights of both layers that so many epochs on this record end with."""
    return train(Run(X, Y, WEIGHTS, epochs, LEARNRATE))


def worked_out(program: Program) -> Worked:
    """What the submission makes of the record. Raises Stopped where it cannot be loaded."""
    if isinstance(program, ScriptProgram):
        return _of_script(program)
    known = KNOWN
    weights, del_w = WEIGHTS[1], known["del_w_hidden_output"]
    many = [Matrix(table.rows * COPIES) for table in (X, Y)]
    forth, back, update, *trainings = program.calls(
        Call("forward_pass", [X, *WEIGHTS], list(steps.FORWARD)),
        Call(
            "backward_pass",
            [X, Y, known["hidden_output"], known["output"], weights],
            list(steps.BACKWARD),
        ),
        Call("update_weights", [weights, del_w, LEARNRATE, 4]),
        *(training_of(Run(many[0], many[1], WEIGHTS, epochs, LEARNRATE)) for epochs in (1, 2)),
    )
    crash = next((a.crash for a in (forth, back, update) if a.crash), None)
    return Worked(
        values={**forth.names, **back.names},
        crash=f"{crash.type}: {crash.message}" if crash else "",
        line=crash.line if crash else 0,
        updated=update.returned if update.came_back else None,
        epochs=_weights(dict(enumerate(trainings, start=1))),
    )


def _of_script(script: ScriptProgram) -> Worked:
    names = [*steps.FORWARD, *steps.BACKWARD]
    if script.n_hidden != WEIGHTS[1].shape[0]:
        return Worked()
    many = [Matrix(table.rows * 4) for table in (X, Y)]
    one, *trainings = script.play(
        [
            Play(Run(X, Y, WEIGHTS, 1, LEARNRATE), names),
            *(Play(Run(many[0], many[1], WEIGHTS, n, LEARNRATE)) for n in (1, 2)),
        ]
    )
    open_ = dict.fromkeys(script.untouched & set(names))
    values = {name: value for name, value in one.names.items() if name not in open_}
    crash = one.crash if not open_ else None
    return Worked(
        values=values,
        crash=f"{crash.type}: {crash.message}" if crash else "",
        line=crash.line if crash else 0,
        epochs=_weights(dict(enumerate(trainings, start=1))),
    )


def _weights(trainings: Mapping[int, Answer]) -> dict[int, Weights]:
    """What each training has made of both layers, if it came back with any."""
    return {
        epochs: (answer.returned[0], answer.returned[1])
        for epochs, answer in trainings.items()
        if answer.came_back and isinstance(answer.returned, list) and len(answer.returned) >= 2
    }


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

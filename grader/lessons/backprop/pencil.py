"""The record that the lesson works out with a pencil, also for a script."""

from __future__ import annotations

from ....solution.matrix import Matrix
from ..descent.pencil import REST, Record, Worked, layers
from .lesson import backprop
from .script import Play, ScriptProgram

COPIES = 4
"""Copies of the record for a script, which goes from record to record."""

RECORD = Record(
    backprop,
    x=Matrix([[2.0, -1.0] + [0.0] * REST]),
    y=Matrix([[1.0]]),
    weights=(
        Matrix([[0.5, 0.25], [1.0, -0.5]] + [[0.0, 0.0]] * REST),
        Matrix([[2.0], [-1.0]]),
    ),
    learnrate=0.5,
    words="x = (2  −1), y = 1, w = (0.5  0.25; 1  −0.5), W = (2  −1)",
)


def of_script(script: ScriptProgram) -> Worked:
    """What a script makes of the record. Raises Stopped where it cannot be loaded."""
    names = [*backprop.passes]
    if script.n_hidden != RECORD.weights[1].shape[0]:
        return Worked()
    one, *trainings = script.play(
        [
            Play(RECORD.run(1), names),
            *(Play(RECORD.run(epochs, COPIES)) for epochs in (1, 2)),
        ]
    )
    open_ = dict.fromkeys(script.untouched & set(names))
    values = {name: value for name, value in one.names.items() if name not in open_}
    crash = one.crash if not open_ else None
    return Worked(
        values=values,
        crash=f"{crash.type}: {crash.message}" if crash else "",
        line=crash.line if crash else 0,
        epochs=layers(RECORD, dict(enumerate(trainings, start=1))),
    )

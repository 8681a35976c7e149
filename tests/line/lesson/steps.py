"""The steps of the lesson, and the functions that they stand in."""

from __future__ import annotations

from ....solution.matrix import Matrix
from ..descent.sigmoid import sigmoid
from .lesson import line

HINTS = ("Look at the line.", "One idea is enough.", "The formula stands in the promise.")


@line.step(part="answer", todo=1, points=20, hints=HINTS)
def output(x: Matrix, weights: Matrix) -> Matrix:
    """ŷ = f(x w): every input times its weight, added up and squashed."""
    return (x @ weights).map(sigmoid)


@line.step(part="weight step", todo=2, points=20, hints=HINTS)
def error(y: Matrix, output: Matrix) -> Matrix:
    """y − ŷ: how far the answer is from the target, and on which side."""
    return y - output


@line.step(part="weight step", todo=3, points=20, hints=HINTS)
def del_w(x: Matrix, error: Matrix) -> Matrix:
    """Δw = xᵀ (y − ŷ): what entered each weight times the error, over all records."""
    return x.T @ error


@line.step(part="update", todo=4, points=20, hints=HINTS)
def update_weights(weights: Matrix, del_w: Matrix, learnrate: float, n_records: float) -> Matrix:
    """w + η Δw / m: a small step, by the average over the records."""
    return weights + learnrate / n_records * del_w


line.function("predict", takes=("x", "weights"), gives=("output",))
line.function("weight_step", takes=("x", "y", "output"), gives=("del_w",))
line.function(
    "update_weights",
    takes=("weights", "del_w", "learnrate", "n_records"),
    gives=("update_weights",),
)
line.function(
    "train",
    takes=("features", "targets", "weights", "epochs", "learnrate"),
    gives=("weights", "losses"),
)
for check in line.loop:
    line.check(check, part="training", todo=5, points=4, hints=HINTS)

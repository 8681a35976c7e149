"""Losses that are not the mean of the squared errors: what else they may be, told by their numbers.

Each entry is another way to come to a loss, from the squared errors of all the records with the
weights after an epoch, and with those before it; where it divides them, in the learner's batches.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from ...lesson import forward, matrix
from ...room.answers import NUMBERS, Raw
from .training import Run, Weights

Errors = Sequence[float]
"""What each record's answer is off by."""

WAYS: Sequence[tuple[str, Callable[[Errors, Errors, Run], float]]] = (
    (
        "This is the loss of the weights before that epoch's update. Where in the epoch is it "
        "worked out, and with which weights?",
        lambda _, before, __: _mean(before),
    ),
    (
        "A root has been taken of this loss. Is that asked for?",
        lambda after, _, __: math.sqrt(_mean(after)),
    ),
    (
        "This loss is a sum over the records. What makes a mean of a sum?",
        lambda after, _, run: _mean(after) * run.n_records,
    ),
    (
        "This loss is half of what is asked for. Where does the half come from?",
        lambda after, _, __: _mean(after) / 2,
    ),
    (
        "The errors go into this loss by their size, and not by their squares. How much should an "
        "error of 0.5 count, beside one of 1?",
        lambda after, _, __: sum(map(abs, after)) / len(after),
    ),
    (
        "This is the loss of the last batch alone. What becomes of the batches before it?",
        lambda after, _, run: _mean(_of_last_batch(after, run)),
    ),
    (
        "Of all the records, those of the last batch alone go into this loss. What becomes of the "
        "batches before it?",
        lambda after, _, run: sum(e * e for e in _of_last_batch(after, run)) / run.n_records,
    ),
    (
        "This loss is the average of the batches' averages, where a smaller batch counts as much "
        "as a full one. How much should each record count?",
        lambda after, _, run: _mean_of_means(after, run),
    ),
    (
        "This loss is divided by the number of batches. Over what is the mean to be taken?",
        lambda after, _, run: _mean(after) * run.n_records / len(list(run.batches)),
    ),
)


def explained(run: Run, reported: Sequence[float]) -> str:
    """Words on losses that are not right, if all of these are wrong in one and the same way."""
    weights = [run.weights, *run.weights_after]
    errors = [_errors(run, each) for each in weights]
    pairs = list(zip(pairwise(errors), reported, strict=False))
    wrong = [(both, loss) for both, loss in pairs if not close(_mean(both[1]), loss)]
    for words, way in WAYS:
        if wrong and all(close(way(after, before, run), loss) for (before, after), loss in wrong):
            return words
    for digits in range(1, 7):
        if wrong and all(loss == round(_mean(after), digits) for (_, after), loss in wrong):
            return "This loss is rounded. Does anything need fewer digits than Python gives?"
    return ""


def _errors(run: Run, weights: Weights) -> list[float]:
    lesson = run.lesson
    known = {"x": run.features, **dict(zip(lesson.weights, weights, strict=True))}
    output = forward(known, lesson.forth.formulas)["output"]
    return list((run.targets - matrix(output)).entries)


def _mean(errors: Errors) -> float:
    return math.fsum(e * e for e in errors) / len(errors)


def _of_last_batch(errors: Errors, run: Run) -> Errors:
    return [errors[i] for i in list(run.batches)[-1]]


def _mean_of_means(errors: Errors, run: Run) -> float:
    means = [_mean([errors[i] for i in batch]) for batch in run.batches]
    return math.fsum(means) / len(means)


def alike(rounding: float) -> Callable[[float, float], bool]:
    """Asks whether two losses are the same, but for so much rounding, relative to the answers.

    Where these are nearly the targets, the errors have few digits left, and their squares fewer.
    """
    return partial(math.isclose, rel_tol=rounding, abs_tol=rounding**2)


close = alike(1e-7)


def numbers(value: Raw) -> list[float] | None:
    """The value as a list of numbers, if it is one."""
    if not isinstance(value, list):
        return None
    return list(map(float, value)) if NUMBERS.issuperset(map(type, value)) else None

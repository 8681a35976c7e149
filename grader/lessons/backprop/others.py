"""Trainings that go through other records than they should, or through another number of epochs.

A script chooses its records and epochs in the heads of its loops. Where its weights are exactly
those of the lesson's training with some other choice, nothing else is wrong with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ....solution.matrix import Matrix
from ...judging.mark import Mark
from ...verdict import Outcome
from ..descent import epochs
from ..descent.comparison import first_difference
from ..descent.trained import Trained
from ..descent.training import Run, add
from . import steps
from .lesson import backprop
from .script import kept_aside

Records = tuple[Matrix, Matrix]
MOST_EPOCHS = 60

STARTS = (0, 1, 2, 3)
ENDS = (None, -1, -2, 1, 2, 3, 4, 5, 8, 9, 10, 20, 40, 50, 100, 200, 300, 359)


def explained(short: Sequence[Trained], trainings: Sequence[Trained]) -> dict[str, Mark] | None:
    """The marks of a loop whose weights are all those of another choice, if they are.

    `short` are those of the trainings that have few records, which are compared first.
    """
    for words, choose in _choices():
        for averaged in (False, True) if words else (False,):
            for n_epochs in _numbers_of_epochs(short[0], choose, averaged, bool(words)):
                if all(_fits(t, choose, averaged, n_epochs) for t in (*short, *trainings)):
                    wrong = next((t for t in trainings if not t.has(t.run.trained)), short[0])
                    return _marks(wrong, words, n_epochs)
    return None


def in_whole_batches(trainings: Sequence[Trained]) -> dict[str, Mark] | None:
    """The marks of a loop that leaves out the records which fill no batch, if that is all.

    Few records do not move the weights at all then, and of many it is the first that do.
    """
    many = [t for t in trainings if not t.has(t.run.weights)]
    once = next((t for t in many if t.run.epochs == 1), None)
    if once is None or once.weights is None:
        return None
    run, total = once.run, once.run.nothing
    for n in range(1, run.n_records):
        total = add(total, run.steps(range(n - 1, n), run.weights))
        for averaged in (False, True):
            choose = partial(_first_of_many, n=n, many=run.n_records)
            base = _with(run, choose, averaged)
            if once.has(base.updated(run.weights, total)) and all(
                _fits(t, choose, averaged, None) for t in trainings
            ):
                words = f"the first {n} of {run.n_records} records; of only a few, with none. "
                return _marks(once, f"{words}What becomes of those that fill no whole batch?", None)
    return None


Choice = Callable[[Run], Records]


def _choices() -> Iterator[tuple[str, Choice]]:
    """Other records, and what is said of them; first the right ones, with other epochs."""
    yield "", lambda run: (run.features, run.targets)
    kept = "What are they kept aside for?"
    yield f"the records of the test. {kept}", kept_aside
    yield (
        f"the targets of the test. {kept}",
        lambda run: _paired(run.features, kept_aside(run)[1]),
    )
    yield (
        f"the features of the test. {kept}",
        lambda run: _paired(kept_aside(run)[0], run.targets),
    )
    yield "the targets of other records.", _backwards
    yield "every second record alone.", partial(_part, part=slice(None, None, 2))
    for target in (1.0, 0.0):
        words = f"those records alone whose target is {target:g}. What becomes of the others?"
        yield words, partial(_with_target, wanted=target)
    for start, end in itertools.product(STARTS, ENDS):
        if (start, end) != (0, None):
            words = f"the records [{start or ''}:{'' if end is None else end}] alone. "
            yield f"{words}What becomes of the others?", partial(_part, part=slice(start, end))


def _backwards(run: Run) -> Records:
    return run.features, Matrix(run.targets.rows[::-1])


def _part(run: Run, part: slice) -> Records:
    short = run.part(part)
    return short.features, short.targets


def _first_of_many(run: Run, n: int, many: int) -> Records:
    """The first `n` records where there are `many` of them, and none where there are fewer."""
    return _part(run, slice(n if run.n_records == many else 0))


def _paired(features: Matrix, targets: Matrix) -> Records:
    """As many as there are of both, as zip makes pairs of them."""
    n = min(features.shape[0], targets.shape[0])
    return Matrix(features.rows[:n]), Matrix(targets.rows[:n])


def _with_target(run: Run, wanted: float) -> Records:
    pairs = zip(run.features.rows, run.targets.rows, strict=True)
    chosen = [(row, target) for row, target in pairs if target == [wanted]]
    return Matrix([row for row, _ in chosen]), Matrix([target for _, target in chosen])


def _numbers_of_epochs(
    t: Trained, choose: Choice, averaged: bool, are_others: bool
) -> Iterator[int | None]:
    """Those that lead to these weights; None for as many as are asked for."""
    run = replace(t.run, epochs=2 if are_others else MOST_EPOCHS)
    for n_epochs, weights in enumerate(_with(run, choose, averaged).weights_after, 1):
        if t.has(weights):
            if are_others and n_epochs == t.run.epochs:
                yield None
            yield n_epochs


def _fits(t: Trained, choose: Choice, averaged: bool, n_epochs: int | None) -> bool:
    run = t.run if n_epochs is None else replace(t.run, epochs=n_epochs)
    return t.has(_with(run, choose, averaged).trained)


def _with(run: Run, choose: Choice, averaged: bool) -> Run:
    """The training with these records; `averaged` over them, or over as many as there should be."""
    features, targets = choose(run)
    if not features.rows:
        return replace(run, epochs=0)
    n_records = features.shape[0] if averaged else run.n_records

    def updated(weights: Matrix, del_w: Matrix, learnrate: float, _: float) -> Matrix:
        return steps.update_weights(weights, del_w, learnrate, n_records)

    return replace(run, features=features, targets=targets, update=updated)


def _marks(t: Trained, words: str, n_epochs: int | None) -> dict[str, Mark]:
    marks = {check: Mark() for check in backprop.loop}
    saw = first_difference(t)
    if words:
        advice = f"Your weights are those of a training with {words}"
        marks["summed_over_records"] = Mark(Outcome.FAILED, saw=saw, advice=advice)
    if n_epochs is not None:
        saw = f"the weights are always those after {n_epochs} epoch{'s' * (n_epochs != 1)}"
        marks["every_epoch"] = Mark(Outcome.FAILED, saw=saw, advice=epochs.COUNTED)
    return marks

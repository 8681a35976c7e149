"""One slip in a line of the training loop: told by the weights that every training ends with.

Two kinds of lines make the loop, each once for either layer: what a batch brings is added to the
sum, and after the last batch the weights move by the sum. A neighbour of either formula is tried in
one layer's line or in both, in the lesson's loop, with the learner's own batches and passes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from ....solution.matrix import Matrix
from ...judging import constants, neighbours, phrases
from ...judging.expressions import Tree, stretched, tree_of, value
from ...judging.neighbours import Edit
from ...judging.same import numbers
from ...judging.trace import agree
from ...lesson import Value, forward
from .comparison import ends_of
from .training import Run, Weights, add, squared_errors, train

if TYPE_CHECKING:
    from .lesson import Descent
    from .trained import Trained

SUM = "summed_over_records"
UPDATE = "update"
"""The line that moves a layer: the check that it fails has a name of the lesson's own."""


def summed(total: Matrix, brought: Matrix) -> Matrix:
    return total + brought


def updated(weights: Matrix, total: Matrix, learnrate: float, n_records: float) -> Matrix:
    return weights + learnrate / n_records * total


FORMULAS: Mapping[str, Tree] = {SUM: tree_of(summed), UPDATE: tree_of(updated)}
CALLED: Mapping[str, str] = {
    "weights": "the weight matrix itself",
    "weights_of_the_other": "the weight matrix of the other layer",
    "total": "the sum",
    "total_of_the_other": "the sum of the other layer",
    "brought": "what a single turn has brought",
    "brought_to_the_other": "what a single turn has brought to the other layer",
    "learnrate": "the learnrate",
    "n_records": "the number of records",
    "epochs": "the number of epochs",
    "n_features": "the number of inputs",
    "n_hidden": "the number of hidden units",
    "start": "the row at which a batch starts",
    "size": "the size of a batch",
    "epoch": "the epoch's own number",
    "squares": "the sum of the squared errors",
}
"""The quantities of a loop in words, whatever they are called in it."""


MOST_TURNS = 60
"""Batches in the shortest training: to go through more of them with each slip takes long."""

NEARLY = 1e-6
"""How near one layer must be to be looked at again."""


@cache
def of_a_record(lesson: Descent) -> frozenset[str]:
    """What a loop that goes from record to record has of the last one."""
    return frozenset({"x", "y", *lesson.passes}) - {*lesson.weight_steps}


@dataclass(frozen=True)
class Slip:
    """A line, whose sum or update it is, the layers it is in, and what it is taken for."""

    lesson: Descent
    line: str
    layers: tuple[int, ...]
    edit: Edit

    @property
    def check(self) -> str:
        """The check that it fails."""
        return self.lesson.updated if self.line == UPDATE else self.line

    def words(self, found: Sequence[Slip]) -> str:
        """Advice, from all the slips that come to the same."""
        which = " and of ".join(self.lesson.layers[layer].words for layer in self.layers)
        line = f"sum of the steps of {which}" if self.line == SUM else f"new value of {which}"
        edits = [slip.edit for slip in found if slip.line == self.line]
        return phrases.words(line, edits, CALLED)


def explained(
    trainings: Sequence[Trained], base: Callable[[Run], Run], sums_are_right: bool | None
) -> tuple[str, str] | None:
    """The check and the advice of the likeliest slip that gives all of these weights, if one does.

    `sums_are_right` is what the names of the sums show, if anything: it tells a slip in the sum
    from one in the update that comes to the same.
    """
    loops = [_Loop(base(t.run)) for t in trainings]
    if min(len([*loop.run.batches]) for loop in loops) > MOST_TURNS:
        return None
    layers = _wrong_layers(trainings, loops)
    if not layers:
        return None
    asked = {True: (UPDATE,), False: (SUM,), None: (SUM, UPDATE)}[sums_are_right]
    one_by_one = all(loop.run.batch == 1 for loop in loops)
    lesson = trainings[0].run.lesson
    slips = [*_slips(lesson, asked, layers, one_by_one=one_by_one)]
    slips += _with_numbers(trainings, loops, layers) if UPDATE in asked else []
    found: list[Slip] = []
    short_first = sorted(zip(trainings, loops, strict=True), key=lambda pair: pair[1].run.length)
    for slip in sorted(slips, key=lambda slip: slip.edit.kind):
        if found and slip.edit.kind > found[0].edit.kind:
            break
        if all(_gives(loop, slip, t) for t, loop in short_first):
            found.append(slip)
    return (found[0].check, found[0].words(found)) if found else None


def _with_numbers(
    trainings: Sequence[Trained], loops: Sequence[_Loop], layers: tuple[int, ...]
) -> Iterator[Slip]:
    """The updates with some number in them that one epoch shows."""
    seen = [
        (loop.first_epoch[-1][layer], t.weights[layer])
        for t, loop in zip(trainings, loops, strict=True)
        for layer in layers
        if t.run.epochs == 1 and t.weights is not None
    ]
    for edit in constants.with_numbers(FORMULAS[UPDATE], seen, {}):
        yield Slip(loops[0].run.lesson, UPDATE, layers, edit)


def _gives(loop: _Loop, slip: Slip, t: Trained) -> bool:
    if t.run.epochs == 1 and not loop.may_give(slip, t):
        return False
    weights = loop.ends(slip)
    return weights is not None and t.has(weights)


def _slips(
    lesson: Descent, lines: Sequence[str], layers: tuple[int, ...], *, one_by_one: bool
) -> Iterator[Slip]:
    names = [*CALLED, *sorted(of_a_record(lesson))] if one_by_one else [*CALLED]
    for line in lines:
        tree = FORMULAS[line]
        for edit in neighbours.edits(tree, names, tuple(lesson.vocabulary.inverses)):
            yield Slip(lesson, line, layers, edit)
        for edit in neighbours.with_more(tree, names):
            yield Slip(lesson, line, layers, edit)


def _wrong_layers(trainings: Sequence[Trained], loops: Sequence[_Loop]) -> tuple[int, ...]:
    """The layers that are not right after one epoch: the slip is in their lines."""
    wrong = set()
    for t, loop in zip(trainings, loops, strict=True):
        right = loop.right_ends if t.run.epochs == 1 else None
        if right is not None and t.weights is not None:
            pairs = enumerate(zip(right, t.weights, strict=True))
            wrong |= {i for i, pair in pairs if not agree(*pair, t.tolerance)}
    return tuple(sorted(wrong))


class _Loop:
    """The lesson's loop over one run, to be gone through with one slip or another."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._steps: dict[Hashable, Weights] = {}
        self._squared: dict[Hashable, Sequence[float]] = {}

    @cached_property
    def first_epoch(self) -> list[list[dict[str, Value]]]:
        """What is known of either layer in each turn of the first epoch, and then at its end."""
        run, total, found = self.run, self.run.nothing, []
        for batch in [*run.batches, None]:
            at = batch or ([*run.batches][-1:] or [range(0)])[0]
            brought = self._brought(at, run.weights) if len(at) else run.nothing
            known = self._known(run.weights, total, brought, self._besides(run.weights, at))
            found.append(known)
            total = add(total, brought)
        return found

    def may_give(self, slip: Slip, t: Trained) -> bool:
        """Does one layer's line give what one epoch came to? This is asked of very many."""
        layer = slip.layers[0]
        *turns, end = [known[layer] for known in self.first_epoch]
        shape, tree = self.run.weights[layer].shape, slip.edit.tree
        try:
            if slip.line == UPDATE:
                found = stretched(value(tree, end), shape)
            else:
                total: Value = self.run.nothing[layer]
                for known in turns:
                    total = stretched(value(tree, {**known, "total": total}), shape)
                found = stretched(value(FORMULAS[UPDATE], {**end, "total": total}), shape)
        except (ArithmeticError, KeyError, ValueError):
            return False
        return t.weights is not None and agree(found, t.weights[layer], NEARLY)

    @property
    def right_ends(self) -> Weights | None:
        """The weights after the training without a slip; None where a value does not fit."""
        run = self.run if self.run.update is None else replace(self.run, update=None)
        try:
            return ends_of(train, run)
        except (ArithmeticError, KeyError, ValueError):
            return None

    def ends(self, slip: Slip) -> Weights | None:
        """The weights after the training; None where a value does not fit."""
        try:
            return self._ends(slip)
        except (ArithmeticError, KeyError, ValueError):
            return None

    def _ends(self, slip: Slip) -> Weights:
        run, weights = self.run, self.run.weights
        names = slip.edit.tree.names
        for epoch in range(run.epochs):
            total, brought, batch = run.nothing, run.nothing, range(0)
            for batch in run.batches:
                brought = self._brought(batch, weights)
                besides = self._besides(weights, batch, names, epoch)
                total = self._lines(SUM, self._known(weights, total, brought, besides), slip)
            besides = self._besides(weights, batch, names, epoch)
            weights = self._lines(UPDATE, self._known(weights, total, brought, besides), slip)
        return weights

    def _lines(self, line: str, known: Sequence[Mapping[str, Value]], slip: Slip) -> Weights:
        ends = []
        for layer in range(len(known)):
            changed = slip.line == line and layer in slip.layers
            tree = slip.edit.tree if changed else FORMULAS[line]
            ends.append(stretched(value(tree, known[layer]), self.run.weights[layer].shape))
        return tuple(ends)

    def _brought(self, batch: range, weights: Weights) -> Weights:
        key = batch.start, *map(numbers, weights)
        if key not in self._steps:
            self._steps[key] = self.run.steps(batch, weights)
        return self._steps[key]

    def _squares(self, weights: Weights) -> Sequence[float]:
        """The squared error of each record."""
        key = tuple(map(numbers, weights))
        if key not in self._squared:
            self._squared[key] = squared_errors(self.run, weights)
        return self._squared[key]

    @cached_property
    def _settings(self) -> dict[str, Value]:
        """What is the same all the time."""
        run = self.run
        there: dict[str, Value] = {
            "learnrate": run.learnrate,
            "n_records": float(run.n_records),
            "epochs": float(run.epochs),
            "n_features": float(run.features.shape[1]),
        }
        return {**there, "n_hidden": float(run.weights[-1].shape[0])} if run.weights[1:] else there

    def _besides(
        self, weights: Weights, batch: range, names: Set[str] | None = None, epoch: int = 0
    ) -> dict[str, Value]:
        """What there is besides weights, sums and steps, of the names asked for, or all of it."""
        run = self.run
        there = {
            **self._settings,
            "start": float(batch.start),
            "size": float(len(batch)),
            "epoch": float(epoch),
        }
        if names is None or "squares" in names:
            there["squares"] = math.fsum(self._squares(weights)[: batch.stop])
        lesson = run.lesson
        if len(batch) == 1 and (names is None or names & of_a_record(lesson)):
            given: dict[str, Value] = dict(zip(lesson.weights, weights, strict=True))
            given |= {"x": run.features[batch.start : batch.stop]}
            given |= {"y": run.targets[batch.start : batch.stop]}
            there |= forward(given, lesson.passes)
        return there

    def _known(
        self, weights: Weights, total: Weights, brought: Weights, besides: Mapping[str, Value]
    ) -> list[dict[str, Value]]:
        of_layers = {"weights": weights, "total": total, "brought": brought}
        found: list[dict[str, Value]] = []
        for layer in range(len(weights)):
            own = {name: tables[layer] for name, tables in of_layers.items()}
            others = {
                f"{name}_{'to' if name == 'brought' else 'of'}_the_other": tables[1 - layer]
                for name, tables in of_layers.items()
                if len(tables) == 2  # with more of them there is no saying which
            }
            found.append({**besides, **own, **others})
        return found

"""A closer look at the training loop: sums and weights, through two epochs of a few batches.

There a sum is a step, and new weights are another: the line that gives a wrong sum belongs to the
TODO that adds up, the line that gives wrong weights to the TODO that updates. The passes and the
update are the submission's own where these are right, and the lesson's where they are not.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ....solution.matrix import Matrix
from ...judging.closer_look import CloserLook, begun
from ...judging.mark import Mark
from ...judging.numbers import Dictionary, Index, Numbers
from ...judging.trace import agree
from ...judging.view import Charge, Place, Scene
from ...room.answers import ENDLESS, Crash, as_matrix, crashed, raw
from ...room.noted import Noted
from ...room.program import Program, StandIns
from ...verdict import Outcome
from ..backprop.lesson import backprop
from .functions import training_of
from .inputs import Inputs
from .looking import no_table
from .training import Run, Weights, add

EPOCHS = 2
LEARNRATE = 0.6
BEFORE: Mapping[str, tuple[str, ...]] = {
    "sum of w": (),
    "sum of W": (),
    "new w": ("sum of w",),
    "new W": ("sum of W",),
}
"""The steps of a loop, and what each is computed from."""

NAMES = {
    "del_w_input_hidden": "sum of w",
    "del_w_hidden_output": "sum of W",
    "weights_input_hidden": "new w",
    "weights_hidden_output": "new W",
}
"""What the lesson's names hold in a loop."""

TODO = {"sum of w": 11, "sum of W": 11, "new w": 12, "new W": 12}
CHECKS = {11: "summed_over_records", 12: "both_layers_updated"}
PLAIN = ("forward_pass", "backward_pass", "update_weights", "mean_squared_error")
SIDES = {0: ("input", "unit"), 1: ("unit",)}


@dataclass(frozen=True)
class LoopLook:
    """A closer look at one loop, which takes batches of that size."""

    program: Program
    inputs: Inputs
    stand_ins: StandIns
    batch: int

    def marks(self, before: Mapping[str, Mark], *, leads_on: bool) -> dict[str, Mark]:
        """The marks of the loop: one mistake costs one check, the one that its line belongs to.

        What is not charged is right only where the loop shows it: with the right value in the
        place of the wrong one, or by weights that go where the lesson's go, as `leads_on` says.
        """
        look = begun(self._scene("a training that is looked at", EPOCHS))
        if look and look.view.noted.endless and all(map(look.view.has_met, ("new w", "new W"))):
            line = look.view.sites[look.view.noted.endless[0]].line
            counting = Mark(Outcome.STOPPED, crash=Crash(ENDLESS, "", line), line=line)
            return {**dict.fromkeys(before, Mark()), "every_epoch": counting}
        charges, missing = self._charges(look)
        unsummed = [f"new {step[-1]}" for step in missing]
        charges = [charge for charge in charges if charge.step not in unsummed]
        wrong = list(dict.fromkeys([charge.step for charge in charges] + missing))
        todos = sorted({TODO[step] for step in wrong})
        known = [check for check, mark in before.items() if not mark.right]
        counted = known == ["every_epoch"]  # and that is sure, whatever the values are
        if counted or (len(known) == 1 and before[known[0]].mistake):
            agreed = todos == [backprop.todos[known[0]]]
            line = next((charge.site.line for charge in charges), 0) if agreed else 0
            return {**before, known[0]: replace(before[known[0]], line=line)}
        if not todos:
            return dict(before)
        shown = Mark() if charges or leads_on else Mark(Outcome.WAITING)
        found = dict.fromkeys(before, shown)
        for todo in todos:
            charge = next((charge for charge in charges if TODO[charge.step] == todo), None)
            check = self._check(todo, before)
            found[check] = self._mark(charge, todo, before[check], before)
        return found

    def has_summed(self) -> bool:
        """Are the sums of an epoch there, whatever becomes of them?"""
        looks = [begun(self._scene(name, 1)) for name in ("one epoch", "another training")]
        sums = ("sum of w", "sum of W")
        return all(look and all(map(look.view.has_whole, sums)) for look in looks)

    @staticmethod
    def _check(todo: int, before: Mapping[str, Mark]) -> str:
        """The check that is charged: that of this TODO which was found wrong already, if one was.

        Several of them are wrong where nothing was known of the cause.
        """
        own = {11: ("summed_over_records", "zeroed_each_epoch"),
               12: ("updated_once_per_epoch", "both_layers_updated")}[todo]  # fmt: skip
        named = [check for check in own if before[check].mistake]
        return named[0] if named else CHECKS[todo]

    @staticmethod
    def _mark(
        charge: Charge | None, todo: int, own: Mark, before: Mapping[str, Mark]
    ) -> Mark:
        line = charge.site.line if charge else 0
        crash = crashed(charge.crash) if charge else None
        if charge and crash is not None:
            inside = charge.site.line <= crash.line <= charge.site.end_line
            return Mark(
                Outcome.STOPPED, crash=crash, line=crash.line if inside else line, todo=todo
            )
        if charge and charge.untouched:
            return Mark(Outcome.NOT_STARTED, line=line, todo=todo)
        if not own.right and not own.waiting and not own.stopped:
            return replace(own, line=line, todo=todo)
        if charge and charge.no_table:
            return replace(no_table(line), todo=todo)
        saw = next((mark.saw for mark in before.values() if mark.saw and not mark.waiting), "")
        return Mark(Outcome.FAILED, saw=saw, line=line, todo=todo)

    def _charges(self, look: CloserLook | None) -> tuple[list[Charge], list[str]]:
        """What is wrong, and the steps that are nowhere to be seen; nothing if it is not found."""
        if look is None or look.view.is_done:
            return [], []
        other = begun(self._scene("another training", EPOCHS))
        if look.finds_all() and other and look.confirmed_by(other):
            return look.charges, sorted({*look.missing, *other.missing})
        once = begun(self._scene("one epoch", 1))
        if once is None or not once.missing:
            return [], []
        if once.view.broke_off:
            return self._broken_off(once)
        return [], once.missing if len({TODO[step] for step in once.missing}) == 1 else [
            step for step in once.missing if TODO[step] == 11
        ]

    def _broken_off(self, once: CloserLook) -> tuple[list[Charge], list[str]]:
        """Where a loop cannot be carried on, its sums are there, and its update raises."""
        view = once.view
        if not view.noted.open or not all(map(view.has_whole, ("sum of w", "sum of W"))):
            return [], []
        place = Place("new w", next(iter(view.noted.open)), "")
        crash = view.noted.answer.get("crash")
        return [Charge(view.sites[place.site], [place], {}, crash=crash)], []

    def _scene(self, name: str, epochs: int) -> Scene:
        run = replace(self._run(name), epochs=epochs)
        call = training_of(run)
        return Scene(
            look=lambda runs: self.program.look(call, runs, (), self.stand_ins, PLAIN),
            dictionary=Dictionary(numbers(run)),
            before=BEFORE,
            results=_right(run.trained),
            asked_for=frozenset(["new w", "new W"]),
            names=NAMES,
        )

    def _run(self, name: str) -> Run:
        n_records = 2 * self.batch + 3 if 1 < self.batch < 150 else 5
        known = self.inputs.looked_at(n_records, len(name) % 2 + 2)
        x, y, *weights = (
            known[n] for n in ("x", "y", "weights_input_hidden", "weights_hidden_output")
        )
        assert isinstance(x, Matrix)
        assert isinstance(y, Matrix)
        w, W = (layer for layer in weights if isinstance(layer, Matrix))
        return Run(x, y, (w, W), EPOCHS, LEARNRATE, batch=self.batch)


def numbers(run: Run) -> list[Numbers]:
    """Batches' steps, running sums and weights of a training: what its numbers mean."""
    found: dict[str, dict[Index, float]] = {}
    weights = run.weights
    for epoch in range(run.epochs):
        total = run.nothing
        for batch, records in enumerate(run.batches):
            steps = run.steps(records, weights)
            total = add(total, steps)
            _enter(found, "batch of", (epoch, batch), steps)
            _enter(found, "sum of", (epoch, batch), total)
        _enter(found, "before", (epoch,), weights)
        weights = run.updated(weights, total)
        _enter(found, "new", (epoch,), weights)
    first = [_of(found, "before", 0, ()), _of(found, "before", 1, ())]
    return [
        *(replace(n, numbers=_first_epoch(n.numbers), sides=n.sides) for n in first),
        *(_of(found, "new", layer, (f"sum of {'wW'[layer]}",)) for layer in (0, 1)),
        *(_of(found, "batch of", layer, ()) for layer in (0, 1)),
        *(_of(found, "sum of", layer, (f"batch of {'wW'[layer]}",)) for layer in (0, 1)),
    ]


def _first_epoch(numbers: Mapping[Index, float]) -> dict[Index, float]:
    return {index: number for index, number in numbers.items() if index[0] == 0}


def _enter(
    found: dict[str, dict[Index, float]], name: str, where: Index, layers: Weights
) -> None:
    for letter, layer, sides in zip("wW", layers, SIDES.values(), strict=True):
        table = found.setdefault(f"{name} {letter}", {})
        n_rows, n_columns = layer.shape
        for i, j in itertools.product(range(n_rows), range(n_columns)):
            table[(*where, i, j) if len(sides) == 2 else (*where, i)] = layer.rows[i][j]


def _of(
    found: Mapping[str, dict[Index, float]], kind: str, layer: int, of: tuple[str, ...]
) -> Numbers:
    name = f"{kind} {'wW'[layer]}"
    sides = ("epoch",) if kind in ("new", "before") else ("epoch", "batch")
    step = name if name in BEFORE else ""
    return Numbers(name, step, (*sides, *SIDES[layer]), found[name], of, by_turns=len(sides))


def _right(weights: Weights) -> Callable[[Noted], frozenset[str]]:
    """Which of the weights that a training hands back are right."""

    def right(noted: Noted) -> frozenset[str]:
        returned = raw(noted.answer.get("returned"))
        parts: Sequence[object] = returned if isinstance(returned, list) else ()
        return frozenset(
            name
            for name, wanted, own in zip(("new w", "new W"), weights, parts, strict=False)
            if isinstance(value := as_matrix(own, wanted.shape), Matrix)  # type: ignore[arg-type]
            and agree(wanted, value)
        )

    return right

"""A lesson in which weights are trained by gradient descent: what it is made of.

Its functions are four, in this order: one gives the answers to some records, one the step that
each weight wants, one moves weights by a step, and one does all of it, epoch after epoch. What
they compute on the way is the lesson's; how they are called, and how a training loop goes wrong,
is the same for all.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ...judging.statements import names_stored, statements
from ...lesson import Formula, Function, Lesson, Value, needs
from ...room.inside import learnrate

if TYPE_CHECKING:
    from ...judging.numbers import Numbers

RECORD, INPUT, UNIT = "record", "input", "unit"
"""What a table's side may count; that of weights inputs or hidden units."""


@dataclass(frozen=True)
class Layer:
    """One table of weights: its name and its step's, the letter and the words that it goes by, and
    the `way` that it leads.

    `sides` says what its rows and its columns count, INPUT or UNIT; a single column has one side.
    """

    weights: str
    step: str
    letter: str
    words: str
    way: str
    sides: tuple[str, ...]


@dataclass(eq=False)
class Descent(Lesson):
    """A lesson in which weights are trained.

    Its steps lead from `x`, `y` and the weights of its `layers` to `output`, and from there to the
    layers' steps. `updated` is the check that every layer moves; with `calls_by_hand` it is the
    learner who writes the lines that call the functions in a training. `must_reach` is the share
    of the records kept aside that a training has to answer correctly in the end. Records that are
    drawn for it have any numbers, or `have_ranks`, as applicants do (features.py).
    """

    layers: tuple[Layer, ...] = ()
    updated: str = ""
    elsewhere: str = "every_epoch"
    calls_by_hand: bool = False
    must_reach: float = 0.9
    have_ranks: bool = False

    @property
    def forth(self) -> Function:
        """The function that gives the answers."""
        return next(iter(self.functions.values()))

    @property
    def back(self) -> Function:
        """The function that gives the layers' steps."""
        return [*self.functions.values()][1]

    @property
    def update(self) -> Function:
        """The function that moves weights by a step."""
        return [*self.functions.values()][2]

    @property
    def train(self) -> Function:
        """The function that trains."""
        return [*self.functions.values()][3]

    @cached_property
    def passes(self) -> Mapping[str, Formula]:
        """The steps of an epoch before the weights move, in their order."""
        return {**self.forth.formulas, **self.back.formulas}

    def kept_back(self, form: str) -> frozenset[int]:
        """Those of the passes: how weights are moved tells nothing of any other step."""
        todos = self.todos_of(form)
        return frozenset(todos[step] for step in self.passes)

    @property
    def last_layer_hears(self) -> str:
        """What goes into the last layer: it meets the weights of that layer in some step."""
        last = self.weights[-1]
        for formula in self.forth.formulas.values():
            if last in needs(formula):
                return next(name for name in needs(formula) if name != last)
        raise ValueError(f"no step of {self.file} is computed from {last}")

    @cached_property
    def weights(self) -> tuple[str, ...]:
        """The names of the layers' weights."""
        return tuple(layer.weights for layer in self.layers)

    def columns(self, n_columns: int) -> int:
        """How many columns the weights of an update may have: one, where no layer has more."""
        return n_columns if any(len(layer.sides) > 1 for layer in self.layers) else 1

    @cached_property
    def weight_steps(self) -> tuple[str, ...]:
        """The names of the layers' steps."""
        return tuple(layer.step for layer in self.layers)

    @cached_property
    def loop(self) -> tuple[str, ...]:
        """The checks of a training loop, in the order in which a learner meets what they say."""
        return (
            "summed_over_records",
            "zeroed_each_epoch",
            "updated_once_per_epoch",
            self.updated,
            "every_epoch",
        )

    def shapes(self, n_features: int, n_hidden: int) -> Sequence[tuple[int, int]]:
        """The shapes of the layers' weights; a lesson without hidden units needs no number."""
        sizes = {INPUT: n_features, UNIT: n_hidden}
        sides = ([*map(sizes.__getitem__, layer.sides), 1] for layer in self.layers)
        return [(rows, columns) for rows, columns, *_ in sides]

    def is_for(self, statement: ast.stmt, loops: int, function: str) -> str:
        """The check of a training loop that a line is for, if it is the head of a loop, or zeros.

        The outer loop goes through epochs, what is inside it through records; one further inside
        belongs to a step, unless it adds something to the sums. So does what stands in a function
        of a step, or in one that has nothing of a training in it. The head of a function of steps
        is for the cheapest of these, and so is what leaves it too early. What is made of the rate
        beforehand is for the update. A call of the update is for the layer that it moves.
        """
        name = statement.name if isinstance(statement, ast.FunctionDef) else ""
        name = function if isinstance(statement, ast.Pass) and not loops else name
        if name in self.functions:
            steps = self.functions[name].formulas
            return min(steps, key=lambda step: self.worth[step], default="")
        if isinstance(statement, (ast.Global, ast.Nonlocal)):
            return self.elsewhere
        named = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        trained = {*self.weight_steps, *self.weights}
        elsewhere = function in self.functions or named.isdisjoint(trained)
        if elsewhere and function not in ("", self.train.name):
            return ""
        if isinstance(statement, (ast.For, ast.While)):
            stored = {name for s in statements(statement.body) for name in names_stored(s)}
            over_records = loops == 1 or not stored.isdisjoint(self.weight_steps)
            return "every_epoch" if not loops else "summed_over_records" if over_records else ""
        match statement:
            case ast.Assign(value=ast.Call(func=ast.Name(id=self.update.name))) if loops:
                return self.updated
        is_made = isinstance(statement, ast.Assign) and isinstance(statement.value, ast.BinOp)
        rates = {name for name in named if name.lower().replace("_", "") in learnrate.NAMES}
        if is_made and rates and not loops:
            return self.updated if function else self.update.name
        begun = {*names_stored(statement)} & {*self.weight_steps}
        return "zeroed_each_epoch" if loops and begun and "zeros" in ast.unparse(statement) else ""

    def of_its_place(self, check: str) -> str:
        """The check that pays where a line that works out a step stands in the wrong loop."""
        own = dict.fromkeys(self.weight_steps, "summed_over_records")
        return {**own, self.update.name: "updated_once_per_epoch"}.get(check, check)

    def begun_with(self, checks: Sequence[str]) -> str:
        """The check for what all these steps begin with; "" where that is no check of its own."""
        return "zeroed_each_epoch" if {*checks} <= {*self.weight_steps} else ""

    def numbers(self, known: Mapping[str, Value]) -> list[Numbers]:
        """Every number that may turn up on the way through the steps, and what it means."""
        raise NotImplementedError

    def pieces_too_many(self, form: str) -> Mapping[str, tuple[str, ...]]:
        """For each check with a line of its own, what known mistakes have in it."""
        raise NotImplementedError

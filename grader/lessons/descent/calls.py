"""One slip in a line of the training that calls a function: told by the weights it ends with.

A lesson may leave these lines to the learner. Each is a formula of its own, whose operations are
the lesson's functions, and its neighbours are tried as those of any other formula are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...judging import neighbours, phrases
from ...judging.expressions import Tree, call, leaf, stretched, value
from ...judging.neighbours import Edit
from ...lesson import Value
from .training import Run, Weights

if TYPE_CHECKING:
    from .lesson import Descent
    from .trained import Trained

NAMED = {"x": "features", "y": "targets"}
"""What a function's arguments are called in the training."""

CALLED = {"weights": "the weights", "learnrate": "the learnrate", "epochs": "the number of epochs",
          "n_records": "the number of records"}  # fmt: skip


@dataclass(frozen=True)
class Slip:
    """One line as it may have become: whose name it sets, and the check that it fails."""

    name: str
    check: str
    edit: Edit


def lines(lesson: Descent) -> dict[str, Tree]:
    """The lines of an epoch, by the name that each of them sets."""
    [weights] = lesson.weights
    stored = {f.name: f.gives[0] for f in (lesson.forth, lesson.back)}
    return {
        stored.get(function.name, weights): call(
            _first(function.answer), *(leaf(NAMED.get(name, name)) for name in function.takes)
        )
        for function in (lesson.forth, lesson.back, lesson.update)
    }


def _first(answer: Callable[..., Sequence[Value]]) -> Callable[..., Value]:
    return lambda *arguments: answer(*arguments)[0]


def explained(trainings: Sequence[Trained]) -> tuple[str, str] | None:
    """The check and the advice of the likeliest slip that gives all of these weights, if one does.

    Of several trainings the shortest are asked first: there are very many slips.
    """
    lesson = trainings[0].run.lesson
    own = lines(lesson)
    found: list[Slip] = []
    for slip in sorted(_slips(lesson, own), key=lambda slip: slip.edit.kind):
        if found and (slip.edit.kind, slip.check) != (found[0].edit.kind, found[0].check):
            continue
        changed = {**own, slip.name: slip.edit.tree}
        if all(_gives(changed, t) for t in trainings):
            found.append(slip)
    if not found:
        return None
    name = "new weights" if found[0].name in lesson.weights else found[0].name
    return found[0].check, phrases.words(name, [slip.edit for slip in found], CALLED)


def _slips(lesson: Descent, own: Mapping[str, Tree]) -> Iterator[Slip]:
    names = {name for tree in own.values() for name in tree.names} | {*own, "epochs"}
    for name, tree in own.items():
        check = lesson.updated if name in lesson.weights else "summed_over_records"
        for edit in neighbours.edits(tree, names, tuple(lesson.vocabulary.inverses)):
            yield Slip(name, check, edit)


def _gives(changed: Mapping[str, Tree], t: Trained) -> bool:
    try:
        return t.has(_ends(changed, t.run))
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return False


def _ends(changed: Mapping[str, Tree], run: Run) -> Weights:
    """The weights that a training with these lines ends with."""
    [name] = run.lesson.weights
    known: dict[str, Value] = {"features": run.features, "targets": run.targets}
    known |= {"learnrate": run.learnrate, "n_records": float(run.n_records)}
    known |= {"epochs": float(run.epochs), name: run.weights[0]}
    for _ in range(run.epochs):
        for line, tree in changed.items():
            known[line] = value(tree, known)
        known[name] = stretched(known[name], run.weights[0].shape)
    weights = known[name]
    return (stretched(weights, run.weights[0].shape),)

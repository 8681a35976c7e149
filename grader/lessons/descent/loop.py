"""Marks the training loop by the weights it ends with.

The loop is judged by what it makes of the learner's own passes and update: a wrong error term is
charged where it is made, and a loop around it that is right is right.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ....solution.matrix import Matrix
from ...judging import crashes
from ...judging.mark import Mark
from ...judging.trace import TOLERANCE, agree, difference, norm, shown, toward
from ...lesson import Value
from ...room.answers import Answer, Odd, Raw, as_matrix
from ...room.calls import Call
from ...verdict import Outcome
from . import calls, epochs, slips
from .lesson import Descent
from .training import Run, Weights, train

LOOP_TOLERANCE = 10 * TOLERANCE
"""Rounding grows over epochs; the nearest wrong loop is 20 times farther away."""

ROUNDING = 1e-12
"""So much of the weights themselves may come in by rounding, in double precision."""


FAR = 1e-3
"""A training that moves its weights by so much of them, and more, has not come to its end."""

MOST_EPOCHS = 20
"""A training of more epochs is not done again for each known mistake."""


class Unusable(Exception):
    """The learner's own passes or update gave nothing that a training could go on with."""


@dataclass(frozen=True)
class Trained:
    """What the submission's training made of a run."""

    run: Run
    answer: Answer
    weights: Weights | None
    losses: Raw
    swapped: bool = False
    tolerance: float = LOOP_TOLERANCE
    rounding: float = ROUNDING

    def has(self, weights: Weights) -> bool:
        """Are these the weights that came back?

        What counts is how far they have moved: a slow training, or a short one, hardly moves them.
        """
        return self.weights is not None and all(
            self._moved_alike(*layer)
            for layer in zip(self.run.weights, weights, self.weights, strict=True)
        )

    def _moved_alike(self, start: Matrix, wanted: Matrix, got: Matrix) -> bool:
        off, moved = norm(got - wanted), norm(wanted - start)
        return off <= self.tolerance * moved + self.rounding * norm(start)

    @property
    def flat(self) -> bool:
        """Did weights come back as a plain list where rows of numbers are asked for?"""
        return any(
            isinstance(layer, list) and not all(isinstance(row, list) for row in layer)
            for layer in parts_of(self.answer.returned, self.run)[: len(self.run.weights)]
        )


def training_of(run: Run) -> Call:
    """The call that asks for this training."""
    records: tuple[Value, ...] = (run.features, run.targets)
    arguments = (*records, *run.weights, run.epochs, run.learnrate)
    return Call(run.lesson.train.name, arguments, trains=run.is_long)


def trained(run: Run, answer: Answer) -> Trained:
    """Reads what `train` handed back: the weights of each layer and the losses."""
    n_layers = len(run.weights)
    parts = parts_of(answer.returned if answer.came_back else Odd("nothing"), run)
    turned = [*reversed(parts[:n_layers]), *parts[n_layers:]] if n_layers > 1 else parts[::-1]
    for swapped, several in ((False, parts), (True, turned)):
        pairs = zip(several, run.weights, strict=False)
        tables = [as_matrix(part, layer.shape) for part, layer in pairs]
        weights = tuple(table for table in tables if isinstance(table, Matrix))
        if len(weights) == n_layers:
            return Trained(run, answer, weights, _losses(several, run), swapped)
    return Trained(run, answer, None, _losses(parts, run))


def _losses(parts: Sequence[Raw], run: Run) -> Raw:
    """What came behind the weights."""
    return parts[-1] if len(parts) > len(run.weights) else Odd("nothing")


def parts_of(returned: Raw, run: Run) -> list[Raw]:
    """The layers' weights and the losses, or the weights alone; nothing if it is neither."""
    n_layers = len(run.weights)
    if isinstance(returned, list) and len(returned) in (n_layers, n_layers + 1):
        return returned
    alone = n_layers == 1 and isinstance(as_matrix(returned, run.weights[0].shape), Matrix)
    return [returned] if alone else []


def marks(
    trainings: Sequence[Trained], own: Callable[[Run], Run] | None = None, *, waiting: bool
) -> dict[str, Mark]:
    """The marks of the loop over several trainings, short ones first.

    Where steps are wrong, `own` gives a run the learner's own: a loop may have gone on with them.
    With `waiting` they are not there yet.
    """
    lesson = trainings[0].run.lesson
    checks = lesson.loop
    stopped = _not_to_be_judged(trainings, waiting)
    if stopped:
        return stopped
    if right(trainings):
        return {check: Mark() for check in checks}
    told = (_lessons, own) if own else (_lessons,)
    bases = [_in_batches(size, passes) for size in sizes(trainings) for passes in told]
    for base in bases:
        if explains(train, base, trainings):
            return {check: Mark() for check in checks}
    sums_are_right = _sums_are_right(trainings)
    named = _named(trainings, bases, sums_are_right)
    if named:
        return named
    slip = _slip(trainings, bases[: len(told)], sums_are_right)
    if slip:
        return slip
    call = calls.explained(trainings) if lesson.calls_by_hand else None
    if call:
        check, advice = call
        return _only(lesson, check, _saw(trainings, _lessons), advice=advice)
    from_epoch_to_epoch = epochs.explained(trainings)
    if from_epoch_to_epoch:
        return {**{check: Mark() for check in checks}, "every_epoch": from_epoch_to_epoch}
    return _by_where_it_begins(trainings, bases[: len(told)], sums_are_right)


def _named(
    trainings: Sequence[Trained],
    bases: Sequence[Callable[[Run], Run]],
    sums_are_right: bool | None,
) -> dict[str, Mark] | None:
    """The marks where a known mistake accounts for the weights; the sums may tell where it is."""
    lesson = trainings[0].run.lesson
    for base, check in itertools.product(bases, lesson.loop):
        if check == "summed_over_records" and sums_are_right:
            continue
        for mistake in lesson.known(check):
            if explains(mistake.wrong, base, trainings):
                in_the_sum = check == lesson.updated and sums_are_right is False
                charge = "summed_over_records" if in_the_sum else check
                charged = _only(lesson, charge, _saw(trainings, base), mistake.id, mistake.advice)
                moved = not all(t.has(t.run.weights) for t in trainings)
                return charged if moved or _has_summed(trainings[0]) else _unproven(charged)
    return None


def _slip(
    trainings: Sequence[Trained],
    bases: Sequence[Callable[[Run], Run]],
    sums_are_right: bool | None,
) -> dict[str, Mark] | None:
    """The marks where one slip in a line of the loop accounts for the weights."""
    tried: list[object] = []
    for base in bases:
        passes = base(trainings[0].run).passes
        slip = passes not in tried and slips.explained(trainings, base, sums_are_right)
        if slip:
            check, advice = slip
            lesson = trainings[0].run.lesson
            return _only(lesson, check, _saw(trainings, base), advice=advice)
        tried.append(passes)
    return None


def moves_on(own: Callable[[Run], Run], run: Run) -> bool:
    """Do the learner's own passes and update move both layers, and then move them again?

    Steps of zero, or an update that always gives the same, make all loops end alike.
    """
    weights = []
    for n in range(3):
        try:
            weights.append(train(own(replace(run, epochs=n))))
        except (ArithmeticError, ValueError, Unusable):
            return False
    return not any(
        agree(before, after)
        for one, other in itertools.pairwise(weights)
        for before, after in zip(one, other, strict=True)
    )


def _has_summed(t: Trained) -> bool:
    """Do the lesson's names for the sums hold them as the training ends, of one epoch?"""
    for name, right in zip(t.run.lesson.weight_steps, t.run.summed(t.run.weights), strict=True):
        own = as_matrix(t.answer.names.get(name, Odd("nothing")), right.shape)
        if isinstance(own, str) or not agree(right, own, t.tolerance):
            return False
    return True


def _sums_are_right(trainings: Sequence[Trained]) -> bool | None:
    """Is it the sums, or what is made of them, wherever one epoch's weights are not right?

    They are right where the lesson's names hold them; they are not where the weights follow from
    what those names hold. None where the names tell neither.
    """
    told = [t for t in trainings if t.answer.names] or trainings
    verdicts = {
        True if _has_summed(t) else False if _follows_from_sums(t) else None
        for t in told
        if t.run.epochs == 1 and not t.has(t.run.trained)
    }
    return verdicts.pop() if len(verdicts) == 1 else None


def _follows_from_sums(t: Trained) -> bool:
    """Does the lesson's update lead from what the names of the sums hold to these weights?"""
    held = [
        as_matrix(t.answer.names.get(name, Odd("nothing")), layer.shape)
        for name, layer in zip(t.run.lesson.weight_steps, t.run.weights, strict=True)
    ]
    sums = tuple(one for one in held if isinstance(one, Matrix))
    return len(sums) == len(held) and t.has(t.run.updated(t.run.weights, sums))


def is_sometimes_right(trainings: Sequence[Trained]) -> bool:
    """Did the weights move in a training of more than one epoch, and end where they should?"""
    several = [t for t in trainings if t.run.epochs > 1]
    return any(t.has(t.run.trained) and not t.has(t.run.weights) for t in several)


def leads_on(trainings: Sequence[Trained], base: Callable[[Run], Run] | None = None) -> bool:
    """Did the weights go where the lesson's go, if not as far, every time?"""
    for t in trainings:
        if t.run.epochs == 1:
            continue  # it may have been one epoch too few
        expected = _expected(t, base or _lessons)
        if expected is None or t.weights is None:
            return False
        wanted, got = (
            [after - before for after, before in zip(weights, t.run.weights, strict=True)]
            for weights in (expected, t.weights)
        )
        if not toward(wanted, got):
            return False
    return True


def sizes(trainings: Sequence[Trained]) -> tuple[int, int]:
    """How many records a batch may have: as many as were seen, or one more if each lacks one.

    Where the passes were not called, and nothing was seen, all the records or a single one; so
    too where it was no records that they were called with.
    """
    seen = max((n for t in trainings for n in t.answer.batches), default=0)
    if any(max(t.answer.batches, default=0) > t.run.n_records for t in trainings):
        seen = 0
    return (seen, seen + 1) if seen else (Run.batch, 1)


def _in_batches(size: int, passes: Callable[[Run], Run]) -> Callable[[Run], Run]:
    return lambda run: passes(replace(run, batch=size))


def _lessons(run: Run) -> Run:
    return run


def right(trainings: Sequence[Trained]) -> bool:
    """Do all these trainings end with the weights that the lesson's ends with?"""
    return all(t.has(t.run.trained) for t in trainings)


def _not_to_be_judged(trainings: Sequence[Trained], waiting: bool) -> dict[str, Mark] | None:
    """Marks for a loop that is untouched, that waits for its parts, or that never came back."""
    names, lesson = trainings[0].answer.names, trainings[0].run.lesson
    no_sums = any(names.get(name) == Odd("ellipsis") for name in lesson.weight_steps)
    no_update = any(names.get(name) == Odd("ellipsis") for name in lesson.weights)
    untouched = {
        "summed_over_records": no_sums,
        lesson.updated: no_update and (no_sums or not waiting),
    }
    first = next((t for t in trainings if t.weights is None), None)
    if first is None:
        return None
    found = {check: Mark(Outcome.WAITING) for check in lesson.loop}
    if any(untouched.values()) or waiting:
        for check, is_so in untouched.items():
            if is_so:
                found[check] = Mark(Outcome.NOT_STARTED)
        return found
    answer = first.answer
    if answer.came_back:
        both = "both weights" if len(lesson.layers) > 1 else "the weights"
        saw = f"{lesson.train.name} has to hand back {both} and the losses; {_complaint(first)}"
        return {**found, lesson.loop[0]: Mark(Outcome.FAILED, saw=saw, advice=crashes.odd(saw))}
    mark = Mark(Outcome.STOPPED, saw=answer.stopped, crash=answer.crash)
    return {**found, lesson.loop[0]: mark}


def _complaint(trained: Trained) -> str:
    returned = trained.answer.returned
    parts, names = parts_of(returned, trained.run), trained.run.lesson.weights
    if parts:
        for part, weights, name in zip(parts, trained.run.weights, names, strict=False):
            value = as_matrix(part, weights.shape)
            if isinstance(value, str):
                return f"{name}: {value}"
    if isinstance(returned, list):
        return f"it handed back {len(returned)} things"
    value = as_matrix(returned, (0, 0))
    return value if isinstance(value, str) else "it handed back one table"


def explains(
    loop: Callable[[Run], Weights], base: Callable[[Run], Run], trainings: Sequence[Trained]
) -> bool:
    """Does this loop end with the very weights of the submission's?

    In every training, that is, of which it says anything: a mistake with batches raises ValueError
    where all the records are one batch.
    """
    met = False
    for t in trainings:
        try:
            if not t.has(loop(base(t.run))):
                return False
            met = True
        except ValueError:
            continue
        except (ArithmeticError, IndexError, Unusable):
            return False
    return met


def _only(
    lesson: Descent, check: str, saw: str, mistake: str = "", advice: str = ""
) -> dict[str, Mark]:
    found = {name: Mark() for name in lesson.loop}
    found[check] = Mark(Outcome.FAILED, saw=saw, mistake=mistake, advice=advice)
    return found


def _unproven(charged: dict[str, Mark]) -> dict[str, Mark]:
    """One mistake is charged; the rest cannot be told from what came of it, and waits."""
    waiting = Mark(Outcome.WAITING)
    return {check: waiting if mark.right else mark for check, mark in charged.items()}


def _saw(trainings: Sequence[Trained], base: Callable[[Run], Run]) -> str:
    """The first entry of the first training that is not as it should be, in words."""
    for t in trainings:
        expected = _expected(t, base)
        if expected is None or t.weights is None:
            continue
        for name, wanted, got in zip(t.run.lesson.weights, expected, t.weights, strict=True):
            if not agree(wanted, got, t.tolerance):
                return f"{name} {after(t.run)}, {difference(wanted, got)}"
    return next(filter(None, map(_largest_difference, trainings)), NO_DIFFERENCE)


NO_DIFFERENCE = "the weights are not what the steps lead to"


def _largest_difference(t: Trained) -> str:
    """Where the weights are off by the most, if it is by less than they themselves show."""
    if t.weights is None or t.has(t.run.trained):
        return ""
    _, name, i, j, wanted, got = max(
        (abs(wanted - got), name, i, j, wanted, got)
        for name, right, own in zip(t.run.lesson.weights, t.run.trained, t.weights, strict=True)
        for i, rows in enumerate(zip(right.rows, own.rows, strict=True), 1)
        for j, (wanted, got) in enumerate(zip(*rows, strict=True), 1)
    )
    return f"{name} {after(t.run)}, row {i}, column {j}: expected {shown(wanted, got)}"


def first_difference(t: Trained) -> str:
    """Where the weights of a training are not what the lesson's come to."""
    return _saw([t], _lessons)


def after(run: Run) -> str:
    """How long the training was, in words."""
    return f"after {_epochs(run.epochs)} with {run.n_records} record{'s' * (run.n_records != 1)}"


def _epochs(number: int) -> str:
    return f"{number} epoch{'s' * (number != 1)}"


def _expected(t: Trained, base: Callable[[Run], Run]) -> Weights | None:
    try:
        return train(base(t.run))
    except (ArithmeticError, ValueError, Unusable):
        return None


def sometimes_wrong(
    t: Trained, once: Trained, others: Sequence[Trained] = ()
) -> dict[str, Mark]:
    """The marks of a loop that goes wrong in one training, and is right in the `others`.

    `once` is the same training with one epoch.
    """
    lesson = t.run.lesson
    found = _counted(t) or _known(t, others)
    if found:
        return found
    if t.weights is None:
        check = "every_epoch" if once.weights else "summed_over_records"
        answer = t.answer
        saw = answer.stopped or f"{after(t.run)}: {_complaint(t)}"
        outcome = Outcome.FAILED if answer.came_back else Outcome.STOPPED
        mark = Mark(outcome, saw=saw, crash=answer.crash)
        return {**{name: Mark() for name in lesson.loop}, check: mark}
    saw = _saw([t], _lessons)
    if once.has(once.run.trained):
        return _only(lesson, "every_epoch", saw)
    layers = [
        once.weights is not None and agree(right, own, once.tolerance)
        for right, own in zip(once.run.trained, once.weights or once.run.weights, strict=True)
    ]
    return _only(lesson, lesson.updated if any(layers) else "summed_over_records", saw)


def _known(t: Trained, others: Sequence[Trained]) -> dict[str, Mark] | None:
    """The marks where a known mistake accounts for this training, and is none in the others."""
    if t.weights is None or t.run.epochs > MOST_EPOCHS or t.has(t.run.weights):
        return None
    base = _in_batches(sizes([t, *others])[0], _lessons)
    for check in t.run.lesson.loop:
        for mistake in t.run.lesson.known(check):
            if explains(mistake.wrong, base, [t]) and explains(mistake.wrong, base, others):
                return _only(t.run.lesson, check, _saw([t], base), mistake.id, mistake.advice)
    return None


def _counted(t: Trained) -> dict[str, Mark] | None:
    """The marks where the weights are those after another number of epochs.

    Where they should have gone far and stand still, it is the records that were passed over.
    """
    layers = list(zip(t.run.weights, t.run.trained, strict=True))
    far = any(norm(end - before) > FAR * norm(before) for before, end in layers)
    if far and t.has(t.run.weights):
        saw = f"the weights stand still {after(t.run)}"
        return _only(t.run.lesson, "summed_over_records", saw)
    for epochs_, weights in enumerate([t.run.weights, *t.run.course[0]]):
        if epochs_ < t.run.epochs and t.has(weights):
            saw = f"the weights fit {_epochs(epochs_)} where {t.run.epochs} were asked for"
            return _only(t.run.lesson, "every_epoch", saw, advice=epochs.ENDED)
    return None


def _by_where_it_begins(
    trainings: Sequence[Trained],
    bases: Sequence[Callable[[Run], Run]],
    sums_are_right: bool | None = None,
) -> dict[str, Mark]:
    """No known mistake gives these weights: the first kind of training to go wrong tells where."""
    base = bases[-1] if _expected(trainings[0], bases[-1]) is not None else bases[0]
    once = [t for t in trainings if t.run.epochs == 1]
    saw = _saw(trainings, base)
    layers = [
        all(
            (expected := _expected(t, base)) is not None
            and t.weights is not None
            and agree(expected[layer], t.weights[layer], t.tolerance)
            for t in once
        )
        for layer in range(len(trainings[0].run.weights))
    ]
    lesson = trainings[0].run.lesson
    if all(layers):
        return _only(lesson, "zeroed_each_epoch", saw)
    if any(layers) and sums_are_right is not False:
        return _only(lesson, lesson.updated, saw)
    charged = _only(lesson, "summed_over_records", saw)
    return charged if leads_on(trainings, base) else _unproven(charged)

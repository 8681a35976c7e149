"""A loop that goes wrong in one training, and is right in the others."""

from __future__ import annotations

from collections.abc import Sequence

from ...judging.mark import Mark
from ...judging.trace import agree, norm
from . import epochs, slips
from .comparison import after, count_of_epochs, explains, in_batches, lessons, seen_difference
from .loop import left_unfinished, only
from .trained import Trained, sizes

FAR = 1e-3
"""The share of the weights above which a training has moved them far."""

MOST_EPOCHS = 20
"""A training of more epochs is not done again for each known mistake."""


def sometimes_wrong(t: Trained, once: Trained, others: Sequence[Trained] = ()) -> dict[str, Mark]:
    """The marks of a loop that goes wrong in one training, and is right in the `others`.

    `once` is the same training with one epoch.
    """
    lesson = t.run.lesson
    found = _counted(t) or _known(t, others) or _slip(once, others)
    if found:
        return found
    if t.weights is None:
        return left_unfinished([t, once])
    saw = seen_difference([t], lessons)
    if once.has(once.run.trained):
        return only(lesson, "every_epoch", saw)
    layers = [
        once.weights is not None and agree(right, own, once.tolerance)
        for right, own in zip(once.run.trained, once.weights or once.run.weights, strict=True)
    ]
    return only(lesson, lesson.updated if any(layers) else "summed_over_records", saw)


def _known(t: Trained, others: Sequence[Trained]) -> dict[str, Mark] | None:
    """The marks where a known mistake accounts for this training, and changes no other."""
    if t.weights is None or t.run.epochs > MOST_EPOCHS or t.has(t.run.weights):
        return None
    base = in_batches(sizes([t, *others])[0], lessons)
    others = sorted(others, key=lambda each: each.run.length)  # is refuted sooner
    for check in t.run.lesson.loop:
        for mistake in t.run.lesson.known(check):
            if explains(mistake.wrong, base, others) and explains(mistake.wrong, base, [t]):
                saw = seen_difference([t], base)
                return only(t.run.lesson, check, saw, mistake.id, mistake.advice)
    return None


def _slip(once: Trained, others: Sequence[Trained]) -> dict[str, Mark] | None:
    """The marks where one slip in a line accounts for an epoch of it, and changes no other."""
    trainings = [*(t for t in others if not t.run.is_long), once]
    if once.weights is None or once.has(once.run.trained):
        return None
    base = in_batches(sizes([once, *others])[0], lessons)
    slip = slips.explained(trainings, base, None)
    if slip is None:
        return None
    return only(once.run.lesson, slip[0], seen_difference([once], base), advice=slip[1])


def _counted(t: Trained) -> dict[str, Mark] | None:
    """The marks where the weights are those after another number of epochs.

    Where they should have gone far and stand still, it is the records that were passed over.
    """
    layers = list(zip(t.run.weights, t.run.trained, strict=True))
    far = any(norm(end - before) > FAR * norm(before) for before, end in layers)
    if far and t.has(t.run.weights):
        saw = f"the weights stand still {after(t.run)}"
        return only(t.run.lesson, "summed_over_records", saw)
    for epochs_, weights in enumerate([t.run.weights, *t.run.weights_after]):
        if epochs_ < t.run.epochs and t.has(weights):
            saw = f"the weights fit {count_of_epochs(epochs_)} where {t.run.epochs} were asked for"
            return only(t.run.lesson, "every_epoch", saw, advice=epochs.ENDED)
    return None

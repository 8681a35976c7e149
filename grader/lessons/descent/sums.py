"""Is it the sums that are wrong, or what is made of them? The lesson's names for them tell."""

from __future__ import annotations

from collections.abc import Sequence

from ....solution.matrix import Matrix
from ...judging.trace import agree
from ...room.answers import Odd, as_matrix
from .trained import Trained


def are_right(trainings: Sequence[Trained]) -> bool | None:
    """Where one epoch's weights are wrong: are the sums right, and only what is made of them wrong?

    They are right where the lesson's names hold them; they are not where the weights follow from
    what those names hold. None where the names tell neither.
    """
    told = [t for t in trainings if t.answer.names] or trainings
    verdicts = {
        True if has_summed(t) else False if _follows_from_sums(t) else None
        for t in told
        if t.run.epochs == 1 and not t.has(t.run.trained)
    }
    return verdicts.pop() if len(verdicts) == 1 else None


def has_summed(t: Trained) -> bool:
    """Do the lesson's names for the sums hold them as the training ends, of one epoch?"""
    for name, right in zip(t.run.lesson.weight_steps, t.run.summed(t.run.weights), strict=True):
        own = as_matrix(t.answer.names.get(name, Odd("nothing")), right.shape)
        if isinstance(own, str) or not agree(right, own, t.tolerance):
            return False
    return True


def _follows_from_sums(t: Trained) -> bool:
    """Does the lesson's update lead from what the names of the sums hold to these weights?"""
    held = [
        as_matrix(t.answer.names.get(name, Odd("nothing")), layer.shape)
        for name, layer in zip(t.run.lesson.weight_steps, t.run.weights, strict=True)
    ]
    sums = tuple(one for one in held if isinstance(one, Matrix))
    return len(sums) == len(held) and t.has(t.run.updated(t.run.weights, sums))

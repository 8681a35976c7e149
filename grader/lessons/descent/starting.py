"""A training that does not begin with the weights it is given, told by one that stands still.

With a learnrate of 0 the weights that come back are those that it began with. From there all the
rest of the loop can be judged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ...judging.mark import Mark
from .loop import only
from .trained import Trained
from .training import Run, Weights

SAW = "with a learnrate of 0, what comes back are other weights than those that went in"
ELSEWHERE = (
    "The training does not begin with the weights that it is given. Which line gives them other "
    "values before the first epoch, or are they left from an earlier call?"
)
AFRESH = (
    "Each epoch begins with the same weights again, and these are not the ones that the training "
    "is given. Which line inside the loop gives them their values?"
)


def elsewhere(
    trainings: Sequence[Trained], ask: Callable[[Sequence[Run]], list[Trained]]
) -> dict[str, Mark]:
    """The marks of a loop that is right but for the weights that it begins with; or none.

    `ask` has a fresh program train. One that keeps weights from call to call has some to keep only
    after its first call.
    """
    lesson, several = trainings[0].run.lesson, []
    for once, more in (trainings[:2], trainings[-2:]):
        several.append(_begins(once.run, more.run, ask))
    advice = several[0]
    alike = advice and several == [advice, advice]
    return only(lesson, "every_epoch", SAW, advice=advice) if alike else {}


def _begins(once: Run, more: Run, ask: Callable[[Sequence[Run]], list[Trained]]) -> str:
    """What is said of where two trainings begin, of one epoch and of more; "" if it is not that."""
    still = replace(once, epochs=1, learnrate=0.0)
    _, first, short, again, long = ask([once, still, once, still, more])
    if first.weights is None or again.weights is None or first.has(once.weights):
        return ""
    if not _leads_from(first.weights, short, 1):
        return ""
    for epochs, advice in ((more.epochs, ELSEWHERE), (1, AFRESH)):
        if _leads_from(again.weights, long, epochs):
            return advice
    return ""


def _leads_from(weights: Weights, t: Trained, epochs: int) -> bool:
    """Does this training end where the lesson's does that begins with these weights?"""
    begun = replace(t.run, weights=weights)
    return replace(t, run=begun).has(replace(begun, epochs=epochs).trained)

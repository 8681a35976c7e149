"""A submission that relies on what its data is like: each applicant has one rank, as flags.

    weights[2:][rank]        looked up, where the lesson multiplies by flags and adds

It is given any numbers, which show the most. Where these lead it astray, it is asked once more with
numbers of that kind: if it is right throughout with them, it is right, and if less is lost with
them, that is what is lost.
"""

from __future__ import annotations

from ..lesson import needs
from ..room.answers import Crash
from ..verdict import Outcome
from .examiner import Examiner, looks_right
from .one_slip import OneSlip
from .seen import Seen

MOST = 2
"""Checks that may be lost by it all the same: with more it is not the ranks that it is about."""


def seen_with_ranks(examiner: Examiner, crash: Crash | None, first: Seen) -> Seen | None:
    """What is seen of it with such inputs; None where these show no less.

    `first` is what is seen of it with any numbers. Something else may be wrong with it where all
    steps go wrong that the inputs go into.
    """
    outcomes = {finding.check: finding.outcome for finding in first.lost}
    of_inputs = {n for n, step in examiner.lesson.steps.items() if "x" in needs(step.formula)}
    wrong = {check for check, outcome in outcomes.items() if outcome is Outcome.FAILED}
    stops = Outcome.STOPPED in outcomes.values()
    if crash or (wrong.isdisjoint(of_inputs) and not stops):
        return None
    again = examiner.with_ranks()
    if not (outcomes.keys() >= of_inputs or looks_right(again.examination(None))):
        return None
    seen = OneSlip(again, None).seen()
    return seen if len(seen.lost) <= MOST and seen.earned > first.earned else None

"""The weights that a script begins with, where its hidden units have the same ones and stay alike.

The grader trains it from weights of its own, so nothing else in it shows that.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...judging.mark import Mark
from ...judging.written import written
from ...verdict import Outcome
from .lesson import backprop

SAW = "all hidden units begin with the same weights"
ADVICE = (
    "Units that begin alike get the same steps in every epoch and stay alike, so that several know "
    "no more than one. What makes the first weights of one unit other than those of the next?"
)


def like_units(source: bytes, names: Sequence[str], training_in: int) -> tuple[str, Mark]:
    """The check that pays for it, and its mark, at the line that gives these names a value."""
    text = written(source)
    sites = filter(None, (text.given_before(name, training_in) for name in names))
    line = next((site.line for site in sites), training_in)
    return backprop.elsewhere, Mark(Outcome.FAILED, saw=SAW, advice=ADVICE, line=line)

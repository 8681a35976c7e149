"""A column that meets a row in a script: NumPy pairs every record with every other.

Each record's number is to meet its own. Where one of two tables of these is `n × 1` and the other
flat, what comes of them is `n × n`, without a word; what goes wrong is seen some lines later.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...judging.mark import Mark
from ...judging.view import View
from ...verdict import Outcome
from ..descent.lesson import RECORD

ADVICE = (
    "A column, {n} × 1, meets {n} numbers without columns in this line, and NumPy pairs each "
    "record of the one with every record of the other. Which of the two has another shape than "
    "the values beside it, and since which line?"
)


@dataclass(frozen=True)
class Spread:
    """Where it happened first: the line, the step that the name there stands for, if any."""

    line: int
    step: str
    n: int

    @property
    def mark(self) -> Mark:
        saw = f"what line {self.line} works out is {self.n} × {self.n} for {self.n} records"
        advice = ADVICE.format(n=self.n)
        return Mark(Outcome.FAILED, saw=saw, advice=advice, line=self.line)


def first_spread(view: View, n: int) -> Spread | None:
    """The first line in which right numbers of `n` records meet as a column and a row."""
    notes = view.noted.notes
    for i, note in enumerate(notes):
        if note.value is None or note.value.shape != (n, n) or view.readings[i]:
            continue
        shapes = {
            value.shape
            for j in range(note.start, i)
            if (value := notes[j].value) and _is_of_records(view, j)
        }
        if {(n,), (n, 1)} <= shapes or {(1, n), (n, 1)} <= shapes:
            site = view.sites[note.site]
            return Spread(site.line, view.scene.named(site.name), n)
    return None


def _is_of_records(view: View, note: int) -> bool:
    """Is it a number for each record?"""
    quantities = view.scene.dictionary.quantities
    return any(quantities[name].sides == (RECORD,) for name in view.readings[note])
